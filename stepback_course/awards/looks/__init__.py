"""An organisation's own look: read from a folder, tried on specimens, and kept in the store."""

from stepback_course.awards.looks.keeping import keep_look, look_of
from stepback_course.awards.looks.reading import read_look

__all__ = ["keep_look", "look_of", "read_look"]
