"""What the screen in front is for, and the keys it knows."""

from typing import Any, ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.window import Window
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.key_bar import KeyBar


class HelpScreen(Window[None]):
    """Help for one screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1", "dismiss", _("Back"))
    ]

    def __init__(self, about: StepbackScreen[Any]) -> None:
        """Name the screen that help is wanted for."""
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        """Lay out the sentences and the keys."""
        with Dialog():
            yield Static(self._about.HELP_TITLE or _("Help"), classes="title", markup=False)
            with VerticalScroll():
                yield Static(self._about.HELP_TEXT, classes="sentence", markup=False)
                yield Static(self._key_table())
                if contact := self._contact():
                    told = _("To ask a person: {contact}").format(contact=contact)
                    yield Static(told, id="contact", markup=False)
        yield KeyBar()

    def keys(self) -> list[tuple[str, str]]:
        """Return each key of the screen with what it does.

        Only bindings of this house have an id: those of Textual's own widgets go without saying.
        """
        bindings = [active.binding for active in self._about.active_bindings.values()]
        described = [
            (self._about.house.key_on(self._about, binding), binding.description)
            for binding in bindings
            if binding.id and binding.description
        ]
        return list(dict.fromkeys(described))

    def _key_table(self) -> Table:
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        for key, description in self.keys():
            table.add_row(Text(key, style="bold"), Text(description))
        return table

    def _contact(self) -> str:
        try:
            return self._about.desks.registry.help_contact()
        except (Refusal, StoreError):
            return ""
