"""Where two machines say something else, the rules say which stands, and nothing is lost."""

import random

import pytest

from stepback_course.handover.contents import arrivals
from stepback_course.handover.contents.parcels import AsideList
from stepback_course.portfolio.models import Draft, UnitRecord
from stepback_course.portfolio.trail import is_whole, shown
from tests.filling import CONSENT
from tests.handover.circle import (
    FIRST,
    SECOND,
    Circle,
    everything,
    mark,
    record_of,
    whys,
    words,
    work,
)
from tests.house import House

P, CERYS = "P-CERYS", "PR-CERYS"


@pytest.fixture
def laptop(circle: Circle) -> House:
    """Her laptop, with one unit submitted that the office has."""
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    return laptop


def draft_of(house: House, unit: str) -> Draft:
    """Return what is being written."""
    kept = house.store.get(f"portfolio/{P}", f"draft/{unit}")
    assert kept is not None
    return Draft.model_validate(kept.document)


def aside(house: House, name: str) -> list[object]:
    """Return what is kept beside a record."""
    kept = house.store.get(f"portfolio/{P}", f"aside/{name}")
    return (
        [copy.document for copy in AsideList.model_validate(kept.document).copies] if kept else []
    )


def test_taking_back_what_nobody_has_claimed_holds(circle: Circle, laptop: House) -> None:
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    assert words(circle.open_at_office(*circle.send(laptop, CERYS))) == [(FIRST, "taken")]
    assert record_of(circle.office, P, FIRST) == record_of(laptop, P, FIRST)
    assert circle.office.desks("AS-MEG").desk.queue().rows == ()


def test_taking_back_what_was_claimed_and_given_back_holds(circle: Circle, laptop: House) -> None:
    desk = circle.office.desks("AS-MEG").desk
    desk.claim(P, FIRST)
    desk.give_back(P, FIRST)
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    assert words(circle.open_at_office(*circle.send(laptop, CERYS))) == [(FIRST, "taken")]
    record = record_of(circle.office, P, FIRST)
    assert [entry.action for entry in record.trail] == ["submit", "claim", "give back", "withdraw"]
    assert is_whole(record)
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert [entry.action for entry in record_of(laptop, P, FIRST).trail] == ["submit", "withdraw"]


def test_taking_back_what_is_being_marked_is_refused_and_the_office_stands(
    circle: Circle, laptop: House
) -> None:
    circle.office.desks("AS-MEG").desk.claim(P, FIRST)
    sent = record_of(laptop, P, FIRST)
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    laptop.desks(CERYS).workbook.respond(P, FIRST, "one-purpose", "Written after taking it back.")
    mine, writing = record_of(laptop, P, FIRST), draft_of(laptop, FIRST)
    refused = circle.open_at_office(*circle.send(laptop, CERYS))
    assert words(refused) == [(FIRST, "refused")]
    assert "it is being marked since 4 March 2026, 12:0" in whys(refused)
    assert record_of(circle.office, P, FIRST).state == "marking"

    returned = circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert (FIRST, "kept aside") in words(returned)
    assert record_of(laptop, P, FIRST) == sent
    assert draft_of(laptop, FIRST) == writing
    assert aside(laptop, FIRST) == [mine.model_dump(mode="json")]
    assert circle.send(laptop, CERYS) == []


def test_a_refused_request_holds_once_the_claim_is_gone(circle: Circle, laptop: House) -> None:
    desk = circle.office.desks("AS-MEG").desk
    desk.claim(P, FIRST)
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    (path,) = circle.send(laptop, CERYS)
    assert words(circle.open_at_office(path)) == [(FIRST, "refused")]
    desk.give_back(P, FIRST)
    assert words(circle.open_at_office(path)) == [(FIRST, "taken")]
    returned = circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert (FIRST, "already here") in words(returned)
    assert aside(laptop, FIRST) == []


def test_a_laptop_that_is_further_than_the_office_keeps_what_it_has(
    circle: Circle, laptop: House
) -> None:
    old = circle.answer(CERYS)
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    work(laptop, CERYS, FIRST)
    mine = record_of(laptop, P, FIRST)
    circle.courier(laptop, CERYS).open(old)
    assert record_of(laptop, P, FIRST) == mine
    circle.open_at_office(*circle.send(laptop, CERYS))
    assert record_of(circle.office, P, FIRST) == mine


def test_of_two_laptops_that_both_submit_the_first_stays_and_the_other_is_kept(
    circle: Circle, laptop: House
) -> None:
    second = circle.laptop(CERYS)
    work(second, CERYS, FIRST, SECOND)
    theirs, writing = record_of(second, P, FIRST), draft_of(second, FIRST)
    first = record_of(circle.office, P, FIRST)
    (path,) = circle.send(second, CERYS)
    opened = circle.open_at_office(path)
    before = everything(circle.office.store)
    assert words(opened) == [(FIRST, "kept aside"), (SECOND, "taken")]
    again = circle.open_at_office(path)
    assert words(again) == [(FIRST, "kept aside"), (SECOND, "already here")]
    assert everything(circle.office.store) == before
    assert whys(opened).count("4 March 2026") == 2
    assert record_of(circle.office, P, FIRST) == first
    assert record_of(circle.office, P, SECOND) == record_of(second, P, SECOND)
    assert aside(circle.office, FIRST) == [theirs.model_dump(mode="json")]
    with circle.office.store.open_file(theirs.attempts[0].file) as kept:
        assert kept.read()

    answered = circle.answer(CERYS)
    circle.courier(laptop, CERYS).open(answered)
    returned = circle.courier(second, CERYS).open(answered)
    assert (FIRST, "kept aside") in words(returned)
    for house in (laptop, second):
        assert record_of(house, P, FIRST) == first
        assert record_of(house, P, SECOND) == record_of(circle.office, P, SECOND)
        for unit in (FIRST, SECOND):
            assert house.desks(CERYS).workbook.submission(P, unit, 1).attempt == 1
    assert draft_of(second, FIRST) == writing


def test_what_is_further_at_the_office_through_another_laptop_is_taken(
    circle: Circle, laptop: House
) -> None:
    second = circle.introduce(CERYS)
    circle.courier(second, CERYS).open(circle.answer(CERYS))
    assert record_of(second, P, FIRST) == record_of(laptop, P, FIRST)
    second.desks(CERYS).workbook.withdraw(P, FIRST)
    circle.open_at_office(*circle.send(second, CERYS))
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert record_of(laptop, P, FIRST).state == "open"


def test_two_permissions_are_kept_side_by_side(circle: Circle, laptop: House) -> None:
    second = circle.laptop(CERYS)
    laptop.desks(CERYS).workbook.record_consent(P, CONSENT)
    other = CONSENT.model_copy(update={"how": "spoken"})
    second.desks(CERYS).workbook.record_consent(P, other)
    circle.open_at_office(*circle.send(laptop, CERYS))
    opened = circle.open_at_office(*circle.send(second, CERYS))
    assert ("consent", "kept aside") in words(opened)
    office = circle.office.desks("CO-ANN").workbook
    assert office.open(P).consent == CONSENT
    assert aside(circle.office, "consent") == [other.model_dump(mode="json")]
    circle.courier(second, CERYS).open(circle.answer(CERYS))
    assert second.desks(CERYS).workbook.open(P).consent == other


def test_permission_reaches_the_other_laptop_of_its_practitioner(
    circle: Circle, laptop: House
) -> None:
    laptop.desks(CERYS).workbook.record_consent(P, CONSENT)
    circle.open_at_office(*circle.send(laptop, CERYS))
    second = circle.introduce(CERYS)
    circle.courier(second, CERYS).open(circle.answer(CERYS))
    assert second.desks(CERYS).workbook.open(P).consent == CONSENT
    changed = CONSENT.model_copy(update={"how": "signed"})
    second.desks(CERYS).workbook.record_consent(P, changed)
    circle.open_at_office(*circle.send(second, CERYS))
    assert circle.office.desks("CO-ANN").workbook.open(P).consent == changed


def test_a_name_is_the_offices_once_the_certificate_is_made_out(
    circle: Circle, laptop: House
) -> None:
    book = laptop.desks(CERYS).workbook
    book.confirm_name(P, "Cerys Wyn")
    work(laptop, CERYS, SECOND)
    circle.open_at_office(*circle.send(laptop, CERYS))
    for unit in (FIRST, SECOND):
        mark(circle.office, "AS-MEG", P, unit, met=True)
        circle.office.desks("AS-MEG").desk.release(P, unit)
    for day in (1, 2):
        circle.office.desks("TR-TOM").registry.attend(P, day, "attended")
    number = circle.office.desks("CO-ANN").office.issue(P).number
    book.confirm_name(P, "C. Wyn")
    opened = circle.open_at_office(*circle.send(laptop, CERYS))
    assert "the certificate is made out already" in whys(opened)
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    award = laptop.desks(CERYS).workbook.open(P).award
    assert (award.number, award.name) == (number, "Cerys Wyn")
    assert circle.send(laptop, CERYS) == []


def test_an_attempt_allowed_meanwhile_waits_for_the_newest_from_the_office(
    circle: Circle, laptop: House
) -> None:
    mark(circle.office, "AS-MEG", P, FIRST, met=False)
    circle.office.desks("AS-MEG").desk.release(P, FIRST)
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    circle.office.desks("CO-ANN").desk.reopen(P, FIRST, "She was ill.")
    work(laptop, CERYS, FIRST)
    opened = circle.open_at_office(*circle.send(laptop, CERYS))
    assert words(opened) == [(FIRST, "kept aside")]
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    work(laptop, CERYS, FIRST)
    assert words(circle.open_at_office(*circle.send(laptop, CERYS))) == [(FIRST, "taken")]
    assert record_of(circle.office, P, FIRST) != UnitRecord()
    assert record_of(circle.office, P, FIRST).attempt == record_of(laptop, P, FIRST).attempt


def test_no_more_is_kept_aside_than_somebody_can_look_at(
    circle: Circle, laptop: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "ASIDE_LIMIT", 1)
    for expected in ("kept aside", "refused"):
        another = circle.laptop(CERYS)
        work(another, CERYS, FIRST)
        opened = circle.open_at_office(*circle.send(another, CERYS))
        assert words(opened) == [(FIRST, expected)]
    assert "too many other versions" in whys(opened)
    assert len(aside(circle.office, FIRST)) == 1


@pytest.mark.parametrize("seed", range(8))
def test_what_the_office_gave_back_comes_to_the_same_in_any_order(
    circle: Circle, laptop: House, seed: int
) -> None:
    desk = circle.office.desks("AS-MEG").desk
    answers = circle.answer(CERYS)
    desk.claim(P, FIRST)
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    (taken_back,) = circle.send(laptop, CERYS)
    assert words(circle.open_at_office(taken_back)) == [(FIRST, "refused")]
    circle.office.desks("TR-TOM").registry.attend(P, 1, "absent")
    answers += circle.answer(CERYS)
    desk.give_back(P, FIRST)
    assert words(circle.open_at_office(taken_back)) == [(FIRST, "taken")]
    circle.office.desks("TR-TOM").registry.attend(P, 1, "attended")
    answers += circle.answer(CERYS)
    order = list(answers)
    random.Random(seed).shuffle(order)
    newest = order.index(answers[-1])
    for path in order[: newest + 1]:
        circle.courier(laptop, CERYS).open([path])
    before = everything_that_counts(laptop)
    for path in order:
        circle.courier(laptop, CERYS).open([path])
    assert everything_that_counts(laptop) == before
    assert record_of(laptop, P, FIRST) == shown(record_of(circle.office, P, FIRST))
    assert laptop.desks().registry.attendance("CO-1")[P] == ("attended", None)


def everything_that_counts(house: House) -> dict[str, object]:
    """Return a laptop's records without the notes of what was opened."""
    return {
        f"{folder} {name}": record.document
        for folder in house.store.folders()
        for name, record in house.store.records(folder).items()
        if not name.startswith(("bundle/", "sent/"))
    }


def test_what_was_decided_meanwhile_stands_over_what_was_taken_back_and_submitted_again(
    circle: Circle, laptop: House
) -> None:
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    laptop.desks(CERYS).workbook.respond(P, FIRST, "one-purpose", "Better words. " * 50)
    work(laptop, CERYS, SECOND)
    laptop.desks(CERYS).workbook.submit(P, [FIRST], f"Name of {CERYS}")
    mine, writing = record_of(laptop, P, FIRST), draft_of(laptop, FIRST)
    mark(circle.office, "AS-MEG", P, FIRST, met=False)
    circle.office.desks("AS-MEG").desk.release(P, FIRST)
    opened = circle.open_at_office(*circle.send(laptop, CERYS))
    assert words(opened) == [(FIRST, "kept aside"), (SECOND, "taken")]
    returned = circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert (FIRST, "kept aside") in words(returned)
    assert laptop.desks(CERYS).workbook.unit(P, FIRST).is_open
    assert draft_of(laptop, FIRST) == writing
    for house in (laptop, circle.office):
        assert mine.model_dump(mode="json") in aside(house, FIRST)
    laptop.desks(CERYS).workbook.submit(P, [FIRST], f"Name of {CERYS}")
    assert (FIRST, "taken") in words(circle.open_at_office(*circle.send(laptop, CERYS)))
