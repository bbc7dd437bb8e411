"""One unit, submitted on a laptop and on its way to the office."""

from pathlib import Path

import pytest

from stepback_course.people import Actor
from tests.handover.circle import FIRST, Circle, small_course, work
from tests.house import House

P, CERYS = "P-CERYS", "PR-CERYS"
HERSELF = Actor(CERYS, "Name of PR-CERYS")
MEG = Actor("AS-MEG", "Megan Price")
UNIT = small_course().units[0]


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """An office that invited two practitioners."""
    circle = Circle(tmp_path, practitioners=(CERYS, "PR-DAFYDD"))
    circle.invite()
    return circle


@pytest.fixture
def laptop(circle: Circle) -> House:
    """The laptop of Cerys, which the office knows, with one unit submitted."""
    laptop = circle.introduce(CERYS)
    work(laptop, CERYS, FIRST)
    return laptop


@pytest.fixture
def sound(circle: Circle, laptop: House) -> Path:
    """A bundle as the program seals it, not opened yet."""
    (path,) = circle.send(laptop, CERYS)
    return path
