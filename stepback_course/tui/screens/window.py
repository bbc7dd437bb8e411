"""What every screen has that stands over another one."""

from typing import Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Window(ModalScreen[Answer], Generic[Answer]):
    """A screen over another one, which is left once."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Leave with a result; a second click, heard once it is left, leaves nothing more."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
