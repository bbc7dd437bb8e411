"""The page of a unit that is in front: its title, what to do, and where to do it."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Markdown, Static


class PageBody(VerticalScroll):
    """One page; only what is in front is mounted, so that typing stays quick."""

    DEFAULT_CSS = """
    PageBody { padding: 1 0 0 2; }
    PageBody:focus { background-tint: $background 0%; }
    PageBody #page-title { text-style: bold; color: $accent; margin-right: 2; }
    PageBody #page-title.-alone { margin: 0 2 1 0; }
    PageBody #page-facts { color: $secondary; margin: 0 2 1 0; }
    PageBody #page-prompt { margin: 0 2 1 0; }
    PageBody #page-content { height: auto; margin-right: 2; }
    PageBody #page-state { color: $secondary; margin: 1 2 1 0; }
    PageBody Static { height: auto; }
    PageBody Static.-empty { display: none; }
    PageBody Markdown { padding: 0; margin: 0; }
    PageBody #page-reading { height: auto; display: none; }
    PageBody #page-reading.-unfolded {
        display: block;
        margin: 0 2 1 0;
        padding: 1 2;
        background: $surface;
    }
    PageBody #page-reading .hint { color: $secondary; margin-bottom: 1; }
    """

    reading = getters.query_one("#page-reading", Vertical)
    title = getters.query_one("#page-title", Static)
    facts = getters.query_one("#page-facts", Static)
    prompt = getters.query_one("#page-prompt", Static)
    content = getters.query_one("#page-content", Vertical)
    state = getters.query_one("#page-state", Static)

    def __init__(self) -> None:
        """Begin with an empty page."""
        super().__init__()
        self._was_at: Widget | None = None
        self._could_focus = False

    def compose(self) -> ComposeResult:
        """Lay out an empty page."""
        yield Vertical(id="page-reading")
        yield Static(id="page-title", markup=False)
        yield Static(id="page-facts", markup=False)
        yield Static(id="page-prompt", markup=False)
        yield Vertical(id="page-content")
        yield Static(id="page-state", markup=False)

    async def show(self, title: str, facts: str, prompt: str, *content: Widget) -> None:
        """Put a page in front of whoever works here."""
        with self.app.batch_update():
            await self.fold()
            await self.content.remove_children()
            _say(self.title, title)
            self.title.set_class(not facts, "-alone")
            _say(self.facts, facts)
            _say(self.prompt, prompt)
            _say(self.state, "")
            await self.content.mount_all(content)
        self.scroll_home(animate=False)

    @property
    def is_unfolded(self) -> bool:
        """Whether a reading stands above the page."""
        return self.reading.has_class("-unfolded")

    async def unfold(self, reading: str, hint: str) -> None:
        """Show a reading, Markdown of the course, above the page, and go to it with the keys.

        `hint` says how it goes away again.
        """
        self._was_at = self.screen.focused
        self.reading.add_class("-unfolded")
        await self.reading.mount(
            Static(Content(hint), classes="hint"), Markdown(reading, open_links=False)
        )
        self._could_focus, self.can_focus = self.can_focus, True
        self.focus()
        self.scroll_home(animate=False)

    async def fold(self) -> None:
        """Put the reading away, and go back to where the keys were."""
        if not self.is_unfolded:
            return
        await self.reading.remove_children()
        self.reading.remove_class("-unfolded")
        self.can_focus = self._could_focus
        if self._was_at is not None and self._was_at.is_attached:
            self._was_at.focus()

    def show_facts(self, facts: str) -> None:
        """Say how long the page takes, and where."""
        _say(self.facts, facts)

    def show_state(self, sentence: str) -> None:
        """Say how far the page is."""
        _say(self.state, sentence)


def _say(line: Static, sentence: str) -> None:
    if str(line.content) == sentence and line.has_class("-empty") != bool(sentence):
        return
    line.update(Content(sentence))
    line.set_class(not sentence, "-empty")
