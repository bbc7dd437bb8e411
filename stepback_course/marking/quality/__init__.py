"""Whether the marking is sound: samples, second marks, and how far assessors agree."""

from stepback_course.marking.quality.oversight import Oversight
from stepback_course.marking.quality.quality import Quality

__all__ = ["Oversight", "Quality"]
