"""The three doors of an empty store."""

from dataclasses import dataclass
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from stepback_course.text import _
from stepback_course.tui import doors
from stepback_course.tui.screens.base import StepbackScreen

DOORS = (
    ("invitation", _("I have an invitation"), _("Begin the course on this computer.")),
    ("team", _("I am setting up a team"), _("Run the course: enrol, mark, award.")),
    ("tour", _("Show me round"), _("A made-up cohort in a store of its own.")),
)


class WelcomeScreen(StepbackScreen[None]):
    """What somebody sees who opens the program for the first time."""

    CSS_PATH = "welcome.tcss"
    HELP_TITLE = _("Welcome")
    HELP_TEXT = _(
        "Nobody has worked here yet. Whoever was sent a file that ends in .stepback-invitation "
        "takes the first door. Whoever runs the course takes the second: it asks for your name "
        "and for the first cohort. The third shows everything with people who do not exist; "
        "nothing you do there touches your own work."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"door({number - 1})", door[1], show=False, id=f"welcome.{door[0]}")
        for number, door in enumerate(DOORS, start=1)
    ]

    @dataclass
    class MadeUp(Message):
        """Some of the made-up practitioners are there."""

        done: int
        all: int

    def compose_body(self) -> ComposeResult:
        """Lay out the name, the sentence and the doors."""
        with Vertical(id="welcome"):
            yield Static("stepback", id="name", markup=False)
            yield Static(
                _("The Step-back Practitioners Course: worked through, marked and awarded here."),
                id="about",
                markup=False,
            )
            yield OptionList(*(_door(number) for number in range(len(DOORS))), markup=False)
            yield Static(
                _("Press a digit, or choose with the arrows and Enter."), id="how", markup=False
            )

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Welcome")

    def action_door(self, number: int) -> None:
        """Open a door by its digit."""
        self._open(DOORS[number][0])

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._open(str(event.option_id))

    def _open(self, door: str) -> None:
        if door == "invitation":
            self.app.push_screen(doors.invitation_screen())
        elif door == "team":
            self.app.push_screen(doors.set_up_screen())
        else:
            self.masthead.saved = _("Making up a cohort…")
            self.fetch("tour", self._open_tour)

    def _open_tour(self) -> object:
        from stepback_course.demo import open_tour

        def made_up(done: int, of: int) -> None:
            self.post_message(self.MadeUp(done, of))

        return open_tour(made_up)

    def on_welcome_screen_made_up(self, event: MadeUp) -> None:
        """Show how far making up has come."""
        self.masthead.saved = _("Making up a cohort: {done} of {all}").format(
            done=event.done, all=event.all
        )

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Go into the made-up store."""
        from stepback_course.course.shelf import Shelf
        from stepback_course.desks import Desks
        from stepback_course.people import OWNER
        from stepback_course.store import Store

        self.masthead.saved = ""
        store = cast(Store, event.result)
        self.house.move_in(Desks(store, Shelf(store), OWNER, self.desks.clock))

    def on_stepback_screen_refused(self, _event: StepbackScreen.Refused) -> None:
        """Say no longer that a cohort is being made up; why not stands in the banner."""
        self.masthead.saved = ""


def _door(number: int) -> Option:
    identifier, title, about = DOORS[number]
    line = Content.assemble((f" {number + 1}  {title}", "bold"), "\n", f"    {about}")
    return Option(line, id=identifier)
