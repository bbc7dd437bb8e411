"""The register of certificates."""

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from stepback_course.awards.models import Certificate
from stepback_course.text import _
from stepback_course.text.days import shown_day
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.saved_certificate import ask_where, save_certificate
from stepback_course.tui.widgets.paged_table import CountLine, PagedTable


class RegisterScreen(StepbackScreen[None]):
    """Every certificate that was ever issued here, the newest last."""

    CSS_PATH = "register.tcss"
    HELP_TITLE = _("Register")
    HELP_TEXT = _(
        "Every certificate that was issued here, in the order of their numbers. Nothing is ever "
        "taken out of the register."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "save", _("Save PDF"), id="register.save"),
        Binding("m", "more", _("More"), show=False, id="register.more"),
    ]

    table = getters.query_one(PagedTable)

    def compose_body(self) -> ComposeResult:
        """Lay out the register."""
        with Vertical(id="certificates"):
            yield PagedTable()
            yield CountLine()

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Awards › Register")
        for head, width in ((_("Number"), 24), (_("Name"), 30), (_("Awarded on"), 20)):
            self.table.add_column(head, width=width)
        self.table.focus()

    def on_screen_resume(self) -> None:
        """Read the register."""
        office = self.desks.office
        self.fetch("register", lambda: list(office.register()))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show the register, or say what was saved."""
        match event.result:
            case list() as certificates:
                self.table.fill((each.number, _cells(each)) for each in certificates)
                nothing = "" if certificates else _("No certificate has been issued yet.")
                self._say_count(nothing)
            case str() as sentence:
                self.banner.tell(sentence)

    def _say_count(self, nothing: str) -> None:
        self.query_one(CountLine).say(nothing or self.table.count_line)

    def action_save(self) -> None:
        """Save the page of the certificate under the cursor."""
        desks, number = self.desks, self.table.key
        if number:
            ask_where(
                self.app,
                number,
                lambda folder: self.fetch("save", lambda: save_certificate(desks, number, folder)),
            )

    def action_more(self) -> None:
        """Show more rows."""
        self.table.show_more()
        self._say_count("")


def _cells(certificate: Certificate) -> tuple[str, str, str]:
    facts = certificate.facts
    return certificate.number, facts.name, shown_day(facts.awarded_on.isoformat())
