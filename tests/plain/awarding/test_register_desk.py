"""The register in plain lines: finding, saving, replacing, revoking."""

from pathlib import Path

import pytest

from tests.awards.keys.chests import PASSPHRASE
from tests.plain.awarding.conftest import CERYS, DAFYDD, Coordinator

NEW_PAGE = "SPECIMEN-2026-00003-"


@pytest.fixture
def issued(ann: Coordinator) -> Coordinator:
    """Ann, who has issued to Cerys and then to Dafydd."""
    ann.desks.office.issue(CERYS)
    ann.desks.office.issue(DAFYDD)
    return ann


def test_an_empty_register_says_so(ann: Coordinator) -> None:
    assert "The register has no certificate of that kind." in ann("r", ".", ".", ".")


def test_the_newest_is_said_first_and_one_opens_by_its_number(issued: Coordinator) -> None:
    said = issued("r", "2", "h", ".", ".", ".", ".")

    assert "1. SPECIMEN-2026-00002-" in said
    assert "2. SPECIMEN-2026-00001-" in said
    assert "Cerys Wyn, 4 March 2026: stands, unsigned" in said
    assert said.count("Unsigned: only the register tells whether it is genuine.") == 2


def test_words_find_a_certificate_whatever_their_accents(issued: Coordinator) -> None:
    said = issued("r", "f", "dafýdd", ".", ".", ".").split("Find what")[1]
    assert "1. SPECIMEN-2026-00002-" in said
    assert "Cerys" not in said
    assert "no certificate of that kind" in issued("r", "f", "Nobody", ".", ".", ".")


def test_only_those_that_were_revoked_are_said_where_that_is_wanted(issued: Coordinator) -> None:
    issued("r", "1", "v", "1", "Sent in error", "yes", ".", ".", ".", ".")
    assert issued.states() == {"Cerys Wyn": "issued", "Dafydd Puw": "revoked"}

    said = issued("r", "w", "4", "1", ".", ".", ".", ".").split("Which:")[1]
    assert "Dafydd Puw, 4 March 2026: revoked" in said
    assert "Revoked on 4 March 2026: it was issued in error." in said
    assert "Revoke it" not in said
    assert "Cerys" not in said


def test_a_page_that_is_saved_says_when_its_certificate_stands_no_more(
    issued: Coordinator, tmp_path: Path
) -> None:
    said = issued("r", "1", "s", str(tmp_path), ".", ".", ".", ".")
    assert "Saved: " in said
    assert "does not stand any more" not in said
    issued("r", "1", "v", "1", "", "yes", ".", ".", ".", ".")
    said = issued("r", "1", "s", str(tmp_path), ".", ".", ".", ".")
    assert "does not stand any more. Revoked on 4 March 2026" in said.split("In which folder")[1]


def test_nothing_is_revoked_without_a_yes(issued: Coordinator) -> None:
    assert "Nothing is revoked." in issued("r", "1", "v", "1", "", "no", ".", ".", ".", ".")
    assert "Nothing is revoked." in issued("r", "1", "v", ".", ".", ".", ".", ".")
    assert "revoked" not in issued.states().values()


def test_a_name_is_corrected_by_a_new_certificate(issued: Coordinator) -> None:
    said = issued("r", "2", "p", "1", "Cerys Mair Wyn", "", "yes", ".", ".", ".", ".")

    assert f"{NEW_PAGE}" in said
    assert "stands in its place." in said
    assert issued.states() == {
        "Cerys Wyn": "replaced",
        "Dafydd Puw": "issued",
        "Cerys Mair Wyn": "issued",
    }


def test_a_certificate_in_another_language_takes_the_place_of_one(issued: Coordinator) -> None:
    issued("r", "2", "p", "3", "2", "", "yes", ".", ".", ".", ".")
    newest = issued.desks.register.page().rows[-1]
    assert issued.desks.register.certificate(newest.number).facts.language == "cy"


@pytest.mark.parametrize(
    "lines",
    [(".",), ("1", "."), ("1", "-"), ("3", "."), ("1", "Cerys M. Wyn", "."), ("2", "", "no")],
)
def test_nothing_is_replaced_without_a_yes(issued: Coordinator, lines: tuple[str, ...]) -> None:
    said = issued("r", "2", "p", *lines, ".", ".", ".", ".")
    assert "Nothing is replaced." in said
    assert said.endswith("Goodbye.\n")
    assert [row.state for row in issued.desks.register.page().rows] == ["issued", "issued"]


def test_a_replacement_is_signed_where_certificates_are(signing: Coordinator) -> None:
    signing("i", "yes", PASSPHRASE, "no", ".", ".")
    signing.chest.lock()
    signing("r", "1", "p", "2", "", "yes", PASSPHRASE, ".", ".", ".", ".")
    assert [row.is_signed for row in signing.desks.register.page().rows] == [True] * 3


def test_the_page_is_saved_and_a_letter_written(issued: Coordinator, tmp_path: Path) -> None:
    folder = tmp_path / "here"
    said = issued("r", "1", "s", str(folder), "l", str(folder), ".", ".", ".", ".")
    assert f"Saved: {folder}" in said
    assert "Nothing has been sent." in said
    assert [path.suffix for path in sorted(folder.iterdir())] == [".pdf", ".txt"]


def test_a_folder_that_cannot_be_written_is_said(issued: Coordinator, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = issued("r", "1", "s", str(tmp_path / "file"), ".", ".", ".", ".")
    _before, after = said.split("cannot be written")
    assert "This certificate, what now" in after
