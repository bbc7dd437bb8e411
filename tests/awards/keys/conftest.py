"""A chest, and a key in it."""

from pathlib import Path

import pytest

from stepback_course.awards.keys.chest import KeyChest
from tests.awards.keys.chests import PASSPHRASE, chest_in, guess_quickly


@pytest.fixture
def quick_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a passphrase become a key at once, where a test is not about what a guess costs."""

    guess_quickly(monkeypatch)


@pytest.fixture
def chest(tmp_path: Path) -> KeyChest:
    """A chest in which there is nothing yet."""
    return chest_in(tmp_path / "chest")


@pytest.fixture
def locked(chest: KeyChest) -> KeyChest:
    """A chest with a key that is locked."""
    chest.make(PASSPHRASE)
    chest.lock()
    return chest
