"""Targets chosen from the cards of a sort."""

from stepback_course.course.activities import Targets
from stepback_course.tui.widgets.targets import TargetRow
from tests.tui.widgets.host import TARGETS, Sitting, awaited, sitting


def one_spaced(table: Sitting) -> list[str]:
    """Return the lines of the screen with runs of spaces made one."""
    return [" ".join(line.split()) for line in table.lines]


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
        assert "1. Getting my lunch" in table.shown
        assert any("2 With a clue" in line and "3 Near help" in line for line in one_spaced(table))
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
        await table.pilot.pause()
        assert "Stage before" in table.shown
        assert "Stage after" not in table.shown
        assert table.widget.value[0]["after"] is None


@awaited
async def test_a_target_whose_card_was_taken_out_of_the_sort_is_not_lost() -> None:
    answer = [{"card": "gone", "success": "Still mine", "before": None, "after": None}]
    async with sitting((TARGETS, answer)) as table:
        assert "Still mine" in table.shown
        assert table.widget.value == answer


@awaited
async def test_a_stage_that_there_is_not_is_said_and_changes_nothing() -> None:
    answer = [{"card": "lunch", "success": "I get it", "before": 2, "after": None}]
    async with sitting((TARGETS, answer)) as table:
        await table.press("tab", "tab", "7")
        assert "There is no stage 7: they go from 1 to 4." in table.shown
        assert table.widget.value == answer
        await table.press("3")
        assert "no stage 7" not in table.shown


@awaited
async def test_targets_have_the_numbers_by_which_the_ready_check_names_them() -> None:
    answer = [
        {"card": "stairs", "success": "", "before": 1, "after": 2},
        {"card": "lunch", "success": "I get it", "before": 1, "after": 2},
    ]
    async with sitting((TARGETS, answer)) as table:
        assert list(TARGETS.missing(answer)) == ["target 1 does not say how the learner will know"]
        assert "1. Finding the stairs" in table.shown
        assert "2. Getting my lunch" in table.shown
        await table.press("down", "space")
        assert "1. Getting my lunch" in table.shown


@awaited
async def test_where_there_is_width_a_target_is_one_line_of_a_table() -> None:
    answer = [{"card": "lunch", "success": "I get it", "before": 1, "after": 4}]
    async with sitting((TARGETS, answer), size=(140, 30)) as table:
        assert any(
            "I get it" in line and "1 With someone" in line and "4 Alone" in line
            for line in one_spaced(table)
        )


@awaited
async def test_tab_goes_to_the_words_also_before_they_are_laid_out() -> None:
    async with sitting((TARGETS, None), size=(160, 50)) as table:
        row = next(iter(table.widget.query(TargetRow)))
        await row.choose(True)
        chain = table.host.screen.focus_chain
        assert row.success.virtual_region.area == 0
        assert chain.index(row.success) < chain.index(row.before)


@awaited
async def test_two_clicks_in_a_row_leave_a_card_as_it_was() -> None:
    async with sitting((TARGETS, None)) as table:
        row = table.host.query(TargetRow).first()
        row.line.on_click()
        row.line.on_click()
        await table.pilot.pause()
        assert table.widget.value == []
        row.line.on_click()
        await table.pilot.pause()
        assert [target["card"] for target in table.widget.value] == [row.card]
