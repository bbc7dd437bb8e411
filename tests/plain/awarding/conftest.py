"""A house in which two have earned their certificate, and what its coordinator is told."""

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from stepback_course.awards.keys.chest import KeyChest
from stepback_course.desks import Desks
from stepback_course.people.preferences import Preferences
from stepback_course.plain.conversation import Conversation
from stepback_course.plain.front import Front, Settings
from tests.awards.keys.chests import PASSPHRASE, chest_in, guess_quickly
from tests.course_done import attend, earn
from tests.house import House

CERYS, DAFYDD, ELEN = "P-CERYS", "P-DAFYDD", "P-ELEN"


@dataclass
class Coordinator:
    """What Ann, who coordinates, is told as she types lines among the certificates."""

    house: House
    chest: KeyChest

    def __call__(self, *lines: str, **means: Any) -> str:
        """Return everything that is said."""
        given = io.BytesIO("".join(f"{line}\n" for line in ("c", *lines)).encode())
        said = io.StringIO()
        talk = Conversation(given, said, **means)
        Front(talk, self.desks, Settings(Preferences())).visit()
        return said.getvalue()

    @property
    def desks(self) -> Desks:
        """Her desks, with the key of her computer."""
        return replace(self.house.desks("CO-ANN"), chest=self.chest)

    def states(self) -> dict[str, str]:
        """Return what the register says of each certificate, by the holder's name."""
        return {row.name: row.state for row in self.desks.register.page().rows}


@pytest.fixture
def ann(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Coordinator:
    """Ann, who has no key; Cerys and Dafydd are ready, Elen missed a day."""
    guess_quickly(monkeypatch)
    for portfolio in (CERYS, DAFYDD):
        earn(house, portfolio)
    attend(house, ELEN, "attended", "absent")
    return Coordinator(house, chest_in(tmp_path / "chest"))


@pytest.fixture
def signing(ann: Coordinator) -> Coordinator:
    """Ann, who has a key that is locked."""
    ann.desks.keys.make(PASSPHRASE)
    ann.chest.lock()
    return ann
