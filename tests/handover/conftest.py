"""Who sends and who opens."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stepback_course.handover.keys.keyring import Keyring
from stepback_course.text.refusals import Refusal
from tests.handover.circle import Circle
from tests.handover.envelopes import keyring, refusal_of, sealed


@pytest.fixture
def cerys(tmp_path: Path) -> Keyring:
    """The keys of Cerys, who sends."""
    return keyring(tmp_path, "cerys")


@pytest.fixture
def office(tmp_path: Path) -> Keyring:
    """The keys of the office, which opens."""
    return keyring(tmp_path, "office")


@pytest.fixture
def refusal(tmp_path: Path, office: Keyring) -> Callable[[bytes], Refusal]:
    """Seal a zip for the office and return with what the office refuses it."""

    def refuse(content: bytes) -> Refusal:
        return refusal_of(sealed(tmp_path / "work", content, office), office)

    return refuse


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """An office that invited a practitioner."""
    circle = Circle(tmp_path)
    circle.invite()
    return circle
