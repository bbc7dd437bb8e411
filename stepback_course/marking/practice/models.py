"""What assessors made of an exemplar, and where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from stepback_course.marking.models import Marks
from stepback_course.marking.quality.agreement import Agreement
from stepback_course.portfolio.models import Verdict
from stepback_course.text.fields import Frozen, Identifier, Line, Name, Note


class PracticeMarks(Frozen):
    """One assessor's marks on an exemplar, made without knowing anybody else's."""

    assessor: Identifier
    name: Name
    at: Line
    marks: Marks


class Agreed(Frozen):
    """What was agreed on afterwards: a verdict by criterion, and how it is to be understood."""

    by: Identifier
    name: Name
    at: Line
    criteria: dict[Identifier, Verdict]
    note: Annotated[Note, Field(min_length=1)]


class PracticeRecord(Frozen):
    """Everything that was made of one exemplar, in the order in which it came in."""

    marks: Annotated[tuple[PracticeMarks, ...], Field(max_length=200)] = ()
    agreed: Agreed | None = None


@dataclass(frozen=True, slots=True)
class Exemplar:
    """One submission that everybody marks."""

    portfolio: str
    name: str
    cohort: str
    unit: str
    marked: int
    """By how many."""
    is_marked: bool
    """Whether whoever asks has marked it."""
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class CriterionDifference:
    """What everybody said of one criterion."""

    criterion: str
    text: str
    verdicts: Mapping[str, Verdict]
    """By the assessor's name."""
    words: Mapping[str, str]
    """What they said was missing, by name."""
    agreed: Verdict | None

    @property
    def differs(self) -> bool:
        """Whether not everybody said the same."""
        return len(set(self.verdicts.values())) > 1


@dataclass(frozen=True, slots=True)
class Differences:
    """What everybody made of one exemplar, criterion by criterion."""

    title: str
    assessors: tuple[str, ...]
    criteria: tuple[CriterionDifference, ...]
    totals: Mapping[str, Verdict]
    """What the unit as a whole came to, by the assessor's name."""
    agreed: Agreed | None


@dataclass(frozen=True, slots=True)
class CriterionAgreement:
    """How often two assessors say the same of one criterion, over every exemplar of a cohort."""

    unit: str
    criterion: str
    text: str
    agreement: Agreement
