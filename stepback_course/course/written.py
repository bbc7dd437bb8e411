"""What authors write, file by file."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from stepback_course.course.activities import Activity
from stepback_course.course.models import (
    Award,
    Course,
    Criterion,
    EvidenceQuestion,
    EvidenceTest,
    Origin,
    Part,
    Rules,
    Unit,
)
from stepback_course.text.fields import Frozen, Identifier, Line, Name, Note, Prose

Reading = Annotated[Prose, StringConstraints(min_length=1)]
Criteria = Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=20)]

ACTIVITIES_PART = "activities"
"""The id of the one part that a statement has."""


class CourseFile(Frozen):
    """`content/course.yaml`: what the course is, and its units in order."""

    id: Identifier
    version: Name
    origin: Origin
    language: Literal["en", "cy"] = "en"
    name: Name
    about: Note
    aims: tuple[Line, ...]
    units: Annotated[tuple[Identifier, ...], Field(min_length=1)]

    def course(self, units: tuple[Unit, ...], rules: Rules) -> Course:
        """Return the definition, with its units in order and the rules by which they are judged."""
        return Course(
            id=self.id,
            version=self.version,
            origin=self.origin,
            language=self.language,
            name=self.name,
            about=self.about,
            aims=self.aims,
            units=units,
            rules=rules,
        )


class StatementFile(Frozen):
    """`content/statements/NN-slug.md`: one statement."""

    id: Identifier
    title: Name
    sources: tuple[Line, ...] = ()
    activities: Annotated[tuple[Activity, ...], Field(min_length=1, max_length=20)]
    reading: Reading

    def unit(self, criteria: tuple[Criterion, ...]) -> Unit:
        """Return the unit that practitioners work on and assessors judge by `criteria`."""
        part = Part(id=ACTIVITIES_PART, title="Activities", activities=self.activities)
        return Unit(
            id=self.id,
            kind="statement",
            title=self.title,
            reading=self.reading,
            sources=self.sources,
            parts=(part,),
            criteria=criteria,
        )


class CaseStudyFile(Frozen):
    """`content/learners-voice.md`: the case study with its parts."""

    id: Identifier
    title: Name
    sources: tuple[Line, ...] = ()
    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=20)]
    reading: Reading

    def unit(
        self, criteria: tuple[Criterion, ...], evidence_tests: tuple[EvidenceQuestion, ...]
    ) -> Unit:
        """Return the unit, which assessors judge by `criteria`, and its evidence by its tests."""
        return Unit(
            id=self.id,
            kind="case-study",
            title=self.title,
            reading=self.reading,
            sources=self.sources,
            parts=self.parts,
            criteria=criteria,
            evidence_tests=evidence_tests,
        )


class AssessmentFile(Frozen):
    """`assessments/practitioner.yaml`: how every unit is judged, and what the award needs."""

    attempts: Annotated[int, Field(ge=1, le=10)]
    declaration: Annotated[Note, StringConstraints(min_length=1)]
    award: Award
    criteria: dict[Identifier, Criteria]
    evidence_tests: dict[EvidenceTest, Annotated[Note, StringConstraints(min_length=1)]] = Field(
        default_factory=dict
    )
    """What is asked of a case study's evidence as a whole."""

    def rules(self) -> Rules:
        """Return the rules of the course."""
        return Rules(attempts=self.attempts, declaration=self.declaration, award=self.award)

    def judged(self, unit: StatementFile | CaseStudyFile) -> Unit:
        """Return a unit with everything by which it is judged."""
        criteria = self.criteria[unit.id]
        if isinstance(unit, StatementFile):
            return unit.unit(criteria)
        return unit.unit(
            criteria,
            tuple(
                EvidenceQuestion(test=test, text=text) for test, text in self.evidence_tests.items()
            ),
        )
