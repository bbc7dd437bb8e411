"""Files that belong to a unit: taken in, listed, read, removed, and frozen with a submission."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from stepback_course.portfolio.evidence import attaching
from stepback_course.portfolio.evidence import rules as evidence
from stepback_course.portfolio.evidence.attaching import Evidence
from stepback_course.portfolio.evidence.rules import evidence_lines, kind_of, shown_size
from stepback_course.portfolio.models import EvidenceFile
from stepback_course.store import Conflict, Missing, StoreFull
from stepback_course.text.refusals import Refusal
from tests.filling import CONSENT, fill, submit
from tests.house import House
from tests.portfolio.pictures import TELLTALE, photograph

UNIT = "statement-03"
PORTFOLIO = "P-CERYS"
WITH_IMAGES = CONSENT.model_copy(update={"scopes": ("assessment", "images")})


@pytest.fixture
def mine(house: House) -> Evidence:
    """The practitioner's own desk for files."""
    return house.desks("PR-CERYS").evidence


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A document."""
    path = tmp_path / "Bethan's timetable.pdf"
    path.write_bytes(b"%PDF-1.7\n%%EOF\n")
    return path


def document(*members: str) -> bytes:
    """A zip with these members."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in members:
            archive.writestr(name, "application/vnd.oasis.opendocument.text")
    return content.getvalue()


def attach(mine: Evidence, path: Path, *, learner: bool = False, unit: str = UNIT) -> EvidenceFile:
    """Attach a file."""
    return mine.attach(PORTFOLIO, unit, path, shows="The timetable we made", learner=learner)


def test_a_file_is_kept_under_a_neutral_name_with_what_it_shows(
    mine: Evidence, page: Path, house: House
) -> None:
    file = attach(mine, page)
    assert file.name == "statement-03-1.pdf"
    assert file.shows == "The timetable we made"
    assert file.size == len(page.read_bytes())
    assert file.file == hashlib.sha256(page.read_bytes()).hexdigest()
    assert mine.files(PORTFOLIO, UNIT) == (file,)
    assert mine.read(PORTFOLIO, UNIT, file.name) == page.read_bytes()
    records = house.store.records(f"portfolio/{PORTFOLIO}")
    assert "Bethan" not in str([record.document for record in records.values()])


def test_a_picture_is_kept_without_what_the_camera_wrote(mine: Evidence, tmp_path: Path) -> None:
    path = tmp_path / "IMG_0001.pdf"  # what it is called says nothing of what it is
    path.write_bytes(photograph())
    file = attach(mine, path)
    assert file.name == "statement-03-1.jpg"
    assert TELLTALE.encode() not in mine.read(PORTFOLIO, UNIT, file.name)


def test_no_name_is_given_twice(mine: Evidence, page: Path) -> None:
    first = attach(mine, page)
    mine.remove(PORTFOLIO, UNIT, first.name)
    assert attach(mine, page).name == "statement-03-2.pdf"


def test_what_a_file_shows_can_be_said_anew(mine: Evidence, page: Path) -> None:
    file = attach(mine, page)
    changed = mine.describe(PORTFOLIO, UNIT, file.name, shows="The week before", learner=False)
    assert mine.files(PORTFOLIO, UNIT) == (changed,)
    assert (changed.shows, changed.file) == ("The week before", file.file)


def test_a_removed_file_leaves_no_bytes(mine: Evidence, page: Path, house: House) -> None:
    file = attach(mine, page)
    mine.remove(PORTFOLIO, UNIT, file.name)
    assert mine.files(PORTFOLIO, UNIT) == ()
    with pytest.raises(Missing):
        house.store.open_file(file.file)


def test_a_file_that_two_have_attached_stays_until_both_have_removed_it(
    mine: Evidence, page: Path, house: House
) -> None:
    other = house.desks("PR-DAFYDD").evidence
    first = attach(mine, page)
    second = other.attach("P-DAFYDD", "statement-05", page, shows="Ours", learner=False)
    assert first.file == second.file
    mine.remove(PORTFOLIO, UNIT, first.name)
    assert other.read("P-DAFYDD", "statement-05", second.name) == page.read_bytes()
    other.remove("P-DAFYDD", "statement-05", second.name)
    with pytest.raises(Missing):
        house.store.open_file(first.file)


def test_a_file_of_a_closed_case_study_stays_when_the_next_one_lets_go_of_it(
    mine: Evidence, page: Path, house: House
) -> None:
    desks = house.desks("PR-CERYS")
    desks.workbook.record_consent(PORTFOLIO, CONSENT)
    first = mine.attach(PORTFOLIO, "learners-voice", page, shows="The form", learner=False)
    desks.learners.begin_again(PORTFOLIO)
    desks.workbook.record_consent(PORTFOLIO, CONSENT.model_copy(update={"learner": "Sage"}))
    second = mine.attach(PORTFOLIO, "learners-voice", page, shows="The form", learner=False)
    mine.remove(PORTFOLIO, "learners-voice", second.name)
    with house.store.open_file(first.file) as kept:
        assert kept.read() == page.read_bytes()


def test_what_was_submitted_is_frozen_with_its_files(
    mine: Evidence, page: Path, house: House
) -> None:
    file = attach(mine, page)
    submit(house.desks(), PORTFOLIO, UNIT)
    workbook = house.desks("PR-CERYS").workbook
    assert workbook.submission(PORTFOLIO, UNIT, 1).evidence == (file,)
    for change in (
        lambda: attach(mine, page),
        lambda: mine.remove(PORTFOLIO, UNIT, file.name),
        lambda: mine.describe(PORTFOLIO, UNIT, file.name, shows="x", learner=False),
    ):
        with pytest.raises(Refusal) as refusal:
            change()
        assert refusal.value.code == "closed"


def test_a_file_removed_after_it_was_submitted_stays_with_its_attempt(
    mine: Evidence, page: Path, house: House
) -> None:
    file = attach(mine, page)
    submit(house.desks(), PORTFOLIO, UNIT)
    house.desks("PR-CERYS").workbook.withdraw(PORTFOLIO, UNIT)
    mine.remove(PORTFOLIO, UNIT, file.name)
    assert mine.files(PORTFOLIO, UNIT) == ()
    assert mine.read(PORTFOLIO, UNIT, file.name, attempt=1) == page.read_bytes()


def test_a_unit_without_files_is_frozen_as_it_always_was(house: House) -> None:
    submit(house.desks(), PORTFOLIO, UNIT)
    record = house.store.get(f"portfolio/{PORTFOLIO}", f"unit/{UNIT}")
    assert record is not None
    (attempt,) = record.document["attempts"]
    assert "evidence" not in attempt
    with house.store.open_file(attempt["file"]) as frozen:
        assert "evidence" not in json.load(frozen)


def test_a_file_that_is_attached_while_the_unit_is_submitted_is_a_conflict(
    mine: Evidence, page: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(house.desks(), PORTFOLIO, UNIT)
    workbook, put = house.desks("PR-CERYS").workbook, house.store.put
    before: list[str] = []

    def meanwhile(*given: object, **named: object) -> object:
        if not before:
            before.append("once")
            attach(mine, page)
        return put(*given, **named)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(house.store, "put", meanwhile)
    with pytest.raises(Conflict):
        workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    assert workbook.unit(PORTFOLIO, UNIT).record.attempts == ()


def test_a_picture_of_a_learner_needs_permission_for_images(
    mine: Evidence, page: Path, house: House
) -> None:
    kept = list(house.store.files())
    with pytest.raises(Refusal, match="no permission for images") as refusal:
        attach(mine, page, learner=True)
    assert refusal.value.code == "not_ready"
    assert list(house.store.files()) == kept
    workbook = house.desks("PR-CERYS").workbook
    workbook.record_consent(PORTFOLIO, CONSENT)
    with pytest.raises(Refusal, match="no permission for images"):
        attach(mine, page, learner=True)
    workbook.record_consent(PORTFOLIO, WITH_IMAGES)
    assert attach(mine, page, learner=True).learner


def test_images_that_are_no_longer_permitted_are_neither_submitted_nor_read(
    mine: Evidence, page: Path, house: House
) -> None:
    workbook = house.desks("PR-CERYS").workbook
    workbook.record_consent(PORTFOLIO, WITH_IMAGES)
    file = attach(mine, page, learner=True)
    fill(house.desks(), PORTFOLIO, UNIT)
    workbook.withdraw_consent(PORTFOLIO, "2026-03-03", ("images",))
    with pytest.raises(Refusal, match="shows a learner, and no permission for images"):
        workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    with pytest.raises(Refusal, match="permission for images does not stand"):
        mine.read(PORTFOLIO, UNIT, file.name)
    mine.remove(PORTFOLIO, UNIT, file.name)
    assert workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")


def test_nothing_is_attached_to_the_case_study_before_permission(
    mine: Evidence, page: Path, house: House
) -> None:
    with pytest.raises(Refusal, match="permission comes first"):
        attach(mine, page, unit="learners-voice")
    house.desks("PR-CERYS").workbook.record_consent(PORTFOLIO, CONSENT)
    assert attach(mine, page, unit="learners-voice").name == "learners-voice-1.pdf"


def test_what_a_file_is_said_to_show_is_read_for_what_tells_who_a_child_is(
    mine: Evidence, page: Path, house: House
) -> None:
    shows = "Her timetable, date of birth 03/04/2016"
    mine.attach(PORTFOLIO, UNIT, page, shows=shows, learner=False)
    fill(house.desks(), PORTFOLIO, UNIT)
    workbook = house.desks("PR-CERYS").workbook
    found = [f for f in workbook.findings(PORTFOLIO, [UNIT]) if "statement-03-1.pdf" in f.title]
    assert found
    with pytest.raises(Refusal) as refusal:
        workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    assert refusal.value.code == "identifiers"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "this file is empty"),
        (b"MZ\x90\x00\x03", "this is no picture"),
        (b"\x00\x00\x00\x20ftypheic", "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as PDF first"),
        (document("xl/workbook.xml"), "save it as PDF first"),
        (document("word/document.xml", "word/vbaProject.bin"), "macros"),
        (b"PK\x03\x04 and nothing more", "save it as PDF first"),
        (b"words \x1b[31m and an escape", "this is no picture"),
        (b"\xff\xd8\xff no picture at all", "it may be damaged"),
    ],
)
def test_what_is_no_evidence_is_refused_in_a_sentence(
    mine: Evidence, tmp_path: Path, house: House, content: bytes, sentence: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=sentence):
        attach(mine, path)
    assert mine.files(PORTFOLIO, UNIT) == ()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4", "pdf"),
        (document("word/document.xml"), "docx"),
        (document("mimetype"), "odt"),
        ("Ŵy ŷd\n".encode(), "txt"),
        (photograph(), "jpg"),
    ],
)
def test_documents_and_pictures_are_known_by_what_is_in_them(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


def test_a_place_that_is_no_file_is_refused(mine: Evidence, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="there is no file"):
        attach(mine, tmp_path / "nothing.pdf")
    with pytest.raises(Refusal, match="is a folder"):
        attach(mine, tmp_path)
    with pytest.raises(Refusal, match=r"there is no file|cannot be read"):
        attach(mine, Path("a\0b"))


@pytest.mark.parametrize("shows", ["", "   ", "\n"])
def test_a_file_needs_a_line_that_says_what_it_shows(
    mine: Evidence, page: Path, shows: str
) -> None:
    with pytest.raises(Refusal, match="say in a few words what the file shows"):
        mine.attach(PORTFOLIO, UNIT, page, shows=shows, learner=False)
    with pytest.raises(Refusal, match="at most 300 characters"):
        mine.attach(PORTFOLIO, UNIT, page, shows="x" * 301, learner=False)


def test_a_file_that_is_too_large_is_refused(
    mine: Evidence, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (evidence, attaching):
        monkeypatch.setattr(module, "FILE_LIMIT", 10)
    with pytest.raises(Refusal) as refusal:
        attach(mine, page)
    assert refusal.value.code == "too_large"


def test_a_portfolio_has_room_for_so_much_and_no_more(
    mine: Evidence, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(mine, page)
    used = mine.used(PORTFOLIO)
    assert used == len(page.read_bytes())
    monkeypatch.setattr(evidence, "PORTFOLIO_LIMIT", used + 3)
    small, larger = tmp_path / "small.txt", tmp_path / "larger.txt"
    small.write_text("abc", encoding="utf-8")
    larger.write_text("abcd", encoding="utf-8")
    with pytest.raises(Refusal, match="remove one first") as refusal:
        attach(mine, larger, unit="statement-04")
    assert refusal.value.code == "too_large"
    assert attach(mine, small, unit="statement-04").size == 3


def test_a_unit_has_room_for_so_many_files(
    mine: Evidence, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "FILES_LIMIT", 1)
    attach(mine, page)
    with pytest.raises(Refusal, match="1 files already"):
        attach(mine, page)


def test_a_full_disk_leaves_nothing_behind(
    mine: Evidence, page: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object, **named: object) -> None:
        raise StoreFull("the disk is full")

    before = list(house.store.files())
    monkeypatch.setattr(house.store, "put", full)
    with pytest.raises(StoreFull):
        attach(mine, page)
    assert list(house.store.files()) == before


def test_only_the_practitioner_attaches_and_removes(house: House, page: Path) -> None:
    for person in ("AS-MEG", "TR-TOM", "PR-DAFYDD"):
        with pytest.raises(Refusal) as refusal:
            attach(house.desks(person).evidence, page)
        assert refusal.value.code == "not_allowed"


def test_an_assessor_reads_what_was_submitted(mine: Evidence, page: Path, house: House) -> None:
    file = attach(mine, page)
    submit(house.desks(), PORTFOLIO, UNIT)
    read = house.desks("AS-MEG").evidence.read
    assert read(PORTFOLIO, UNIT, file.name, attempt=1) == page.read_bytes()
    with pytest.raises(Refusal, match="has no file 'nothing'"):
        read(PORTFOLIO, UNIT, "nothing", attempt=1)


def test_erasing_a_unit_erases_its_files_too(mine: Evidence, page: Path, house: House) -> None:
    submitted = attach(mine, page)
    submit(house.desks(), PORTFOLIO, UNIT)
    house.desks("PR-CERYS").workbook.withdraw(PORTFOLIO, UNIT)
    mine.remove(PORTFOLIO, UNIT, submitted.name)
    page.write_bytes(b"%PDF-1.7 another")
    standing = attach(mine, page)
    house.desks("PR-CERYS").eraser.erase(PORTFOLIO, [UNIT], "asked for")
    assert mine.files(PORTFOLIO, UNIT) == ()
    for file in (submitted, standing):
        with pytest.raises(Missing):
            house.store.open_file(file.file)


def test_files_are_told_in_lines(mine: Evidence, page: Path) -> None:
    file = attach(mine, page)
    assert evidence_lines([file, file.model_copy(update={"learner": True, "size": 3_240_000})]) == [
        "statement-03-1.pdf: The timetable we made (15 bytes)",
        "statement-03-1.pdf: The timetable we made (3.2 MB; it shows a learner)",
    ]
    assert shown_size(640_400) == "640 kB"


def test_what_the_name_of_a_file_tells_is_said(mine: Evidence, tmp_path: Path) -> None:
    assert mine.told_by_name(PORTFOLIO, tmp_path / "bethan_route.jpg")
    assert mine.told_by_name(PORTFOLIO, tmp_path / "route card.jpg") == []
