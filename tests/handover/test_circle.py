"""The whole circle: work on a laptop, marking on another, the office between them, an award."""

import random
from pathlib import Path

import pytest

from stepback_course.awards.numbers import compose
from stepback_course.clock import instant
from stepback_course.handover.contents.returns import pack_returned
from stepback_course.handover.envelope.bundle import seal
from stepback_course.handover.envelope.manifest import Recipient
from stepback_course.handover.keys.keyring import fingerprint, open_keyring
from stepback_course.handover.office.exchange import keyring_of, office_of
from stepback_course.people import OWNER
from stepback_course.portfolio.folder import PortfolioFolder
from stepback_course.portfolio.models import Overall
from stepback_course.portfolio.trail import is_whole, shown
from stepback_course.store import Store, open_store
from tests.handover.circle import (
    FIRST,
    SECOND,
    WORDS,
    Circle,
    everything,
    mark,
    portfolio_of,
    record_of,
    whys,
    words,
    work,
)

P, CERYS = "P-CERYS", "PR-CERYS"


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """An office that invited a practitioner, an assessor and a trainer."""
    circle = Circle(tmp_path)
    circle.invite("AS-MEG", "TR-TOM")
    return circle


MARGIN = "Row three reads as if a colleague wrote it."
"""What an assessor notes for other assessors."""


def test_work_goes_round_until_it_is_awarded(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    megs = circle.introduce("AS-MEG")
    work(laptop, CERYS, FIRST, SECOND)
    laptop.desks(CERYS).workbook.confirm_name(P, "Cerys Wyn")

    arrived = circle.open_at_office(*circle.send(laptop, CERYS))
    assert words(arrived) == [(FIRST, "taken"), (SECOND, "taken"), ("name", "taken")]
    assert record_of(circle.office, P, FIRST) == record_of(laptop, P, FIRST)

    handed = circle.courier(megs, "AS-MEG").open(circle.hand_out("AS-MEG"))
    assert words(handed) == [(f"{P} {FIRST}", "taken"), (f"{P} {SECOND}", "taken")]
    mark(megs, "AS-MEG", P, FIRST, met=False)
    mark(megs, "AS-MEG", P, SECOND, met=True)

    decided = circle.open_at_office(*circle.send(megs, "AS-MEG"))
    assert words(decided) == [(f"{P} {FIRST}", "taken"), (f"{P} {SECOND}", "taken")]
    meg = circle.office.desks("AS-MEG").desk
    for unit in (FIRST, SECOND):
        assert record_of(circle.office, P, unit).state == "decided"
        meg.release(P, unit)

    returned = circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert (FIRST, "taken") in words(returned)
    view = laptop.desks(CERYS).workbook.unit(P, FIRST)
    assert view.status == "referred"
    assert WORDS in view.released[0].feedback.values()
    assert laptop.desks(CERYS).workbook.unit(P, SECOND).status == "met"

    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    circle.courier(megs, "AS-MEG").open(circle.hand_out("AS-MEG"))
    mark(megs, "AS-MEG", P, FIRST, met=True)
    circle.open_at_office(*circle.send(megs, "AS-MEG"))
    meg.release(P, FIRST)
    registry = circle.office.desks("TR-TOM").registry
    registry.attend(P, 1, "attended")
    registry.attend(P, 2, "attended")
    certificate = circle.office.desks("CO-ANN").office.issue(P)
    assert certificate.facts.name == "Cerys Wyn"

    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    book = laptop.desks(CERYS).workbook.open(P)
    assert [view.status for view in book.units] == ["met", "met"]
    assert book.award.number == certificate.number
    assert laptop.desks().registry.attendance("CO-1")[P] == ("attended", "attended")

    newer = circle.office.desks("CO-ANN").register.replace(
        certificate.number, "name", name="Cerys Llŷr", note="She wrote to the office."
    )
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    award = laptop.desks(CERYS).workbook.open(P).award
    assert (award.number, award.name, award.revoked) == (newer.number, "Cerys Llŷr", None)
    circle.office.desks("CO-ANN").register.revoke(newer.number, "error", "Said in confidence.")
    told = circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert f"certificate {newer.number} was revoked" in whys(told)
    award = laptop.desks(CERYS).workbook.open(P).award
    assert award.revoked is not None
    assert (award.revoked.reason, award.revoked.note) == ("error", "")
    for house in (laptop, circle.office, megs):
        assert is_whole(record_of(house, P, FIRST))
    assert shown(record_of(circle.office, P, FIRST)) == record_of(laptop, P, FIRST)


def test_nothing_of_the_marking_reaches_a_practitioner_before_release(circle: Circle) -> None:
    laptop, megs = circle.laptop(CERYS), circle.introduce("AS-MEG")
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    circle.courier(megs, "AS-MEG").open(circle.hand_out("AS-MEG"))
    megs.desks("AS-MEG").desk.keep_note(P, FIRST, MARGIN)
    mark(megs, "AS-MEG", P, FIRST, met=False)
    circle.open_at_office(*circle.send(megs, "AS-MEG"))
    circle.office.desks("AS-MEG").desk.keep_note(P, FIRST, MARGIN)
    before = record_of(laptop, P, FIRST)
    returned = circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert (FIRST, "already here") in words(returned)
    assert record_of(laptop, P, FIRST) == before
    receipt = laptop.desks(CERYS).workbook.receipt(P)
    assert whys(returned).strip() == f"the portfolio then came to {receipt}"

    circle.office.desks("AS-MEG").desk.release(P, FIRST)
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert WORDS in str(everything(laptop.store))
    assert MARGIN not in str(everything(laptop.store)), "not after the release either"


def test_everything_an_assessor_decides_and_says_arrives_as_it_was(circle: Circle) -> None:
    laptop, megs = circle.laptop(CERYS), circle.introduce("AS-MEG")
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    circle.courier(megs, "AS-MEG").open(circle.hand_out("AS-MEG"))
    desk = megs.desks("AS-MEG").desk
    criteria = [each["id"] for each in desk.open(P, FIRST).submission.unit["criteria"]]
    verdicts = dict.fromkeys(criteria, "not_yet_met")
    said = Overall(stood_out="Clear.", missing="A date.", next_step="Add it.", by="2026-06-01")
    made = desk.decide(P, FIRST, verdicts, dict.fromkeys(criteria, WORDS), said)
    circle.open_at_office(*circle.send(megs, "AS-MEG"))

    assert record_of(circle.office, P, FIRST).decision == made
    circle.office.desks("AS-MEG").desk.release(P, FIRST)
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert laptop.desks(CERYS).workbook.unit(P, FIRST).released[0].said == said


def test_a_tampered_bundle_and_one_for_somebody_else_change_nothing(circle: Circle) -> None:
    laptop, megs = circle.introduce(CERYS), circle.introduce("AS-MEG")
    work(laptop, CERYS, FIRST)
    (path,) = circle.send(laptop, CERYS)
    content = path.read_bytes()
    before = everything(circle.office.store), everything(megs.store)
    for place in range(0, len(content), len(content) // 40):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        (opened,) = circle.open_at_office(path)
        assert opened.outcomes[0].word in ("refused", "not for here")
        assert path.name in opened.outcomes[0].why
    path.write_bytes(content)
    elsewhere = circle.courier(megs, "AS-MEG").open([path])
    assert words(elsewhere) == [("bundle", "not for here")]
    assert (everything(circle.office.store), everything(megs.store)) == before
    assert words(circle.open_at_office(path)) == [(FIRST, "taken")]


def test_an_office_that_is_not_the_one_that_was_joined_is_refused_loudly(
    circle: Circle, tmp_path: Path
) -> None:
    laptop = circle.introduce(CERYS)
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    stranger = open_keyring(tmp_path / "stranger", circle.clock)
    parcel = pack_returned(circle.office.desks("CO-ANN"), P, [])
    card = keyring_of(laptop.store, CERYS, circle.clock).card
    office = office_of(laptop.store)
    path = tmp_path / "forged.stepback"
    seal(
        path,
        keyring=stranger,
        kind="feedback",
        sender="CO-ANN",
        recipients=[Recipient(person=CERYS, sealing=card.sealing)],
        organisation=office.store,
        recovery=None,
        members=parcel.members,
        created=instant(circle.clock()),
    )
    before = everything(laptop.store)
    opened = circle.courier(laptop, CERYS).open([path])
    assert words(opened) == [("feedback", "refused")]
    assert fingerprint(office.card) in whys(opened)
    assert fingerprint(stranger.card) in whys(opened)
    assert everything(laptop.store) == before


def test_an_assessor_who_never_registered_is_refused(circle: Circle, tmp_path: Path) -> None:
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    offer = circle.courier(circle.office, "CO-ANN").hand_out("AS-MEG")
    assert "Megan Price's computer is not known here yet" in offer.why_not
    assert record_of(circle.office, P, FIRST).state == "submitted"


@pytest.mark.parametrize(
    "bundles",
    [30, pytest.param(300, marks=[pytest.mark.long, pytest.mark.timeout(900)])],
)
def test_bundles_in_any_order_come_to_the_same(tmp_path: Path, bundles: int) -> None:
    people = [f"PR-{number}" for number in range(bundles // 3)]
    circle = Circle(tmp_path, practitioners=people)
    circle.invite()
    paths = []
    for person in people:
        laptop = circle.laptop(person)
        work(laptop, person, FIRST)
        paths += circle.send(laptop, person)
        laptop.desks(person).workbook.withdraw(portfolio_of(person), FIRST)
        laptop.desks(person).workbook.confirm_name(portfolio_of(person), person)
        paths += circle.send(laptop, person)
        work(laptop, person, FIRST, SECOND)
        paths += circle.send(laptop, person)
    assert len(paths) == bundles
    offices = []
    shuffled = list(paths)
    random.Random(bundles).shuffle(shuffled)
    untouched = circle.office.store
    for order in (paths, shuffled):
        circle.office.store = copied(untouched)
        for path in order:
            assert "refused" not in dict(words(circle.open_at_office(path))).values()
        offices.append(what_counts(circle.office.store))
    circle.office.store = copied(untouched)
    circle.open_at_office(tmp_path / "bundles")
    assert what_counts(circle.office.store) == offices[0] == offices[1]
    assert len(offices[0]) == len(people) * 3
    assert set(dict(words(circle.open_at_office(*shuffled))).values()) == {"already here"}


def copied(store: Store) -> Store:
    """Return a store that has the same records and files."""
    copy = open_store("memory:")
    for digest in store.files():
        with store.open_file(digest) as content:
            copy.put_file(content, limit=10_000_000)
    for folder in store.folders():
        copy.take_over(folder, store.records(folder), operation=folder, actor="test")
    return copy


def what_counts(store: Store) -> dict[tuple[str, str], object]:
    """Return the practitioners' units and names, as the office has them."""
    return {
        (folder, name): record.document
        for folder in store.folders()
        for name, record in store.records(folder).items()
        if folder.startswith("portfolio/") and name.startswith(("unit/", "award"))
    }


def test_a_number_that_is_only_reserved_is_told_to_nobody(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    laptop.desks(CERYS).workbook.confirm_name(P, "Cerys Wyn", "cy")
    circle.open_at_office(*circle.send(laptop, CERYS))
    folder = PortfolioFolder(circle.office.store, circle.office.shelf, P)
    kept = folder.award()
    assert (kept.model.name, kept.model.language) == ("Cerys Wyn", "cy")
    reserved = kept.model.model_copy(update={"number": compose("SPECIMEN", 2026, 1)})
    folder.put({"award": folder.award_change(kept, reserved)}, actor=OWNER)
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert laptop.desks(CERYS).workbook.open(P).award.number == ""
