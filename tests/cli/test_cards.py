"""Which computers hand over to the office, and revoking one that was lost."""

from pathlib import Path

from click.testing import Result

from tests.cli.running import Program


def introduced(team: Program, folder: Path) -> Result:
    """Let the assessor join on a laptop, and open at the office what introduces it."""
    laptop = Program(folder)
    folder.mkdir()
    laptop.out("join", str(team.folder / "out" / "AS-MEG.stepback-invitation"), "--no-open")
    laptop.out("handover", "seal", "-o", "sent")
    return team.run("handover", "open", str(folder / "sent"), acting="CO-ANN")


def test_a_lost_computer_is_found_and_revoked(team: Program, tmp_path: Path) -> None:
    assert team.rows("handover", "computers", acting="CO-ANN") == []
    team.out("invite", "--person", "AS-MEG", "-o", "out", acting="CO-ANN")
    assert introduced(team, tmp_path / "laptop").exit_code == 0
    [row] = team.rows("handover", "computers", acting="CO-ANN")
    assert (row["person"], row["revoked"]) == ("AS-MEG", None)
    assert row["staff"] == row["registered"]
    done = team.out("handover", "revoke", row["keys"], acting="CO-ANN")
    assert done.startswith("AS-MEG: what this computer signs from now on is refused")
    [row] = team.rows("handover", "computers", acting="CO-ANN")
    assert row["revoked"] == row["registered"]
    listed = team.out("handover", "computers", acting="CO-ANN")
    assert f"Megan (AS-MEG)  {row['keys']}" in listed
    refused = introduced(team, tmp_path / "thief")
    assert refused.exit_code == 1
    assert "not introduced with a valid invitation to Megan" in refused.output


def test_only_a_coordinator_sees_and_revokes_computers(team: Program) -> None:
    for arguments in (["computers"], ["revoke", "AAAA BBBB CCCC DDDD EEEE"]):
        done = team.run("handover", *arguments, acting="AS-MEG")
        assert done.exit_code == 1
    done = team.run("handover", "revoke", "AAAA BBBB CCCC DDDD EEEE", acting="CO-ANN")
    assert done.exit_code == 1
    assert "no computer with these keys is registered here" in done.stderr
