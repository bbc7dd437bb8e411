"""What every dialog has in which somebody writes sentences."""

from typing import Generic, TypeVar

from textual import on
from textual.screen import ModalScreen
from textual.widgets import TextArea

from stepback_course.text import _
from stepback_course.tui.widgets.writing import Writing

Answer = TypeVar("Answer")


class LeftOnPurpose(ModalScreen[Answer | None], Generic[Answer]):
    """A dialog that is left at the second try where sentences in it would be lost."""

    _is_warned = False

    def say(self, problem: str) -> None:
        """Show what is wrong, or take it away."""
        raise NotImplementedError

    async def action_dismiss(self, result: Answer | None = None) -> None:
        """Leave, where nothing is lost by it or somebody means to."""
        if self.may_leave():
            await super().action_dismiss(result)

    def may_leave(self) -> bool:
        """Say whether the dialog may be left now; where not, whoever writes is told why."""
        if self._is_warned or not any(field.has_new_words for field in self.query(Writing)):
            return True
        self._is_warned = True
        self.say(_("What you wrote is kept nowhere else. Go back once more to leave it behind."))
        return False

    @on(TextArea.Changed)
    def _went_on_writing(self) -> None:
        if self._is_warned:
            self._is_warned = False
            self.say("")
