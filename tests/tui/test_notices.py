"""What a person has to be told: what the store noticed, and what nobody foresaw."""

import pytest

from stepback_course.cohorts import Registry
from stepback_course.people.organisation import Organisation
from stepback_course.store import Busy, Store
from tests.tui.conftest import House
from tests.tui.opening import opened
from tests.tui.sitting import sitting
from tests.tui.widgets.host import awaited

RECOVERED = "The folder portfolio/P-CERYS was damaged: [bold] it is back as it was at 12:03."


class NoticingStore:
    """A store with something to say, once."""

    def __init__(self, house: House, *sentences: str) -> None:
        self._store = house.store
        self._sentences = list(sentences)
        house.store = self  # type: ignore[assignment] # it has every method of a store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def notices(self) -> list[str]:
        said, self._sentences = self._sentences, []
        return said


@awaited
async def test_what_the_store_noticed_stands_on_the_screen_in_front(house: House) -> None:
    NoticingStore(house, RECOVERED, "This folder is on a network drive.")
    async with sitting(house) as seat:
        assert seat.front.banner.sentence.splitlines() == [
            RECOVERED,
            "This folder is on a network drive.",
        ]


@awaited
async def test_an_error_that_nobody_foresaw_is_told_and_the_app_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_registry: Registry) -> None:
        raise ZeroDivisionError

    async with opened(house.app("TR-TOM")) as seat:
        monkeypatch.setattr(Registry, "cohorts", broken)
        await seat.press("c")
        seat.front.fetch("cohorts", house.desks("TR-TOM").registry.cohorts)
        await seat.pilot.pause()
        for _turn in range(20):
            await seat.pilot.pause()
        assert "for a reason nobody foresaw (ZeroDivisionError)" in seat.front.banner.sentence
        assert seat.app.is_running


@awaited
async def test_a_key_that_the_store_refuses_ends_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_store: Store) -> Organisation:
        raise Busy("Somebody else is writing.")

    async with sitting(house) as seat:
        monkeypatch.setattr("stepback_course.people.organisation.organisation_of", busy)
        await seat.press("n")
        assert seat.place == "PathScreen"
        assert seat.front.banner.sentence == "Somebody else is writing."
