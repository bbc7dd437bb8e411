"""What a practitioner writes, and the record of what became of it."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from stepback_course.course.activities.base import Day
from stepback_course.course.models import CourseReference, EvidenceTest
from stepback_course.text import _
from stepback_course.text.fields import LATER, Frozen, Identifier, Line, Name, Note

Verdict = Literal["met", "not_yet_met"]
UnitState = Literal["open", "submitted", "marking", "decided", "met"]
"""What a unit's record keeps; the finer words on screen are derived by `rules.status_of`."""
Sampled = Literal["", "to verify", "to mark again", "to adjudicate", "returned"]
"""What quality assurance still wants of a unit's decision; empty where nothing."""
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
Scope = Literal["assessment", "training", "publication", "images"]
"""What permission may be given for."""
SortedHow = Literal["", "on screen", "real cards", "signing", "eye-pointing", "another way"]
"""How a learner sorted cards; empty where it was not said."""
Scribe = Literal["", "learner", "practitioner", "another adult"]
"""Who wrote a learner's words down, never by name; empty where it was not said."""
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
    practice: Annotated[bool, LATER] = False
    """Whether it is an exemplar, which all assessors mark and nobody decides."""


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
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1)]
    withdrawn: Annotated[Day, LATER] = ""
    """The day on which permission was taken back, from which nothing more is done with the part."""

    @model_validator(mode="after")
    def _covers_the_course(self) -> Self:
        if "assessment" not in self.scopes:
            raise ValueError(_("permission has to cover assessment: without it, nothing is shown"))
        if not self.on:
            raise ValueError(_("say on which day permission was given"))
        if self.withdrawn and self.withdrawn < self.on:
            raise ValueError(_("permission cannot be taken back before the day it was given"))
        return self

    def covers(self, scope: Scope) -> bool:
        """Say whether this permission stands and is for `scope`."""
        return not self.withdrawn and scope in self.scopes


class Allowed(Frozen):
    """Names that may stand in a portfolio, because they are no child's, in its record `allowed`."""

    names: Annotated[tuple[Line, ...], Field(max_length=500)] = ()


class Occasion(Frozen):
    """How an answer came about: said once by the practitioner, read by whoever reads the answer."""

    model_config = ConfigDict(populate_by_name=True)

    partner: Annotated[Line, Field(alias="with")] = ""
    """Who did it with the practitioner on the day."""
    from_paper: Day = ""
    """The day on which it was first done on paper."""
    how: Annotated[SortedHow, LATER] = ""
    """How a learner sorted, where it is their sort."""
    scribe: Annotated[Scribe, LATER] = ""
    """Who wrote the learner's words down."""

    @property
    def occasion(self) -> "Occasion":
        """The occasion alone, also of a model that says more."""
        return Occasion(**{name: getattr(self, name) for name in Occasion.model_fields})


class Response(Occasion):
    """What was entered for one activity."""

    value: Any
    number: Annotated[int, Field(ge=1)]
    """Grows by one each time the answer is replaced, so that a stale screen is noticed."""
    at: Line


class Draft(Frozen):
    """The practitioner's responses to one unit, by activity."""

    responses: dict[Identifier, Response] = Field(default_factory=dict)


class EvidenceFile(Frozen):
    """A document or picture that belongs to a unit, kept by hash."""

    name: Line
    """A neutral one, given here: what the file was called before is not kept."""
    file: Digest
    size: Annotated[int, Field(ge=1)]
    """In bytes, as it is kept."""
    shows: Annotated[Line, Field(min_length=1)]
    """What it shows, in the practitioner's words."""
    learner: bool
    """Whether it shows a learner, for which permission has to cover images."""
    at: Line


class EvidenceRecord(Frozen):
    """The files that belong to a unit now, oldest first."""

    files: tuple[EvidenceFile, ...] = ()
    numbered: int = 0
    """How many were ever attached, so that no name is given twice."""


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
    evidence: Annotated[tuple[Digest, ...], LATER] = ()
    """The files that were submitted with it."""
    withdrawn: bool = False
    erased: Annotated[Line, LATER] = ""
    """The instant at which the frozen copy was erased; its hash stays, so that the trail holds."""


class Lease(Frozen):
    """Who is marking a submission, and until when it is theirs."""

    assessor: Identifier
    name: Name
    at: Line
    until: Line


class Overall(Frozen):
    """What an assessor says about a unit as a whole."""

    stood_out: Note = ""
    missing: Note = ""
    next_step: Note = ""
    by: Day = ""
    """The day by which the next step is to be taken."""

    @property
    def is_blank(self) -> bool:
        """Whether not a word is said."""
        return not any(text.strip() for text in (self.stood_out, self.missing, self.next_step))


class Decision(Frozen):
    """An assessor's judgement of one submission; superseded with a reason, never edited."""

    attempt: Annotated[int, Field(ge=1)]
    assessor: Identifier
    name: Name
    at: Line
    course: Annotated[CourseReference | None, LATER] = None
    """The definition whose criteria were judged by; a portfolio's own where it is not said."""
    criteria: dict[Identifier, Verdict]
    tests: Annotated[dict[EvidenceTest, Verdict], LATER] = Field(default_factory=dict)
    """What was said of the evidence, where the unit has tests for it."""
    feedback: dict[Identifier, Note]
    overall: Note
    """What stood out, or all that is said about the unit as a whole."""
    missing: Annotated[Note, LATER] = ""
    next_step: Annotated[Note, LATER] = ""
    by: Annotated[Day, LATER] = ""
    """The day by which the next step is to be taken."""
    released: Line = ""
    """The instant of release, before which the practitioner knows nothing of it."""
    superseded: Note = ""
    """Why this decision no longer stands."""

    @property
    def verdict(self) -> Verdict:
        """Met where every criterion is, and every test of the evidence."""
        judged = {*self.criteria.values(), *self.tests.values()}
        return "met" if judged == {"met"} else "not_yet_met"

    @property
    def said(self) -> Overall:
        """What is said about the unit as a whole."""
        return Overall(
            stood_out=self.overall, missing=self.missing, next_step=self.next_step, by=self.by
        )

    @property
    def has_words(self) -> bool:
        """Whether anything in it is written rather than ticked."""
        return bool(self.feedback) or self.said != Overall()


class Allocation(Frozen):
    """Whom a unit is to be marked by, as somebody allocated it by hand."""

    assessor: Identifier
    name: Name
    by: Identifier
    at: Line


class Hold(Frozen):
    """That a decision is not to be released for now; why is the reason of its step in the trail."""

    by: Identifier
    name: Name
    at: Line


class Appealed(Frozen):
    """That a decision on a unit was appealed against; the appeal is a record of its own."""

    is_open: bool
    """Whether an answer is due; until it is there, the unit is not submitted again."""
    record: Digest
    """What the record of the appeal says, so that the unit's trail commits to it as well."""


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
    seal: Annotated[Line, LATER] = ""
    """The digest of what is left of an entry whose reason was erased; `hash` is as it was then."""


class UnitRecord(Frozen):
    """What became of one unit: its state, attempts, decisions, and how they came about."""

    state: UnitState = "open"
    attempts: tuple[Attempt, ...] = ()
    lease: Lease | None = None
    decisions: tuple[Decision, ...] = ()
    allocated: Annotated[Allocation | None, LATER] = None
    held: Annotated[Hold | None, LATER] = None
    sampled: Annotated[Sampled, LATER] = ""
    appeal: Annotated[Appealed | None, LATER] = None
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
    def files(self) -> tuple[str, ...]:
        """The frozen copies and evidence that are kept, which those that were erased are not."""
        return _files(attempt for attempt in self.attempts if not attempt.erased)

    @property
    def standing_files(self) -> tuple[str, ...]:
        """The same of the attempts that were not withdrawn."""
        return _files(a for a in self.attempts if not a.erased and not a.withdrawn)

    @property
    def submitted_at(self) -> str:
        """The instant of the newest standing attempt, or an empty text."""
        return self.attempt.declaration.at if self.attempt else ""


def _files(attempts: Iterable[Attempt]) -> tuple[str, ...]:
    return tuple(file for attempt in attempts for file in (attempt.file, *attempt.evidence))


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
    evidence: Annotated[tuple[EvidenceFile, ...], LATER] = ()
    consent: Consent | None = None
    declaration: Declaration
    explanations: Annotated[dict[Line, Note], LATER] = Field(default_factory=dict)
    """Why words that may tell who a child is stand all the same, by the words."""
