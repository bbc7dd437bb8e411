"""Targets chosen from the cards of a sort, with stages before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static, TextArea

from stepback_course.course.activities import Targets
from stepback_course.text import _, ngettext
from stepback_course.text.fields import NOTE_LIMIT
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.stage_line import StageLine
from stepback_course.tui.widgets.ticks import TickLine
from stepback_course.tui.widgets.writing import Notice, Reading, Writing

_SUCCESS = _("How the learner will know")


class TargetRow(VerticalGroup):
    """One card; chosen, it is a target and a row of the table, with its success and stages."""

    chosen: reactive[bool] = reactive(False, toggle_class="-chosen")
    number: reactive[int] = reactive(0)
    """Which target it is, counted from 1; 0 where it is none."""

    def __init__(
        self,
        card: str,
        text: str,
        target: dict[str, Any] | None,
        activity: Targets,
        *,
        read_only: bool,
    ) -> None:
        """Show a card, and the target it is where it is one."""
        super().__init__()
        self.card = card
        self.text = text
        self.read_only = read_only
        self._stage_after = activity.stage_after
        target = target or {}
        self.line = TickLine(text, bool(target), read_only=read_only)
        self.success = Writing(target.get("success", ""), limit=NOTE_LIMIT, title=_SUCCESS)
        self.before, self.after = (
            StageLine(title, activity.stages, target.get(moment), read_only=read_only)
            for title, moment in ((_("Stage before"), "before"), (_("Stage after"), "after"))
        )
        self.chosen = bool(target)

    def compose(self) -> ComposeResult:
        """Lay out the card, and the rest where it is chosen."""
        yield self.line
        if self.chosen:
            yield self._rest()

    def watch_number(self, number: int) -> None:
        """Show which target it is: the ready check names targets by their numbers."""
        numbered = _("{number}. {card}").format(number=number, card=self.text)
        self.line.text = numbered if number else self.text

    @property
    def target(self) -> dict[str, Any]:
        """The target as records keep it."""
        return {
            "card": self.card,
            "success": self.success.answer,
            "before": self.before.stage,
            "after": self.after.stage,
        }

    async def choose(self, chosen: bool) -> None:
        """Make the card a target, or leave it a card; what was written stays at hand."""
        self.chosen = chosen
        if chosen and not self.success.is_attached:
            await self.mount(self._rest())

    def _rest(self) -> VerticalGroup:
        success: Writing | Reading = self.success
        if self.read_only:
            success = Reading(self.success.answer, title=_SUCCESS)
        stages = [self.before, self.after] if self._stage_after else [self.before]
        cells = HorizontalGroup(
            success, HorizontalGroup(*stages, classes="stages"), classes="cells"
        )
        return VerticalGroup(cells, Notice(), classes="rest")


class MoreLine(Static, can_focus=True):
    """Asks for the cards that are not shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "ask", _("Show"), key_display=_("space"), id="targets-more"),
    ]

    @dataclass
    class Asked(Message):
        """The person wants to see them."""

    def __init__(self, number: int) -> None:
        """Say how many there are."""
        sentence = ngettext("+ {number} other card", "+ {number} other cards", number)
        super().__init__(Content(sentence.format(number=number)))

    def action_ask(self) -> None:
        """Ask for them."""
        self.post_message(self.Asked())

    def on_click(self) -> None:
        """Ask for them with the mouse."""
        self.action_ask()


class TargetsWidget(ActivityWidget[Targets]):
    """The cards that are offered first, then those that are targets, then the others on demand."""

    DEFAULT_CSS = """
    TargetsWidget .legend {
        height: auto;
        grid-size: 2;
        grid-columns: 3 1fr;
        grid-rows: auto;
        margin-bottom: 1;
        color: $text-muted;
    }
    TargetsWidget TargetRow.-chosen { margin-bottom: 1; }
    TargetsWidget .nothing-here { margin-bottom: 1; }
    TargetsWidget .rest { display: none; padding-left: 5; }
    TargetsWidget TargetRow.-chosen .rest { display: block; }
    TargetsWidget .cells { layout: vertical; }
    TargetsWidget .cells Writing, TargetsWidget .cells Reading { width: 1fr; }
    TargetsWidget.-wide .cells { layout: horizontal; }
    TargetsWidget.-wide .stages { width: 1fr; padding-left: 2; }
    TargetsWidget MoreLine { height: auto; border-left: blank; }
    TargetsWidget MoreLine:focus { border-left: thick $border; }
    TargetsWidget .legend-title { color: $text-muted; }
    """

    def __init__(
        self,
        activity: Targets,
        value: object = None,
        *,
        read_only: bool = False,
        cards: Mapping[str, str],
        offered: Sequence[str] = (),
    ) -> None:
        """Choose from `cards`, words by id; those of `offered` stand first."""
        self._cards = cards
        self._offered = offered
        super().__init__(activity, value, read_only=read_only)

    @property
    def wide_from(self) -> int:
        """As many cells of width as the learner's words and two stages need side by side."""
        return 84

    def build(self, value: Any) -> None:
        """Make a row for each target and each card offered; the targets keep their order."""
        targets = {target["card"]: target for target in value or []}
        shown = list(targets) if self.read_only else [*self._offered, *targets]
        self._order = list(targets)
        self._rows = {card: self._row(card, targets.get(card)) for card in shown}
        self._number_targets()

    def compose(self) -> ComposeResult:
        """Lay out what the stages mean, and the cards."""
        yield Static(_("The stages"), markup=False, classes="legend-title")
        with Grid(classes="legend"):
            for number, stage in enumerate(self.activity.stages, start=1):
                yield Static(str(number), markup=False)
                yield Static(Content(stage))
        if not self._rows:
            yield Static(self._nothing_here(), markup=False, classes="legend-title nothing-here")
        with VerticalGroup(classes="rows"):
            yield from self._rows.values()
        if not self.read_only and self._others():
            yield MoreLine(len(self._others()))

    @property
    def value(self) -> list[dict[str, Any]]:
        """The targets in the order in which they were chosen."""
        return [self._rows[card].target for card in self._order]

    async def on_tick_line_toggled(self, event: TickLine.Toggled) -> None:
        """Make the card a target, or no longer one."""
        event.stop()
        row = next(row for row in self._rows.values() if row.line is event.line)
        is_chosen = event.line.ticked
        if is_chosen == (row.card in self._order):
            return  # two clicks in a row: the tick had gone before this was heard
        if is_chosen:
            self._order.append(row.card)
        else:
            self._order.remove(row.card)
        await row.choose(is_chosen)
        self._number_targets()
        self.changed()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Hand on the learner's words."""
        event.stop()
        self.say(event.text_area, "")
        self.changed()

    def on_stage_line_given(self, event: StageLine.Given) -> None:
        """Hand on the stage."""
        event.stop()
        self.say(event.line, "")
        self.changed()

    def on_stage_line_unknown(self, event: StageLine.Unknown) -> None:
        """Say which stages there are."""
        event.stop()
        self.say(event.line, event.sentence)

    async def on_more_line_asked(self, event: MoreLine.Asked) -> None:
        """Show the cards of the sort that were not offered first."""
        event.stop()
        rows = [self._row(card, None) for card in self._others()]
        self._rows.update((row.card, row) for row in rows)
        await self.query_one(".rows").mount(*rows)
        await self.query_one(MoreLine).remove()
        await self.query(".nothing-here").remove()
        rows[0].line.focus()

    def _number_targets(self) -> None:
        for card, row in self._rows.items():
            row.number = self._order.index(card) + 1 if card in self._order else 0

    def _others(self) -> list[str]:
        return [card for card in self._cards if card not in self._rows]

    def _row(self, card: str, target: dict[str, Any] | None) -> TargetRow:
        text = self._cards.get(card, card)
        return TargetRow(card, text, target, self.activity, read_only=self.read_only)

    def _nothing_here(self) -> str:
        if self.read_only:
            return _("No target is chosen yet.")
        if self._cards:
            return _("No card lies in that pile yet. Sort first, or choose from all the cards.")
        return _("There are no cards yet: targets come from the cards that are sorted.")
