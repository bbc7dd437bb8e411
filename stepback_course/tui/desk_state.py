"""Whose a submission on the desk is, and what may be done with it there."""

from dataclasses import dataclass
from datetime import datetime

from stepback_course.marking import DeskView, Marks
from stepback_course.marking.rules import holder
from stepback_course.people import Actor
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.text import _
from stepback_course.tui.queue_view import shown_until


@dataclass(frozen=True, slots=True)
class DeskState:
    """One submission as it stands for one person at one instant."""

    view: DeskView
    actor: Actor
    at: datetime

    @property
    def is_free(self) -> bool:
        """Whether it waits to be marked and nobody has it."""
        return (
            self.view.record.state in ("submitted", "marking")
            and holder(self.view.record, self.at) is None
        )

    @property
    def is_mine(self) -> bool:
        """Whether this person is the one who marks it, or who has decided it."""
        lease = self.view.record.lease
        return lease is not None and self.actor.is_person(lease.assessor)

    @property
    def is_open(self) -> bool:
        """Whether this person can decide it."""
        return self.view.record.state == "marking" and self.is_mine

    @property
    def is_decided(self) -> bool:
        """Whether its decision waits to be released."""
        return self.view.record.state == "decided"

    @property
    def is_elsewhere(self) -> bool:
        """Whether another person is marking it."""
        return self.view.record.state == "marking" and not self.is_mine

    @property
    def marks(self) -> Marks:
        """The decision that waits to be released, else the draft marks."""
        decision = self.view.record.decision
        if not self.is_decided or decision is None:
            return self.view.marks
        return Marks(
            criteria=decision.criteria, feedback=decision.feedback, overall=decision.overall
        )

    @property
    def sentence(self) -> str:
        """Who has it, or what has become of it."""
        lease, decision = self.view.record.lease, self.view.record.decision
        if self.is_decided and decision:
            sentence = (
                _("Decided by {name} on {day}: met. It waits to be released.")
                if decision.verdict == "met"
                else _("Decided by {name} on {day}: not yet met. It waits to be released.")
            )
            return sentence.format(name=decision.name, day=shown_instant(decision.at))
        if self.view.record.state == "marking" and lease:
            sentence = (
                _("Yours until {time}; g gives it back.")
                if self.is_mine
                else _("{name} has this until {time}; t takes it over.")
            )
            return sentence.format(name=lease.name, time=shown_until(lease.until, self.at))
        if self.view.record.state == "submitted":
            return _("Nobody is marking this.")
        return _("This has been released.")

    @property
    def before_taking_over(self) -> str:
        """What is to be known before it is taken from whoever has it."""
        lease = self.view.record.lease
        return _(
            "{name} has this until {time}. Your reason stays in the record of the unit. The draft "
            "marks they have made are not shown to you."
        ).format(
            name=lease.name if lease else "",
            time=shown_until(lease.until if lease else "", self.at),
        )

    def allows(self, action: str) -> bool:
        """Say whether a key of the desk does something with this submission now."""
        match action:
            case "turn" | "feedback" | "overall" | "save" | "give_back":
                return self.is_open
            case "take_over":
                return self.is_elsewhere
            case "undo":
                return self.is_open or (self.is_decided and self.is_mine)
            case "release":
                return self.is_open or self.is_decided
        return True
