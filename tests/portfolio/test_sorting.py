"""The table on which cards are sorted, without a screen."""

import pytest

from stepback_course.course.activities import Sort
from stepback_course.portfolio.sorting import SortingTable
from tests.tui.widgets.host import SORT


@pytest.fixture
def table() -> SortingTable:
    """All three cards in the hand."""
    return SortingTable(SORT, None)


def test_a_card_lies_in_one_pile_however_often_it_is_put(table: SortingTable) -> None:
    table.put("read", "keep")
    table.put("read", "stop")
    table.put("read", "stop")
    assert table.value["piles"] == {"stop": ["read"]}
    assert table.in_hand == ["point", "fetch"]


def test_cards_keep_the_order_in_which_they_were_put(table: SortingTable) -> None:
    for card in ("fetch", "read"):
        table.put(card, "keep")
    assert table.cards_in("keep") == ["fetch", "read"]


def test_the_next_card_is_looked_for_from_the_top_again_at_the_end(table: SortingTable) -> None:
    table.put("fetch", "keep")
    assert table.next_in_hand("fetch") == "read"
    table.put("read", "keep")
    table.put("point", "keep")
    assert table.next_in_hand("point") is None


def test_only_what_was_put_down_in_this_sitting_is_taken_back_by_itself() -> None:
    table = SortingTable(SORT, {"piles": {"keep": ["read"]}})
    assert table.take_last_back() is None
    table.put("point", "keep")
    assert table.take_last_back() == "point"
    assert table.take_last_back() is None
    assert table.cards_in("keep") == ["read"]


def test_what_is_made_on_the_spot_never_takes_an_id_that_the_course_has() -> None:
    document = SORT.model_dump()
    document["cards"][0]["id"] = "OWN-1"
    table = SortingTable(Sort.model_validate(document), None)
    assert [table.add_card("one"), table.add_pile("two"), table.add_card("three")] == [
        "own-2",
        "own-3",
        "own-4",
    ]
    assert SORT.read(table.value) == table.value


def test_there_is_room_for_as_many_of_ones_own_as_the_activity_says(table: SortingTable) -> None:
    assert (table.has_room_for_piles, table.has_room_for_cards) == (True, True)
    table.add_pile("one")
    table.add_card("one")
    assert (table.has_room_for_piles, table.has_room_for_cards) == (False, True)


def test_the_cards_of_a_pile_that_is_taken_away_are_in_the_hand_again(table: SortingTable) -> None:
    pile = table.add_pile("Sometimes")
    table.put("read", pile)
    table.remove_pile(pile)
    assert table.value == {"piles": {}, "own_piles": {}, "own_cards": {}}
    assert "read" in table.in_hand
    assert table.take_last_back() is None
