"""A cohort, its taught days, and who attended."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from stepback_course.course.activities.base import Day
from stepback_course.course.models import CourseReference
from stepback_course.portfolio.models import Status
from stepback_course.text.fields import LATER, Frozen, Identifier, Line, Name

Attendance = Literal["attended", "absent"]


class Cohort(Frozen):
    """A group of practitioners on one course."""

    id: Identifier
    name: Name
    course: CourseReference
    days: tuple[Day, ...] = ()
    """The taught days, as calendar days of the organisation's zone."""
    due: Day = ""
    """The day by which the work is to be submitted."""
    contact: Line = ""
    """Whom practitioners ask for help."""
    practice: Annotated[bool, LATER] = False
    """Whether its submissions are exemplars, which all assessors mark to compare their marks."""


class Presence(Frozen):
    """One practitioner's attendance on one taught day."""

    status: Attendance
    at: Line
    actor: Identifier


class SessionRegister(Frozen):
    """The attendance of one taught day, by portfolio."""

    day: Annotated[int, Field(ge=1, le=10)]
    presences: dict[Identifier, Presence] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """How far one practitioner has come."""

    portfolio: str
    person: str
    name: str
    cohort: str
    setting: str
    statuses: dict[str, Status]
    """By unit, in the order of the path."""
    since: dict[str, str]
    """By unit, the instant at which it came to stand there; empty where nothing has happened."""
    attendance: tuple[Attendance | None, ...]
    """For each taught day, None where nothing is recorded."""

    @property
    def met(self) -> int:
        """How many units are met."""
        return sum(status == "met" for status in self.statuses.values())
