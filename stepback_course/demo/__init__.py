"""The made-up cohort: people in every state, to look round with and to test with."""

from stepback_course.demo.filling import Progress, fill
from stepback_course.demo.tour import open_tour

__all__ = ["Progress", "fill", "open_tour"]
