"""A certificate's page in the terminal, before it is issued or afterwards."""

from collections.abc import Callable
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from stepback_course.text import _
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.widgets.page_view import Page, PageView


class PreviewScreen(StepbackScreen[None]):
    """The page as it is printed, as large as the window."""

    HELP_TITLE = _("The page")
    HELP_TEXT = _(
        "This is the page that is printed, drawn in the letters of your terminal: its words are "
        "read from the printed file, and stand where they do on paper. Where the window is small, "
        "lines are broken and stand closer together than on paper."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "back", _("Back"), show=False, id="preview.close"),
    ]

    view = getters.query_one(PageView)

    def __init__(self, where: str, print_page: Callable[[], Page]) -> None:
        """Say where one is; `print_page` is called in a thread."""
        super().__init__()
        self._where = where
        self._print_page = print_page

    def compose_body(self) -> ComposeResult:
        """Lay out the page."""
        yield PageView()

    def on_mount(self) -> None:
        """Print the page."""
        self.masthead.where = self._where
        self.view.focus()
        self.fetch("page", self._print_page)

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show the page, and above it what it does not say itself."""
        if isinstance(event.result, Page):
            self.banner.sentence = event.result.note
            self.view.show(event.result)

    def on_stepback_screen_refused(self, _event: StepbackScreen.Refused) -> None:
        """Leave the page empty; why stands in the banner."""
        self.view.say("")
