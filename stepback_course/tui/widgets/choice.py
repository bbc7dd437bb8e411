"""A scenario with options; once one is chosen, each says what it would mean."""

from typing import Any

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widgets import Static

from stepback_course.course.activities import Choice, Option
from stepback_course.text import _
from stepback_course.text.paragraphs import unwrapped
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.pointer import CHOSEN, FREE, PointedList


class OptionRow(VerticalGroup):
    """One option, with its explanation, which is seen once there is a choice to compare it with."""

    chosen: reactive[bool] = reactive(False, toggle_class="-chosen")
    pointed: reactive[bool] = reactive(False, toggle_class="-pointed")

    def __init__(self, index: int, option: Option) -> None:
        """Show option number `index`, counted from 0."""
        super().__init__()
        self.index = index
        self.option = option
        self._mark = Static(FREE, markup=False, classes="mark")

    def compose(self) -> ComposeResult:
        """Lay out the option above its explanation."""
        with HorizontalGroup():
            yield self._mark
            yield Static(Content(f"{self.index + 1}"), classes="number")
            yield Static(Content(self.option.text), classes="text")
        yield Static(Content(unwrapped(self.option.explanation)), classes="explanation")

    def watch_chosen(self, chosen: bool) -> None:
        """Mark the option where it is the chosen one."""
        self._mark.update(CHOSEN if chosen else FREE, layout=False)


class OptionList(PointedList):
    """The options, one under the other."""

    def __init__(self, rows: list[OptionRow], pointer: int) -> None:
        """Begin by pointing at one of the rows."""
        super().__init__(len(rows), pointer)
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Lay out the rows."""
        yield from self._rows

    def on_mount(self) -> None:
        """Show which row is pointed at."""
        self._rows[self.pointer].pointed = True

    def watch_pointer(self, before: int, now: int) -> None:
        """Point at another row."""
        self._rows[before].pointed = False
        self._rows[now].pointed = True
        # Afterwards, when the row is as high as it is with its explanation.
        self.call_after_refresh(self._rows[now].scroll_visible, animate=False)

    def on_click(self, event: Click) -> None:
        """Pick the option under the mouse."""
        under = event.widget.ancestors_with_self if event.widget and self.can_focus else []
        for row in self._rows:
            if row in under:
                self.action_pick_number(row.index + 1)


class ChoiceWidget(ActivityWidget[Choice]):
    """A scenario, its options, and what the chosen one and the one pointed at would mean."""

    DEFAULT_CSS = """
    ChoiceWidget .scenario { margin-bottom: 1; }
    ChoiceWidget OptionRow { padding: 0 1 0 0; border-left: blank; margin-bottom: 1; }
    ChoiceWidget OptionList:focus OptionRow.-pointed { border-left: thick $border; }
    ChoiceWidget OptionRow.-chosen .text { text-style: bold; }
    ChoiceWidget .mark { width: 4; }
    ChoiceWidget .number { width: 3; color: $text-muted; }
    ChoiceWidget .text { width: 1fr; }
    ChoiceWidget .explanation { display: none; padding-left: 7; }
    ChoiceWidget OptionRow.-chosen .explanation { display: block; }
    ChoiceWidget.-answered OptionList:focus OptionRow.-pointed .explanation { display: block; }
    ChoiceWidget.-answered.-read-only .explanation { display: block; }
    ChoiceWidget .others { display: none; color: $text-muted; }
    ChoiceWidget.-answered .others { display: block; }
    ChoiceWidget.-read-only .others { display: none; }
    """

    def build(self, value: Any) -> None:
        """Make the options, one of them chosen or none."""
        self._rows = [
            OptionRow(index, option) for index, option in enumerate(self.activity.options)
        ]
        pointer = 0
        for row in self._rows:
            if row.option.id == value:
                row.chosen, pointer = True, row.index
        self._list = OptionList(self._rows, pointer)
        self._list.can_focus = not self.read_only
        self.set_class(bool(self.value), "-answered")

    def compose(self) -> ComposeResult:
        """Lay out the scenario and the options."""
        yield Static(Content(unwrapped(self.activity.scenario)), classes="scenario")
        yield self._list
        yield Static(
            _("The arrows show what the others would mean; space chooses another."),
            classes="others",
            markup=False,
        )

    @property
    def value(self) -> str:
        """The id of the chosen option; empty where none is."""
        return next((row.option.id for row in self._rows if row.chosen), "")

    def on_pointed_list_picked(self, event: PointedList.Picked) -> None:
        """Choose an option in the place of the one before."""
        event.stop()
        for row in self._rows:
            row.chosen = row.index == event.index
        self.add_class("-answered")
        self.changed()
        self.call_after_refresh(self._rows[event.index].scroll_visible, animate=False)
