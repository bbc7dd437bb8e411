"""Groups on a course: who is in them, who attended, how far they are."""

from stepback_course.cohorts.models import Attendance, Cohort, ProgressRow
from stepback_course.cohorts.registry import Registry

__all__ = ["Attendance", "Cohort", "ProgressRow", "Registry"]
