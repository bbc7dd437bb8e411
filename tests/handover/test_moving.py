"""A portfolio moves whole to a new computer of its practitioner, and over nothing that is there."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepback_course.clock import instant
from stepback_course.handover.contents.moving import Moved, MovedRecord
from stepback_course.handover.contents.parcels import MEMBER, packed, read_parcel
from stepback_course.handover.courier import Courier
from stepback_course.handover.envelope.bundle import open_move, seal_move
from stepback_course.handover.keys import age
from stepback_course.handover.office.exchange import keyring_of, office_of
from stepback_course.people.models import RoleEntry
from stepback_course.portfolio.learner.learners import ClosedCase, LearnersRecord
from stepback_course.portfolio.models import Allowed
from stepback_course.store import Change, open_store
from stepback_course.text.refusals import Refusal
from tests.handover.circle import FIRST, SECOND, Circle, everything, whys, words, work
from tests.house import House

P, CERYS = "P-CERYS", "PR-CERYS"


@pytest.fixture(autouse=True)
def quick_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lock with words at no cost: what a guess costs, and that words fit, is tested elsewhere."""
    mark = age.MARK + b"-> scrypt "
    monkeypatch.setattr(age, "lock", lambda content, six: mark + six.encode() + b"\n" + content)
    monkeypatch.setattr(age, "unlock", lambda locked, six: locked[len(mark + six.encode()) + 1 :])


@pytest.fixture
def laptop(circle: Circle) -> House:
    """Her old laptop, with a unit submitted and another begun."""
    laptop = circle.introduce(CERYS)
    work(laptop, CERYS, FIRST)
    laptop.desks(CERYS).workbook.respond(P, SECOND, "clearer-now", "I only began.")
    return laptop


def fresh(circle: Circle) -> House:
    """Return a computer on which nobody has ever been."""
    house = House(open_store("memory:"))
    house.clock = circle.clock
    return house


def opened_on(house: House, path: Path, six: str) -> list[Any]:
    """Open a move on a computer, as whoever sits there."""
    return list(Courier(house.desks()).open([path], words=lambda _file: six))


def moved(circle: Circle, laptop: House) -> tuple[Path, str]:
    """Return a move and its words."""
    path = circle.folder / "move.stepback"
    return path, circle.courier(laptop, CERYS).move(path)


def with_parcel(
    circle: Circle, laptop: House, change: Callable[[Moved], Moved]
) -> tuple[Path, str]:
    """Return a move in which something was changed before it was locked."""
    path, six = moved(circle, laptop)
    bundle = open_move(path, six)
    members = {name: bundle.read(name) for name in bundle.manifest.members}
    members[MEMBER] = packed(change(read_parcel(bundle, Moved)))[MEMBER]
    seal_move(
        path,
        words=six,
        keyring=keyring_of(laptop.store, CERYS),
        sender=CERYS,
        organisation=office_of(laptop.store).store,
        members=members,
        created=instant(circle.clock()),
    )
    return path, six


def test_work_goes_on_where_it_stopped_and_the_office_knows_the_new_computer(
    circle: Circle, laptop: House
) -> None:
    new = fresh(circle)
    path, six = moved(circle, laptop)
    assert words(opened_on(new, path, six)) == [(P, "taken")]
    assert new.store.records(f"portfolio/{P}") == laptop.store.records(f"portfolio/{P}")
    book = new.desks(CERYS).workbook
    assert book.submission(P, FIRST, 1) == laptop.desks(CERYS).workbook.submission(P, FIRST, 1)
    assert book.unit(P, SECOND).draft.responses["clearer-now"].value == "I only began."
    work(new, CERYS, SECOND)
    opened = circle.open_at_office(*circle.send(new, CERYS))
    assert words(opened) == [(FIRST, "taken"), (SECOND, "taken")]


def test_earlier_versions_move_too(circle: Circle, laptop: House) -> None:
    old = laptop.desks(CERYS)
    old.history.keep(P, SECOND)
    old.workbook.respond(P, SECOND, "clearer-now", "Something else.")
    new = fresh(circle)
    opened_on(new, *moved(circle, laptop))
    history = new.desks(CERYS).history
    assert history.versions(P, SECOND) == old.history.versions(P, SECOND)
    (version,) = history.versions(P, SECOND)
    assert history.answers(P, SECOND, version.key)["clearer-now"].value == "I only began."


def test_a_closed_case_study_moves_and_so_does_what_it_names(circle: Circle, laptop: House) -> None:
    store, folder = laptop.store, f"portfolio/{P}"
    version = store.put_file(io.BytesIO(b"an earlier version"), limit=100)
    case = {"documents": {"versions/case": {"list": version}}}
    file = store.put_file(io.BytesIO(json.dumps(case).encode()), limit=1000)
    closed = ClosedCase(number=1, at=instant(laptop.clock()), actor=CERYS, file=file)
    records = {"learners": LearnersRecord(closed=(closed,)), "allowed": Allowed(names=("Robin",))}
    changes = {name: Change(0, each.model_dump(mode="json")) for name, each in records.items()}
    store.put(folder, changes | {"consent": Change(0, {})}, operation="closed", actor=CERYS)
    new = fresh(circle)
    opened_on(new, *moved(circle, laptop))
    assert new.store.records(folder) == store.records(folder)
    assert {file, version} <= set(new.store.files())


def test_a_move_opened_again_changes_nothing_and_never_goes_over_other_work(
    circle: Circle, laptop: House
) -> None:
    new = fresh(circle)
    path, six = moved(circle, laptop)
    opened_on(new, path, six)
    before = everything(new.store)
    assert words(opened_on(new, path, six)) == [(P, "already here")]
    assert everything(new.store) == before
    new.desks(CERYS).workbook.respond(P, SECOND, "clearer-now", "I went on.")
    before = everything(new.store)
    opened = opened_on(new, path, six)
    assert "is on this computer already" in whys(opened)
    assert everything(new.store) == before


def test_a_move_makes_nobody_more_than_a_practitioner(circle: Circle, laptop: House) -> None:
    def promoted(parcel: Moved) -> Moved:
        roles = (RoleEntry(role="coordinator"),)
        person = parcel.person.model_copy(update={"roles": roles})
        return parcel.model_copy(update={"person": person})

    new = fresh(circle)
    opened_on(new, *with_parcel(circle, laptop, promoted))
    person = new.desks().directory.find(CERYS)
    assert person is not None
    assert [entry.role for entry in person.roles] == ["practitioner"]


def without_profile(parcel: Moved) -> dict[str, MovedRecord]:
    """Leave out whose it is."""
    return {name: each for name, each in parcel.records.items() if name != "profile"}


def with_strange_record(parcel: Moved) -> dict[str, MovedRecord]:
    """Add what no portfolio has."""
    return parcel.records | {"secret": parcel.records["profile"]}


def with_damaged_unit(parcel: Moved) -> dict[str, MovedRecord]:
    """Put something else where a unit's record is."""
    return parcel.records | {f"unit/{FIRST}": parcel.records["profile"]}


@pytest.mark.parametrize("change", [without_profile, with_strange_record, with_damaged_unit])
def test_a_move_that_does_not_hold_a_whole_portfolio_is_refused(
    circle: Circle, laptop: House, change: Callable[[Moved], dict[str, MovedRecord]]
) -> None:
    new = fresh(circle)
    path, six = with_parcel(
        circle, laptop, lambda parcel: parcel.model_copy(update={"records": change(parcel)})
    )
    opened = opened_on(new, path, six)
    assert words(opened) == [("move", "refused")]
    assert "does not hold a whole portfolio" in whys(opened)
    assert everything(new.store) == {}


def test_a_move_to_a_store_of_another_office_or_to_an_office_is_refused(
    circle: Circle, laptop: House, tmp_path: Path
) -> None:
    elsewhere = Circle(tmp_path / "elsewhere")
    elsewhere.invite()
    path, six = moved(circle, laptop)
    for house in (elsewhere.laptop(CERYS), circle.office):
        before = everything(house.store)
        opened = opened_on(house, path, six)
        assert "this store belongs with" in whys(opened)
        assert everything(house.store) == before


def test_a_move_with_other_keys_of_the_office_is_refused_loudly(
    circle: Circle, laptop: House
) -> None:
    def forged(parcel: Moved) -> Moved:
        card = keyring_of(laptop.store, CERYS).card
        return parcel.model_copy(update={"office": parcel.office.model_copy(update={"card": card})})

    second = circle.laptop(CERYS)
    before = everything(second.store)
    opened = opened_on(second, *with_parcel(circle, laptop, forged))
    assert "STOP." in whys(opened)
    assert everything(second.store) == before


def test_without_words_or_with_too_few_nothing_is_opened(circle: Circle, laptop: House) -> None:
    path, six = moved(circle, laptop)
    new = fresh(circle)
    assert "opens with its six words" in whys(Courier(new.desks()).open([path]))
    assert "give all six words" in whys(opened_on(new, path, six.rpartition(" ")[0]))
    assert everything(new.store) == {}


def test_somebody_without_a_portfolio_has_none_to_move(circle: Circle, laptop: House) -> None:
    with pytest.raises(Refusal, match="there is none of yours here"):
        Courier(laptop.desks()).move(circle.folder / "move.stepback")
