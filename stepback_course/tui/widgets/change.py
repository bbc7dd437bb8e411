"""What has changed since the first time, drawn with characters under the answer it belongs to."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from stepback_course.portfolio.learner.change import Change, change_picture
from stepback_course.text import _


class ChangePicture(Widget):
    """Draws a change as wide as there is room; without one it takes none.

    Folded, it is one line that shows the picture when asked: a learner who sorts once more is not
    to see where the cards lay before.
    """

    DEFAULT_CSS = """
    ChangePicture {
        display: none;
        height: auto;
        width: 1fr;
        padding: 0 1;
        margin-top: 1;
        border-left: blank;
    }
    ChangePicture.-shown { display: block; }
    ChangePicture:focus { border-left: thick $border; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "unfold", _("Show"), key_display=_("space"), id="change-unfold"),
    ]

    change: reactive[Change | None] = reactive(None, layout=True)
    is_folded: reactive[bool] = reactive(False, layout=True)

    def __init__(self, change: Change | None, *, folded: bool) -> None:
        """Show a change, if there is one yet, or a line that stands for it."""
        super().__init__()
        self.is_folded = self.can_focus = folded
        self.change = change

    def watch_change(self, change: Change | None) -> None:
        """Take no room while there is nothing to tell."""
        self.set_class(change is not None, "-shown")

    def render(self) -> Content:
        """Draw the change."""
        heading, *lines = self._lines(self.content_size.width)
        return Content("\n").join([Content.styled(heading, "bold"), *map(Content, lines)])

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Return how many lines the picture takes at a width."""
        return len(self._lines(width))

    def on_click(self) -> None:
        """Show the picture with the mouse."""
        self.action_unfold()

    def action_unfold(self) -> None:
        """Show the picture."""
        self.is_folded = False
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to show only what is not shown."""
        return action != "unfold" or self.is_folded

    def _lines(self, width: int) -> list[str]:
        if self.change is None or self.is_folded:
            return [_("+ What has changed since the first time")]
        heading = _("What has changed since the first time")
        return [heading, "", *change_picture(self.change, width)]
