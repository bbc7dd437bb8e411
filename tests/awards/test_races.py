"""Two people press the key at once: whatever one does between any two writes of the other."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from stepback_course.awards import page
from stepback_course.store import open_store
from stepback_course.text.refusals import Refusal
from tests.awards.earning import earned_by
from tests.awards.judging import certificates, require_sound
from tests.awards.watching import happening, plain_page
from tests.house import House, Ticking

MINE, OTHER = "P-0001", "P-0002"
Doing = Callable[[House], object]


@pytest.fixture(autouse=True, scope="module")
def plain_pages() -> Iterator[None]:
    """Make pages of nothing but what they say: how they are set is no matter here."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(page, "printed", plain_page)
        yield


def issue(house: House) -> object:
    """Issue the certificate."""
    return house.desks("CO-ANN").office.issue(MINE)


def issue_another(house: House) -> object:
    """Issue somebody else's certificate, which takes the next number."""
    return house.desks("CO-ANN").office.issue(OTHER)


def issue_another_first(house: House) -> object:
    """Issue somebody else's certificate, and then the same one, which has the number after."""
    issue_another(house)
    return issue(house)


def replace(house: House) -> object:
    """Replace the first certificate."""
    return house.desks("CO-ANN").register.replace(first(house), "name", name="Cerys Llŷr")


def replace_otherwise(house: House) -> object:
    """Replace the first certificate with another name."""
    return house.desks("CO-ANN").register.replace(first(house), "name", name="Cerys Môn")


def revoke(house: House) -> object:
    """Revoke the first certificate."""
    return house.desks("CO-ANN").register.revoke(first(house), "error")


def revoke_newest(house: House) -> object:
    """Revoke the newest certificate, which may have been entered just now."""
    newest = max(c.number for c in certificates(house.store) if c.portfolio == MINE)
    return house.desks("CO-ANN").register.revoke(newest, "error")


def first(house: House) -> str:
    """Return the number of the first certificate of the portfolio."""
    return min(c.number for c in certificates(house.store) if c.portfolio == MINE)


@pytest.mark.parametrize("is_done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("mine", "others"),
    [
        (issue, issue),
        (issue, issue_another),
        (issue, issue_another_first),
        (replace, replace),
        (replace, replace_otherwise),
        (replace, issue_another),
        (replace, revoke),
        (replace, revoke_newest),
        (revoke_newest, replace),
        (revoke, replace),
        (revoke, revoke),
    ],
)
def test_whatever_somebody_else_does_between_two_writes_the_register_is_sound(
    mine: Doing, others: Doing, is_done: bool
) -> None:
    at, writes = 0, ["one"]
    while at < len(writes):
        house = House(open_store("memory:"))
        house.clock = Ticking()
        earned_by(house.store, 2)
        if mine is not issue:
            issue(house)

        def meanwhile(house: House = house) -> None:
            with suppress(Refusal):  # the first was faster
                others(house)

        watched = happening(house.store, at, meanwhile, is_done=is_done)
        with watched as writes, suppress(Refusal):  # the other was faster
            mine(house)
        for portfolio in (MINE, OTHER):
            with suppress(Refusal):  # it was revoked
                house.desks("CO-ANN").office.issue(portfolio)
        require_sound(house.store, [MINE, OTHER])
        at += 1


@pytest.mark.parametrize("is_done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(4))
def test_two_who_issue_the_same_certificate_have_the_same(at: int, is_done: bool) -> None:
    house = House(open_store("memory:"))
    house.clock = Ticking()
    earned_by(house.store, 1)
    made: list[object] = []
    with happening(house.store, at, lambda: made.append(issue(house)), is_done=is_done):
        made.append(issue(house))
    (standing,) = require_sound(house.store, [MINE])
    assert made == [standing, standing]
