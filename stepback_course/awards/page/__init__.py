"""The certificate as a page: printed from its facts, in the usual look or an organisation's own."""

from typing import TYPE_CHECKING

from stepback_course.late import loaded_late

if TYPE_CHECKING:
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

__getattr__ = loaded_late(
    __name__,
    {
        "CannotPrint": "refusing",
        "Look": "look",
        "PREVIEW_PIXELS_PER_INCH": "printing",
        "PageSource": "source",
        "TEMPLATE_VERSION": "printing",
        "USUAL": "look",
        "engine_version": "press",
        "pictured": "printing",
        "printed": "printing",
        "read_source": "source",
    },
)
