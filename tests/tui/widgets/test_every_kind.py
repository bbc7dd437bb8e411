"""What the widgets of all kinds promise."""

from typing import Any

from stepback_course.course.activities import Activity
from stepback_course.tui.widgets.kinds import WIDGETS
from stepback_course.tui.widgets.writing import OneLine, Writing
from tests.tui.widgets.host import ANSWERS, Sitting, awaited, sitting

HOSTILE = "[/ [@click=app.quit]hi[/] [b]"
"""What Textual would take for markup if it were let."""


def by_kind(table: Sitting) -> dict[str, Any]:
    """Return the value that each widget shows now."""
    return {widget.activity.kind: widget.value for widget in table.widgets}


def test_every_kind_has_a_widget() -> None:
    assert set(WIDGETS) == {activity.kind for activity, _answer in ANSWERS}


@awaited
async def test_an_answer_that_is_loaded_comes_back_as_it_was_and_posts_nothing() -> None:
    async with sitting(*((activity, None) for activity, _answer in ANSWERS)) as table:
        for widget in table.widgets:
            assert widget.activity.read(widget.value) == widget.value
            assert widget.activity.is_empty(widget.value)
        for widget, (_activity, answer) in zip(table.widgets, ANSWERS, strict=True):
            widget.load(answer)
            assert widget.value == answer
        await table.pilot.pause()
        assert by_kind(table) == {activity.kind: answer for activity, answer in ANSWERS}
        assert table.host.posted == []


@awaited
async def test_each_widget_takes_focus_where_it_begins() -> None:
    async with sitting(*ANSWERS) as table:
        chain = table.host.screen.focus_chain
        for widget in table.widgets:
            widget.focus_first()
            await table.pilot.pause()
            own = [focusable for focusable in chain if widget in focusable.ancestors]
            assert table.host.focused is own[0]


@awaited
async def test_an_answer_that_is_only_read_is_all_there_and_cannot_be_changed() -> None:
    async with sitting(*ANSWERS, read_only=True, size=(80, 150)) as table:
        for words in (
            "It took a while.",
            "in sign",
            "A prompt names no answer.",
            "It depends",
            "Waiting",
            "2026-03-04",
            "With a map",
            "Thinks",
            "Finding the stairs",
            "I find them",
            "With a clue",
        ):
            assert words in table.shown
        assert table.host.screen.focus_chain == []
        await table.press("tab", "x", "space", "1", "backspace", "ctrl+r")
        for selector in ("Point", "OptionRow", "TickLine", "PileBox", "StageLine", "Writing"):
            assert await table.pilot.click(table.host.query(selector).last()), selector
        await table.paste("pasted")
        assert by_kind(table) == {activity.kind: answer for activity, answer in ANSWERS}
        assert table.host.posted == []


@awaited
async def test_text_that_looks_like_markup_is_shown_as_it_was_written() -> None:
    answers = [(with_hostile_words(activity), hostile(answer)) for activity, answer in ANSWERS]
    places = sum(str(answer).count(HOSTILE) for _activity, answer in answers)
    for read_only in (False, True):
        async with sitting(*answers, read_only=read_only, size=(160, 120)) as table:
            shown = table.shown
            for words in ("label", "item", "scenario", "option", "pile", "card", "column"):
                assert f"{words} {HOSTILE}" in shown, words
                shown = shown.replace(f"{words} {HOSTILE}", "")
            assert shown.count(HOSTILE) >= places
            assert by_kind(table) == {activity.kind: answer for activity, answer in answers}
            assert table.host.posted == []


def hostile(answer: Any) -> Any:
    """Put hostile text wherever an answer has words of a person's own."""
    match answer:
        case "prompt" | {"before": _}:
            return answer
        case str():
            return HOSTILE
        case {"piles": _}:
            return {**answer, "own_piles": {"own-1": HOSTILE}, "own_cards": {"own-2": HOSTILE}}
        case {}:
            return {item: {"done": True, "note": HOSTILE} for item in answer}
        case [{"card": _}, *_others]:
            return [{**target, "success": HOSTILE} for target in answer]
    days = {"date", "when"}
    return [{n: text if n in days else HOSTILE for n, text in row.items()} for row in answer]


def with_hostile_words(activity: Activity) -> Activity:
    """Return an activity whose own words are hostile."""
    document: dict[str, Any] = activity.model_dump()
    for name in ("item", "option", "pile", "card", "column"):
        for thing in document.get(f"{name}s", ()):
            thing["text"] = f"{name} {HOSTILE}"
    for name in ("prompt", "label", "stage"):
        if f"{name}s" in document:
            document[f"{name}s"] = [f"{name} {HOSTILE}"] * 4
    if "scenario" in document:
        document["scenario"] = f"scenario {HOSTILE}"
    return type(activity).model_validate(document)


def places(table: Sitting) -> list[Writing | OneLine]:
    """Return one place of each sort in which one types."""
    found = [*table.host.query(Writing), *table.host.query(OneLine)]
    return list({type(place): place for place in found if place.focusable}.values())


@awaited
async def test_no_place_takes_ten_megabytes_or_control_sequences() -> None:
    answers = [(kind, answer) for kind, answer in ANSWERS if kind.id in ("a-reflection", "a-log")]
    async with sitting(*answers) as table:
        before, typed = by_kind(table), places(table)
        assert len(typed) == 3
        for place in typed:
            place.focus()
            await table.paste("ŵ" * 10_000_000)
        assert by_kind(table) == before
        assert table.host.posted == []
        for place in typed:
            place.focus()
            await table.paste("\x1b]0;PWNED\x07\x9b31mw\u0302\u202ey")
            text = place.text if isinstance(place, Writing) else place.value
            assert "ŵy" in text
            assert not set(text) & set("\x1b\x9b\x07\u202e\u0302")
