"""Every desk of the house, with one person sitting at it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from stepback_course.clock import Clock
from stepback_course.course.shelf import Shelf
from stepback_course.people import Actor, Directory
from stepback_course.store import Store

if TYPE_CHECKING:
    from stepback_course.awards.office import Office
    from stepback_course.cohorts import Registry
    from stepback_course.marking import Desk
    from stepback_course.portfolio import Workbook
    from stepback_course.portfolio.erasing.eraser import Eraser
    from stepback_course.portfolio.evidence.attaching import Evidence
    from stepback_course.portfolio.learner.learners import Learners
    from stepback_course.portfolio.versions.history import History


@dataclass(frozen=True)
class Desks:
    """The services of one store for one actor; screens, commands and batches all call these.

    A room is imported when its desk is first asked for: nobody needs all of them to start.
    """

    store: Store
    courses: Shelf
    actor: Actor
    clock: Clock

    def seat(self, actor: Actor) -> "Desks":
        """Return the same desks with somebody else sitting at them."""
        return replace(self, actor=actor)

    @cached_property
    def directory(self) -> Directory:
        """Where people are added."""
        return Directory(self.store, self.actor)

    @cached_property
    def workbook(self) -> "Workbook":
        """Where a practitioner works."""
        from stepback_course.portfolio import Workbook

        return Workbook(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def history(self) -> "History":
        """Where a practitioner sees how a unit stood before."""
        from stepback_course.portfolio.versions.history import History

        return History(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def learners(self) -> "Learners":
        """Where a case study is begun again with another learner."""
        from stepback_course.portfolio.learner.learners import Learners

        return Learners(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def eraser(self) -> "Eraser":
        """Where what was written is erased."""
        from stepback_course.portfolio.erasing.eraser import Eraser

        return Eraser(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def evidence(self) -> "Evidence":
        """Where files are put to a unit."""
        from stepback_course.portfolio.evidence.attaching import Evidence

        return Evidence(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def desk(self) -> "Desk":
        """Where an assessor marks."""
        from stepback_course.marking import Desk

        return Desk(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def registry(self) -> "Registry":
        """Where cohorts are run."""
        from stepback_course.cohorts import Registry

        return Registry(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def office(self) -> "Office":
        """Where certificates are issued."""
        from stepback_course.awards.office import Office

        return Office(self.store, self.courses, self.actor, self.clock)
