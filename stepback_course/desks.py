"""Every desk of the house, with one person sitting at it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from stepback_course.clock import Clock
from stepback_course.course.shelf import Shelf
from stepback_course.people import Actor, Directory
from stepback_course.store import Store

if TYPE_CHECKING:
    from stepback_course.awards.keys.chest import KeyChest
    from stepback_course.awards.keys.keeping import Keys
    from stepback_course.awards.office import Office
    from stepback_course.awards.register import Register
    from stepback_course.cohorts import Registry
    from stepback_course.marking import Desk
    from stepback_course.marking.allocating import Allocations
    from stepback_course.marking.appeals.appeals import Appeals
    from stepback_course.marking.bank.bank import Bank
    from stepback_course.marking.changes.second_looks import SecondLooks
    from stepback_course.marking.practice.practice import Practice
    from stepback_course.marking.quality import Oversight, Quality
    from stepback_course.marking.releasing import Releases
    from stepback_course.people.conflicts import Declarations
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
    chest: "KeyChest | None" = None
    """The key on this computer that certificates are signed with; None where there can be none."""

    def seat(self, actor: Actor) -> "Desks":
        """Return the same desks with `actor` sitting at them, these very ones where they do so."""
        return self if actor == self.actor else replace(self, actor=actor)

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
    def appeals(self) -> "Appeals":
        """Where decisions are appealed against."""
        from stepback_course.marking.appeals.appeals import Appeals

        return Appeals(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def second_looks(self) -> "SecondLooks":
        """Where decisions are looked at again after their criteria have changed."""
        from stepback_course.marking.changes.second_looks import SecondLooks

        return SecondLooks(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def practice(self) -> "Practice":
        """Where assessors mark exemplars, and compare."""
        from stepback_course.marking.practice.practice import Practice

        return Practice(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def bank(self) -> "Bank":
        """Where comments are kept to be used again."""
        from stepback_course.marking.bank.bank import Bank

        return Bank(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def allocations(self) -> "Allocations":
        """Where it is settled who marks what."""
        from stepback_course.marking.allocating import Allocations

        return Allocations(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def releases(self) -> "Releases":
        """Where decisions are held back, and released several at once."""
        from stepback_course.marking.releasing import Releases

        return Releases(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def declarations(self) -> "Declarations":
        """Where conflicts of interest are declared."""
        from stepback_course.people.conflicts import Declarations

        return Declarations(self.store, self.actor, self.clock)

    @cached_property
    def quality(self) -> "Quality":
        """Where decisions are looked at a second time."""
        from stepback_course.marking.quality import Quality

        return Quality(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def oversight(self) -> "Oversight":
        """Where samples are planned, and the marking is seen as a whole."""
        from stepback_course.marking.quality import Oversight

        return Oversight(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def registry(self) -> "Registry":
        """Where cohorts are run."""
        from stepback_course.cohorts import Registry

        return Registry(self.store, self.courses, self.actor, self.clock)

    @cached_property
    def office(self) -> "Office":
        """Where certificates are issued."""
        from stepback_course.awards.office import Office

        return Office(self.store, self.courses, self.actor, self.clock, self.chest)

    @cached_property
    def register(self) -> "Register":
        """Where the register of certificates is kept."""
        from stepback_course.awards.register import Register

        return Register(self.store, self.courses, self.actor, self.clock, self.chest)

    @cached_property
    def keys(self) -> "Keys":
        """Where the key is kept that certificates are signed with."""
        from stepback_course.awards.keys.keeping import Keys

        return Keys(self.store, self.actor, self.clock, self.chest)
