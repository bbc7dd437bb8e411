"""What is kept beside what stands can be read, both versions of it."""

from pathlib import Path

import pytest

from stepback_course.handover.asides import (
    LAST_STEPS,
    OtherVersion,
    has_other_versions,
    other_versions,
)
from stepback_course.portfolio.trail import SHOWN
from stepback_course.store import Change
from tests.filling import CONSENT, fill
from tests.handover.circle import FIRST, Circle, mark, record_of, words, work
from tests.house import House

P, CERYS, TOM = "P-CERYS", "PR-CERYS", "TR-TOM"
ACTIVITY = "one-purpose"
OLD, NEW = "Written on the old computer. " * 20, "Written on the new computer. " * 20


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """An office that invited a practitioner and a trainer."""
    circle = Circle(tmp_path)
    circle.invite(TOM)
    return circle


def write(laptop: House, text: str) -> None:
    """Submit one unit with this text in it."""
    fill(laptop.desks(CERYS), P, FIRST)
    laptop.desks(CERYS).workbook.respond(P, FIRST, ACTIVITY, text)
    laptop.desks(CERYS).workbook.submit(P, [FIRST], f"Name of {CERYS}")


@pytest.fixture
def two(circle: Circle) -> tuple[House, House]:
    """Two laptops of one practitioner; the office has opened what both submitted."""
    first, second = circle.laptop(CERYS), circle.laptop(CERYS)
    for laptop, text in ((first, OLD), (second, NEW)):
        write(laptop, text)
        circle.open_at_office(*circle.send(laptop, CERYS))
    return first, second


def at_office(circle: Circle, person: str = "CO-ANN") -> list[OtherVersion]:
    return other_versions(circle.office.desks(person))


def test_nothing_is_kept_aside_where_all_agree(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    assert not has_other_versions(circle.office.store)
    assert at_office(circle) == []


def test_two_submissions_of_a_unit_are_read_beside_each_other(
    circle: Circle, two: tuple[House, House]
) -> None:
    assert has_other_versions(circle.office.store)
    [version] = at_office(circle)
    assert version.what == "Name of PR-CERYS, Statement 1"
    assert version.came
    assert version.both.standing.startswith("submitted 4 March 2026, 12:")
    assert version.both.other.startswith("submitted 4 March 2026, 12:")
    [difference] = version.both.differences
    assert (difference.standing, difference.other) == (OLD, NEW)
    changed = {piece.text.strip() for piece in difference.pieces if piece.kind != "same"}
    assert changed == {"old", "new"}


def test_on_the_laptop_whose_version_gave_way_it_is_its_own(
    circle: Circle, two: tuple[House, House]
) -> None:
    second = two[1]
    circle.courier(second, CERYS).open(circle.answer(CERYS))
    [version] = other_versions(second.desks(CERYS))
    assert not version.came
    [difference] = version.both.differences
    assert (difference.standing, difference.other) == (OLD, NEW)


def test_the_other_one_counts_once_its_author_submits_it_again(
    circle: Circle, two: tuple[House, House]
) -> None:
    second = two[1]
    circle.courier(second, CERYS).open(circle.answer(CERYS))
    book = second.desks(CERYS).workbook
    book.withdraw(P, FIRST)
    book.submit(P, [FIRST], f"Name of {CERYS}")
    circle.open_at_office(*circle.send(second, CERYS))
    submission = circle.office.desks(CERYS).workbook.submission(P, FIRST, 1)
    assert submission.responses[ACTIVITY].value == NEW


def test_what_gave_way_to_handed_out_work_is_listed_though_the_work_was_taken(
    circle: Circle,
) -> None:
    circle.invite("AS-MEG")
    megs = circle.introduce("AS-MEG")
    first, second = circle.laptop(CERYS), circle.laptop(CERYS)
    for laptop in (first, second):
        work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(first, CERYS))
    circle.courier(megs, "AS-MEG").open(circle.hand_out("AS-MEG"))
    kept = megs.store.get(f"portfolio/{P}", f"unit/{FIRST}")
    assert kept is not None
    theirs = record_of(second, P, FIRST).model_dump(mode="json")
    change = Change(kept.revision, theirs)
    megs.store.put(f"portfolio/{P}", {kept.name: change}, operation="restored", actor="AS-MEG")
    assert other_versions(megs.desks("AS-MEG")) == []

    opened = circle.courier(megs, "AS-MEG").open(circle.hand_out("AS-MEG"))
    assert (f"{P} {FIRST}", "taken") in words(opened)
    [version] = other_versions(megs.desks("AS-MEG"))
    assert not version.came


def test_who_may_not_read_a_portfolio_is_shown_nothing_of_it(
    circle: Circle, two: tuple[House, House]
) -> None:
    assert at_office(circle, TOM) == []
    assert len(at_office(circle, "AS-MEG")) == 1


def test_only_what_became_of_it_differs_where_the_answers_are_the_same(circle: Circle) -> None:
    laptop = circle.laptop(CERYS)
    work(laptop, CERYS, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    mark(circle.office, "AS-MEG", P, FIRST, met=False)
    circle.office.desks("AS-MEG").desk.release(P, FIRST)
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    [version] = other_versions(laptop.desks(CERYS))
    assert version.both.standing.startswith("not yet met 4 March 2026")
    assert version.both.other.startswith("taken back 4 March 2026")
    assert version.both.differences == ()


def test_two_permissions_are_read_beside_each_other(circle: Circle) -> None:
    for how in ("in writing", "spoken"):
        laptop = circle.laptop(CERYS)
        consent = CONSENT.model_copy(update={"how": how})
        laptop.desks(CERYS).workbook.record_consent(P, consent)
        circle.open_at_office(*circle.send(laptop, CERYS))
    [version] = at_office(circle)
    [difference] = version.both.differences
    assert difference.title == "Permission"
    assert "in writing" in difference.standing
    assert "in speech" in difference.other


def test_two_names_are_read_beside_each_other(circle: Circle) -> None:
    for name in ("Cerys Wyn", "C. Wyn"):
        laptop = circle.laptop(CERYS)
        laptop.desks(CERYS).workbook.confirm_name(P, name)
        circle.open_at_office(*circle.send(laptop, CERYS))
    [version] = at_office(circle)
    [difference] = version.both.differences
    assert (difference.standing, difference.other) == ("Cerys Wyn", "C. Wyn")


def test_a_day_recorded_twice_is_read_by_who_records_attendance(circle: Circle) -> None:
    toms = circle.introduce(TOM)
    circle.office.desks("CO-ANN").registry.attend(P, 1, "absent")
    toms.desks(TOM).registry.attend(P, 1, "attended")
    circle.open_at_office(*circle.send(toms, TOM))
    [version] = at_office(circle, TOM)
    assert version.what == "Môn, taught day 1"
    [difference] = version.both.differences
    assert difference.title == f"Name of {CERYS}"
    assert difference.standing.startswith("absent, recorded by Ann Rees on 4 March 2026")
    assert difference.other.startswith("attended, recorded by Tom Hughes on 4 March 2026")
    assert at_office(circle, "AS-MEG") == []


def test_what_was_erased_is_not_read_any_more(circle: Circle, two: tuple[House, House]) -> None:
    circle.office.desks("CO-ANN").eraser.erase(P)
    assert at_office(circle) == []


def test_every_step_a_practitioner_knows_of_has_its_words() -> None:
    assert LAST_STEPS.keys() == SHOWN
