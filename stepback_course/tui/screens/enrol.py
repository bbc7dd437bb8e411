"""Enrolling practitioners, one after another."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from stepback_course.cohorts import Cohort
from stepback_course.desks import Desks
from stepback_course.people import Person, RoleEntry
from stepback_course.text import _, folded, new_identifier
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.widgets.form_lines import EmailLine, FormLine, focus_problem

OFFERED = 4
"""How many people of the store are offered while a name is typed."""


class Enrol(FormDialog[None]):
    """Enrols whoever is typed or chosen, and stays open for the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "offered", show=False, id="enrol.offered")
    ]

    def __init__(self, desks: Desks, cohort: Cohort) -> None:
        """Name the cohort."""
        super().__init__(_("Enrol in {cohort}").format(cohort=cohort.name), accept=_("Enrol"))
        self._desks = desks
        self._cohort = cohort
        self._people = desks.directory.people()
        self._known: Person | None = None
        self._enrolled = 0

    def compose_lines(self) -> ComposeResult:
        """Lay out who they are and where they work."""
        yield FormLine("name", _("Name"), hint=_("somebody new, or known here"))
        yield OptionList(markup=False)
        yield EmailLine(_("E-mail"))
        yield FormLine("setting", _("School or setting"), hint=_("such as Ysgol y Bryn"), limit=300)
        yield Static(id="enrolled", classes="form-note", markup=False)

    def on_mount(self) -> None:
        """Begin with nobody offered."""
        self.query_one(OptionList).display = False

    @on(Input.Changed, "#name Input")
    def _name_typed(self) -> None:
        typed = self.query_one("#name", FormLine).value
        if self._known is not None and typed != self._known.name:
            self._known = None
        wanted = folded(typed)
        fitting = [each for each in self._people if wanted in folded(each.name)]
        offered = self.query_one(OptionList)
        offered.set_options(_line(person) for person in fitting[:OFFERED])
        offered.highlighted = 0 if fitting else None
        offered.display = bool(wanted and fitting and self._known is None)

    def action_offered(self) -> None:
        """Go from the name to the people who are offered for it."""
        offered = self.query_one(OptionList)
        if offered.display:
            offered.focus()

    @on(OptionList.OptionSelected)
    def _known_chosen(self, event: OptionList.OptionSelected) -> None:
        self._known = next(each for each in self._people if each.id == event.option_id)
        self.query_one("#name", FormLine).value = self._known.name
        self.query_one("#email", FormLine).value = self._known.email
        self.query_one("#setting", FormLine).focus_line()

    def accept(self) -> None:
        """Enrol the person, adding them where they are new."""
        name = self.query_one("#name", FormLine)
        name.problem = "" if name.value else _("this is needed")
        if not self.query_one(EmailLine).is_well() or name.problem:
            focus_problem(self)
            return
        person = self._known or self._desks.directory.add(
            Person(
                id=new_identifier("PR"),
                name=name.value,
                email=self.query_one("#email", FormLine).value,
                roles=(RoleEntry(role="practitioner"),),
            )
        )
        setting = self.query_one("#setting", FormLine).value
        before = len(self._desks.workbook.portfolios(person.id))
        self._desks.registry.enrol(person.id, self._cohort.id, setting=setting)
        is_new = len(self._desks.workbook.portfolios(person.id)) > before
        self._enrolled += is_new
        self._begin_next(person, is_new=is_new)

    def _begin_next(self, person: Person, *, is_new: bool) -> None:
        """Say who was enrolled and make room for the next one; the setting stays."""
        self._people = self._desks.directory.people()
        self._known = None
        for line in ("#name", "#email"):
            self.query_one(line, FormLine).value = ""
        self.query_one("#name", FormLine).focus_line()
        told = (
            _("✓ {name} is enrolled ({count} so far). Type the next name, or Escape to finish.")
            if is_new
            else _("{name} was in this cohort already. Nothing was changed.")
        )
        self.query_one("#enrolled", Static).update(
            Content(told.format(name=person.name, count=self._enrolled))
        )


def _line(person: Person) -> Option:
    words = _("known here: {name} {email}").format(name=person.name, email=person.email)
    return Option(Content(words), id=person.id)
