"""Whatever is interrupted at the register is finished by doing it again, and nothing is doubled."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepback_course.awards import page
from stepback_course.store import open_store
from stepback_course.text.refusals import Refusal
from tests.awards.earning import earned_by
from tests.awards.judging import certificates, require_sound
from tests.awards.watching import Stopped, plain_page, stopping
from tests.house import House, Ticking

PORTFOLIOS = 3


@pytest.fixture(autouse=True, scope="module")
def plain_pages() -> Iterator[None]:
    """Make pages of nothing but what they say: how they are set is no matter here."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(page, "printed", plain_page)
        yield


def ready() -> tuple[House, list[str]]:
    """Return a store in which three have earned the award."""
    house = House(open_store("memory:"))
    house.clock = Ticking()
    return house, earned_by(house.store, PORTFOLIOS)


def number_of(house: House, portfolio: str) -> str:
    """Return the number of a portfolio's certificate, issued if need be."""
    return house.desks("CO-ANN").office.issue(portfolio).number


def replace(house: House, portfolio: str) -> None:
    """Replace the first certificate of a portfolio."""
    first = min(c.number for c in certificates(house.store) if c.portfolio == portfolio)
    house.desks("CO-ANN").register.replace(first, "name", name="Cerys Llŷr")


def revoke(house: House, portfolio: str) -> None:
    """Revoke the newest certificate of a portfolio."""
    newest = max(c.number for c in certificates(house.store) if c.portfolio == portfolio)
    house.desks("CO-ANN").register.revoke(newest, "error", "The wrong person.")


@pytest.mark.parametrize("is_done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("doing", [number_of, replace, revoke])
def test_doing_it_again_finishes_what_any_write_interrupted(
    doing: Callable[[House, str], object], is_done: bool
) -> None:
    at = 0
    while True:
        house, portfolios = ready()
        if doing is not number_of:
            number_of(house, portfolios[0])
        with stopping(house.store, at, is_done=is_done) as writes, suppress(Stopped):
            doing(house, portfolios[0])
        # Somebody else is served meanwhile, and takes the number if it is nobody's yet.
        number_of(house, portfolios[1])
        with suppress(Refusal):  # it was replaced or revoked already
            doing(house, portfolios[0])
        number_of(house, portfolios[2])
        found = require_sound(house.store, portfolios)
        assert len(found) == PORTFOLIOS + (doing is replace)
        if len(writes) <= at:
            break
        at += 1
    assert at == {number_of: 4, replace: 5, revoke: 2}[doing]  # type: ignore[index] # one of them


STEPS = st.tuples(
    st.sampled_from([number_of, replace, revoke]),
    st.integers(0, PORTFOLIOS - 1),
    st.integers(0, 6),
    st.booleans(),
)


@settings(max_examples=40)
@given(st.lists(STEPS, max_size=8))
def test_whatever_is_interrupted_and_however_often_the_register_is_sound_in_the_end(
    steps: list[tuple[Callable[[House, str], object], int, int, bool]],
) -> None:
    house, portfolios = ready()
    for doing, which, at, is_done in steps:
        with stopping(house.store, at, is_done=is_done), suppress(Stopped, Refusal, ValueError):
            doing(house, portfolios[which])
    for portfolio in portfolios:
        with suppress(Refusal):  # its certificate was revoked
            number_of(house, portfolio)
    require_sound(house.store, portfolios)
