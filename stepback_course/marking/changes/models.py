"""How criteria changed, which decisions that touches, and who looked at them again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from stepback_course.portfolio.models import Digest, Verdict
from stepback_course.text.fields import Frozen, Identifier, Line, Name, Note


class Look(Frozen):
    """That somebody looked at a decision again after its criteria had changed."""

    by: Identifier
    name: Name
    at: Line
    decided: Line
    """The instant of the decision that was looked at."""
    course: Digest
    """The definition with the changed criteria."""
    note: Annotated[Note, Field(min_length=1)]
    """What came of it, in words; the decision itself is not altered."""


class Looks(Frozen):
    """Every such look at one unit, oldest first."""

    looks: Annotated[tuple[Look, ...], Field(max_length=200)] = ()


@dataclass(frozen=True, slots=True)
class CriteriaChange:
    """How the criteria of one unit differ between two versions of a course, by their ids."""

    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    """Those whose words changed, or the activities that show them."""
    words: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What each of them asks for: as it is now or, of one that is gone, as it was."""

    def __bool__(self) -> bool:
        """Say whether there is any difference."""
        return bool(self.gone or self.new or self.reworded)


@dataclass(frozen=True, slots=True)
class AffectedDecision:
    """One decision that was made on criteria that have changed since."""

    portfolio: str
    name: str
    cohort: str
    unit: str
    attempt: int
    assessor: str
    """The name of whoever decided."""
    decided: str
    """The instant of the decision."""
    verdict: Verdict
    version: str
    """The version of the course that was judged by."""
    newest: str
    """The version that has other criteria."""
    change: CriteriaChange
