"""What a practitioner writes, and the record of what became of it."""

from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from stepback_course.course.activities.base import Day
from stepback_course.course.models import CourseReference
from stepback_course.text import _
from stepback_course.text.fields import Frozen, Identifier, Line, Name, Note

Verdict = Literal["met", "not_yet_met"]
UnitState = Literal["open", "submitted", "marking", "decided", "met"]
"""What a unit's record keeps; the finer words on screen are derived by `rules.status_of`."""
Status = Literal[
    "not started",
    "in progress",
    "ready",
    "submitted",
    "marking",
    "decided",
    "met",
    "referred",
]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Profile(Frozen):
    """Whose portfolio it is, in which cohort, on exactly which course."""

    id: Identifier
    person: Identifier
    name: Name
    cohort: Identifier
    setting: Line = ""
    """The school."""
    course: CourseReference


class EnrolmentEntry(Frozen):
    """Something that happened to the enrolment."""

    at: Line
    actor: Identifier
    what: Literal["enrolled", "joined"]


class Enrolment(Frozen):
    """What happened to the enrolment, oldest first."""

    entries: tuple[EnrolmentEntry, ...]


class Consent(Frozen):
    """Permission for the learner's part, recorded before anything else about the learner.

    There is no field for a name, a birth date or an address.
    """

    learner: Name
    """A made-up name."""
    given_by: Literal["parent or carer", "young person"]
    on: Day
    how: Literal["in writing", "spoken", "signed", "another way"]
    learner_agrees: bool
    """Whether the learner was told and is content, whoever gave permission."""
    scopes: Annotated[
        tuple[Literal["assessment", "training", "publication", "images"], ...],
        Field(min_length=1),
    ]

    @model_validator(mode="after")
    def _covers_the_course(self) -> Self:
        if "assessment" not in self.scopes:
            raise ValueError(_("permission has to cover assessment: without it, nothing is shown"))
        if not self.on:
            raise ValueError(_("say on which day permission was given"))
        return self


class Response(Frozen):
    """What was entered for one activity."""

    model_config = ConfigDict(populate_by_name=True)

    value: Any
    number: Annotated[int, Field(ge=1)]
    """Grows by one each time the answer is replaced, so that a stale screen is noticed."""
    at: Line
    partner: Annotated[Line, Field(alias="with")] = ""
    """Who did it with the practitioner on the day."""
    from_paper: Day = ""
    """The day on which it was first done on paper."""


class Draft(Frozen):
    """The practitioner's responses to one unit, by activity."""

    responses: dict[Identifier, Response] = Field(default_factory=dict)


class Declaration(Frozen):
    """The sentence a practitioner put their typed name to."""

    name: Name
    text: Note
    at: Line


class Attempt(Frozen):
    """One submission: a frozen copy of the unit, kept by hash."""

    number: Annotated[int, Field(ge=1)]
    file: Digest
    declaration: Declaration
    withdrawn: bool = False


class Lease(Frozen):
    """Who is marking a submission, and until when it is theirs."""

    assessor: Identifier
    name: Name
    at: Line
    until: Line


class Decision(Frozen):
    """An assessor's judgement of one submission; superseded with a reason, never edited."""

    attempt: Annotated[int, Field(ge=1)]
    assessor: Identifier
    name: Name
    at: Line
    criteria: dict[Identifier, Verdict]
    feedback: dict[Identifier, Note]
    overall: Note
    released: Line = ""
    """The instant of release, before which the practitioner knows nothing of it."""
    superseded: Note = ""
    """Why this decision no longer stands."""

    @property
    def verdict(self) -> Verdict:
        """Met where every criterion is."""
        return "met" if set(self.criteria.values()) == {"met"} else "not_yet_met"


class Entry(Frozen):
    """One transition in a unit's trail, chained to the one before it in its strand by its hash."""

    at: Line
    actor: Identifier
    role: Line
    action: Line
    before: UnitState
    after: UnitState
    reason: Note = ""
    record: Digest
    """What the unit's record said after the step; see `trail.commitment`."""
    previous: Line
    """The hash of the entry before it in the same strand, or an empty text."""
    hash: Digest


class UnitRecord(Frozen):
    """What became of one unit: its state, attempts, decisions, and how they came about."""

    state: UnitState = "open"
    attempts: tuple[Attempt, ...] = ()
    lease: Lease | None = None
    decisions: tuple[Decision, ...] = ()
    trail: tuple[Entry, ...] = ()

    @property
    def attempt(self) -> Attempt | None:
        """The newest attempt that was not withdrawn, or None."""
        return next((a for a in reversed(self.attempts) if not a.withdrawn), None)

    @property
    def decision(self) -> Decision | None:
        """The newest decision that stands, or None."""
        return next((d for d in reversed(self.decisions) if not d.superseded), None)

    @property
    def submitted_at(self) -> str:
        """The instant of the newest standing attempt, or an empty text."""
        return self.attempt.declaration.at if self.attempt else ""


class AwardRecord(Frozen):
    """What the award of one portfolio has come to."""

    name: Line = ""
    """The name as it is to be printed, once its owner confirmed it."""
    confirmed: Line = ""
    """The instant at which the name was confirmed."""
    number: Line = ""
    """The certificate number reserved for this award."""
    awarded_on: Day = ""
    facts: dict[str, Any] = Field(default_factory=dict)
    """What the certificate prints, settled when the number was reserved."""
    issued: Line = ""
    """The instant at which the certificate was entered in the register."""


class Submission(Frozen):
    """A frozen copy of one unit, with the questions and criteria as they were shown."""

    schema_: Annotated[Literal["stepback.submission/1"], Field(alias="schema")] = (
        "stepback.submission/1"
    )
    portfolio: Identifier
    practitioner: Name
    course: CourseReference
    unit: dict[str, Any]
    """The unit's definition, as `course.models.Unit` writes it."""
    attempt: Annotated[int, Field(ge=1)]
    responses: dict[Identifier, Response]
    consent: Consent | None = None
    declaration: Declaration
