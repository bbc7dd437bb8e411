"""The door between a practitioner's page and the learner view."""

from typing import TYPE_CHECKING, Any, TypeGuard

from stepback_course.text import _
from stepback_course.tui.screens.dialogs import Confirm
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.sort import SortWidget

if TYPE_CHECKING:
    from stepback_course.tui.screens.keeping import KeepingScreen


def is_learners(widget: ActivityWidget[Any] | None) -> TypeGuard[SortWidget]:
    """Say whether what is on the page is a learner's to sort, and can still be done."""
    return isinstance(widget, SortWidget) and widget.activity.learner and not widget.read_only


def hand_over_to_learner(screen: "KeepingScreen", widget: SortWidget) -> None:
    """Say how the learner view works and how to leave it; then open it.

    What the learner does is at once the answer of `widget`, which `screen` keeps.
    """
    from stepback_course.tui.screens.learner_view import WAY_OUT, LearnerView

    sentence = _(
        "To come back here, press {keys}. No other key leaves.\n\n"
        "The whole screen is the learner's: one card, and the places it can go to. A digit puts "
        "the card in its place, and 0 leaves it for another day. Backspace brings the last card "
        "back; C writes a new one, in the learner's words. Each step is saved.\n\n"
        "Make the letters as large as they need, in most terminals with Ctrl and +."
    )

    def sorted_on() -> None:
        if screen.occasion.how:
            widget.changed()
        else:
            screen.keep_occasion(screen.occasion.model_copy(update={"how": "on screen"}))

    def show_again(_: None) -> None:
        # Only now: as long as nobody sees the page, it need not keep up with the learner.
        widget.load(widget.value)

    def begin(is_sure: bool | None) -> None:
        if is_sure:
            screen.app.push_screen(LearnerView(widget.table, sorted_on), show_again)

    question = Confirm(
        _("Hand over to the learner"), sentence.format(keys=WAY_OUT), accept=_("Begin")
    )
    screen.app.push_screen(question, begin)
