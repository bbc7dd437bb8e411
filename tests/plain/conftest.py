"""Talking in plain lines with a store in memory."""

import io
from dataclasses import dataclass
from typing import Any

import pytest

from stepback_course.people.preferences import Preferences
from stepback_course.plain.conversation import Conversation
from stepback_course.plain.front import Front, Settings
from tests.house import House

PERSON = "PR-CERYS"
PORTFOLIO = "P-CERYS"


@dataclass
class Talk:
    """What somebody who types certain lines is told."""

    house: House

    def __call__(self, *lines: str, person: str | None = PERSON, **means: Any) -> str:
        """Return everything that is said to a person of the house who types these lines."""
        given = io.BytesIO("".join(f"{line}\n" for line in lines).encode())
        said = io.StringIO()
        talk = Conversation(given, said, **means)
        Front(talk, self.house.desks(person), Settings(Preferences())).visit()
        return said.getvalue()


@pytest.fixture
def talk(house: House) -> Talk:
    """Talk with the furnished house."""
    return Talk(house)
