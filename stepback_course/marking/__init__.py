"""What assessors decide."""

from stepback_course.marking.desk import Desk
from stepback_course.marking.models import DeskView, Marks, QueueRow

__all__ = ["Desk", "DeskView", "Marks", "QueueRow"]
