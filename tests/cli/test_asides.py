"""What two computers said differently, on the command line."""

from pathlib import Path

from tests.cli.running import Program


def sent_with_name(team: Program, folder: Path, name: str) -> None:
    """Join on a new laptop, confirm a name there, and let the office open what is sealed."""
    laptop = Program(folder)
    folder.mkdir()
    laptop.out("join", str(team.folder / "out" / "P-1.stepback-invitation"), "--no-open")
    [done] = laptop.batch([{"op": "confirm_name", "portfolio": "P-1", "name": name}])
    assert done["ok"], done
    laptop.out("handover", "seal", "-o", "sent")
    team.run("handover", "open", str(folder / "sent"), acting="CO-ANN")


def test_two_names_are_told_beside_each_other(team: Program, tmp_path: Path) -> None:
    assert "Nothing is kept beside what stands." in team.out("handover", "aside")
    team.out("invite", "CO-1", "-o", "out", acting="CO-ANN")
    sent_with_name(team, tmp_path / "first", "Cerys Wyn")
    sent_with_name(team, tmp_path / "second", "Cerys Jones")
    told = team.out("handover", "aside", acting="CO-ANN").splitlines()
    assert told[0] == "Cerys Wyn, name on the certificate"
    assert told[1].startswith("  Name on the certificate: After “Cerys”: “Wyn” became “Jones”")
    [row] = team.rows("handover", "aside", acting="CO-ANN")
    assert (row["folder"], row["record"], row["came"]) == ("portfolio/P-1", "name", True)
    assert row["differences"] == [
        {"title": "Name on the certificate", "standing": "Cerys Wyn", "other": "Cerys Jones"}
    ]
