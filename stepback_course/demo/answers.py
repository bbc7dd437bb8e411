"""What somebody enters for an activity, made from its definition, so that any course has answers.

Every answer is in the form in which records keep it (design.md section 4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from stepback_course.course.activities import (
    Activity,
    Checklist,
    Choice,
    Log,
    Plan,
    Reflection,
    Roles,
    Scale,
    Sort,
    Targets,
)
from stepback_course.course.models import Unit
from stepback_course.demo.calendar import school_day_by
from stepback_course.demo.voices import Scene, Voice
from stepback_course.demo.words import Row, Words

REVISED = (Reflection, Log, Plan, Roles, Checklist)
"""The kinds of activity in which somebody can say more; the others are as they are."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Enters answers for one practitioner."""

    words: Words
    voice: Voice
    chance: Random

    def answer(
        self, unit: Unit, activity: Activity, earlier: Mapping[str, Any], *, since: date, on: date
    ) -> Any:
        """Return a whole answer, given on a day, after `earlier` answers in the same unit.

        What it tells happened after the day `since`.
        """
        scene = self.voice.scene(case_study=unit.needs_consent)
        value: Any
        match activity:
            case Reflection():
                telling = self.words.tellings.get(activity.id)
                least, most = activity.words.min, activity.words.max
                value = self.voice.tell(telling, least, most, case_study=unit.needs_consent)
            case Scale():
                value = self._ratings(activity)
            case Checklist():
                value = self._ticks(activity, scene)
            case Choice():
                options = [option.id for option in activity.options]
                value = self.chance.choices(options, range(len(options) + 1, 1, -1))[0]
            case Sort(repeats=str(first)) if first in earlier:
                value = self._sorted_again(activity, earlier[first])
            case Sort():
                value = self._sorted(activity)
            case Log():
                value = self._log(activity, scene, since, on)
            case Plan():
                value = self._plan(activity, scene, on)
            case Roles():
                value = self._roles(activity, scene)
            case Targets():
                value = self._targets(unit, activity, earlier)
        return value

    def begin(self, activity: Activity, answer: Any) -> Any:
        """Return what of an answer is there when its practitioner has only begun."""
        match activity:
            case Reflection():
                words = answer.split(" ")
                return " ".join(words[: self.chance.randint(1, max(1, len(words) // 2))]).strip()
            case Scale():
                return answer | {"after": None}
            case Sort():
                piles = {name: _first_half(cards) for name, cards in answer["piles"].items()}
                return answer | {"piles": piles}
            case Log() | Plan() | Roles() | Targets():
                return _first_half(answer)
            case Checklist() | Choice():
                return answer

    def revise(
        self, unit: Unit, activity: Activity, answer: Any, earlier: Mapping[str, Any], on: date
    ) -> Any:
        """Return an answer as it stands after the assessor asked for more."""
        match activity:
            case Reflection():
                more = self.voice.tell(self.words.revision, 1, 70, case_study=unit.needs_consent)
                return f"{answer}\n\n{more}"
            case Log():
                scene = self.voice.scene(case_study=unit.needs_consent)
                return [*answer, *self._log(activity, scene, on, on)[-1:]]
            case Plan() | Roles() | Checklist():
                return self.answer(unit, activity, earlier, since=on, on=on)
            case _:
                return answer

    def _ratings(self, activity: Scale) -> dict[str, int]:
        top = len(activity.labels)
        before = self.chance.randint(1, max(1, top - 2))
        after = before + self.chance.choice((-1, 0, 1, 1, 1, 2, 2, 3))
        return {"before": before, "after": min(top, max(1, after))}

    def _ticks(self, activity: Checklist, scene: Scene) -> dict[str, Any]:
        count = self.chance.randint(max(1, activity.at_least), len(activity.items))
        done = self.chance.sample([item.id for item in activity.items], count)
        ticks = {}
        for item in activity.items:
            if item.id not in done:
                continue
            ways = self.words.general["ticks"].get(item.id, self._notes)
            noted = self.chance.random() < 0.55
            ticks[item.id] = {
                "done": True,
                "note": self.voice.say_one(ways, scene) if noted else "",
            }
        return ticks

    def _sorted(self, activity: Sort) -> dict[str, Any]:
        cards = list(activity.cards)
        self.chance.shuffle(cards)
        piles: dict[str, list[str]] = {pile.id: [] for pile in activity.piles}
        own_piles: dict[str, str] = {}
        own_cards: dict[str, str] = {}
        if activity.learner:
            cards = cards[: max(1, len(cards) - self.chance.randint(0, len(cards) // 4))]
            own_piles, own_cards = self._made_on_the_spot(activity)
            piles |= {pile: [] for pile in own_piles}
        for number, card in enumerate(cards):
            # Two cards for each pile of the course first: from any of them targets may be chosen.
            dealt = activity.piles[number % len(activity.piles)].id
            anywhere = self.chance.choice(list(piles))
            pile = dealt if number < 2 * len(activity.piles) else anywhere
            if card.suggested is not None:
                pile = card.suggested if self.chance.random() < 0.75 else anywhere
            piles[pile].append(card.id)
        for own in own_cards:
            piles[self.chance.choice(list(piles))].append(own)
        return {"piles": piles, "own_piles": own_piles, "own_cards": own_cards}

    def _sorted_again(self, activity: Sort, first: Mapping[str, Any]) -> dict[str, Any]:
        """Return a sort in which some cards lie elsewhere than before, more of them in front."""
        front, other = (pile.id for pile in activity.piles[:2])
        piles: dict[str, list[str]] = {pile: [] for pile in first["piles"]}
        for pile, cards in first["piles"].items():
            moves_to, likely = (other, 0.12) if pile == front else (front, 0.45)
            for card in cards:
                piles[moves_to if self.chance.random() < likely else pile].append(card)
        return {**first, "piles": piles}

    def _made_on_the_spot(self, activity: Sort) -> tuple[dict[str, str], dict[str, str]]:
        piles = self.chance.randint(0, min(1, activity.own_piles))
        cards = self.chance.choice((0, 0, 1, 2, 3))
        tables = self.words.tables
        return (
            _numbered(tables["own_piles"]["labels"], piles, self.chance, 0),
            _numbered(
                tables["own_cards"]["labels"], min(cards, activity.own_cards), self.chance, piles
            ),
        )

    def _log(self, activity: Log, scene: Scene, since: date, on: date) -> list[dict[str, str]]:
        columns = [column.id for column in activity.columns]
        rows = [
            row for row in self.words.logs.get(activity.id, ()) if sorted(row) == sorted(columns)
        ]
        notes = [row["note"] for row in self.words.logs["any"]]
        chosen = self._some(rows or [{}], activity.at_least, 3)
        # Rows share the time there was; what is asked for on a taught day is of the day before.
        apart = min(6.0, (on - since).days / len(chosen)) if activity.when == "after" else 0.0
        kept = []
        for number, row in enumerate(chosen, start=1):
            cells = {name: self.voice.say(row[name], scene) for name in columns if name in row}
            missing = {name: self.voice.say_one(notes, scene) for name in columns if not row}
            day = school_day_by(on - timedelta(1 + apart * (number - self.chance.random())))
            kept.append({"date": day.isoformat()} | cells | missing)
        return kept[::-1]

    def _plan(self, activity: Plan, scene: Scene, on: date) -> list[dict[str, str]]:
        known = self.words.tables["plan"]
        plan = known.get(activity.id, known["any"])
        if sequences := plan.get("sequences"):
            rows: Sequence[Row] = self.chance.choice(sequences)
        else:
            rows = self._some(plan["rows"], activity.at_least, 1)
        kept = []
        for row in rows:
            on += timedelta(days=self.chance.choice((5, 7, 7, 10, 14)))
            said = {name: self.voice.say(row[name], scene) for name in ("how", "what", "who")}
            kept.append(said | {"when": school_day_by(on).isoformat()})
        return kept

    def _roles(self, activity: Roles, scene: Scene) -> list[dict[str, str]]:
        rows = self.words.tables["roles"]["rows"]
        chosen = self._some(rows, activity.at_least, 2)
        return [
            {name: self.voice.say(row[name], scene) for name in row}
            for row in sorted(chosen, key=rows.index)
        ]

    def _targets(
        self, unit: Unit, activity: Targets, earlier: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        # A review brings back the targets with which the unit began.
        begun_with = next(
            (
                earlier[other.id]
                for other in unit.activities
                if isinstance(other, Targets) and other.id in earlier and other.id != activity.id
            ),
            None,
        )
        targets = begun_with or self._first_targets(activity, earlier[activity.from_sort])
        return [
            target | {"after": self._stage_after(target) if activity.stage_after else None}
            for target in targets
        ]

    def _first_targets(self, activity: Targets, sort: Mapping[str, Any]) -> list[dict[str, Any]]:
        piles = [sort["piles"].get(activity.pile, []), *sort["piles"].values()]
        cards = list(dict.fromkeys(card for pile in piles for card in pile))
        count = activity.at_least + self.chance.choice((0, 0, 1))
        scene = self.voice.scene()
        return [
            {
                "card": card,
                "success": self.voice.say_one(self.words.tables["success"]["words"], scene),
                "before": self.chance.choice((1, 1, 2, 2, 3)),
                "after": None,
            }
            for card in cards[:count]
        ]

    def _stage_after(self, target: Mapping[str, Any]) -> int:
        return min(4, int(target["before"]) + self.chance.choice((0, 1, 1, 1, 2)))

    def _some(self, rows: Sequence[Any], least: int, more: int) -> list[Any]:
        """Return at least `least` rows and up to `more` above, different ones while there are."""
        count = least + self.chance.randint(0, more)
        chosen: list[Any] = []
        while len(chosen) < count:
            chosen += self.chance.sample(rows, min(len(rows), count - len(chosen)))
        return chosen

    @property
    def _notes(self) -> Sequence[str]:
        notes: Sequence[str] = self.words.general["notes"]["lines"]
        return notes


def _numbered(labels: Sequence[str], count: int, chance: Random, after: int) -> dict[str, str]:
    chosen = chance.sample(labels, min(count, len(labels)))
    return {f"own-{number}": label for number, label in enumerate(chosen, start=after + 1)}


def _first_half(things: Sequence[Any]) -> Sequence[Any]:
    return things[: (len(things) + 1) // 2]
