"""Rating oneself before and after, side by side on one scale."""

from typing import Any, ClassVar, Literal

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widgets import Static

from stepback_course.course.activities import Scale
from stepback_course.text import _
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.pointer import CHOSEN, FREE, PointedList

Moment = Literal["before", "after"]
MOMENTS: tuple[Moment, ...] = ("before", "after")


class Point(Static):
    """The place for one mark: one point of the scale at one moment."""

    here: reactive[bool] = reactive(False, toggle_class="-here")

    def __init__(self, index: int, moment: Moment) -> None:
        """Stand at point `index`, counted from 0."""
        super().__init__(FREE, markup=False, classes="point")
        self.index = index
        self.moment = moment


class Ratings(PointedList):
    """The points of the scale as rows, with a mark for before and one for after."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn('before')", _("Before"), id="scale-before"),
        Binding("right", "turn('after')", _("After"), id="scale-after"),
        Binding("backspace,delete", "clear", _("Clear"), id="scale-clear"),
    ]

    moment: reactive[Moment] = reactive[Moment]("before")
    """Which of the two ratings is being given."""

    def __init__(self, labels: tuple[str, ...], ratings: dict[str, int | None]) -> None:
        """Show two ratings, each a point counted from 1 or None."""
        moment: Moment = "after" if ratings["before"] and not ratings["after"] else "before"
        super().__init__(len(labels), (ratings[moment] or 1) - 1)
        self.set_reactive(Ratings.moment, moment)
        self.labels = labels
        self.ratings = ratings
        self._points = [Point(index, m) for index in range(len(labels)) for m in MOMENTS]
        self._heads: dict[Moment, Static] = {
            "before": Static(_("Before"), markup=False, classes="head"),
            "after": Static(_("After"), markup=False, classes="head"),
        }
        self._words = [
            Static(Content(f"{index + 1}  {label}"), classes="label")
            for index, label in enumerate(labels)
        ]

    def compose(self) -> ComposeResult:
        """Lay out the head and a line for each point."""
        yield from self._heads.values()
        yield Static("", classes="head")
        for index, words in enumerate(self._words):
            yield from self._points[2 * index : 2 * index + 2]
            yield words

    def on_mount(self) -> None:
        """Show the marks."""
        self._show()

    def watch_pointer(self) -> None:
        """Show where the pointer is."""
        self._show()
        self._words[self.pointer].scroll_visible(animate=False)

    def watch_moment(self) -> None:
        """Show where the pointer is."""
        self._show()

    def action_turn(self, moment: Moment) -> None:
        """Turn to the rating before or after."""
        if moment == self.moment:
            raise SkipAction
        self.moment = moment

    def action_clear(self) -> None:
        """Take back the rating that is turned to."""
        self.ratings[self.moment] = None
        self._show()
        self.post_message(self.Picked(self.pointer))

    def action_pick(self) -> None:
        """Rate with the point that is pointed at."""
        self.ratings[self.moment] = self.pointer + 1
        self._show()
        super().action_pick()

    def on_click(self, event: Click) -> None:
        """Rate with the mark or label under the mouse."""
        if not self.can_focus:
            return
        if isinstance(event.widget, Point):
            self.moment = event.widget.moment
            self.action_pick_number(event.widget.index + 1)
        elif event.widget in self._words:
            self.action_pick_number(self._words.index(event.widget) + 1)

    def _show(self) -> None:
        for point in self._points:
            chosen = self.ratings[point.moment] == point.index + 1
            point.update(CHOSEN if chosen else FREE, layout=False)
            point.here = (point.index, point.moment) == (self.pointer, self.moment)
        for moment, head in self._heads.items():
            head.set_class(moment == self.moment, "-turned")


class ScaleWidget(ActivityWidget[Scale]):
    """One scale with its labels, rated before and after."""

    DEFAULT_CSS = """
    ScaleWidget Ratings {
        layout: grid;
        grid-size: 3;
        grid-columns: auto auto 1fr;
        grid-rows: auto;
        grid-gutter: 0 2;
    }
    ScaleWidget .head { color: $text-muted; width: auto; }
    ScaleWidget .point { width: 5; padding: 0 1 0 0; border-left: blank; }
    ScaleWidget .label { width: 1fr; }
    ScaleWidget Ratings:focus .head.-turned { color: $foreground; text-style: bold; }
    ScaleWidget .both { display: none; margin-top: 1; }
    ScaleWidget .both.-shown { display: block; }
    ScaleWidget Ratings:focus .point.-here {
        border-left: thick $border;
        text-style: bold;
    }
    """

    def build(self, value: Any) -> None:
        """Make the scale with its two ratings."""
        ratings = value or {}
        self._ratings = Ratings(self.activity.labels, {m: ratings.get(m) for m in MOMENTS})
        self._ratings.can_focus = not self.read_only
        self._both = Static(markup=False, classes="both")
        self._show_both()

    def compose(self) -> ComposeResult:
        """Lay out the scale, and what the two ratings come to."""
        yield self._ratings
        yield self._both

    @property
    def value(self) -> dict[str, int | None]:
        """The two ratings, each counted from 1 or None."""
        return dict(self._ratings.ratings)

    def on_pointed_list_picked(self, event: PointedList.Picked) -> None:
        """Hand on what was rated."""
        event.stop()
        self._show_both()
        self.changed()

    def _show_both(self) -> None:
        """Put the two ratings into words, side by side, without a judgement."""
        before, after = self.value["before"], self.value["after"]
        told = ""
        if before and after:
            sentence = _("From {before} to {after}, on a scale of {last}.")
            if before == after:
                sentence = _("{before} before and after, on a scale of {last}.")
            last = len(self.activity.labels)
            told = sentence.format(before=before, after=after, last=last)
        self._both.update(Content(told))
        self._both.set_class(bool(told), "-shown")
