"""Writing an answer."""

from textual.widgets import TextArea

from stepback_course.text.fields import ANSWER_LIMIT
from stepback_course.tui.widgets.reflection import COUNT_PAUSE
from tests.tui.widgets.host import REFLECTION, Sitting, awaited, sitting


def text_area(table: Sitting) -> TextArea:
    """Return where one writes."""
    return table.host.query_one(TextArea)


@awaited
async def test_what_is_typed_is_the_value_and_is_posted_key_by_key() -> None:
    async with sitting((REFLECTION, "It ")) as table:
        await table.press("w", "enter", "ŷ")
        assert table.widget.value == "It w\nŷ"
        assert table.host.posted == ["It w", "It w\n", "It w\nŷ"]
        assert table.widget.activity.read(table.widget.value) == "It w\nŷ"


@awaited
async def test_the_words_are_counted_again_when_the_keys_pause() -> None:
    async with sitting((REFLECTION, None)) as table:
        assert "3 to 5 words is a good length" in table.shown
        await table.paste("I waited for once")
        await table.pilot.pause(COUNT_PAUSE + 0.1)
        assert "4 words, a good length" in table.shown


@awaited
async def test_the_prompts_stand_above_the_page() -> None:
    async with sitting((REFLECTION, None)) as table:
        assert "What happened?" in table.shown


@awaited
async def test_a_paste_of_ten_megabytes_is_refused_with_a_sentence_and_the_text_is_kept() -> None:
    async with sitting((REFLECTION, "What I had. ")) as table:
        await table.paste("ŵ" * 10_000_000)
        assert table.widget.value == "What I had. "
        assert table.host.posted == []
        assert "10,000,000 characters, and at most 50,000 fit here" in table.shown
        await table.press("m", "o", "r", "e")
        assert table.widget.value == "What I had. more"
        assert "at most 50,000" not in table.shown


@awaited
async def test_an_answer_grows_to_its_limit_and_no_further() -> None:
    full = ("a" * 99 + "\n") * (ANSWER_LIMIT // 100)
    async with sitting((REFLECTION, full[1:])) as table:
        await table.press("b", "c")
        assert table.widget.value == full[1:] + "b"
        text_area(table).select_all()
        await table.paste(full)
        assert table.widget.value == full


@awaited
async def test_control_sequences_in_a_paste_never_reach_the_screen() -> None:
    async with sitting((REFLECTION, None)) as table:
        await table.paste("AB\x1b]0;PWNED\x07CD\x9b31mE\u202eF\r\ng")
        assert text_area(table).text == "ABCDEF\ng"
        assert table.widget.value == "ABCDEF\ng"


@awaited
async def test_letters_typed_in_two_pieces_are_kept_as_one() -> None:
    async with sitting((REFLECTION, None)) as table:
        text_area(table).insert("w")
        text_area(table).insert("\u0302")
        await table.pilot.pause()
        assert table.host.posted[-1] == "ŵ"


@awaited
async def test_writing_goes_on_where_the_text_stops() -> None:
    async with sitting((REFLECTION, "One\ntwo")) as table:
        assert text_area(table).cursor_location == (1, 3)


@awaited
async def test_loading_while_somebody_types_keeps_them_at_the_page() -> None:
    async with sitting((REFLECTION, "mine")) as table:
        table.widget.load("theirs")
        await table.pilot.pause()
        await table.press("!")
        assert table.widget.value == "theirs!"
        assert table.host.posted == ["theirs!"]
