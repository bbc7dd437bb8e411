"""Who sits here?"""

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from stepback_course.people import Person, actor_of
from stepback_course.store import StoreError
from stepback_course.text import _, clean_line, folded
from stepback_course.text.refusals import Refusal
from stepback_course.tui.roles import roles_line
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.person_form import NewPerson

SHOWN = 200
"""How many people are listed at once; typing narrows them."""


class EntranceScreen(StepbackScreen[None]):
    """Lets one of the people of this store sit down."""

    CSS_PATH = "entrance.tcss"
    HELP_TITLE = _("Who sits here?")
    HELP_TEXT = _(
        "Type a few letters of your name, go to it with the arrows, and press Enter. Everything "
        "done from then on is done in your name. There is no password: on one machine, whoever is "
        "logged in to it can open the files, so the computer's own account is what keeps others "
        "out."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, id="entrance.down"),
        Binding("up", "move(-1)", show=False, id="entrance.up"),
        Binding("f2", "add", _("I am not listed"), id="entrance.add"),
    ]

    listed = getters.query_one(OptionList)

    def __init__(self) -> None:
        """Begin with nobody; people are read when the screen opens."""
        super().__init__()
        self._people: list[Person] = []

    def compose_body(self) -> ComposeResult:
        """Lay out the line that narrows the list, and the list."""
        with Vertical(id="entrance"):
            yield Static(_("Who sits here?"), id="question", markup=False)
            yield Input(placeholder=_("Type a name, then Enter"), compact=True)
            yield OptionList(markup=False)
            yield Static(id="count", markup=False)
            yield Static(
                _("This computer's account is the boundary: there is no password here."),
                id="boundary",
                markup=False,
            )

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Entrance")
        self.listed.can_focus = False
        self.query_one(Input).focus()
        if self.house.is_visiting:
            self.banner.tell(
                _(
                    "These people are made up, and nothing you do here touches your own work. "
                    "To go back, press ctrl+p and choose: Leave the made-up cohort."
                )
            )

    def on_screen_resume(self) -> None:
        """Read who is there."""
        try:
            self._people = self.desks.directory.people()
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
        self._narrow(self.query_one(Input).value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._narrow(event.value)

    def _narrow(self, typed: str) -> None:
        wanted = folded(clean_line(typed))
        fitting = [each for each in self._people if wanted in folded(each.name)]
        self.listed.set_options([_line(person) for person in fitting[:SHOWN]])
        self.listed.highlighted = 0 if fitting else None
        self.query_one("#count", Static).update(Content(_count(len(fitting), wanted)))

    def action_move(self, by: int) -> None:
        """Go up or down the list while typing goes on."""
        if by > 0:
            self.listed.action_cursor_down()
        else:
            self.listed.action_cursor_up()

    @on(Input.Submitted)
    def _entered(self) -> None:
        if self.listed.highlighted is not None:
            self.listed.action_select()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        person = next(each for each in self._people if each.id == event.option_id)
        self.house.sit_down(actor_of(person))

    def action_add(self) -> None:
        """Add somebody who is not listed."""
        typed = clean_line(self.query_one(Input).value)
        self.app.push_screen(NewPerson(self.desks, typed, ("practitioner",)), self._added)

    def _added(self, person: Person | None) -> None:
        if person is not None:
            self.query_one(Input).value = person.name


def _line(person: Person) -> Option:
    roles = roles_line(person.roles)
    return Option(
        Content.assemble((person.name, "bold"), f"  {roles}"),
        id=person.id,
    )


def _count(fitting: int, wanted: str) -> str:
    if fitting > SHOWN:
        return _("The first {shown} of {count}: type more of the name.").format(
            shown=SHOWN, count=fitting
        )
    if not fitting and wanted:
        return _("Nobody here is called that. F2 adds somebody, or type less of the name.")
    return ""
