"""Where the course that comes with the program lies."""

import os
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from stepback_course.course.problems import CourseError
from stepback_course.text import _

OVERRIDE = "STEPBACK_CONTENT"
"""The environment variable in which authors name the folder they are working in."""


def packed_root() -> Path | Traversable:
    """Return the folder that has `content/` and `assessments/`.

    That is what the environment names, else what was installed, else the checkout this runs from.
    Raises CourseError where there is none.
    """
    if override := os.environ.get(OVERRIDE):
        chosen = Path(override)
        if not (chosen / "content").is_dir():
            sentence = _("{variable} names {folder}, which has no folder 'content'")
            raise CourseError(sentence.format(variable=OVERRIDE, folder=override))
        return chosen
    package = files("stepback_course")
    installed = package / "_data"
    if (installed / "content").is_dir():
        return installed
    checkout = Path(str(package)).parent
    if (checkout / "content").is_dir() and (checkout / "pyproject.toml").is_file():
        return checkout
    raise CourseError(_("the course that comes with this program is missing: install it again"))
