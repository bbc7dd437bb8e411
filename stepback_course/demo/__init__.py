"""The made-up cohort: people in every state, to look round with and to test with."""

from typing import TYPE_CHECKING

from stepback_course.late import loaded_late

if TYPE_CHECKING:
    from stepback_course.demo.filling import Progress, fill
    from stepback_course.demo.tour import open_tour

__all__ = ["Progress", "fill", "open_tour"]

__getattr__ = loaded_late(
    __name__,
    {
        "Progress": "filling",
        "fill": "filling",
        "open_tour": "tour",
    },
)
