"""What an assessor decides about a made-up submission, and writes to its practitioner."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from stepback_course.course.models import Unit
from stepback_course.demo.voices import Scene, Voice
from stepback_course.demo.words import Words
from stepback_course.marking.models import Marks
from stepback_course.portfolio.models import Overall


@dataclass(frozen=True, slots=True)
class Marker:
    """Writes marks to one practitioner."""

    words: Words
    voice: Voice
    chance: Random

    def met(self, unit: Unit, *, again: bool = False) -> Marks:
        """Return marks by which every criterion is met, at the first attempt or `again`."""
        return self._marks(unit, (), "again" if again else "met_open")

    def not_yet_met(self, unit: Unit, by: str) -> Marks:
        """Return marks by which one criterion, sometimes two, is not yet met, to be done `by`."""
        criteria = [criterion.id for criterion in unit.criteria]
        count = min(len(criteria), self.chance.choice((1, 1, 1, 2)))
        marks = self._marks(unit, self.chance.sample(criteria, count), "not_yet_open")
        scene = self.voice.scene(case_study=unit.needs_consent)
        step = self.voice.say_one(self.words.feedback["overall"]["next"], scene)
        whole = marks.overall.model_copy(update={"next_step": step, "by": by})
        return marks.model_copy(update={"overall": whole})

    def begun(self, unit: Unit) -> Marks:
        """Return marks that are far from complete."""
        scene = self.voice.scene(case_study=unit.needs_consent)
        first = unit.criteria[0].id
        said = self.voice.say_one(self.words.feedback["met"]["lines"], scene)
        return Marks(criteria={first: "met"}, feedback={first: said})

    def _marks(self, unit: Unit, missing: Sequence[str], opening: str) -> Marks:
        scene = self.voice.scene(case_study=unit.needs_consent)
        feedback = {}
        for criterion in unit.criteria:
            if criterion.id in missing:
                feedback[criterion.id] = self._what_is_missing(criterion.id, scene)
            elif self.chance.random() < 0.6:
                lines = self.words.feedback["met"]["lines"]
                feedback[criterion.id] = self.voice.say_one(lines, scene)
        parts = [opening, "close"] if self.chance.random() < 0.8 else [opening]
        overall = self.words.feedback["overall"]
        return Marks(
            criteria={
                criterion.id: "not_yet_met" if criterion.id in missing else "met"
                for criterion in unit.criteria
            },
            tests={question.test: "met" for question in unit.evidence_tests},
            feedback=feedback,
            overall=Overall(
                stood_out=" ".join(self.voice.say_one(overall[part], scene) for part in parts)
            ),
        )

    def _what_is_missing(self, criterion: str, scene: Scene) -> str:
        missing = self.words.feedback["missing"]
        ways = missing.get(criterion)
        if ways is None or self.chance.random() < 0.2:
            ways = missing["any"]
        return self.voice.say_one(ways, scene)
