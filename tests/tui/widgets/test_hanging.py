"""A sentence that does not fit goes on under itself, not under the sign before it."""

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from stepback_course.tui.widgets.hanging import Hanging, HangingLines
from tests.tui.widgets.host import awaited


class Hung(App[None]):
    """Two sentences in a column that is too narrow for the first."""

    def compose(self) -> ComposeResult:
        """Lay out the column."""
        lines = [("○", "one two three"), ("●", "four")]
        hung = HangingLines([Hanging(Content(sign), Content(words), 2) for sign, words in lines])
        column = Static(hung)
        column.styles.width = 9
        yield column


@awaited
async def test_each_sentence_goes_on_behind_its_own_sign() -> None:
    app = Hung()
    async with app.run_test(size=(9, 6)):
        column = app.query_one(Static)
        lines = [column.render_line(number).text.rstrip() for number in range(column.size.height)]
        assert lines == ["○ one two", "  three", "● four"]
