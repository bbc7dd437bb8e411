"""Rating, choosing and ticking."""

from tests.tui.widgets.host import CHECKLIST, CHOICE, SCALE, awaited, sitting


@awaited
async def test_digits_rate_before_and_after() -> None:
    async with sitting((SCALE, None)) as table:
        await table.press("2", "right", "3")
        assert table.host.posted == [{"before": 2, "after": None}, {"before": 2, "after": 3}]
        assert table.widget.activity.read(table.widget.value) == {"before": 2, "after": 3}


@awaited
async def test_arrows_and_space_rate_too() -> None:
    async with sitting((SCALE, None)) as table:
        await table.press("down", "space", "right", "up", "enter", "left", "down", "down", "space")
        assert table.host.posted == [
            {"before": 2, "after": None},
            {"before": 2, "after": 1},
            {"before": 3, "after": 1},
        ]


@awaited
async def test_a_rating_can_be_taken_back() -> None:
    async with sitting((SCALE, {"before": 2, "after": 3})) as table:
        await table.press("right", "backspace")
        assert table.host.posted == [{"before": 2, "after": None}]


@awaited
async def test_a_digit_that_is_not_on_the_scale_changes_nothing() -> None:
    async with sitting((SCALE, {"before": 2, "after": None})) as table:
        await table.press("4", "0")
        assert table.host.posted == []


@awaited
async def test_both_ratings_and_all_labels_are_seen_together() -> None:
    async with sitting((SCALE, {"before": 1, "after": 3})) as table:
        lines = [" ".join(line.replace("█", " ").split()) for line in table.lines]
        assert "Before After" in lines
        assert "(•) ( ) 1 Never" in lines
        assert "( ) ( ) 2 Now and then" in lines
        assert "( ) (•) 3 Always" in lines


@awaited
async def test_the_mouse_rates_at_the_mark_under_it() -> None:
    async with sitting((SCALE, None)) as table:
        await table.pilot.click(list(table.host.query("Point"))[3])
        assert table.host.posted == [{"before": None, "after": 2}]


@awaited
async def test_nothing_explains_itself_before_there_is_a_choice() -> None:
    async with sitting((CHOICE, None)) as table:
        assert "The pencil has stopped." in table.shown
        await table.press("down", "up")
        assert "A stop may be a thought." not in table.shown
        assert "A prompt names no answer." not in table.shown
        await table.press("1")
        assert "A stop may be a thought." in table.shown
        assert "A prompt names no answer." not in table.shown


@awaited
async def test_the_others_explain_themselves_while_they_are_pointed_at() -> None:
    async with sitting((CHOICE, "wait")) as table:
        await table.press("down")
        assert "A stop may be a thought." in table.shown
        assert "A prompt names no answer." in table.shown
        await table.press("up")
        assert "A prompt names no answer." not in table.shown
        assert table.host.posted == []


@awaited
async def test_another_option_can_be_chosen() -> None:
    async with sitting((CHOICE, "wait")) as table:
        await table.press("down", "space")
        assert "A stop may be a thought." not in table.shown
        assert "A prompt names no answer." in table.shown
        assert table.host.posted == ["prompt"]


@awaited
async def test_an_answer_that_is_only_read_has_every_explanation() -> None:
    async with sitting((CHOICE, "wait"), read_only=True) as table:
        assert "A stop may be a thought." in table.shown
        assert "A prompt names no answer." in table.shown


@awaited
async def test_choosing_the_same_option_again_posts_nothing() -> None:
    async with sitting((CHOICE, "wait")) as table:
        await table.press("1", "space")
        assert table.host.posted == []


@awaited
async def test_the_mouse_chooses_the_option_under_it() -> None:
    async with sitting((CHOICE, None)) as table:
        await table.pilot.click(list(table.host.query("OptionRow"))[1])
        assert table.host.posted == ["prompt"]


@awaited
async def test_space_ticks_and_arrows_go_on() -> None:
    async with sitting((CHECKLIST, None)) as table:
        await table.press("space", "down", "space", "up", "space")
        assert table.host.posted == [
            {"told": {"done": True, "note": ""}},
            {"told": {"done": True, "note": ""}, "asked": {"done": True, "note": ""}},
            {"asked": {"done": True, "note": ""}},
        ]


@awaited
async def test_the_note_of_the_item_in_front_can_be_written_with_or_without_a_tick() -> None:
    async with sitting((CHECKLIST, None)) as table:
        notes = list(table.host.query(".rest"))
        assert [note.display for note in notes] == [True, False]
        await table.press("down", "tab")
        assert [note.display for note in notes] == [False, True]
        await table.paste("in sign")
        assert table.widget.value == {"asked": {"done": False, "note": "in sign"}}
        await table.press("shift+tab", "space", "up")
        assert table.widget.value == {"asked": {"done": True, "note": "in sign"}}
        assert notes[1].display


@awaited
async def test_a_note_that_is_too_long_is_refused_beside_it() -> None:
    async with sitting((CHECKLIST, None)) as table:
        await table.press("tab")
        await table.paste("x" * 4_001)
        assert table.widget.value == {}
        assert "4,001 characters" in table.shown


@awaited
async def test_two_ratings_are_put_into_one_sentence() -> None:
    async with sitting((SCALE, {"before": 1, "after": None})) as table:
        assert "on a scale of" not in table.shown
        await table.press("3")
        assert "From 1 to 3, on a scale of 3." in table.shown
        await table.press("1")
        assert "1 before and after, on a scale of 3." in table.shown
        await table.press("backspace")
        assert "on a scale of" not in table.shown
