"""What there is to read, beside the page in wide windows."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown


class ReadingPane(VerticalScroll):
    """A reading of its own scroll, laid out again only when it is another one."""

    DEFAULT_CSS = """
    ReadingPane { background: $surface; padding: 1 0 0 2; scrollbar-size-vertical: 1; }
    ReadingPane Markdown { background: transparent; padding: 0 3 1 0; margin: 0; }
    """

    words = getters.query_one(Markdown)

    def compose(self) -> ComposeResult:
        """Lay out an empty reading."""
        yield Markdown(open_links=False)

    async def show(self, reading: str) -> None:
        """Show a reading, which is Markdown of the course, from its beginning."""
        if reading != self.words.source:
            await self.words.update(reading)
            self.scroll_home(animate=False)
