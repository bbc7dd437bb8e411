"""What a learner sees who sorts: one card and where it can go, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Input, Static

from stepback_course.portfolio.sorting import SortingTable
from stepback_course.text import _
from stepback_course.text.fields import LINE_LIMIT
from stepback_course.tui.learners_hand import LearnersHand
from stepback_course.tui.screens.window import Window
from stepback_course.tui.widgets.writing import OneLine

WAY_OUT = _("Ctrl+G and then G")
"""The two keys with which a practitioner leaves the learner view; they cannot be remapped, so that
what was said before the learner began is still true when they want to stop."""

_NOT_TODAY = 0
_QUESTIONS = {
    "pile": _("What is it called?"),
    "card": _("What stands on the card?"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a card can go: a pile, one that the learner has still to name, or another day."""

    digit: int
    words: str
    pile: str | None = None


class PlaceBox(Container):
    """A place with its digit; all look alike, so that none seems the right one."""

    @dataclass
    class Chosen(Message):
        """The learner chose a place with the mouse or a finger."""

        digit: int

    def __init__(self, place: Place) -> None:
        """Show one place."""
        super().__init__(
            Static(str(place.digit), markup=False, classes="digit"),
            Static(Content(place.words), classes="words"),
            classes="place",
        )
        self.digit = place.digit

    def on_click(self, event: Click) -> None:
        """Choose this place."""
        event.stop()
        self.post_message(self.Chosen(self.digit))


class LearnerView(Window[None]):
    """One card and its places; left only by a chord of two keys that a practitioner knows.

    It has no footer, count, praise or timer, and shows no message: what a practitioner has to read
    waits for them on the screen below.
    """

    CSS_PATH = "learner_view.tcss"
    AUTO_FOCUS = ""
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-wide")]  # noqa: RUF012 # as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"choose({n})", show=False, id=f"learner.{n}") for n in range(10)),
        Binding("backspace,left", "go_back", show=False, id="learner.back"),
        Binding("c", "ask('card')", show=False, id="learner.card"),
        Binding("up", "scroll_card(-1)", show=False, id="learner.up"),
        Binding("down", "scroll_card(1)", show=False, id="learner.down"),
        Binding("escape", "stop_asking", show=False),
        Binding("ctrl+g", "begin_leaving", show=False),
        Binding("g", "leave", show=False),
    ]
    may_quit = False
    """The app's own key to quit does nothing here."""

    def __init__(self, table: SortingTable, sorted_on: Callable[[], None]) -> None:
        """Go on with the cards that lie in no pile; `sorted_on` is called after each step."""
        super().__init__()
        self._table = table
        self._hand = LearnersHand(table)
        self._sorted_on = sorted_on
        self._asking: Literal["pile", "card"] | None = None
        self._is_half_out = self._was_half_out = False

    def compose(self) -> ComposeResult:
        """Lay out the card above its places, and a line to name something on."""
        with VerticalScroll(can_focus=False, id="card-place"):
            yield Static(id="card", markup=False)
            yield OneLine(limit=LINE_LIMIT, title=" ")
        yield Container(id="places")

    async def on_mount(self) -> None:
        """Show the first card."""
        await self._show()

    @property
    def places(self) -> list[Place]:
        """Where the card in front can go, by digit."""
        piles = [
            Place(digit, words, pile)
            for digit, (pile, words) in enumerate(self._table.piles.items(), start=1)
        ]
        if self._table.has_room_for_piles:
            piles.append(Place(len(piles) + 1, _("A pile of my own")))
        return [*piles, Place(_NOT_TODAY, _("Not today"))]

    @property
    def _line(self) -> OneLine:
        return self.query_one(OneLine)

    async def action_choose(self, digit: int) -> None:
        """Put the card in the place of this digit."""
        place = next((place for place in self.places if place.digit == digit), None)
        if place is None or self._hand.card is None:
            return
        if place.pile is not None:
            self._hand.put(place.pile)
        elif digit == _NOT_TODAY:
            self._hand.leave()
        else:
            self.action_ask("pile")
            return
        await self._go_on()

    async def action_go_back(self) -> None:
        """Bring the last card back to the front."""
        self._hand.go_back()
        await self._go_on()

    def action_scroll_card(self, by: int) -> None:
        """Show more of a card that has more words than there is room for."""
        self.query_one("#card-place").scroll_relative(y=by, animate=False)

    def action_ask(self, what: Literal["pile", "card"]) -> None:
        """Open the line on which a pile is named or a card written."""
        if what == "card" and not self._table.has_room_for_cards:
            return
        self._asking = what
        self._line.value = ""
        self._line.border_title = Content(_QUESTIONS[what])
        self.add_class("-asking")
        self._line.focus()

    def action_stop_asking(self) -> None:
        """Leave the line without a name."""
        self._close_line()

    @on(Input.Submitted)
    async def _named(self) -> None:
        await self._take_words()

    @on(PlaceBox.Chosen)
    async def _chosen(self, event: PlaceBox.Chosen) -> None:
        if self._asking is None:
            await self.action_choose(event.digit)

    def on_key(self) -> None:
        """Forget the first key of the way out where anything but the second follows it."""
        self._was_half_out, self._is_half_out = self._is_half_out, False

    async def action_begin_leaving(self) -> None:
        """Take the first of the two keys that lead out, and what was being named with it."""
        await self._take_words()
        self._is_half_out = True

    def action_leave(self) -> None:
        """Leave, where the first of the two keys came right before."""
        if self._was_half_out:
            self.dismiss(None)

    async def _take_words(self) -> None:
        asking, words = self._asking, self._line.answer
        self._close_line()
        if not words:
            return
        if asking == "pile":
            self._hand.put(self._table.add_pile(words))
        elif asking == "card":
            self._hand.write(words)
        await self._go_on()

    def _close_line(self) -> None:
        self._asking = None
        self.remove_class("-asking")
        self.set_focus(None)

    async def _go_on(self) -> None:
        self._sorted_on()
        await self._show()

    async def _show(self) -> None:
        """Show the card in front and the places it can go to."""
        words = self._table.cards.get(self._hand.card or "", _("There are no more cards."))
        self.query_one("#card", Static).update(Content(words))
        self.query_one("#card-place").scroll_home(animate=False)
        place = self.query_one("#places")
        known = [box.digit for box in place.query(PlaceBox)]
        if known != [each.digit for each in self.places]:
            with self.app.batch_update():
                await place.remove_children()
                await place.mount_all(PlaceBox(each) for each in self.places)
            place.styles.grid_size_columns = len(self.places)
