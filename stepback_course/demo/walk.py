"""One practitioner's way through the course, walked at the desks of the real services."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random

from stepback_course.clock import day_of
from stepback_course.course.models import Unit
from stepback_course.demo.calendar import on_the_day
from stepback_course.demo.marks import Marker
from stepback_course.demo.people import Practitioner
from stepback_course.demo.practice import Practice, explained
from stepback_course.demo.sittings import PACE, Sitting, plan_sittings
from stepback_course.demo.stage import Stage
from stepback_course.demo.stories import Step, Story
from stepback_course.demo.voices import Voice
from stepback_course.marking import Desk
from stepback_course.marking.models import Marks

TO_TRY_AGAIN = timedelta(weeks=3)
"""How long an assessor gives somebody who is to do more."""


class Walk:
    """Enrols one practitioner and brings them as far as their story says."""

    def __init__(
        self, stage: Stage, practitioner: Practitioner, story: Story, chance: Random
    ) -> None:
        """Walk as `practitioner`, whose answers and pace come from `chance`."""
        self._stage = stage
        self._practitioner = practitioner
        self.portfolio = practitioner.portfolio
        """The id of the portfolio in which the walk is recorded."""
        self._story = story
        self._chance = chance
        days = range(1, len(stage.term.days) + 1)
        self._attended: Sequence[int] = days if story.came else ()
        if story.missed_a_day:
            self._attended = days[:-1]
        self._practice = Practice(stage, practitioner, self._attended, chance)
        voice = Voice(stage.words, practitioner, chance, stage.told)
        self._marker = Marker(stage.words, voice, chance)
        self._asked_for: dict[str, list[str]] = {}
        """By unit, the criteria for which the assessor asked for more."""

    def take(self) -> datetime:
        """Do everything, and return when the last thing was done."""
        term = self._stage.term
        self._enrol()
        self._record_attendance()
        share = self._chance.uniform(*((0.6, 0.92) if self._story.is_whole else (0.8, 0.99)))
        ends = max(1.5, (len(term.school_days) - 1) * share)
        units = self._stage.course.units
        fates = self._story.fates(len(units), self._chance)
        for sitting in plan_sittings(units, fates, term=term, ends=ends, chance=self._chance):
            self._sit(sitting)
        last = term.moment(ends)
        self._stage.clock.set(last)
        if self._story.confirmed_name:
            self._practice.confirm_name()
        return last

    def _enrol(self) -> None:
        stage = self._stage
        stage.clock.set(on_the_day(stage.term.start - timedelta(weeks=3), 60))
        stage.desks.directory.add(self._practitioner.person)
        stage.seats("trainer")[0].registry.enrol(
            self._practitioner.person.id,
            stage.cohort.id,
            portfolio=self.portfolio,
            setting=self._practitioner.school,
        )

    def _record_attendance(self) -> None:
        if not self._attended and self._chance.random() < 0.5:
            return
        registry = self._stage.seats("trainer")[0].registry
        for number, day in enumerate(self._stage.term.days, start=1):
            self._stage.clock.set(on_the_day(day, 15))
            came = number in self._attended
            registry.attend(self.portfolio, number, "attended" if came else "absent")

    def _sit(self, sitting: Sitting) -> None:
        desk = self._chance.choice(self._stage.seats("assessor")).desk
        for step in PACE:
            units = sitting.having(step)
            self._stage.clock.set(sitting.at(PACE[step]))
            match step:
                case "begin" | "write":
                    self._practice.write(sitting, units, whole=step == "write")
                case "submit" | "submit again" if units:
                    self._practice.submit(units)
                case _:
                    for number, unit in enumerate(units):
                        self._stage.clock.set(sitting.turn(step, number))
                        self._take_turn(desk, step, unit)

    def _take_turn(self, desk: Desk, step: Step, unit: Unit) -> None:
        match step:
            case "claim":
                desk.claim(self.portfolio, unit.id)
                desk.keep_marks(self.portfolio, unit.id, self._marker.begun(unit))
            case "decide":
                is_met = self._chance.random() < 0.75
                self._decide(desk, unit, "judge met" if is_met else "judge not yet")
            case "judge met" | "judge not yet" | "judge again":
                self._decide(desk, unit, step)
            case "release" | "release again":
                explained(
                    partial(desk.release, self.portfolio, unit.id),
                    partial(desk.findings, self.portfolio, unit.id),
                )
            case "revise":
                self._practice.revise(unit, self._asked_for[unit.id])

    def _decide(self, desk: Desk, unit: Unit, step: Step) -> None:
        marks: Marks
        if step == "judge not yet":
            by = day_of(self._stage.clock() + TO_TRY_AGAIN).isoformat()
            marks = self._marker.not_yet_met(unit, by)
        else:
            marks = self._marker.met(unit, again=step == "judge again")
        self._asked_for[unit.id] = [
            criterion for criterion, verdict in marks.criteria.items() if verdict != "met"
        ]
        desk.decide(
            self.portfolio,
            unit.id,
            marks.criteria,
            marks.feedback,
            marks.overall,
            tests=marks.tests,
        )
