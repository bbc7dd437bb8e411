"""What one made-up practitioner does at their workbook."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from stepback_course.course.activities import Activity, Reflection
from stepback_course.course.models import Unit
from stepback_course.demo.answers import REVISED, Writer
from stepback_course.demo.calendar import on_the_day, school_day_by
from stepback_course.demo.people import Practitioner
from stepback_course.demo.sittings import Sitting
from stepback_course.demo.stage import Stage
from stepback_course.demo.voices import Voice
from stepback_course.portfolio import Workbook
from stepback_course.portfolio.models import Consent, Occasion
from stepback_course.portfolio.privacy import Finding
from stepback_course.text.refusals import Refusal

_LAST_MINUTE = 320
"""Of a taught day."""


@dataclass(frozen=True, slots=True)
class _Occasion:
    """When and how an answer came about."""

    at: datetime
    on: date
    """The day on which the thing was done, before or when it was entered."""
    partner: str = ""
    from_paper: str = ""


def explained(
    deed: Callable[[Mapping[str, str]], object], findings: Callable[[], Iterable[Finding]]
) -> None:
    """Do what is checked for words that tell who a child is; where some are found, say why not."""
    try:
        deed({})
    except Refusal as refusal:
        if refusal.code != "identifiers":
            raise
        # Not translated: records are the same in every language of the interface.
        deed({finding.words: "Nobody's: all of this is made up." for finding in findings()})


class Practice:
    """Writes, hands in and revises the units of one portfolio."""

    def __init__(
        self, stage: Stage, practitioner: Practitioner, attended: Collection[int], chance: Random
    ) -> None:
        """Sit down as a practitioner who attended the taught days of these numbers."""
        self._stage = stage
        self._practitioner = practitioner
        self._attended = attended
        self._chance = chance
        self._workbook: Workbook = stage.desks.seat(practitioner.actor).workbook
        voice = Voice(stage.words, practitioner, chance, stage.told)
        self._writer = Writer(stage.words, voice, chance)
        self._answers: dict[str, dict[str, Any]] = {}
        """By unit and activity."""

    def write(self, sitting: Sitting, units: list[Unit], *, whole: bool) -> None:
        """Answer the activities of several units, all of them or only some."""
        together = sum(len(unit.activities) for unit in units)
        done = 0
        for unit in units:
            since = self._permit(unit, sitting.at(done / together / 2))
            answers: dict[str, Any] = {}
            occasions: dict[str, _Occasion] = {}
            for activity in unit.activities:
                done += 1
                occasion = self._occasion(activity, sitting.at(done / together / 2))
                occasions[activity.id] = occasion
                answers[activity.id] = self._writer.answer(
                    unit, activity, answers, since=since, on=occasion.on
                )
            self._answers[unit.id] = answers if whole else self._beginning(unit, answers)
            for name, value in self._answers[unit.id].items():
                self._respond(unit, name, value, occasions[name])

    def submit(self, units: list[Unit]) -> None:
        """Hand in several units under one declaration."""
        portfolio, names = self._practitioner.portfolio, [unit.id for unit in units]
        explained(
            partial(self._workbook.submit, portfolio, names, self._practitioner.person.name),
            partial(self._workbook.findings, portfolio, names),
        )

    def revise(self, unit: Unit, criteria: Collection[str]) -> None:
        """Write more where criteria were not yet met."""
        wanted = {
            activity
            for criterion in unit.criteria
            if criterion.id in criteria
            for activity in criterion.evidence
        }
        if not any(a.id in wanted and isinstance(a, REVISED) for a in unit.activities):
            wanted |= {a.id for a in unit.activities if isinstance(a, Reflection)}
        on = self._stage.clock().date()
        answers = self._answers[unit.id]
        for activity in unit.activities:
            if activity.id in wanted:
                value = self._writer.revise(unit, activity, answers[activity.id], answers, on)
                answers[activity.id] = value
                self._workbook.respond(self._practitioner.portfolio, unit.id, activity.id, value)

    def confirm_name(self) -> None:
        """Confirm the name that is to be printed."""
        self._workbook.confirm_name(self._practitioner.portfolio, self._practitioner.person.name)

    def _beginning(self, unit: Unit, answers: dict[str, Any]) -> dict[str, Any]:
        """Return some of a unit's answers, never the last, so that it is begun and not ready."""
        activities = unit.activities[:-1] or unit.activities
        begun = activities[: self._chance.randint(1, len(activities))]
        *whole, newest = begun
        return {activity.id: answers[activity.id] for activity in whole} | {
            newest.id: self._writer.begin(newest, answers[newest.id])
        }

    def _permit(self, unit: Unit, at: datetime) -> date:
        """Record the permission for a learner's part, and return the day from which work counts."""
        start = self._stage.term.start
        if not unit.needs_consent:
            return start
        grown_up = self._practitioner.phase == "college"
        permitted = max(start, school_day_by(at.date() - timedelta(weeks=6)))
        self._stage.clock.set(at)
        self._workbook.record_consent(
            self._practitioner.portfolio,
            Consent(
                learner=self._practitioner.learner.made_up_name,
                given_by="young person" if grown_up else "parent or carer",
                on=permitted.isoformat(),
                how=self._chance.choice(("in writing", "in writing", "spoken", "signed")),
                learner_agrees=True,
                scopes=self._chance.choice((("assessment",), ("assessment", "training"))),
            ),
        )
        return permitted

    def _occasion(self, activity: Activity, at: datetime) -> _Occasion:
        """Return how an answer came about: on the taught day, from paper later, or alone."""
        taught = self._taught_day(activity)
        if taught is None or at < on_the_day(taught, _LAST_MINUTE):
            return _Occasion(at, at.date())
        partner = ""
        if self._chance.random() < 0.4:
            partner = self._chance.choice(self._stage.words.people["names"]["first"])
        if self._chance.random() < 0.25:
            return _Occasion(at, taught, partner, taught.isoformat())
        minute = self._chance.randint(20, _LAST_MINUTE)
        return _Occasion(on_the_day(taught, minute), taught, partner)

    def _respond(self, unit: Unit, activity: str, value: Any, occasion: _Occasion) -> None:
        self._stage.clock.set(occasion.at)
        self._workbook.respond(
            self._practitioner.portfolio,
            unit.id,
            activity,
            value,
            occasion=Occasion(partner=occasion.partner, from_paper=occasion.from_paper),
        )

    def _taught_day(self, activity: Activity) -> date | None:
        """Return the day on which an activity is done, where it is a day that was attended."""
        days = enumerate(self._stage.term.days, start=1)
        return next(
            (
                day
                for number, day in days
                if number in self._attended and activity.when == f"day-{number}"
            ),
            None,
        )
