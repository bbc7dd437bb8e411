"""The choice between the places that are open to somebody."""

from collections.abc import Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from stepback_course.text import _
from stepback_course.tui import doors
from stepback_course.tui.home import Place, places
from stepback_course.tui.screens.base import StepbackScreen


class HomeScreen(StepbackScreen[None]):
    """A calm list of places, each with what waits there."""

    CSS_PATH = "home.tcss"
    HELP_TITLE = _("Your places")
    HELP_TEXT = _(
        "These are the places that are open to you here, with what waits in each. Choose one by "
        "its digit, or with the arrows and Enter; Escape brings you back from there."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(digit), f"open({digit - 1})", show=False, id=f"home.place-{digit}")
            for digit in range(1, 10)
        ),
        Binding("f2", "entrance", _("Somebody else"), id="home.entrance"),
        Binding("f3", "invitation", _("Open an invitation"), id="home.invitation"),
    ]

    listed = getters.query_one(OptionList)

    def __init__(self, known: Sequence[Place]) -> None:
        """Offer these places, as long as it is not known that there are others."""
        super().__init__()
        self._places = known
        self._counts: dict[str, str] = {}

    def compose_body(self) -> ComposeResult:
        """Lay out the list, or what to do where there is nothing to choose from."""
        with Vertical(id="home"):
            yield Static(id="greeting", markup=False)
            yield OptionList(markup=False)
            yield Static(id="nowhere", markup=False)

    def on_mount(self) -> None:
        """Greet whoever sits here."""
        name = self.desks.actor.name
        self.masthead.where = _("Start")
        self.query_one("#greeting", Static).update(Content(name))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no invitation in the made-up store: what is begun there is gone afterwards."""
        if action == "invitation":
            return not self.house.is_visiting
        return super().check_action(action, parameters)

    def on_screen_resume(self) -> None:
        """Show the places, and look again which there are and what waits in each."""
        self._show()
        desks = self.desks
        self.fetch("places", lambda: [(place, place.count()) for place in places(desks)])

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show the places, with what waits in each."""
        assert isinstance(event.result, list)  # noqa: S101 # what `on_screen_resume` fetches
        self._places = [place for place, _count in event.result]
        self._counts = {place.id: count for place, count in event.result}
        self._show()

    def _show(self) -> None:
        chosen = self.listed.highlighted or 0
        self.listed.set_options(
            _line(number, place, self._counts.get(place.id, ""))
            for number, place in enumerate(self._places, start=1)
        )
        self.listed.highlighted = min(chosen, len(self._places) - 1) if self._places else None
        self.listed.display = bool(self._places)
        self.query_one("#nowhere", Static).update(Content("" if self._places else _nowhere()))

    def action_open(self, number: int) -> None:
        """Open a place by its digit."""
        if number < len(self._places):
            self.app.push_screen(self._places[number].screen())

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.action_open(event.option_index)

    def action_entrance(self) -> None:
        """Let somebody else sit down."""
        self.house.start_at(doors.entrance_screen())

    def action_invitation(self) -> None:
        """Join a course with an invitation."""
        self.app.push_screen(doors.invitation_screen())


def _line(number: int, place: Place, count: str) -> Option:
    title = (f" {number}  {place.title}", "bold")
    return Option(Content.assemble(title, f"  {place.about}", "\n", f"    {count}"))


def _nowhere() -> str:
    return _(
        "Nothing is open to you here yet. A trainer can enrol you in a cohort, a coordinator can "
        "give you a role, or press F3 to open an invitation that you were sent."
    )
