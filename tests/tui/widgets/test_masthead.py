"""The line at the top of a screen."""

from textual.app import App, ComposeResult
from textual.widgets import Static

from stepback_course.tui.widgets.masthead import Masthead, shortened
from tests.tui.widgets.host import awaited

WHERE = "My course › Statement 7: I let mistakes be safe and useful"


class Desk(App[None]):
    """A line at the top and nothing else."""

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Masthead()


def shown(app: Desk) -> str:
    return str(app.query_one("#where", Static).content)


def test_the_first_steps_are_left_out_where_there_is_no_room_and_the_last_one_never() -> None:
    assert shortened(WHERE, len(WHERE)) == WHERE
    assert shortened(WHERE, len(WHERE) - 1) == "Statement 7: I let mistakes be safe and useful"
    assert shortened("A › B › C", 5) == "B › C"
    assert shortened("A › Bcdefgh", 3) == "Bcdefgh"
    assert shortened("", 10) == ""


@awaited
async def test_where_one_is_makes_room_for_what_is_said_about_saving() -> None:
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        masthead = app.query_one(Masthead)
        masthead.where = WHERE
        await pilot.pause()
        assert shown(app) == WHERE
        masthead.saved = "Saved 28 October, 13:35"
        await pilot.pause()
        assert shown(app) == "Statement 7: I let mistakes be safe and useful"
        await pilot.resize_terminal(120, 24)
        await pilot.pause()
        assert shown(app) == WHERE


@awaited
async def test_what_waits_for_a_refresh_may_come_when_the_line_has_left() -> None:
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        masthead = app.query_one(Masthead)

        async def leave() -> None:
            masthead.saved = "Saved 28 October, 13:35"
            await masthead.remove()

        app.screen.call_next(leave)
        await pilot.pause()
        assert not app.query(Masthead)
