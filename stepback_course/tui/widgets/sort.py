"""Sorting cards into piles: one card at a time, by the digit of its pile."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from stepback_course.course.activities import Sort
from stepback_course.portfolio.sorting import SortingTable
from stepback_course.portfolio.telling.plain import after_lines
from stepback_course.text import _
from stepback_course.text.fields import LINE_LIMIT
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.sort_board import Naming, SortBoard
from stepback_course.tui.widgets.writing import Notice, OneLine


class SortWidget(ActivityWidget[Sort]):
    """The board, and a line to name things on; only read, also every reason the course has."""

    DEFAULT_CSS = """
    SortWidget > OneLine { display: none; margin-bottom: 1; }
    SortWidget.-naming > OneLine { display: block; }
    SortWidget.-wide .piles { grid-size: 4; }
    SortWidget.-read-only .card { display: none; }
    SortWidget.-read-only .progress { margin-bottom: 1; }
    SortWidget .reasons { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop_naming", _("Leave it"), id="sort-stop-naming"),
    ]

    naming: reactive[Naming | None] = reactive[Naming | None](
        None, init=False, toggle_class="-naming"
    )
    """What is being named or written now."""

    def build(self, value: Any) -> None:
        """Make the table as an answer has it."""
        self.naming = None
        self._table = SortingTable(self.activity, value)
        self._board = SortBoard(self._table, read_only=self.read_only)
        self._line = OneLine(limit=LINE_LIMIT, title=" ")

    def compose(self) -> ComposeResult:
        """Lay out the line, the board and the reasons."""
        yield self._line
        yield Notice()
        yield self._board
        if self.read_only and (reasons := after_lines(self.activity, self.value)):
            yield Static("\n".join(reasons), markup=False, classes="reasons")

    @property
    def table(self) -> SortingTable:
        """The table on which the cards lie."""
        return self._table

    @property
    def value(self) -> dict[str, Any]:
        """Where the cards lie, with the piles and cards made on the spot."""
        return self._table.value

    def on_sort_board_changed(self, event: SortBoard.Changed) -> None:
        """Hand on where the cards lie."""
        event.stop()
        self.changed()

    def on_sort_board_asked(self, event: SortBoard.Asked) -> None:
        """Open the line for a name."""
        event.stop()
        self.naming = event.naming
        words = self._table.own_piles | self._table.own_cards
        self._line.border_title = Content(self._question(event.naming))
        self._line.value = words.get(event.naming.id or "", "")
        self._line.cursor_position = len(self._line.value)
        self._line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the line's own messages here."""
        event.stop()
        self.say(event.input, "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the words."""
        event.stop()
        self._take_words()
        self._board.focus()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Take the words also where the person goes on without Enter."""
        event.stop()
        self._take_words()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape to the screen while nothing is being named."""
        return action != "stop_naming" or self.naming is not None

    def action_stop_naming(self) -> None:
        """Leave things as they were."""
        self.naming = None
        self._board.focus()

    def _take_words(self) -> None:
        naming, words = self.naming, self._line.answer
        self.naming = None
        if naming is not None and words:
            self._board.give_words(naming, words)

    @staticmethod
    def _question(naming: Naming) -> str:
        if naming.what == "pile":
            return _("What is the pile called? Enter keeps it, Escape leaves it.")
        return _("What stands on the card? Enter keeps it, Escape leaves it.")
