"""One stage of a target, given by a digit or by arrows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from stepback_course.text import _


class StageLine(Static, can_focus=True):
    """A stage in words, under its title; digits and arrows change it."""

    DEFAULT_CSS = """
    StageLine {
        width: 1fr;
        height: auto;
        padding: 0 1;
        border-left: outer $border-blurred;
        border-top: blank;
        border-title-color: $text-muted;
    }
    StageLine:focus {
        border-left: thick $border;
        border-title-color: $foreground;
        border-title-style: bold;
    }
    StageLine.-read-only { border-left: blank; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"give({n})", show=False) for n in range(10)),
        Binding("left,minus", "move(-1)", _("Lower"), id="stage-lower"),
        Binding("right,plus", "move(1)", _("Higher"), id="stage-higher"),
        Binding("backspace,delete", "clear", _("Clear"), id="stage-clear"),
    ]

    stage: reactive[int | None] = reactive[int | None](None, layout=True)
    """The stage, counted from 1, or None while none is given."""

    @dataclass
    class Given(Message):
        """The person gave a stage, or took it back."""

        line: "StageLine"

    @dataclass
    class Unknown(Message):
        """The person gave a stage that there is not."""

        line: "StageLine"
        stage: int

        @property
        def sentence(self) -> str:
            """Which stages there are."""
            sentence = _("There is no stage {stage}: they go from 1 to {last}.")
            return sentence.format(stage=self.stage, last=len(self.line.stages))

    def __init__(
        self, title: str, stages: Sequence[str], stage: int | None, *, read_only: bool
    ) -> None:
        """Show a stage under its title."""
        super().__init__()
        self.border_title = Content(title)
        self.stages = stages
        self.can_focus = not read_only
        self.set_class(read_only, "-read-only")
        self.set_reactive(StageLine.stage, stage)

    def render(self) -> Content:
        """Say which stage it is, in words too."""
        if self.stage is None:
            nothing = _("not given yet (1 to {last})").format(last=len(self.stages))
            return Content.styled(nothing, "$text-muted")
        return Content(f"{self.stage}  {self.stages[self.stage - 1]}")

    def on_click(self) -> None:
        """Go round the stages with the mouse."""
        if self.can_focus:
            self.action_give((self.stage or 0) % len(self.stages) + 1)

    def action_give(self, stage: int) -> None:
        """Give a stage."""
        if not 1 <= stage <= len(self.stages):
            self.post_message(self.Unknown(self, stage))
            return
        self.stage = stage
        self.post_message(self.Given(self))

    def action_move(self, by: int) -> None:
        """Go to the next stage up or down."""
        stage = 1 if self.stage is None else self.stage + by
        if not 1 <= stage <= len(self.stages):
            raise SkipAction
        self.action_give(stage)

    def action_clear(self) -> None:
        """Take the stage back."""
        self.stage = None
        self.post_message(self.Given(self))
