"""Letters to those whose feedback was released: who gets which, and what is not in them."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from stepback_course.marking.release_plan import Planned
from stepback_course.people import Person
from stepback_course.portfolio.models import Overall
from stepback_course.reports.letters.released import write_released_letters
from stepback_course.text.refusals import Refusal
from tests.filling import submit
from tests.house import House, Ticking
from tests.marking.conftest import ALL_MET, CRITERIA, ONE_NOT_YET, UNIT


@pytest.fixture
def office(house: House) -> House:
    """The house, with an address for Cerys and with time going by."""
    house.clock = Ticking()
    found = house.desks().directory.find("PR-CERYS")
    assert found is not None
    house.desks().directory.keep(found.model_copy(update={"email": "cerys@ysgol.example"}))
    return house


def released(house: House, *, by: str = "") -> tuple[Planned, ...]:
    """Release two units of Cerys and one of Elen, whose answers and feedback have a secret."""
    meg = house.desks("AS-MEG")
    submit(house.desks("PR-CERYS"), "P-CERYS", UNIT, "statement-02")
    submit(house.desks("PR-ELEN"), "P-ELEN", UNIT)
    words = {CRITERIA[1]: "Say what the quokka did."}
    said = Overall(stood_out="The quokka.", next_step="Watch the quokka.", by=by)
    meg.desk.decide("P-CERYS", UNIT, ONE_NOT_YET, words, said)
    second = [c.id for c in meg.workbook.open("P-CERYS").course.units[1].criteria]
    meg.desk.decide("P-CERYS", "statement-02", dict.fromkeys(second, "met"), {}, "Quokka!")
    meg.desk.decide("P-ELEN", UNIT, ALL_MET, {})
    plan = meg.releases.plan(meg.releases.waiting())
    return meg.releases.release(plan.ready).done


def opened(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=SMTP)


def body_of(path: Path) -> str:
    """Return what a letter says, with the ends of lines that a text has."""
    return str(opened(path).get_content()).replace("\r\n", "\n")


def test_each_person_has_one_letter_however_many_units(office: House, tmp_path: Path) -> None:
    paths = write_released_letters(office.desks("AS-MEG"), released(office), tmp_path / "out")

    assert [path.name for path in paths] == [
        "feedback-P-CERYS-2026-03-04.eml",
        "feedback-P-ELEN-2026-03-04.txt",
    ]


def test_a_letter_has_the_day_of_the_organisation_in_its_name(
    office: House, tmp_path: Path
) -> None:
    lines = released(office)
    office.clock = Ticking(datetime(2026, 7, 1, 23, 30, tzinfo=UTC))

    paths = write_released_letters(office.desks("AS-MEG"), lines, tmp_path)

    assert [path.stem for path in paths] == [
        "feedback-P-CERYS-2026-07-02",
        "feedback-P-ELEN-2026-07-02",
    ]


def test_a_mail_program_opens_it_as_a_draft_to_its_reader(office: House, tmp_path: Path) -> None:
    path, _text = write_released_letters(office.desks("AS-MEG"), released(office), tmp_path)
    message = opened(path)

    assert message["To"] == "Cerys Wyn <cerys@ysgol.example>"
    assert message["Subject"] == "Step-back Practitioners Course: your feedback is ready"
    assert message["X-Unsent"] == "1"
    body = body_of(path)
    assert body.startswith("Dear Cerys Wyn,\n")
    assert "Met:\n - Statement 2\n" in body
    assert "Further work needed:\n - Statement 1, please by 30 June 2026\n" in body
    assert "If you have a question: Ann Rees, 01286 000000" in body


def test_the_day_that_the_assessor_named_comes_before_the_cohorts(
    office: House, tmp_path: Path
) -> None:
    done = released(office, by="2026-04-17")
    path, _text = write_released_letters(office.desks("AS-MEG"), done, tmp_path)

    assert "Statement 1, please by 17 April 2026\n" in body_of(path)


def test_who_has_no_address_has_a_text(office: House, tmp_path: Path) -> None:
    _eml, path = write_released_letters(office.desks("AS-MEG"), released(office), tmp_path)
    text = path.read_text("utf-8")

    assert text.startswith(
        "To: Elen Môn\nSubject: Step-back Practitioners Course: your feedback is ready\n\nDear"
    )
    assert "Met:\n - Statement 1\n" in text
    assert "Further work" not in text


@pytest.mark.parametrize("email", ["no address", "a@b@c", "x@", "a@b.c,c@d.e", "a@b.c\nBcc: d@e.f"])
def test_what_is_no_address_is_no_mail(office: House, tmp_path: Path, email: str) -> None:
    cerys = Person(id="PR-CERYS", name="Cerys Wyn", email=email)
    office.desks().directory.keep(cerys)
    path, _text = write_released_letters(office.desks("AS-MEG"), released(office), tmp_path)

    assert path.suffix == ".txt"


def test_nothing_that_anybody_wrote_is_in_a_letter(office: House, tmp_path: Path) -> None:
    for path in write_released_letters(office.desks("AS-MEG"), released(office), tmp_path):
        content = path.read_text("utf-8") + (body_of(path) if path.suffix == ".eml" else "")
        assert "quokka" not in content.casefold()
        assert "Osian" not in content


def test_a_letter_of_the_same_day_is_written_again(office: House, tmp_path: Path) -> None:
    done = released(office)
    desks = office.desks("AS-MEG")

    first = write_released_letters(desks, done, tmp_path)
    assert write_released_letters(desks, done, tmp_path) == first
    assert len(list(tmp_path.iterdir())) == 2
    assert all(path.stat().st_mode & 0o077 == 0 for path in first)


def test_a_folder_that_cannot_be_written_is_named(office: House, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="cannot be written"):
        write_released_letters(office.desks("AS-MEG"), released(office), tmp_path / "file")
