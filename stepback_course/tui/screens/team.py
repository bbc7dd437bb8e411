"""Everybody and their roles."""

from collections.abc import Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import DataTable

from stepback_course.people import Person, actor_of
from stepback_course.text import _
from stepback_course.tui.roles import roles_line
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.person_form import ChangeRoles, NewPerson
from stepback_course.tui.widgets.paged_table import CountLine, PagedTable


class TeamScreen(StepbackScreen[None]):
    """The people of this store; coordinators give them roles."""

    CSS_PATH = "team.tcss"
    HELP_TITLE = _("Team")
    HELP_TEXT = _(
        "Everybody in this store and what they do here. n adds somebody, Enter changes the roles "
        "of whoever is under the cursor. Practitioners are best added by enrolling them in their "
        "cohort. Nobody assesses their own work, whatever roles they hold."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", _("Somebody new"), id="team.add"),
        Binding("r", "change", _("Roles"), id="team.roles"),
        Binding("m", "more", _("More"), show=False, id="team.more"),
    ]

    table = getters.query_one(PagedTable)

    def __init__(self) -> None:
        """Begin with nobody; people are read when the screen opens."""
        super().__init__()
        self._people: dict[str, Person] = {}

    def compose_body(self) -> ComposeResult:
        """Lay out the people."""
        with Vertical(id="team"):
            yield PagedTable()
            yield CountLine()

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Team")
        for head, width in ((_("Name"), 24), (_("Roles"), 28), (_("E-mail"), 20)):
            self.table.add_column(head, width=width)
        self.table.focus()

    def on_screen_resume(self) -> None:
        """Read who is there."""
        self.fetch("people", self.desks.directory.people)

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show who is there."""
        assert isinstance(event.result, list)  # noqa: S101 # what `on_screen_resume` fetches
        people: Sequence[Person] = event.result
        self._people = {person.id: person for person in people}
        self.table.fill(
            (person.id, (person.name, roles_line(person.roles), person.email)) for person in people
        )
        self._count()

    def _count(self) -> None:
        self.query_one(CountLine).say(self.table.count_line)

    @on(DataTable.RowSelected)
    def action_change(self) -> None:
        """Change the roles of whoever is under the cursor."""
        if person := self._people.get(self.table.key):
            self.app.push_screen(ChangeRoles(self.desks, person), self._changed)

    def action_add(self) -> None:
        """Add somebody."""
        self.app.push_screen(NewPerson(self.desks), self._changed)

    def _changed(self, person: Person | None) -> None:
        if person is None:
            return
        if self.desks.actor.is_person(person.id):
            self.house.desks = self.desks.seat(actor_of(person))
        roles = roles_line(person.roles) or _("no role")
        self.banner.tell(_("{name}: {roles}").format(name=person.name, roles=roles))

    def action_more(self) -> None:
        """Show more rows."""
        self.table.show_more()
        self._count()
