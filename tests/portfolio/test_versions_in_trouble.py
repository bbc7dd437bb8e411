"""Versions never stand in the way of an answer, whatever goes wrong with them."""

import pytest

from stepback_course.store import Busy, StoreFull
from tests.house import House
from tests.portfolio.hours import (
    ACTIVITY,
    CERYS,
    PORTFOLIO,
    UNIT,
    Hands,
    standing,
    texts,
    versions,
    write,
)


def test_two_windows_that_keep_a_version_at_once_keep_both_or_one_never_none(
    house: House, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(house, "One.")
    put = house.store.put

    def put_after_another_window(*given: object, **named: object) -> object:
        monkeypatch.setattr(house.store, "put", put)
        write(house, "One. Two.")
        house.desks(CERYS).history.keep(PORTFOLIO, UNIT)
        return put(*given, **named)  # type: ignore[arg-type] # handed on as it came

    monkeypatch.setattr(house.store, "put", put_after_another_window)
    house.desks(CERYS).history.keep(PORTFOLIO, UNIT)
    assert "One. Two." in texts(house)


def test_the_same_operation_again_removes_no_list(house: House, hands: Hands) -> None:
    workbook = house.desks(CERYS).workbook
    write(house, "One.")
    hands.on(minutes=6)
    workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "Two.", operation="once")
    hands.on(minutes=6)
    write(house, "Three.")
    hands.on(minutes=6)
    workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "Four.", operation="once")
    assert standing(house) == "Three."
    assert texts(house) == ["Two.", "One."]


def test_an_answer_is_saved_also_where_the_list_of_versions_is_gone(
    house: House, hands: Hands
) -> None:
    write(house, "One.")
    house.desks(CERYS).history.keep(PORTFOLIO, UNIT)
    record = house.store.get(f"portfolio/{PORTFOLIO}", f"versions/{UNIT}")
    assert record is not None
    house.store.erase_file(record.document["list"])
    for text in ("Two.", "Three."):
        write(house, text)
        hands.on(minutes=6)
    write(house, "Four.")
    assert standing(house) == "Four."
    assert texts(house) == ["Three.", "Two."]


def test_with_no_room_for_a_version_the_answer_is_saved_all_the_same(
    house: House, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(house, "One.")
    hands.on(minutes=6)
    put_file = house.store.put_file

    def full(*given: object, **named: object) -> str:
        raise StoreFull("There is no room left.")

    monkeypatch.setattr(house.store, "put_file", full)
    write(house, "Two.")
    assert (standing(house), versions(house)) == ("Two.", [])
    monkeypatch.setattr(house.store, "put_file", put_file)
    write(house, "Three.")
    assert texts(house) == ["Two."]


def test_an_answer_that_is_saved_is_not_called_unsaved_for_a_file_that_could_not_be_removed(
    house: House, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        write(house, f"Thought {number}.")
        hands.on(days=3)
    removed = []

    def refuse(digest: str) -> bool:
        removed.append(digest)
        raise Busy("The store is busy.")

    monkeypatch.setattr(house.store, "erase_file", refuse)
    write(house, "Thought 3.")
    assert standing(house) == "Thought 3."
    assert removed
