"""The page of a unit that is in front: its title, what to do, and where to do it."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static


class PageBody(VerticalScroll):
    """One page; only what is in front is mounted, so that typing stays quick."""

    DEFAULT_CSS = """
    PageBody { padding: 1 2 0 2; }
    PageBody:focus { background-tint: $background 0%; }
    PageBody #page-title { text-style: bold; color: $accent; }
    PageBody #page-title.-alone { margin-bottom: 1; }
    PageBody #page-facts { color: $secondary; margin-bottom: 1; }
    PageBody #page-prompt { margin-bottom: 1; }
    PageBody #page-content { height: auto; }
    PageBody #page-state { color: $secondary; margin: 1 0; }
    PageBody Static { height: auto; }
    PageBody Static.-empty { display: none; }
    PageBody Markdown { padding: 0; margin: 0; }
    """

    title = getters.query_one("#page-title", Static)
    facts = getters.query_one("#page-facts", Static)
    prompt = getters.query_one("#page-prompt", Static)
    content = getters.query_one("#page-content", Vertical)
    state = getters.query_one("#page-state", Static)

    def compose(self) -> ComposeResult:
        """Lay out an empty page."""
        yield Static(id="page-title", markup=False)
        yield Static(id="page-facts", markup=False)
        yield Static(id="page-prompt", markup=False)
        yield Vertical(id="page-content")
        yield Static(id="page-state", markup=False)

    async def show(self, title: str, facts: str, prompt: str, *content: Widget) -> None:
        """Put a page in front of whoever works here."""
        with self.app.batch_update():
            await self.content.remove_children()
            _say(self.title, title)
            self.title.set_class(not facts, "-alone")
            _say(self.facts, facts)
            _say(self.prompt, prompt)
            _say(self.state, "")
            await self.content.mount_all(content)
        self.scroll_home(animate=False)

    def show_state(self, sentence: str) -> None:
        """Say how far the page is."""
        _say(self.state, sentence)


def _say(line: Static, sentence: str) -> None:
    if str(line.content) == sentence and line.has_class("-empty") != bool(sentence):
        return
    line.update(Content(sentence))
    line.set_class(not sentence, "-empty")
