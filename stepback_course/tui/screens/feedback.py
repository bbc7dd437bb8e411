"""What an assessor said about a unit: what is met first, then what is needed."""

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.guidance import unit_name
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.widgets.feedback_body import FeedbackBody


class FeedbackScreen(StepbackScreen[None]):
    """The released decisions on one unit."""

    CSS_PATH = "feedback.tcss"
    HELP_TITLE = _("Feedback")
    HELP_TEXT = _(
        "Your assessor's words about one unit. What is met stays met. Where further work is "
        "needed, open the unit, work on it, and submit it again; earlier attempts stay below."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "open_unit", _("Open the unit"), id="feedback.open")
    ]

    words = getters.query_one("#feedback", VerticalScroll)

    def __init__(self, portfolio: str, unit: str) -> None:
        """Name the unit."""
        super().__init__()
        self._portfolio = portfolio
        self._unit_id = unit

    def compose_body(self) -> ComposeResult:
        """Lay out the feedback."""
        yield VerticalScroll(id="feedback")

    async def on_screen_resume(self) -> None:
        """Read the unit and show what was said about it."""
        try:
            view = self.desks.workbook.unit(self._portfolio, self._unit_id)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        self.masthead.where = _("My course › {unit} › Feedback").format(unit=unit_name(view.unit))
        await self.words.remove_children()
        await self.words.mount(
            Static(Content(view.unit.title), classes="title", markup=False),
            FeedbackBody(view.unit, view.released),
        )
        if view.is_open and view.released:
            sentence = ngettext(
                "You can submit it {count} more time. Press Enter to work on it.",
                "You can submit it {count} more times. Press Enter to work on it.",
                view.attempts_left,
            )
            await self.words.mount(
                Static(sentence.format(count=view.attempts_left), classes="next", markup=False),
                before=1,
            )
        self.words.focus()

    def action_open_unit(self) -> None:
        """Open the unit to work on it, or to read it where it is closed."""
        self.app.push_screen(doors.unit_screen(self._portfolio, self._unit_id))
