"""Sorting cards."""

from typing import Any

from stepback_course.course.activities import Sort
from stepback_course.tui.widgets.pile_box import ELSEWHERE
from tests.tui.widgets.host import SORT, awaited, sitting


def piles(**cards: list[str]) -> dict[str, Any]:
    """Return an answer without piles or cards of one's own."""
    return {"piles": cards, "own_piles": {}, "own_cards": {}}


@awaited
async def test_a_digit_puts_the_card_in_front_and_brings_the_next() -> None:
    async with sitting((SORT, None)) as table:
        assert "Card 1 of 3. 3 are still to be placed." in table.shown
        await table.press("2")
        assert "Card 2 of 3. 2 are still to be placed." in table.shown
        await table.press("1", "2")
        assert table.host.posted == [
            piles(stop=["read"]),
            piles(stop=["read"], keep=["point"]),
            piles(stop=["read", "fetch"], keep=["point"]),
        ]
        assert table.widget.activity.read(table.widget.value) == table.widget.value
        assert "Every card is placed." in table.shown


@awaited
async def test_the_arrows_leaf_and_a_placed_card_can_be_put_elsewhere() -> None:
    async with sitting((SORT, None)) as table:
        await table.press("1", "left")
        assert "Card 1 of 3" in table.shown
        assert "lies in: Keep" in table.shown
        await table.press("2", "down", "up")
        assert table.host.posted == [piles(keep=["read"]), piles(stop=["read"])]


@awaited
async def test_a_digit_without_a_pile_does_nothing() -> None:
    async with sitting((SORT, None)) as table:
        await table.press("3", "0")
        assert table.host.posted == []


@awaited
async def test_backspace_takes_back_the_card_put_down_last() -> None:
    async with sitting((SORT, None)) as table:
        await table.press("1", "2", "backspace")
        assert table.widget.value == piles(keep=["read"])
        assert "Card 2 of 3" in table.shown
        await table.press("backspace", "backspace")
        assert table.widget.value == piles()
        assert "Card 1 of 3" in table.shown


@awaited
async def test_backspace_takes_the_card_in_front_out_of_its_pile() -> None:
    async with sitting((SORT, piles(keep=["read", "point"]))) as table:
        await table.press("left", "left", "backspace")
        assert table.host.posted == [piles(keep=["point"])]


@awaited
async def test_a_pile_is_named_on_the_spot_and_used_by_its_digit() -> None:
    async with sitting((SORT, None)) as table:
        await table.press("n", "1", "n", "enter", "3")
        assert table.widget.value == {
            "piles": {"own-1": ["read"]},
            "own_piles": {"own-1": "1n"},
            "own_cards": {},
        }
        await table.press("n", "plus")
        assert len(table.widget.value["own_piles"]) == 1


@awaited
async def test_a_card_is_written_on_the_spot_and_stands_in_front() -> None:
    async with sitting((SORT, None)) as table:
        await table.press("c")
        await table.paste("The \x1b[31mstairs\nand the rest")
        await table.press("enter", "2")
        assert table.widget.value == {
            "piles": {"stop": ["own-1"]},
            "own_piles": {},
            "own_cards": {"own-1": "The stairs"},
        }


@awaited
async def test_escape_and_an_empty_name_leave_things_as_they_were() -> None:
    async with sitting((SORT, None)) as table:
        await table.press("n", "x", "escape", "n", "enter", "1")
        assert table.host.posted == [piles(keep=["read"])]


@awaited
async def test_a_name_is_kept_where_the_person_goes_on_without_enter() -> None:
    async with sitting((SORT, None)) as table:
        await table.press("n", "x", "tab")
        assert table.widget.value["own_piles"] == {"own-1": "x"}


@awaited
async def test_a_pile_of_ones_own_can_be_renamed_and_taken_away() -> None:
    answer = {"piles": {"own-1": ["read"]}, "own_piles": {"own-1": "Ofen"}, "own_cards": {}}
    async with sitting((SORT, answer)) as table:
        await table.press("tab", "enter", "backspace", "backspace", "t", "e", "n", "enter")
        assert table.widget.value["own_piles"] == {"own-1": "Often"}
        await table.press("tab", "delete")
        assert table.widget.value == piles()
        await table.press("1")
        assert table.widget.value["piles"]


@awaited
async def test_a_card_of_ones_own_can_be_changed_and_taken_away_but_no_other() -> None:
    async with sitting((SORT, None)) as table:
        await table.press("e", "delete", "c", "x", "enter", "e", "y", "enter")
        assert table.widget.value["own_cards"] == {"own-1": "xy"}
        await table.press("delete")
        assert table.widget.value == piles()


@awaited
async def test_reasons_are_read_card_by_card_once_every_card_is_placed() -> None:
    async with sitting((SORT, piles(stop=["read", "point"]))) as table:
        await table.press("left", "left")
        assert "It moves words." not in table.shown
        await table.press("right", "right", "1")
        assert "Leaf with ← → to read where we would have put each, and why" in table.shown
        await table.press("left")
        assert "We would have put it there too. It is the work." in table.shown
        await table.press("left")
        assert "We would have put it in 'Keep'. It moves words." in table.shown
        await table.press("backspace")
        assert "It moves words." not in table.shown


@awaited
async def test_only_cards_that_the_course_sees_differently_are_marked() -> None:
    async with sitting((SORT, piles(stop=["read", "point"]))) as table:
        assert ELSEWHERE not in table.shown
        await table.press("1")
        assert f"{ELSEWHERE} Reading aloud" in table.shown
        assert "· Pointing" in table.shown


@awaited
async def test_an_answer_that_is_only_read_has_every_reason() -> None:
    answer = piles(stop=["read", "point"], keep=["fetch"])
    async with sitting((SORT, answer), read_only=True) as table:
        assert "Reading aloud We would have put it in 'Keep'. It moves words." in table.shown
        assert "Pointing We would have put it there too. It is the work." in table.shown


@awaited
async def test_a_learner_is_given_no_reasons() -> None:
    learners = Sort.model_validate(SORT.model_dump() | {"learner": True})
    answer = piles(stop=["read", "point", "fetch"])
    for read_only in (False, True):
        async with sitting((learners, answer), read_only=read_only) as table:
            assert "We would have put" not in table.shown
            assert ELSEWHERE not in table.shown


@awaited
async def test_in_a_low_window_all_piles_are_in_sight_while_cards_are_in_the_hand() -> None:
    async with sitting((SORT, None), size=(80, 24)) as table:
        await table.press("2")
        assert "2 Stop 1 card" in table.shown
        assert "· Reading aloud" not in table.shown
        await table.press("1", "1")
        assert f"{ELSEWHERE} Reading aloud" in table.shown


@awaited
async def test_a_click_on_a_pile_puts_the_card_there() -> None:
    async with sitting((SORT, None)) as table:
        await table.pilot.click(list(table.host.query("PileBox"))[1])
        assert table.host.posted == [piles(stop=["read"])]


@awaited
async def test_a_sort_without_cards_can_still_be_given_some() -> None:
    bare = Sort.model_validate(SORT.model_dump() | {"cards": []})
    async with sitting((bare, None)) as table:
        assert "There is no card here yet." in table.shown
        await table.press("1", "left", "backspace", "c", "x", "enter", "1")
        assert table.widget.value["piles"] == {"keep": ["own-1"]}


@awaited
async def test_a_learner_is_not_told_that_cards_are_still_to_be_placed() -> None:
    learners = Sort.model_validate(SORT.model_dump() | {"learner": True})
    async with sitting((learners, piles(keep=["read"]))) as table:
        assert "Card 2 of 3. 2 lie in no pile." in table.shown
        assert "still to be placed" not in table.shown
