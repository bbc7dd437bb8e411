"""Targets chosen from the cards of a sort."""

from stepback_course.course.activities import Targets
from tests.tui.widgets.host import TARGETS, awaited, sitting


@awaited
async def test_a_card_becomes_a_target_with_success_and_stages() -> None:
    async with sitting((TARGETS, None)) as table:
        await table.press("space", "tab")
        await table.paste("I get my dinner")
        await table.press("tab", "2", "tab", "right", "right", "right")
        assert table.widget.value == [
            {"card": "lunch", "success": "I get my dinner", "before": 2, "after": 3}
        ]
        assert table.widget.activity.read(table.widget.value) == table.widget.value
        assert "Stage before 2 With a clue" in table.shown
        assert len(table.host.posted) == 6


@awaited
async def test_a_card_that_is_no_target_any_more_keeps_its_words_at_hand() -> None:
    answer = [{"card": "lunch", "success": "I get it", "before": 1, "after": None}]
    async with sitting((TARGETS, answer)) as table:
        await table.press("space")
        assert table.widget.value == []
        assert "I get it" not in table.shown
        await table.press("space")
        assert table.widget.value == answer


@awaited
async def test_the_other_cards_are_shown_when_they_are_asked_for() -> None:
    async with sitting((TARGETS, None)) as table:
        assert "The bus home" not in table.shown
        await table.press("tab", "space")
        assert "The bus home" in table.shown
        await table.press("down", "space")
        assert [target["card"] for target in table.widget.value] == ["own-1"]
        assert "other card" not in table.shown


@awaited
async def test_targets_keep_the_order_in_which_they_were_chosen() -> None:
    answer = [{"card": "stairs", "success": "", "before": None, "after": None}]
    async with sitting((TARGETS, answer)) as table:
        await table.press("space")
        assert [target["card"] for target in table.widget.value] == ["stairs", "lunch"]


@awaited
async def test_a_stage_can_be_taken_back() -> None:
    answer = [{"card": "lunch", "success": "", "before": 1, "after": 4}]
    async with sitting((TARGETS, answer)) as table:
        await table.press("tab", "tab", "left", "backspace", "tab", "right", "left")
        assert table.widget.value == [{"card": "lunch", "success": "", "before": None, "after": 3}]


@awaited
async def test_the_stage_after_is_asked_for_only_where_the_activity_asks_it() -> None:
    only_before = Targets.model_validate(TARGETS.model_dump() | {"stage_after": False})
    async with sitting((only_before, None)) as table:
        await table.press("space")
        assert "Stage before" in table.shown
        assert "Stage after" not in table.shown
        assert table.widget.value[0]["after"] is None


@awaited
async def test_a_target_whose_card_was_taken_out_of_the_sort_is_not_lost() -> None:
    answer = [{"card": "gone", "success": "Still mine", "before": None, "after": None}]
    async with sitting((TARGETS, answer)) as table:
        assert "Still mine" in table.shown
        assert table.widget.value == answer
