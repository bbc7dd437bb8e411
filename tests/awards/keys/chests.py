"""Chests, for tests of whatever is done with a key."""

import hashlib
from pathlib import Path

import pytest

from stepback_course.awards.keys.chest import KeyChest
from stepback_course.awards.keys.sealed import Stretching
from stepback_course.clock import Clock
from tests.house import clock as standing

PASSPHRASE = "lark button comet fudge"  # noqa: S105 # it locks nothing but keys of tests


def chest_in(folder: Path, clock: Clock = standing) -> KeyChest:
    """Return a chest on a computer of its own."""
    return KeyChest(folder, clock)


def guess_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a passphrase become a key at once, where a test is not about what a guess costs."""

    def key(stretching: Stretching, passphrase: bytes) -> bytes:
        return hashlib.sha256(stretching.salt.encode() + passphrase).digest()

    monkeypatch.setattr(Stretching, "key", key)
