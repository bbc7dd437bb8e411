"""The keys at the foot of a screen."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Input
from textual.widgets._footer import FooterKey

from stepback_course.tui.widgets.key_bar import KeyBar
from tests.tui.widgets.host import awaited


class Desk(App[None]):
    """Two buttons, a field, and a key that letters hide."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("s", "bell", "Save"), ("f2", "bell", "Page")]

    def compose(self) -> ComposeResult:
        """Lay them out."""
        yield Button("One", id="one")
        yield Button("Two", id="two")
        yield Input()
        yield KeyBar()


def keys(app: Desk) -> list[FooterKey]:
    return list(app.query(FooterKey))


@awaited
async def test_the_same_keys_are_not_laid_out_again() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        app.query_one("#one").focus()
        await pilot.pause()
        before = keys(app)
        app.query_one("#two").focus()
        await pilot.pause()

        assert before
        assert keys(app) == before


@awaited
async def test_keys_that_do_nothing_now_go_and_come_back() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "Save" in [key.description for key in keys(app)]
        app.query_one(Input).focus()
        await pilot.pause()
        assert "Save" not in [key.description for key in keys(app)]
        app.query_one("#one").focus()
        await pilot.pause()
        assert "Save" in [key.description for key in keys(app)]
