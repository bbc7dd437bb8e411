"""The app, opened on a store with a team, a cohort and practitioners."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

from stepback_course.awards.keys.chest import KeyChest
from stepback_course.desks import Desks
from stepback_course.people.preferences import Preferences
from stepback_course.store import open_store
from stepback_course.tui import opened_file
from stepback_course.tui.app import StepbackApp
from tests import house as furnished
from tests.house import COHORT, NOW, actor, clock, packed_course
from tests.tui.stillness import frame_once_still, stillness

__all__ = ["COHORT", "NOW", "House", "actor", "clock", "packed_course"]


@pytest.fixture(scope="session", autouse=True)
def no_naps() -> Iterator[None]:
    """Let the pilot wait for stillness instead of sleeping."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("textual.pilot", "textual.app"):
            patch.setattr(f"{module}.wait_for_idle", stillness)
        yield


@pytest.fixture(scope="session", autouse=True)
def frames_that_are_seen() -> Iterator[None]:
    """Draw what a test sees, and no frame on the way there."""
    draw_now = Screen._compositor_refresh

    def draw(screen: Screen[object]) -> None:
        frame_once_still(screen, draw_now)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Screen, "_compositor_refresh", draw)
        yield


@pytest.fixture(scope="session", autouse=True)
def sheets_read_once() -> Iterator[None]:
    """Read each style sheet once; an app reads all it has again with each screen it opens."""
    read: dict[object, list[RuleSet]] = {}
    read_anew = Stylesheet._parse_rules

    def read_once(sheet: Stylesheet, *place: object, **told: object) -> list[RuleSet]:
        key = (place, *told.items(), frozenset(sheet._variables.items()))
        if key not in read:
            read[key] = read_anew(sheet, *place, **told)  # type: ignore[arg-type] # handed on
        return read[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", read_once)
        yield


class House(furnished.House):
    """A store in which the app can be opened, on a computer that may have a key."""

    chest: KeyChest | None = None

    def desks(self, person: str | None = None) -> Desks:
        """Return the desks with a person of the store, or its owner, sitting at them."""
        return replace(super().desks(person), chest=self.chest)

    def app(self, person: str | None = None, preferences: Preferences | None = None) -> StepbackApp:
        """Return the app as that person, or the owner, opens it."""
        return StepbackApp(self.desks(person), preferences or Preferences())


@pytest.fixture(autouse=True)
def no_windows(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Open no file in another program; return those that would have been."""
    opened: list[Path] = []

    def note(path: Path) -> bool:
        opened.append(path)
        return False

    monkeypatch.setattr(opened_file, "show_file", note)
    return opened


@pytest.fixture
def empty_house() -> House:
    """A store in which nobody has ever been."""
    return House(open_store("memory:"))


@pytest.fixture
def house(empty_house: House) -> House:
    """A team of three, a cohort, and three practitioners who have written nothing yet."""
    furnished.furnish(empty_house)
    return empty_house
