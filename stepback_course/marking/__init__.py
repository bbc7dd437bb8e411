"""What assessors decide."""

from typing import TYPE_CHECKING

from stepback_course.late import loaded_late

if TYPE_CHECKING:
    from stepback_course.marking.desk import Desk
    from stepback_course.marking.models import DeskView, Marks, QueueRow

__all__ = ["Desk", "DeskView", "Marks", "QueueRow"]

__getattr__ = loaded_late(
    __name__,
    {
        "Desk": "desk",
        "DeskView": "models",
        "Marks": "models",
        "QueueRow": "models",
    },
)
