"""The certificate as a page: printed from its facts, in the usual look or an organisation's own."""

from stepback_course.awards.page.look import USUAL, Look
from stepback_course.awards.page.press import engine_version
from stepback_course.awards.page.printing import (
    PREVIEW_PIXELS_PER_INCH,
    TEMPLATE_VERSION,
    pictured,
    printed,
)
from stepback_course.awards.page.refusing import CannotPrint
from stepback_course.awards.page.source import PageSource, read_source

__all__ = [
    "PREVIEW_PIXELS_PER_INCH",
    "TEMPLATE_VERSION",
    "USUAL",
    "CannotPrint",
    "Look",
    "PageSource",
    "engine_version",
    "pictured",
    "printed",
    "read_source",
]
