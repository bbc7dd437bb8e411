"""The courier says what can be sealed, takes folders of bundles, and goes on after a crash."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from stepback_course.clock import parse_instant
from stepback_course.handover.envelope.bundle import open_bundle
from stepback_course.handover.office.exchange import keyring_of
from stepback_course.people.models import RoleEntry
from stepback_course.portfolio.models import Enrolment
from stepback_course.store import Change, Store, StoreFull
from stepback_course.text.refusals import Refusal
from tests.handover.circle import (
    FIRST,
    SECOND,
    Circle,
    everything,
    mark,
    portfolio_of,
    record_of,
    sealed,
    whys,
    words,
    work,
)
from tests.house import NOW

P, CERYS, DAFYDD, MEG = "P-CERYS", "PR-CERYS", "PR-DAFYDD", "AS-MEG"


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """An office that invited two practitioners and an assessor."""
    circle = Circle(tmp_path, practitioners=(CERYS, DAFYDD))
    circle.invite(MEG)
    return circle


class Crash(BaseException):
    """The machine stops."""


class Failing:
    """A store whose writes stop with an error after so many."""

    def __init__(self, store: Store, writes: int, error: BaseException) -> None:
        """Let so many writes through."""
        self._store = store
        self._left = writes
        self._error = error

    def __getattr__(self, name: str) -> Any:
        """Everything else is the store's own."""
        return getattr(self._store, name)

    def put(self, folder: str, changes: Mapping[str, Change], **named: Any) -> dict[str, int]:
        """Write, or stop."""
        if self._left == 0:
            raise self._error
        self._left -= 1
        return self._store.put(folder, changes, **named)


def test_a_crash_half_way_is_made_good_by_opening_the_file_again(circle: Circle) -> None:
    for person in (CERYS, DAFYDD):
        laptop = circle.laptop(person)
        work(laptop, person, FIRST, SECOND)
        circle.open_at_office(*circle.send(laptop, person))
    megs = circle.introduce(MEG)
    (handed,) = circle.hand_out(MEG)
    sound = megs.store
    for writes in range(6):
        megs.store = Failing(sound, writes, Crash())
        try:
            circle.courier(megs, MEG).open([handed])
        except Crash:
            continue
        break
    else:
        pytest.fail("it never came to an end")
    assert writes > 1
    megs.store = sound
    assert {word for _what, word in words(circle.courier(megs, MEG).open([handed]))} == {
        "already here"
    }
    for person in (CERYS, DAFYDD):
        for unit in (FIRST, SECOND):
            mark(megs, MEG, portfolio_of(person), unit, met=True)
    (path,) = circle.send(megs, MEG)
    office = circle.office.store
    circle.office.store = Failing(office, 1, Crash())
    with pytest.raises(Crash):
        circle.open_at_office(path)
    circle.office.store = office
    assert record_of(circle.office, P, FIRST).state == "decided"
    assert record_of(circle.office, "P-DAFYDD", FIRST).state == "marking"
    again = [word for _what, word in words(circle.open_at_office(path))]
    assert again == ["already here", "already here", "taken", "taken"]


def test_a_full_disk_is_said_and_the_other_bundles_are_still_tried(circle: Circle) -> None:
    laptop = circle.introduce(CERYS)
    work(laptop, CERYS, FIRST)
    (path,) = circle.send(laptop, CERYS)
    office = circle.office.store
    full = Failing(office, 0, StoreFull("The disk is full: nothing was saved."))
    circle.office.store = full
    opened = circle.open_at_office(path, circle.folder / "nowhere")
    assert "The disk is full" in whys(opened)
    assert "cannot be read" in whys(opened)
    circle.office.store = office
    assert words(circle.open_at_office(path)) == [(FIRST, "taken")]


def test_a_folder_is_opened_whole_and_other_files_in_it_are_let_be(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    circle.send(laptop, CERYS)
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    circle.send(laptop, CERYS)
    folder = circle.folder / "bundles"
    (folder / "notes.txt").write_text("not ours")
    (folder / "photo.stepback").write_bytes(b"\x89PNG not ours either")
    opened = circle.open_at_office(folder)
    assert opened[0].file == "photo.stepback"
    assert "photo.stepback is not a sealed bundle" in whys(opened)
    assert words(opened)[1:] == [(FIRST, "taken"), (FIRST, "taken")]
    empty = circle.folder / "empty"
    empty.mkdir()
    assert "there is no bundle in this folder" in whys(circle.open_at_office(empty))


def test_a_place_that_cannot_be_read_stops_no_other(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    nameless = circle.folder / ("x" * 400)

    opened = circle.open_at_office(nameless, *circle.send(laptop, CERYS))

    assert "it cannot be read: File name too long" in whys(opened)
    assert (FIRST, "taken") in words(opened)


def test_the_office_says_for_whom_nothing_can_be_sealed_and_why(circle: Circle) -> None:
    circle.introduce(CERYS)
    courier = circle.courier(circle.office, "CO-ANN")
    offers = {(offer.kind, offer.name): offer for offer in courier.offers()}
    assert offers["feedback", P].why_not == ""
    unknown = offers["feedback", "P-DAFYDD"]
    assert "Name of PR-DAFYDD's computer is not known here yet" in unknown.why_not
    assert not unknown.is_new
    with pytest.raises(Refusal, match="not known here yet"):
        courier.seal(unknown, circle.folder / "x.stepback")
    assert not (circle.folder / "x.stepback").exists()


def test_what_was_given_back_is_new_again_only_when_something_happened(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    circle.answer(CERYS)
    courier = circle.courier(circle.office, "CO-ANN")
    assert [offer.is_new for offer in courier.offers(person=CERYS)] == [False]
    mark(circle.office, MEG, P, FIRST, met=True)
    assert [offer.is_new for offer in courier.offers(person=CERYS)] == [False]
    circle.office.desks(MEG).desk.release(P, FIRST)
    assert [offer.is_new for offer in courier.offers(person=CERYS)] == [True]


def test_a_practitioner_knows_when_the_office_opened_what_they_sent(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    paths = circle.send(laptop, CERYS)
    (sent,) = circle.courier(laptop, CERYS).sent()
    assert (sent.kind, sent.about, sent.received) == ("submission", "1 unit", "")
    assert circle.courier(laptop, CERYS).offers()[0].sealed_at == sent.at
    circle.open_at_office(*paths)
    at = circle.clock.now
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    (sent,) = circle.courier(laptop, CERYS).sent()
    assert abs((parse_instant(sent.received) - at).total_seconds()) < 60
    assert [line.word for line in sent.lines] == ["taken"]
    laptop.desks(CERYS).workbook.confirm_name(P, "Cerys Wyn")
    offer = circle.courier(laptop, CERYS).offers()[0]
    assert (offer.about, offer.sealed_at) == (
        "what is recorded about permission, or your name for the certificate",
        "",
    )
    ((identifier, note),) = circle.courier(circle.office, "CO-ANN").taken()
    assert (identifier, note.person) == (sent.id, CERYS)


def test_the_enrolment_is_the_offices_and_keeps_when_its_owner_joined(circle: Circle) -> None:
    laptop = circle.introduce(CERYS)
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    kept = laptop.store.get(f"portfolio/{P}", "enrolment")
    assert kept is not None
    assert [each.what for each in Enrolment.model_validate(kept.document).entries] == [
        "enrolled",
        "joined",
    ]


def test_whoever_sealed_a_bundle_has_nothing_to_take_in_from_it(circle: Circle) -> None:
    laptop = circle.introduce(CERYS)
    work(laptop, CERYS, FIRST)
    (path,) = circle.send(laptop, CERYS)
    with pytest.raises(Refusal, match="was sealed here"):
        open_bundle(path, keyring_of(laptop.store, CERYS))
    assert words(circle.courier(laptop, CERYS).open([path])) == [("bundle", "not for here")]


def test_a_store_without_an_office_seals_and_opens_nothing(circle: Circle, tmp_path: Path) -> None:
    laptop = circle.laptop(CERYS)
    alone = Circle(tmp_path / "alone").office
    before = everything(alone.store)
    with pytest.raises(Refusal, match="does not know the keys of its office"):
        circle.courier(alone, "CO-ANN").offers()
    work(laptop, CERYS, FIRST)
    opened = circle.courier(alone, "CO-ANN").open(circle.send(laptop, CERYS))
    assert "does not know the keys of its office" in whys(opened)
    assert everything(alone.store) == before


def test_practitioners_neither_open_nor_seal_at_the_office(circle: Circle) -> None:
    courier = circle.courier(circle.office, CERYS)
    with pytest.raises(Refusal, match="bundles are sealed and opened by"):
        courier.offers()
    laptop = circle.laptop(CERYS)
    opened = courier.open(circle.send(laptop, CERYS))
    assert "bundles are sealed and opened by" in whys(opened)


def test_what_somebody_sends_who_has_left_is_not_taken_until_they_are_back(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    bundles = circle.send(laptop, CERYS)
    directory = circle.office.desks("CO-ANN").directory
    directory.deactivate(CERYS)
    assert "Name of PR-CERYS is no longer active here" in whys(circle.open_at_office(*bundles))
    directory.reactivate(CERYS)
    assert not any(opened.needs_attention for opened in circle.open_at_office(*bundles))


def test_a_bundle_goes_to_a_file_of_its_own_or_into_a_folder(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    courier = circle.courier(laptop, CERYS)
    (offer, *_others) = [offer for offer in courier.offers() if offer.is_new]
    named = circle.folder / "mine.stepback"
    assert courier.seal(offer, named) is not None
    assert named.exists()
    (inside,) = sealed(courier, [offer], circle.folder)
    assert inside.parent == circle.folder / "bundles"
    assert inside.name.startswith("name-of-pr-cerys-introduction-2026-")


def test_two_bundles_of_one_second_are_two_files(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    laptop.clock = lambda: NOW
    courier = circle.courier(laptop, CERYS)
    (offer, *_others) = [offer for offer in courier.offers() if offer.is_new]
    first, second = (sealed(courier, [offer], circle.folder)[0] for _time in range(2))
    assert second.stem == f"{first.stem}-2"


def test_work_to_mark_is_sealed_for_no_computer_of_a_mere_practitioner(circle: Circle) -> None:
    laptop = circle.laptop(DAFYDD)
    work(laptop, DAFYDD, FIRST)
    circle.open_at_office(*circle.send(laptop, DAFYDD))
    circle.introduce(CERYS)
    roles = [RoleEntry(role="practitioner"), RoleEntry(role="assessor")]
    circle.office.desks_of_everybody().directory.grant(CERYS, roles)
    courier = circle.courier(circle.office, "CO-ANN")
    assert "is not known here yet" in courier.hand_out(CERYS).why_not
    circle.invite(CERYS)
    staff = circle.staff_laptop(CERYS)
    circle.open_at_office(*circle.send(staff, CERYS))
    assert [card.signing for card in courier.hand_out(CERYS).cards] == [
        keyring_of(staff.store, CERYS).card.signing
    ]
    assert len(courier.offers(person=CERYS)[0].cards) == 2


def test_a_portfolio_does_not_move_away_from_the_office(circle: Circle) -> None:
    with pytest.raises(Refusal, match="does not move from the office"):
        circle.courier(circle.office, CERYS).move(circle.folder / "move.stepback")


def test_looking_at_what_can_be_sealed_writes_nothing(circle: Circle) -> None:
    laptop = circle.introduce(CERYS)
    work(laptop, CERYS, FIRST)
    laptop.desks(CERYS).workbook.confirm_name(P, "Cerys Wyn")
    circle.introduce(MEG)
    before = everything(laptop.store), everything(circle.office.store)
    assert circle.courier(laptop, CERYS).offers()
    assert circle.courier(circle.office, "CO-ANN").offers()
    assert circle.courier(circle.office, "CO-ANN").hand_out(MEG).why_not
    assert (everything(laptop.store), everything(circle.office.store)) == before
