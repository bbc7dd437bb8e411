"""What whoever sits here may say of one decision as it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from stepback_course.desks import Desks
from stepback_course.marking import DeskView, Marks
from stepback_course.marking.quality.quality import QualityView
from stepback_course.marking.quality.waiting import WaitingSample
from stepback_course.people import Actor
from stepback_course.people.policy import Action, may
from stepback_course.portfolio.models import UnitRecord, Verdict

_NEXT: dict[Verdict | None, Verdict | None] = {
    None: "met",
    "met": "not_yet_met",
    "not_yet_met": None,
}


@dataclass(frozen=True, slots=True)
class SampleState:
    """One decision as it stands for one person."""

    view: QualityView
    actor: Actor

    @property
    def is_to_mark(self) -> bool:
        """Whether this person can mark it a second time, without knowing the first decision."""
        return self.view.decision is None and self._may("mark_unit")

    @property
    def is_to_verify(self) -> bool:
        """Whether this person can say what they hold of it."""
        is_open = self.view.wanted == "to verify" or not (self.view.wanted or self.view.samples)
        decision = self.view.decision
        is_own = decision is not None and self.actor.is_person(decision.assessor)
        return is_open and not is_own and self._may("verify_unit")

    @property
    def is_to_settle(self) -> bool:
        """Whether this person can say, as the third one, whose marks count."""
        decision = self.view.decision
        stands = decision is not None and bool(decision.released)
        differs = self.view.wanted == "to adjudicate" or (self.view.wanted == "returned" and stands)
        is_third = not any(map(self.actor.is_person, self._judges()))
        return differs and is_third and self._may("adjudicate_unit")

    def allows(self, action: str) -> bool:
        """Say whether a key does something with this decision now."""
        match action:
            case "agree" | "advise" | "send_back":
                return self.is_to_verify
            case "digit" | "feedback" | "overall" | "save":
                return self.is_to_mark
            case "uphold":
                return self.is_to_settle
            case "open_files":
                return bool(self.view.submission.evidence)
        return True

    def _judges(self) -> Iterator[str]:
        """Yield everybody who has judged it, whose own it therefore is."""
        if self.view.decision:
            yield self.view.decision.assessor
        sample = self.view.sample
        if sample and not sample.settled:
            yield from (look.by for look in sample.looks)
            if sample.second:
                yield sample.second.by

    def _may(self, action: Action) -> bool:
        profile = self.view.profile
        return may(self.actor, action, cohort=profile.cohort, practitioner=profile.person)


def turned(marks: Marks, criterion: str) -> Marks:
    """Return marks with one verdict gone on: undecided, met, not yet met, and undecided again."""
    verdict = _NEXT[marks.criteria.get(criterion)]
    rest = {name: each for name, each in marks.criteria.items() if name != criterion}
    criteria = rest | ({criterion: verdict} if verdict else {})
    return marks.model_copy(update={"criteria": criteria})


def with_feedback(marks: Marks, criterion: str, text: str) -> Marks:
    """Return marks with what is said about one criterion."""
    return marks.model_copy(update={"feedback": marks.feedback | {criterion: text}})


def with_overall(marks: Marks, text: str) -> Marks:
    """Return marks with what stood out, in words."""
    overall = marks.overall.model_copy(update={"stood_out": text})
    return marks.model_copy(update={"overall": overall})


def as_on_the_desk(view: QualityView) -> DeskView:
    """Return a view with which the evidence can be shown, and nothing that was decided."""
    return DeskView(
        profile=view.profile,
        submission=view.submission,
        record=UnitRecord(),
        revision=view.revision,
        marks=Marks(),
        earlier=(),
    )


def next_for_me(desks: Desks, here: tuple[str, str]) -> tuple[str, str] | None:
    """Return the next sample after the one `here` that the one who asks can do.

    After the last comes the first; None where there is no other. Raises what the service raises.
    """
    rows = desks.quality.waiting(limit=1000).rows
    keys = [(row.portfolio, row.unit) for row in rows if row.is_yours or _is(row, here)]
    at = keys.index(here) + 1 if here in keys else 0
    return next((key for key in (*keys[at:], *keys[:at]) if key != here), None)


def _is(row: WaitingSample, key: tuple[str, str]) -> bool:
    return (row.portfolio, row.unit) == key
