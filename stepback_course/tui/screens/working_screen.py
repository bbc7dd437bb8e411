"""A screen that stays in front while what was asked for on it is under way."""

from collections.abc import Callable

from stepback_course.tui.screens.base import StepbackScreen


class WorkingScreen(StepbackScreen[None]):
    """Does one thing at a time beside the screen, after which somebody sits down here."""

    is_busy = False

    def begin(self, work: Callable[[], object], saying: str) -> None:
        """Do `work` in a thread, unless something is under way; its answer arrives as Fetched."""
        if not self.is_busy:
            self.is_busy = True
            self.banner.sentence = ""
            self.masthead.saved = saying
            self.fetch("work", work)

    def on_stepback_screen_refused(self, _event: StepbackScreen.Refused) -> None:
        """Let it be tried again; why not stands in the banner."""
        self.is_busy = False
        self.masthead.saved = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Stay while it is done: whoever it is about then sits down here."""
        if action == "back" and self.is_busy:
            return False
        return super().check_action(action, parameters)
