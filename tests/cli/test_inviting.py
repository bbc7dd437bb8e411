"""Inviting at the office and joining on laptops, from the command line."""

import errno
import json
import os
from pathlib import Path

import pytest

from stepback_course.people import private_files
from tests.cli.running import Program


@pytest.fixture
def laptop(tmp_path: Path) -> Program:
    """The program on another machine."""
    return Program(tmp_path / "laptop")


def test_a_cohort_is_invited_and_somebody_joins(team: Program, laptop: Program) -> None:
    done = team.run("invite", "CO-1", "-o", "out", acting="CO-ANN")
    assert done.exit_code == 0
    assert "P-1.stepback-invitation" in done.stdout
    laptop.folder.mkdir()
    invitation = str(team.folder / "out" / "P-1.stepback-invitation")
    assert laptop.out("join", invitation, "--no-open") == "Cerys Wyn: portfolio P-1 is ready.\n"


def test_an_assessor_is_invited_and_finds_their_desk(team: Program, laptop: Program) -> None:
    team.out("invite", "--person", "AS-MEG", "-o", "out", acting="CO-ANN")
    laptop.folder.mkdir()
    invitation = str(team.folder / "out" / "AS-MEG.stepback-invitation")
    assert laptop.out("join", invitation, "--no-open") == "Megan: your desk is ready.\n"
    assert laptop.rows("queue") == []
    assert laptop.out("queue").startswith("submitted")


def test_an_invitation_that_cannot_be_finished_leaves_the_one_that_was_there(
    team: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.out("invite", "CO-1", "-o", "out", acting="CO-ANN")
    invitation = team.folder / "out" / "P-1.stepback-invitation"
    before = invitation.read_bytes()

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(private_files, "_write_flushed", full)
    done = team.run("invite", "CO-1", "-o", "out", acting="CO-ANN")
    assert done.exit_code == 1
    assert "invitations cannot be written to out: No space left on device" in done.stderr
    assert invitation.read_bytes() == before


def test_a_colleague_is_invited_by_their_name_too(team: Program) -> None:
    team.out("invite", "--person", "megan", "-o", "out", acting="CO-ANN")
    assert (team.folder / "out" / "AS-MEG.stepback-invitation").is_file()
    done = team.run("invite", "--person", "Nobody Known", "-o", "out", acting="CO-ANN")
    assert "this store knows no person 'Nobody Known'" in done.stderr


def test_the_office_is_reminded_of_its_recovery_key_until_it_is_locked_away(team: Program) -> None:
    done = team.run("invite", "CO-1", "-o", "out", acting="CO-ANN")
    assert "print it, lock the page away, and remove the file." in done.stderr
    [recovery] = (team.folder / "keys").rglob("recovery-key.txt")
    assert str(recovery) in done.stderr
    recovery.unlink()
    assert team.run("invite", "CO-1", "-o", "out", acting="CO-ANN").stderr == ""


def test_a_cohort_and_a_person_cannot_be_invited_at_once(team: Program) -> None:
    done = team.run("invite", "CO-1", "--person", "AS-MEG", "-o", "out", acting="CO-ANN")
    assert done.exit_code == 2
    assert "give a COHORT or a --person, not both" in done.stderr


def test_keys_that_cannot_be_kept_are_told_in_a_sentence(team: Program) -> None:
    (team.folder / "keys").write_bytes(b"")
    done = team.run("invite", "CO-1", "-o", "out", acting="CO-ANN")
    assert done.exit_code == 1
    assert "Traceback" not in done.stderr
    assert "Not a directory" in done.stderr


def test_an_altered_invitation_joins_nobody(team: Program, laptop: Program) -> None:
    team.out("invite", "--person", "AS-MEG", "-o", "out", acting="CO-ANN")
    path = team.folder / "out" / "AS-MEG.stepback-invitation"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["person"]["roles"].append({"role": "coordinator", "cohort": None})
    path.write_text(json.dumps(content), encoding="utf-8")
    laptop.folder.mkdir()
    done = laptop.run("join", str(path), "--no-open")
    assert done.exit_code == 1
    assert "was changed after it was written" in done.stderr


def test_lost_keys_of_the_office_are_made_anew_and_refused_until_compared(
    team: Program, laptop: Program
) -> None:
    team.out("invite", "CO-1", "-o", "out", acting="CO-ANN")
    laptop.folder.mkdir()
    invitation = str(team.folder / "out" / "P-1.stepback-invitation")
    laptop.out("join", invitation, "--no-open")
    kept = team.run("invite", "CO-1", "-o", "out", "--new-keys", acting="CO-ANN")
    assert kept.exit_code == 1
    assert "move that folder away first" in kept.stderr
    (team.folder / "keys").rename(team.folder / "gone")
    lost = team.run("invite", "CO-1", "-o", "out", acting="CO-ANN")
    assert "keys of this office are not on this computer" in lost.stderr
    assert "--new-keys" in lost.stderr
    team.out("invite", "CO-1", "-o", "out", "--new-keys", acting="CO-ANN")
    refused = laptop.run("join", invitation, "--no-open")
    assert refused.exit_code == 1
    assert "STOP." in refused.stderr
    keys = refused.stderr.partition("--office-keys ")[2].split('"')[1]
    assert laptop.out("join", invitation, "--office-keys", keys, "--no-open").endswith("ready.\n")
