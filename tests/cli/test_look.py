"""Changing what certificates look like from the command line."""

import errno
import os
from pathlib import Path

import pytest

from stepback_course.awards.looks import look_of, reading
from stepback_course.awards.page import USUAL
from stepback_course.people import private_files
from stepback_course.store import open_store
from tests.cli.running import Program

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">'
    '<rect width="90" height="20"/></svg>'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a logo in it."""
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "logo.svg").write_text(DRAWING, encoding="utf-8")
    return folder


@pytest.fixture
def untried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No specimens are printed."""
    monkeypatch.setattr(reading, "try_out", lambda look: None)


def full(_path: Path, _content: bytes) -> None:
    """Do as a disk that is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def kept(program: Program) -> list[str]:
    """The files of the look in use."""
    store = open_store(str(program.store))
    try:
        return [name for name, _content in look_of(store).own]
    finally:
        store.close()


def test_a_folder_becomes_the_look_once_its_specimens_were_printed(
    team: Program, folder: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "specimen.png"

    said = team.out(
        "certificates", "look", str(folder), "--specimen", str(picture), acting="CO-ANN"
    )

    assert said.startswith("own-")
    assert said.endswith(": logo.svg\n")
    assert kept(team) == ["logo.svg"]
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.usefixtures("untried")
def test_a_dry_run_keeps_nothing(team: Program, folder: Path) -> None:
    team.out("certificates", "look", str(folder), "--dry-run", acting="CO-ANN")

    assert kept(team) == []


@pytest.mark.usefixtures("untried")
def test_the_usual_look_is_taken_up_again(team: Program, folder: Path) -> None:
    team.out("certificates", "look", str(folder), acting="CO-ANN")
    said = team.out("certificates", "look", "--usual", acting="CO-ANN")

    assert said == f"{USUAL.id}: the look that is shipped\n"
    assert kept(team) == []


def test_a_picture_that_cannot_be_finished_leaves_the_one_that_was_there(
    team: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "specimen.png"
    picture.write_bytes(b"before")
    monkeypatch.setattr(private_files, "_write_flushed", full)
    done = team.run("certificates", "look", "--specimen", str(picture), acting="CO-ANN")
    assert done.exit_code == 1
    assert "specimen.png cannot be written: No space left on device" in done.stderr
    assert picture.read_bytes() == b"before"


@pytest.mark.usefixtures("untried")
def test_without_a_folder_the_look_in_use_is_told(team: Program, folder: Path) -> None:
    assert "the look that is shipped" in team.out("certificates", "look", acting="CO-ANN")

    team.out("certificates", "look", str(folder), acting="CO-ANN")

    assert team.out("certificates", "look", acting="CO-ANN").endswith(": logo.svg\n")


@pytest.mark.usefixtures("untried")
def test_only_a_coordinator_may_and_others_are_told_so(team: Program, folder: Path) -> None:
    done = team.run("certificates", "look", str(folder), acting="AS-MEG")

    assert done.exit_code == 1
    assert "what certificates look like is settled by a named coordinator" in done.output
    assert kept(team) == []


def test_a_template_that_reads_outside_its_folder_is_refused_in_a_sentence(
    team: Program, folder: Path
) -> None:
    (folder / "certificate.typ").write_text('#read("../secret.txt")', encoding="utf-8")

    done = team.run("certificates", "look", str(folder), acting="CO-ANN")

    assert done.exit_code == 1
    assert "certificate.typ, line 1: the template reads a file outside its folder" in done.output
    assert "Traceback" not in done.output
    assert kept(team) == []


def test_a_folder_and_the_usual_look_exclude_each_other(team: Program, folder: Path) -> None:
    done = team.run("certificates", "look", str(folder), "--usual", acting="CO-ANN")

    assert done.exit_code == 2
