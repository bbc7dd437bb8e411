"""What is submitted on a laptop arrives at the office, and only where it belongs there."""

from pathlib import Path

from stepback_course.handover.contents.parcels import Papers, Submitted, packed
from stepback_course.handover.office.exchange import keyring_of
from stepback_course.portfolio.models import UnitRecord
from tests.handover.circle import FIRST, SECOND, Circle, everything, record_of, whys, words, work
from tests.handover.forging import members_at, seal_as, with_unit
from tests.handover.taking.conftest import CERYS, P
from tests.house import House


def test_what_was_submitted_is_at_the_office_exactly_as_it_is_on_the_laptop(
    circle: Circle, laptop: House, sound: Path
) -> None:
    assert words(circle.open_at_office(sound)) == [(FIRST, "taken")]
    assert record_of(circle.office, P, FIRST) == record_of(laptop, P, FIRST)
    office, own = circle.office.desks("AS-MEG").desk, laptop.desks(CERYS).workbook
    assert office.open(P, FIRST).submission == own.submission(P, FIRST, 1)
    (row,) = office.queue().rows
    assert (row.portfolio, row.unit, row.submitted) == (
        P,
        FIRST,
        record_of(laptop, P, FIRST).submitted_at,
    )


def test_opening_a_bundle_again_changes_nothing(circle: Circle, sound: Path) -> None:
    circle.open_at_office(sound)
    before = everything(circle.office.store)
    assert words(circle.open_at_office(sound)) == [(FIRST, "already here")]
    again = sound.with_name("again.stepback")
    again.write_bytes(sound.read_bytes())
    assert words(circle.open_at_office(again, sound)) == [(FIRST, "already here")] * 2
    assert everything(circle.office.store) == before


def test_a_bundle_that_was_lost_is_made_good_by_the_next(circle: Circle, laptop: House) -> None:
    circle.send(laptop, CERYS)
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    circle.send(laptop, CERYS)
    work(laptop, CERYS, FIRST, SECOND)
    (path,) = circle.send(laptop, CERYS)
    assert words(circle.open_at_office(path)) == [(FIRST, "taken"), (SECOND, "taken")]
    assert record_of(circle.office, P, FIRST) == record_of(laptop, P, FIRST)
    actions = [entry.action for entry in record_of(circle.office, P, FIRST).trail]
    assert actions == ["submit", "withdraw", "submit"]


def test_what_the_office_has_is_not_sent_again(circle: Circle, laptop: House, sound: Path) -> None:
    circle.open_at_office(sound)
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert circle.send(laptop, CERYS) == []
    (offer, _introduction) = circle.courier(laptop, CERYS).offers()
    assert offer.why_not == "the office has everything of this portfolio"


def test_work_on_another_version_of_the_course_is_refused(
    circle: Circle, laptop: House, sound: Path
) -> None:
    book = laptop.desks(CERYS).workbook
    profile = book.open(P).profile
    other = profile.course.model_copy(update={"hash": "0" * 64})
    elsewhere = profile.model_copy(update={"course": other})
    parcel = Submitted(profile=elsewhere, papers=Papers(), units={})
    path = seal_as(laptop, CERYS, "submission", packed(parcel), circle.folder / "f.stepback")
    assert "another version of the course" in whys(circle.open_at_office(path))


def test_a_portfolio_of_somebody_else_is_refused_whole(
    circle: Circle, laptop: House, sound: Path
) -> None:
    dafydds = circle.introduce("PR-DAFYDD")
    members = members_at(circle, sound)
    path = seal_as(dafydds, "PR-DAFYDD", "submission", members, circle.folder / "f.stepback")
    opened = circle.open_at_office(path)
    assert words(opened) == [("submission", "refused")]
    assert "is not PR-DAFYDD's" in whys(opened)
    keys = keyring_of(dafydds.store, "PR-DAFYDD")
    seal_as(dafydds, CERYS, "submission", members, path, keyring=keys)
    assert "not registered here to PR-CERYS" in whys(circle.open_at_office(path))
    assert record_of(circle.office, P, FIRST) == UnitRecord()


def test_a_bundle_about_another_offices_work_is_refused(
    circle: Circle, laptop: House, sound: Path
) -> None:
    members = members_at(circle, sound)
    path = circle.folder / "elsewhere.stepback"
    seal_as(laptop, CERYS, "submission", members, path, organisation="0" * 32)
    assert "about another office's work" in whys(circle.open_at_office(path))
    assert record_of(circle.office, P, FIRST) == UnitRecord()


def test_what_is_no_parcel_and_units_the_course_does_not_have_are_refused(
    circle: Circle, laptop: House, sound: Path
) -> None:
    path = circle.folder / "odd.stepback"
    for members in ({}, {"parcel.json": b"[]"}, {"parcel.json": b'{"schema": "other/1"}'}):
        opened = circle.open_at_office(seal_as(laptop, CERYS, "submission", members, path))
        assert "not what its kind says" in whys(opened)
    members = with_unit(circle, sound, FIRST, lambda record: record)
    odd = members["parcel.json"].replace(b'"statement-01":', b'"statement-99":')
    seal_as(laptop, CERYS, "submission", members | {"parcel.json": odd}, path)
    assert "the course has no such unit" in whys(circle.open_at_office(path))


def test_the_name_to_print_reaches_the_office_and_the_newest_stands_in_any_order(
    circle: Circle, laptop: House
) -> None:
    book = laptop.desks(CERYS).workbook
    paths = []
    for name in ("Cerys Wyn", "Cerys W. Wyn", "Cerys Wyn"):
        book.confirm_name(P, name)
        paths += circle.send(laptop, CERYS)
    circle.open_at_office(paths[2])
    opened = circle.open_at_office(*paths[:2])
    assert [word for what, word in words(opened) if what == "name"] == ["already here"] * 2
    award = circle.office.desks("CO-ANN").workbook
    assert award.open(P).award.name == "Cerys Wyn"


def test_an_introduction_makes_a_computer_known_and_nothing_else(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    (path,) = circle.send(laptop, CERYS)
    assert words(circle.open_at_office(path)) == [(CERYS, "taken")]
    assert circle.office.store.records(f"portfolio/{P}").keys() == {"profile", "enrolment"}
