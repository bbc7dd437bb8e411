"""The order in which a learner meets the cards."""

import pytest

from stepback_course.course.activities import Sort
from stepback_course.portfolio.sorting import SortingTable
from stepback_course.tui.learners_hand import LearnersHand
from tests.course.samples import make


@pytest.fixture
def table() -> SortingTable:
    """Three cards, none of which lies in a pile."""
    cards = [{"id": name, "text": name} for name in ("pen", "cup", "bag")]
    sort = make("sort", cards=cards, learner=True)
    assert isinstance(sort, Sort)
    return SortingTable(sort, None)


def test_each_card_comes_once_in_a_sitting(table: SortingTable) -> None:
    hand = LearnersHand(table)
    met = []
    while hand.card is not None:
        met.append(hand.card)
        if hand.card == "cup":
            hand.leave()
        else:
            hand.put("easy")
    assert met == ["pen", "cup", "bag"]
    assert table.value["piles"] == {"easy": ["pen", "bag"]}
    assert LearnersHand(table).card == "cup"


def test_going_back_undoes_step_by_step_up_to_the_first(table: SortingTable) -> None:
    hand = LearnersHand(table)
    hand.put("easy")
    hand.leave()
    hand.go_back()
    assert hand.card == "cup"
    hand.go_back()
    assert (hand.card, table.value["piles"]) == ("pen", {})
    hand.go_back()
    assert hand.card == "pen"


def test_a_card_that_is_written_comes_at_once_and_the_other_after_it(table: SortingTable) -> None:
    hand = LearnersHand(table)
    hand.write("My tray")
    assert hand.card is not None
    assert table.cards[hand.card] == "My tray"
    hand.put("easier")
    assert hand.card == "pen"


def test_where_no_card_is_left_nothing_happens(table: SortingTable) -> None:
    hand = LearnersHand(table)
    for _card in range(3):
        hand.leave()
    hand.put("easy")
    hand.leave()
    assert hand.card is None
    assert table.value["piles"] == {}
