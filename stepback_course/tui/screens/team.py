"""Everybody and their roles."""

from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import DataTable, Static

from stepback_course.people import Person, actor_of
from stepback_course.people.policy import may
from stepback_course.text import _
from stepback_course.text.paths import typed_path, usual_folder
from stepback_course.tui.roles import roles_line
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import AskLine, Confirm
from stepback_course.tui.screens.person_form import ChangeRoles, NewPerson
from stepback_course.tui.team_tasks import (
    Told,
    everybody,
    leave,
    leaving_question,
    return_to_team,
    returning_question,
    write_invitation,
)
from stepback_course.tui.widgets.paged_table import CountLine, PagedTable


class TeamScreen(StepbackScreen[None]):
    """The people of this store; coordinators give them roles, and let them go."""

    CSS_PATH = "team.tcss"
    HELP_TITLE = _("Team")
    HELP_TEXT = _(
        "Everybody in this store and what they do here. n adds somebody, Enter changes the roles "
        "of whoever is under the cursor, i writes an invitation for a colleague who works on a "
        "computer of their own. Practitioners are best added by enrolling them in their cohort. "
        "Whoever leaves is never deleted: d takes every right from them, and what they did keeps "
        "their name; d again lets them come back. Nobody assesses their own work, whatever roles "
        "they hold. The id is what commands ask for."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", _("Somebody new"), id="team.add"),
        Binding("r", "change", _("Roles"), id="team.roles"),
        Binding("i", "invite", _("Invite"), id="team.invite"),
        Binding("d", "leave", _("Has left"), id="team.leave"),
        Binding("m", "more", _("More"), show=False, id="team.more"),
    ]

    table = getters.query_one(PagedTable)

    def __init__(self) -> None:
        """Begin with nobody; people are read when the screen opens."""
        super().__init__()
        self._people: dict[str, Person] = {}
        self._wanted = ""
        """At whom the cursor is to stand once they are listed."""

    def compose_body(self) -> ComposeResult:
        """Lay out the people, and the e-mail of whoever is under the cursor."""
        with Vertical(id="team"):
            yield PagedTable()
            yield CountLine()
            yield Static(id="detail", markup=False)

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Team")
        for head, width in ((_("Name"), 24), (_("Roles"), 32), (_("Id"), 13)):
            self.table.add_column(head, width=width)
        self.table.focus()

    def on_screen_resume(self) -> None:
        """Read who is there."""
        self.fetch("people", partial(everybody, self.desks))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show who is there, or say what was done."""
        match event.result:
            case Told(sentence):
                self.masthead.saved = ""
                self.banner.tell(sentence)
                self.on_screen_resume()
            case list() as people:
                self._show(people)

    def on_stepback_screen_refused(self, _event: StepbackScreen.Refused) -> None:
        """Say no longer that something is being done."""
        self.masthead.saved = ""

    def _show(self, people: list[Person]) -> None:
        self._people = {person.id: person for person in people}
        self.table.fill(
            ((person.id, (person.name, _stands(person), person.id)) for person in people),
            at=self._wanted,
        )
        self._wanted = ""
        self._count()
        self._pointed_at()

    def _count(self) -> None:
        self.query_one(CountLine).say(self.table.count_line)

    @property
    def _person(self) -> Person | None:
        """Whoever is under the cursor; nobody before the list is there, or once it has gone."""
        table = self.query_one_optional(PagedTable)
        return self._people.get(table.key) if table else None

    @on(DataTable.RowHighlighted)
    def _pointed_at(self) -> None:
        person = self._person
        self.query_one("#detail", Static).update(Content(person.email if person else ""))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what may be done with whoever is under the cursor."""
        person = self._person
        if action in ("change", "invite", "leave") and person is None:
            return False
        if action == "invite":
            return may(self.desks.actor, "invite_staff")
        if action == "leave" and person is not None:
            return may(self.desks.actor, "deactivate_person", practitioner=person.id)
        return super().check_action(action, parameters)

    @on(DataTable.RowSelected)
    def action_change(self) -> None:
        """Change the roles of whoever is under the cursor."""
        if self._person is not None:
            self.app.push_screen(ChangeRoles(self.desks, self._person), self._changed)

    def action_add(self) -> None:
        """Add somebody."""
        self.app.push_screen(NewPerson(self.desks), self._changed)

    def _changed(self, person: Person | None) -> None:
        if person is None:
            return
        if self.desks.actor.is_person(person.id):
            self.house.desks = self.desks.seat(actor_of(person))
        self._wanted = person.id
        roles = roles_line(person.roles) or _("no role")
        self.banner.tell(_("{name}: {roles}").format(name=person.name, roles=roles))

    def action_leave(self) -> None:
        """Take every right from whoever is under the cursor, or give them back, after asking."""
        person = self._person
        if person is None:
            return
        question, do = (
            (leaving_question, leave) if person.active else (returning_question, return_to_team)
        )

        def answered(is_sure: bool | None) -> None:
            if is_sure:
                self._wanted = person.id
                self.fetch("told", partial(do, self.desks, person))

        title, sentence, accept = question(person)
        self.app.push_screen(Confirm(title, sentence, accept=accept), answered)

    def action_invite(self) -> None:
        """Write an invitation for a colleague who works on a computer of their own."""
        person = self._person
        if person is None:
            return

        def write(line: str | None) -> None:
            if line:
                self.masthead.saved = _("Writing the invitation…")
                task = partial(write_invitation, self.desks, person, typed_path(line))
                self.fetch("told", task)

        sentence = _("A file for {name}, with a ready text for its e-mail, in this folder:")
        self.app.push_screen(
            AskLine(
                _("Invitation"),
                sentence.format(name=person.name),
                value=str(usual_folder() / "stepback" / "team"),
                accept=_("Write it"),
            ),
            write,
        )

    def action_more(self) -> None:
        """Show more rows."""
        self.table.show_more()
        self._count()


def _stands(person: Person) -> str:
    roles = roles_line(person.roles)
    return roles if person.active else _("has left ({roles})").format(roles=roles)
