"""Forms about a person: adding one, and changing the roles they hold."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.widgets import Static

from stepback_course.desks import Desks
from stepback_course.people import Person, Role, RoleEntry
from stepback_course.text import _, new_identifier
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.widgets.form_lines import EmailLine, FormLine, RolePicker, focus_problem


class NewPerson(FormDialog[Person]):
    """Adds a person; the answer is that person."""

    def __init__(self, desks: Desks, name: str = "", roles: Iterable[Role] = ()) -> None:
        """Begin with a name where one was typed already, and with likely roles ticked."""
        super().__init__(_("Somebody new"), accept=_("Add"))
        self._desks = desks
        self._begun_name = name
        self._begun_roles = tuple(roles)

    def compose_lines(self) -> ComposeResult:
        """Lay out who they are and what they do."""
        yield FormLine("name", _("Name"), value=self._begun_name)
        yield EmailLine(_("E-mail"))
        yield Static(_("What they do (space ticks)"), classes="form-heading", markup=False)
        yield RolePicker(self._begun_roles)

    def accept(self) -> None:
        """Add the person."""
        name = self.query_one("#name", FormLine)
        name.problem = "" if name.value else _("this is needed")
        roles = self.query_one(RolePicker).roles
        if not roles:
            self.say(_("Tick at least one thing that they do."))
        if not self.query_one(EmailLine).is_well() or name.problem or not roles:
            focus_problem(self)
            return
        person = Person(
            id=new_identifier("PE"),
            name=name.value,
            email=self.query_one("#email", FormLine).value,
            roles=tuple(RoleEntry(role=role) for role in roles),
        )
        self.dismiss(self._desks.directory.add(person))


class ChangeRoles(FormDialog[Person]):
    """Changes the roles that a person holds for every cohort; the answer is that person."""

    def __init__(self, desks: Desks, person: Person) -> None:
        """Name the person."""
        super().__init__(_("What {name} does").format(name=person.name), accept=_("Keep"))
        self._desks = desks
        self._person = person
        self._narrow = tuple(entry for entry in person.roles if entry.cohort)

    def compose_lines(self) -> ComposeResult:
        """Lay out the roles."""
        yield RolePicker(entry.role for entry in self._person.roles if not entry.cohort)
        if self._narrow:
            yield Static(
                _("Roles for one cohort only stay as they are."), classes="form-note", markup=False
            )

    def accept(self) -> None:
        """Give the roles that are ticked, and take the others."""
        wide = tuple(RoleEntry(role=role) for role in self.query_one(RolePicker).roles)
        self.dismiss(self._desks.directory.grant(self._person.id, (*wide, *self._narrow)))
