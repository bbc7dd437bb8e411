"""A course: its units, what is done in each, and how each is judged."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from stepback_course.course.activities import Activity
from stepback_course.text import digest
from stepback_course.text.fields import LATER, Frozen, Identifier, Line, Name, Note, Prose

Origin = Literal["official", "illustrative"]
EvidenceTest = Literal["valid", "authentic", "reliable", "current", "sufficient"]
"""What is asked of evidence as a whole, beside the criteria."""


class Criterion(Frozen):
    """One thing an assessor decides about a unit: met, or not yet met."""

    id: Identifier
    text: Note
    evidence: tuple[Identifier, ...]
    """The activities that show it."""


class EvidenceQuestion(Frozen):
    """What an assessor asks of a unit's evidence as a whole, and answers as with a criterion."""

    test: EvidenceTest
    text: Note


class Part(Frozen):
    """A stretch of a unit: a reading or help text, and what to do with it."""

    id: Identifier
    title: Line
    reading: Prose = ""
    """Markdown."""
    consent: bool = False
    """Whether permission for the learner's part is recorded here."""
    activities: tuple[Activity, ...] = ()


class Unit(Frozen):
    """What is submitted and marked as one."""

    id: Identifier
    kind: Literal["statement", "case-study"]
    title: Line
    reading: Prose
    """Markdown: the short reading of a statement, the introduction of the case study."""
    sources: tuple[Line, ...] = ()
    """Where the thinking behind the unit can be read up."""
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    evidence_tests: Annotated[tuple[EvidenceQuestion, ...], LATER] = ()
    """What is asked of the evidence as a whole; of a case study only."""

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Every activity of the unit, in order."""
        return tuple([activity for part in self.parts for activity in part.activities])

    def activity(self, identifier: str) -> Activity | None:
        """Return one activity of the unit, or None."""
        for activity in self.activities:
            if activity.id == identifier:
                return activity
        return None

    def part_of(self, activity: str) -> Part:
        """Return the part that has an activity. Raises KeyError."""
        for part in self.parts:
            if any(a.id == activity for a in part.activities):
                return part
        raise KeyError(activity)

    @property
    def minutes(self) -> int:
        """How long the unit's activities take together."""
        return sum(activity.minutes for activity in self.activities)

    @property
    def needs_consent(self) -> bool:
        """Whether the unit is about a learner, so that permission comes first."""
        return any(part.consent for part in self.parts)


class WelshAward(Frozen):
    """What a certificate in Welsh says of the course."""

    course: Name
    case_study: Name
    entitlement: Line


class Award(Frozen):
    """What the award needs, and what it lets its holder do."""

    days: Annotated[int, Field(ge=0, le=10)]
    """How many taught days must be attended."""
    entitlement: Line
    """The end of the certificate's sentence: what its holder may do; without a full stop."""
    welsh: Annotated[WelshAward | None, LATER] = None


class Rules(Frozen):
    """How work on the course is judged."""

    attempts: Annotated[int, Field(ge=1, le=10)]
    """How often one unit may be submitted without anybody's leave."""
    declaration: Note
    """What a practitioner declares, by typing their name, with each submission."""
    award: Award


class Course(Frozen):
    """A course definition, identified by id, version and the hash of its content."""

    id: Identifier
    version: Line
    origin: Origin
    language: Literal["en", "cy"] = "en"
    name: Name
    about: Note
    aims: tuple[Line, ...]
    units: Annotated[tuple[Unit, ...], Field(min_length=1)]
    rules: Rules

    def unit(self, identifier: str) -> Unit | None:
        """Return one unit of the course, or None."""
        return next((unit for unit in self.units if unit.id == identifier), None)

    @property
    def unit_ids(self) -> tuple[str, ...]:
        """The ids of the units, in the order of the path."""
        return tuple(unit.id for unit in self.units)

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of the definition's canonical JSON."""
        return digest(self.model_dump(mode="json"))

    @property
    def reference(self) -> "CourseReference":
        """What cohorts and portfolios pin."""
        return CourseReference(id=self.id, version=self.version, hash=self.hash)


class CourseReference(Frozen):
    """Exactly which definition of a course somebody works on."""

    id: Identifier
    version: Line
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
