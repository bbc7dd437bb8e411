"""Letting the system show a file."""

import shutil
import subprocess
from pathlib import Path

import pytest

from stepback_course.tui.opened_file import show_file

PAGE = Path("/somewhere/SBP-2026-00042-34.pdf")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been started, on a Linux desktop."""
    commands: list[list[str]] = []

    def start(command: list[str], **_how: object) -> None:
        commands.append(command)

    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setenv("DISPLAY", ":0")
    return commands


@pytest.fixture(autouse=True)
def no_windows() -> None:
    """Ask the system itself here."""


def test_a_desktop_opens_the_file_with_whatever_shows_such(started: list[list[str]]) -> None:
    assert show_file(PAGE)
    assert started == [["/usr/bin/xdg-open", str(PAGE)]]


def test_a_terminal_far_from_any_screen_opens_nothing(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not show_file(PAGE)
    assert started == []


def test_a_system_without_an_opener_opens_nothing(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert not show_file(PAGE)
    assert started == []


def test_a_mac_opens_it_by_its_own_command(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.delenv("DISPLAY")
    assert show_file(PAGE)
    assert started == [["/usr/bin/open", str(PAGE)]]
