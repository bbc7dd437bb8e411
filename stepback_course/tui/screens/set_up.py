"""Setting up a team: whose it is, who you are, and the first cohort."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from stepback_course.clock import instant
from stepback_course.cohorts import Cohort
from stepback_course.desks import Desks
from stepback_course.people import Person, Role, RoleEntry, actor_of
from stepback_course.people.organisation import Organisation, keep_organisation
from stepback_course.text import _, new_identifier
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.working_screen import WorkingScreen
from stepback_course.tui.widgets.cohort_lines import CohortLines, CohortPlan
from stepback_course.tui.widgets.form_lines import EmailLine, FormLine, RolePicker, focus_problem

TAUGHT_DAYS = 2
"""How many taught days the course that comes with the program has."""


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """What is asked of whoever sets up a team."""

    organisation: str
    name: str
    email: str
    roles: tuple[Role, ...]
    cohort: CohortPlan


class SetUpScreen(WorkingScreen):
    """Asks for everything that a team needs before anybody can be enrolled."""

    CSS_PATH = ["forms.tcss", "set_up.tcss"]  # noqa: RUF012 # as Textual declares it
    HELP_TITLE = _("Setting up a team")
    HELP_TEXT = _(
        "This makes you the first person here, puts the course that comes with the program on the "
        "shelf, and makes your first cohort. Days may stay empty until they are settled. Somebody "
        "has to be coordinator, because coordinators give everybody else their roles."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "begin", _("Begin"), id="set-up.begin")
    ]

    def compose_body(self) -> ComposeResult:
        """Lay out the form."""
        with VerticalScroll(id="set-up", can_focus=False):
            yield FormLine(
                "organisation", _("Your organisation"), hint=_("such as Positive Eye Ltd")
            )
            yield FormLine("name", _("Your name"), hint=_("such as Ann Rees"))
            yield EmailLine(_("Your e-mail"))
            yield Static(_("What you do (space ticks)"), classes="form-heading", markup=False)
            yield RolePicker(("coordinator", "trainer"))
            yield CohortLines(TAUGHT_DAYS)
            yield Button(_("Begin"), id="begin", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Begin with the organisation."""
        self.masthead.where = _("Welcome › Setting up a team")
        self.query_one("#organisation", FormLine).focus_line()

    @on(Button.Pressed, "#begin")
    def action_begin(self) -> None:
        """Begin to set everything up, or say what is missing."""
        if self.is_busy:
            return
        self.banner.sentence = ""
        plan = self._read()
        if plan is not None:
            self.begin(partial(found_team, self.desks, plan), _("Setting up…"))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Sit down whoever has set everything up."""
        assert isinstance(event.result, Person)  # noqa: S101 # nothing else is fetched here
        self.house.remember(me=event.result.id)
        self.house.sit_down(actor_of(event.result), at="cohorts")

    def _read(self) -> TeamPlan | None:
        """Return what is typed; None where something is wrong, which is then said."""
        organisation = self.query_one("#organisation", FormLine)
        name = self.query_one("#name", FormLine)
        for line in (organisation, name):
            line.problem = "" if line.value else _("this is needed")
        roles = self.query_one(RolePicker).roles
        if "coordinator" not in roles:
            self.banner.sentence = _(
                "tick coordinator too: without one, nobody can be given a role later"
            )
        email = self.query_one(EmailLine)
        cohort = self.query_one(CohortLines).read()
        are_lines_well = email.is_well() and not (organisation.problem or name.problem)
        if not are_lines_well or "coordinator" not in roles or cohort is None:
            focus_problem(self)
            return None
        return TeamPlan(organisation.value, name.value, email.value, roles, cohort)


def found_team(desks: Desks, plan: TeamPlan) -> Person:
    """Make the first person of an empty store, its organisation, its course and its first cohort.

    Raises Refusal where somebody is in the store already, and for a name that cannot be printed.
    """
    from stepback_course.awards.looks.specimens import require_printable

    organisation = Organisation(name=plan.organisation)
    require_printable(organisation)
    person = desks.directory.add(
        Person(
            id=new_identifier("PE"),
            name=plan.name,
            email=plan.email,
            roles=tuple(RoleEntry(role=role) for role in plan.roles),
        )
    )
    seated = desks.seat(actor_of(person))
    keep_organisation(seated.store, seated.actor, organisation)
    course = seated.courses.default(actor=person.id, at=instant(seated.clock()))
    seated.registry.make_cohort(
        Cohort(
            id=new_identifier("CO"),
            name=plan.cohort.name,
            course=course,
            days=plan.cohort.days,
            due=plan.cohort.due,
            contact=plan.email and f"{plan.name}, {plan.email}",
        )
    )
    return person
