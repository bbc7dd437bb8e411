"""The list of what waits, in the order and with the filters of whoever looks."""

from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Tabs

from stepback_course.text import _
from stepback_course.tui.allocating import Markers, read_markers
from stepback_course.tui.queue_filters import (
    EVERYTHING,
    SOMEBODY,
    Filter,
    apply,
    choices_of,
    menu,
    order_after,
    question_of,
)
from stepback_course.tui.queue_view import Pile
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import ChooseOne
from stepback_course.tui.screens.queue_list import QueueListScreen


class FilteredQueueScreen(QueueListScreen):
    """What waits, of which a part can be looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "turn_pile", _("Mark/release"), id="queue.pile"),
        Binding("f", "filter", _("Filter"), id="queue.filter"),
        Binding("v", "turn_order", _("Order"), id="queue.order"),
        Binding("c", "choose('cohort')", _("Cohort"), show=False, id="queue.cohort"),
        Binding("u", "choose('unit')", _("Unit"), show=False, id="queue.unit"),
        Binding("w", "choose('whose')", _("Whose"), show=False, id="queue.whose"),
        Binding("0", "widen", _("Leave nothing out"), show=False, id="queue.widen"),
    ]

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Ask whose work is to be shown, once it is known who marks."""
        if isinstance(event.result, Markers) and self.is_active:
            self._choose_marker(event.result)

    def action_turn_pile(self) -> None:
        """Turn from what is to be marked to what is to be released, or back."""
        self._look_at("to-release" if self.view.pile == "to-mark" else "to-mark")

    @on(Tabs.TabActivated)
    def _turned(self, event: Tabs.TabActivated) -> None:
        pile = event.tab.id
        if pile in ("to-mark", "to-release") and pile != self.view.pile:
            self._look_at("to-mark" if pile == "to-mark" else "to-release")

    def _look_at(self, pile: Pile) -> None:
        self.view.pile = pile
        self.look_at_another()

    def action_turn_order(self) -> None:
        """Turn from oldest first to practitioner by practitioner, to unit by unit, and back."""
        self.view.order = order_after(self.view.order)
        self.look_at_another()

    def action_widen(self) -> None:
        """Look at everything again."""
        self.view.widen()
        self.look_at_another()

    def action_filter(self) -> None:
        """Ask what is to be left out."""
        choices = menu(self.view, self._listing)
        self.app.push_screen(ChooseOne(_("What is shown?"), "", choices), self._filter_chosen)

    def _filter_chosen(self, chosen: str | None) -> None:
        match chosen:
            case "cohort" | "unit" | "attempt" | "days" | "whose":
                self.action_choose(chosen)
            case str() if chosen == EVERYTHING:
                self.action_widen()

    def action_choose(self, name: Filter) -> None:
        """Ask what one filter is to let through."""
        choices = choices_of(name, self.view, self._listing)
        self.app.push_screen(
            ChooseOne(question_of(name), "", choices), partial(self._value_chosen, name)
        )

    def _value_chosen(self, name: Filter, chosen: str | None) -> None:
        if chosen == SOMEBODY:
            self._ask_whose()
        elif chosen is not None:
            apply(name, chosen, self.view)
            self.look_at_another()

    def _ask_whose(self) -> None:
        self.fetch("markers", partial(read_markers, self.desks))

    def _choose_marker(self, markers: Markers) -> None:
        title = _("Whose claims, decisions and allocations?")
        self.app.push_screen(ChooseOne(title, "", markers.choices), self._marker_chosen)

    def _marker_chosen(self, chosen: str | None) -> None:
        if chosen is not None:
            self.view.whose, self.view.person = "person", chosen
            self.look_at_another()
