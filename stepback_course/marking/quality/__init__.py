"""Whether the marking is sound: samples, second marks, and how far assessors agree."""

from typing import TYPE_CHECKING

from stepback_course.late import loaded_late

if TYPE_CHECKING:
    from stepback_course.marking.quality.oversight import Oversight
    from stepback_course.marking.quality.quality import Quality

__all__ = ["Oversight", "Quality"]

__getattr__ = loaded_late(
    __name__,
    {
        "Oversight": "oversight",
        "Quality": "quality",
    },
)
