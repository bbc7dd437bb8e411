"""Samples and what came of them, the plan by which they are drawn, and what was drawn."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from stepback_course.course.activities.base import Day
from stepback_course.marking.models import Marks
from stepback_course.portfolio.models import Decision, Digest
from stepback_course.text import _
from stepback_course.text.fields import LATER, Frozen, Identifier, Line, Name, Note

Outcome = Literal["agreed", "agreed with advice", "returned"]
"""What a verifier says of a decision."""
Upheld = Literal["first", "second", "neither"]
"""Whose marks a third person upholds where two differ."""
Risk = Literal[
    "new assessor", "after a return", "case study", "not yet met", "later attempt", "usual"
]
"""Why a decision is looked at as often as it is; see `drawing.risk_of`."""
Cover = Literal["assessor", "unit", "outcome", "cohort"]
"""Of what at least one decision is looked at, whatever the rates say."""
Reason = Risk | Cover | Literal["chosen"]
"""Why a decision is in the sample: a risk, a cover, or that somebody chose it."""
Percent = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=0, le=100_000)]


class Look(Frozen):
    """A verifier's second look at a decision."""

    by: Identifier
    name: Name
    at: Line
    decided: Line
    """The instant of the decision that was looked at."""
    outcome: Outcome
    comment: Note = ""


class SecondMarks(Frozen):
    """What a second assessor decided without knowing the first decision."""

    by: Identifier
    name: Name
    at: Line
    decided: Line
    """The instant of the decision that they are held against."""
    marks: Marks


class Adjudication(Frozen):
    """What a third person said where two differed."""

    by: Identifier
    name: Name
    at: Line
    upholds: Upheld
    comment: Note


class Sample(Frozen):
    """A decision that somebody else looks at, and everything that was said about it."""

    drawn: Line
    """The instant at which it came into the sample."""
    by: Identifier
    reasons: tuple[Reason, ...]
    why: Note = ""
    """In words, where somebody chose it."""
    assessor: Identifier
    """Who had decided it then."""
    blind: bool = False
    """Whether it is marked a second time, without knowing the first decision."""
    looks: tuple[Look, ...] = ()
    """Oldest first; one that returned a decision is followed by one at the next decision."""
    second: SecondMarks | None = None
    adjudication: Adjudication | None = None
    settled: Line = ""
    """The instant from which nothing more is wanted of it."""

    def is_of(self, decision: Decision) -> bool:
        """Say whether it is of this decision: it was looked at, or nothing else was as yet."""
        seen = {look.decided for look in self.looks}
        if self.second:
            seen.add(self.second.decided)
        return decision.at in seen if self.settled else True


class QualityRecord(Frozen):
    """The samples of one unit, oldest first; at most the last is open."""

    samples: tuple[Sample, ...] = ()

    @property
    def sample(self) -> Sample | None:
        """The newest sample, or None."""
        return self.samples[-1] if self.samples else None

    def with_sample(self, sample: Sample) -> Self:
        """Return the record with its newest sample as it is now."""
        return self.model_copy(update={"samples": (*self.samples[:-1], sample)})

    def is_of(self, decision: Decision) -> bool:
        """Say whether a decision is in the sample."""
        return any(sample.is_of(decision) for sample in self.samples)


class Plan(Frozen):
    """How many of whose decisions are looked at; rates are in percent."""

    seed: Line = "1"
    """The same seed draws the same sample from the same decisions."""
    new_assessor: Percent = 100
    """Of the first decisions of an assessor."""
    new_until: Count = 10
    """How many decisions an assessor makes as a new one."""
    after_return: Percent = 100
    """Of the decisions that follow one that was returned to its assessor."""
    returned_until: Count = 5
    """How many decisions are looked at after a return."""
    case_study: Percent = 30
    not_yet_met: Percent = 25
    later_attempt: Percent = 25
    usual: Percent = 15
    """Of all other decisions."""
    blind: Percent = 20
    """Of what is in the sample: how much is marked a second time, blind."""

    def rate(self, risk: Risk) -> int:
        """Return the percentage of decisions at this risk that are looked at."""
        rates: dict[Risk, int] = {
            "new assessor": self.new_assessor,
            "after a return": self.after_return,
            "case study": self.case_study,
            "not yet met": self.not_yet_met,
            "later attempt": self.later_attempt,
            "usual": self.usual,
        }
        return rates[risk]


class StandingException(Frozen):
    """That a provider with one assessor awards without second marks: why, how long, who agreed."""

    model_config = ConfigDict(populate_by_name=True)

    reason: Annotated[Note, Field(min_length=1)]
    from_: Annotated[Day, Field(alias="from", min_length=1)]
    until: Annotated[Day, Field(min_length=1)]
    agreed_by: Annotated[Line, Field(min_length=1)]
    """Who agreed to it, in words: somebody beside the one assessor."""
    by: Identifier = "owner"
    at: Line = ""
    ended: Annotated[Day, LATER] = ""
    """The day from which it counts no more, where it was ended before its time."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until < self.from_:
            raise ValueError(_("the exception ends before it begins"))
        return self

    def covers(self, day: str) -> bool:
        """Say whether it holds on a day."""
        return self.from_ <= day <= self.until and not (self.ended and self.ended <= day)


class Stratum(Frozen):
    """The decisions of one assessor at one risk, and how many of them are looked at."""

    assessor: Identifier
    name: Name
    risk: Risk
    rate: Percent
    decisions: int
    wanted: int
    sampled: int
    looked_at: int

    @property
    def is_met(self) -> bool:
        """Whether as many are in the sample as the rate wants."""
        return self.sampled >= self.wanted


class Covered(Frozen):
    """How often one assessor, unit, outcome or cohort is in the sample."""

    kind: Cover
    value: Line
    decisions: int
    sampled: int

    @property
    def is_met(self) -> bool:
        """Whether at least one is."""
        return self.sampled > 0


class Survey(Frozen):
    """The marking as it stands against the plan."""

    at: Line
    plan: Plan
    number: Count = 0
    """Which of the surveys that are kept it is; 0 for one that is not."""
    population: Digest
    """The digest of which decisions there were, by which a second draw can be held against it."""
    decisions: int
    sampled: int
    looked_at: int
    not_second_marked: int = 0
    """How many of the decisions were made under the standing exception."""
    drawn: int = 0
    """How many came into the sample with this survey."""
    by: Identifier = "owner"
    strata: tuple[Stratum, ...] = ()
    covers: tuple[Covered, ...] = ()

    @property
    def is_compliant(self) -> bool:
        """Whether every rate and every cover of the plan is met."""
        return not self.lacks

    @property
    def lacks(self) -> tuple[Stratum | Covered, ...]:
        """What keeps it from being compliant."""
        return (
            *(line for line in self.strata if not line.is_met),
            *(line for line in self.covers if not line.is_met),
        )
