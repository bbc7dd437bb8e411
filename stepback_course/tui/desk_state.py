"""Whose a submission on the desk is, and what may be done with it there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from stepback_course.clock import parse_instant
from stepback_course.marking import DeskView, Marks
from stepback_course.marking.rules import holder
from stepback_course.marking.telling import shown_until, waiting_words
from stepback_course.people import Actor
from stepback_course.people.policy import may
from stepback_course.portfolio.models import Decision, Lease
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.text import _

_A_MOMENT = timedelta(minutes=1)
_MARKING = frozenset(
    {"turn", "meet_the_rest", "decide", "feedback", "overall", "margin", "bank", "save"}
)
"""What only somebody does who can decide."""


@dataclass(frozen=True, slots=True)
class DeskState:
    """One submission as it stands for one person at one instant."""

    view: DeskView
    actor: Actor
    at: datetime

    @property
    def _lease(self) -> Lease | None:
        """The claim that stands, None where there is none or it ran out."""
        return holder(self.view.record, self.at)

    @property
    def _is_allocated_elsewhere(self) -> bool:
        allocated = self.view.record.allocated
        return allocated is not None and not self.actor.is_person(allocated.assessor)

    @property
    def may_mark(self) -> bool:
        """Whether this person may mark it at all, whoever has it."""
        profile = self.view.profile
        return may(self.actor, "mark_unit", cohort=profile.cohort, practitioner=profile.person)

    @property
    def is_free(self) -> bool:
        """Whether it waits to be marked, nobody has it, and it is nobody else's to take."""
        waits = self.view.record.state in ("submitted", "marking")
        return waits and self._lease is None and not self._is_allocated_elsewhere

    @property
    def is_mine(self) -> bool:
        """Whether this person is the one who marks it, or who has decided it."""
        lease = self.view.record.lease
        return lease is not None and self.actor.is_person(lease.assessor)

    @property
    def is_open(self) -> bool:
        """Whether this person can decide it; until somebody else takes it, an old claim will do."""
        return self.view.record.state == "marking" and self.is_mine

    @property
    def has_run_out(self) -> bool:
        """Whether it is still this person's, and their claim on it has run out."""
        return self.is_open and self._lease is None

    @property
    def is_decided(self) -> bool:
        """Whether its decision waits to be released."""
        return self.view.record.state == "decided"

    @property
    def is_elsewhere(self) -> bool:
        """Whether another person is marking it, or it is theirs to mark."""
        if self.view.record.state == "submitted":
            return self._is_allocated_elsewhere
        return self.view.record.state == "marking" and not self.is_mine

    @property
    def marks(self) -> Marks:
        """The decision on this attempt where one stands, else the draft marks."""
        decision = self._decision
        return Marks.of(decision) if decision else self.view.marks

    @property
    def _decision(self) -> Decision | None:
        """The decision that stands on this attempt."""
        decision, attempt = self.view.record.decision, self.view.submission.attempt
        return decision if decision and decision.attempt == attempt else None

    @property
    def note(self) -> str:
        """What this person has noted in the margin of this attempt."""
        attempt = self.view.submission.attempt
        for note in self.view.notes:
            if note.attempt == attempt and self.actor.is_person(note.assessor):
                return note.text
        return ""

    @property
    def sentence(self) -> str:
        """Who has it, or what has become of it."""
        record = self.view.record
        if self._decision:
            return _became(self._decision)
        if record.state == "marking" and record.lease:
            told = self._returned + self._claimed(record.lease)
            return "\n".join(told)
        if record.state == "submitted" and record.allocated:
            sentence = (
                _("It is allocated to {name}; t takes it all the same.")
                if self._is_allocated_elsewhere
                else _("It is allocated to you; t takes it.")
            )
            return sentence.format(name=record.allocated.name)
        if record.state == "submitted" and self.may_mark:
            return _("Nobody is marking this; t takes it.")
        if record.state == "submitted":
            return _("Nobody is marking this yet.")
        return _("There is nothing to mark here now.")

    def _claimed(self, lease: Lease) -> list[str]:
        """Return whose claim it is, for how long it was, and until when it is."""
        had = self.at - parse_instant(lease.at)
        if self._lease is None:
            sentence = (
                _("Your claim ran out, {until}; t takes it again.")
                if self.is_mine
                else _("{name}'s claim ran out, {until}; t takes it.")
            )
        elif self.is_mine:
            sentence = (
                _("Yours until {until}; g gives it back.")
                if had < _A_MOMENT
                else _("Yours for {time} now, until {until}; g gives it back.")
            )
        else:
            sentence = (
                _("{name} took this just now, until {until}; t takes it over.")
                if had < _A_MOMENT
                else _("{name} has had this for {time}, until {until}; t takes it over.")
            )
        until = shown_until(lease.until, self.at)
        return [sentence.format(name=lease.name, time=waiting_words(had), until=until)]

    @property
    def _returned(self) -> list[str]:
        """Return why a verifier returned it, where that was the last thing done with it."""
        last = self.view.record.trail[-1]
        if last.action != "return":
            return []
        return [_("Returned by its verifier: {reason}").format(reason=last.reason)]

    @property
    def before_taking_over(self) -> str:
        """What is to be known before it is taken from whoever has it."""
        record = self.view.record
        if record.state == "submitted" and record.allocated:
            sentence = _("It is allocated to {name}. Your reason stays in the record of the unit.")
            return sentence.format(name=record.allocated.name)
        if record.lease is None:
            return ""
        return _(
            "{name} took this on {since}, until {until}. Your reason stays in the record of the "
            "unit. The draft marks they have made stay theirs, and are not shown to you."
        ).format(
            name=record.lease.name,
            since=shown_instant(record.lease.at),
            until=shown_until(record.lease.until, self.at),
        )

    def allows(self, action: str) -> bool:
        """Say whether a key of the desk does something with this submission now."""
        match action:
            case "take_over":
                is_to_take = self.is_free and self.may_mark
                does = self.is_elsewhere or is_to_take or self.has_run_out
            case "give_back":
                does = self.is_open and not self.has_run_out
            case "undo":
                does = self.is_open or (self.is_decided and self.is_mine)
            case "release":
                does = self.is_open or self.is_decided
            case _:
                does = self.is_open or action not in _MARKING
        return does


def _became(decision: Decision) -> str:
    """Return what a decision is, and whether it was released."""
    sentences = {
        ("met", False): _("Decided by {name} on {day}: met. It waits to be released."),
        ("not_yet_met", False): _(
            "Decided by {name} on {day}: not yet met. It waits to be released."
        ),
        ("met", True): _("Decided by {name}: met. Released on {released}."),
        ("not_yet_met", True): _("Decided by {name}: not yet met. Released on {released}."),
    }
    return sentences[decision.verdict, bool(decision.released)].format(
        name=decision.name,
        day=shown_instant(decision.at),
        released=shown_instant(decision.released),
    )
