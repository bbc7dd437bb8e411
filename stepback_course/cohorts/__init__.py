"""Groups on a course: who is in them, who attended, how far they are."""

from typing import TYPE_CHECKING

from stepback_course.late import loaded_late

if TYPE_CHECKING:
    from stepback_course.cohorts.models import Attendance, Cohort, ProgressRow
    from stepback_course.cohorts.registry import Registry

__all__ = ["Attendance", "Cohort", "ProgressRow", "Registry"]

__getattr__ = loaded_late(
    __name__,
    {
        "Attendance": "models",
        "Cohort": "models",
        "ProgressRow": "models",
        "Registry": "registry",
    },
)
