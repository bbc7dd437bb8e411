"""The keys at the foot of a screen."""

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Input

from stepback_course.tui.widgets.key_bar import Key, KeyBar, fitting
from tests.tui.widgets.host import awaited


class Desk(App[None]):
    """Two buttons, a field, and a key that letters hide."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "bell", "Save"),
        ("f2", "turn", "Page"),
    ]
    pages = 0

    def compose(self) -> ComposeResult:
        """Lay them out."""
        yield Button("One", id="one")
        yield Button("Two", id="two")
        yield Input()
        yield KeyBar()

    def action_turn(self) -> None:
        """Count the pages."""
        self.pages += 1


def words(app: Desk) -> list[str]:
    """Return what the keys that are shown do."""
    return [key.description for key in app.query_one(KeyBar).keys]


def test_the_same_keys_are_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    render = KeyBar.render

    def noting(bar: KeyBar) -> Content:
        content = render(bar)
        drawn.append(content.plain)
        return content

    monkeypatch.setattr(KeyBar, "render", noting)

    async def go_on() -> None:
        app = Desk()
        async with app.run_test() as pilot:
            app.query_one("#one").focus()
            await pilot.pause()
            assert drawn[-1] == " s Save  f2 Page "
            before = len(drawn)
            app.query_one("#two").focus()
            await pilot.pause()
            assert len(drawn) == before

    awaited(go_on)()


@awaited
async def test_a_click_on_a_key_does_what_the_key_does() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        app.query_one("#one").focus()
        await pilot.pause()
        save, page = app.query_one(KeyBar).keys
        await pilot.click(KeyBar, offset=(save.width - 1, 0))
        await pilot.click(KeyBar, offset=(save.width + page.width, 0))
        assert app.pages == 0
        for place in (save.width, save.width + page.width - 1):
            await pilot.click(KeyBar, offset=(place, 0))
        assert app.pages == 2


@awaited
async def test_keys_that_do_nothing_now_go_and_come_back() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "Save" in words(app)
        app.query_one(Input).focus()
        await pilot.pause()
        assert "Save" not in words(app)
        app.query_one("#one").focus()
        await pilot.pause()
        assert "Save" in words(app)


class Counting(Screen[object]):
    """A screen that counts how often it is asked whether its key does anything."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("s", "bell", "Save")]
    asked = 0

    def compose(self) -> ComposeResult:
        """Lay out the keys alone."""
        yield KeyBar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Count the question."""
        self.asked += 1
        return super().check_action(action, parameters)


@awaited
async def test_a_screen_that_is_taken_down_is_not_asked_for_its_keys() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        screen = Counting()
        await app.push_screen(screen)
        await pilot.pause()
        asked = screen.asked
        screen.query_one(KeyBar).bindings_changed(screen)
        await app.pop_screen()

        assert 0 < asked == screen.asked


# What has room.

BACK = Key("back", "escape", "esc", "Back", True)
HELP = Key("help", "question_mark", "?", "Help", True)
NEXT = Key("unit.next", "f3", "f3", "Next page", True)
CHECK = Key("unit.check", "f5", "f5", "Ready?", True)
QUIT = Key("quit", "ctrl+q", "^q", "Quit", True)
GO_TO = Key("palette", "ctrl+p", "^p", "Go to", True)
ALL = (BACK, HELP, NEXT, CHECK, QUIT, GO_TO)


def room_for(*kept: Key) -> int:
    return sum(key.width for key in kept)


def test_where_there_is_room_every_key_is_shown() -> None:
    assert fitting(ALL, room_for(*ALL)) == ALL


def test_the_keys_that_every_screen_has_are_left_out_first() -> None:
    assert fitting(ALL, room_for(*ALL) - 1) == (BACK, HELP, NEXT, CHECK, QUIT)
    assert fitting(ALL, room_for(BACK, HELP, NEXT, CHECK)) == (BACK, HELP, NEXT, CHECK)


def test_then_those_the_screen_can_spare_and_then_the_last_ones() -> None:
    width = room_for(BACK, HELP, CHECK)
    assert fitting(ALL, width, ["unit.next"]) == (BACK, HELP, CHECK)
    assert fitting(ALL, width) == (BACK, HELP)
    assert fitting(ALL, width + NEXT.width - CHECK.width) == (BACK, HELP, NEXT)


def test_the_way_back_and_help_stay_however_narrow_it_is() -> None:
    assert fitting(ALL, 3) == (BACK, HELP)


@awaited
async def test_no_key_runs_out_of_the_window_and_all_come_back_when_it_grows() -> None:
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one("#one").focus()
        await pilot.pause()
        wide = words(app)
        await pilot.resize_terminal(9, 24)
        await pilot.pause()
        assert words(app) == ["Save"]
        assert sum(key.width for key in app.query_one(KeyBar).keys) <= 9
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.pause()
        assert words(app) == wide == ["Save", "Page"]
