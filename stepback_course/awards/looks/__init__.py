"""An organisation's own look: read from a folder, tried on specimens, and kept in the store."""

from typing import TYPE_CHECKING

from stepback_course.late import loaded_late

if TYPE_CHECKING:
    from stepback_course.awards.looks.keeping import keep_look, look_of
    from stepback_course.awards.looks.reading import read_look

__all__ = ["keep_look", "look_of", "read_look"]

__getattr__ = loaded_late(
    __name__,
    {
        "keep_look": "keeping",
        "look_of": "keeping",
        "read_look": "reading",
    },
)
