"""A form whose deed takes longer than a moment, so that it is done in a thread."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field

from textual import work
from textual.message import Message
from textual.widgets import Button

from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.base import unforeseen
from stepback_course.tui.screens.forms import Answer, FormDialog

Deed = Callable[[], Answer]


class WorkingForm(FormDialog[Answer]):
    """A form that says that it is busy, and closes once its deed is done."""

    BUSY = _("One moment…")
    """What is said meanwhile."""

    @dataclass
    class Done(Message):
        """The deed is done."""

        # Never shown, for it may hold what unlocks a key.
        result: object = field(repr=False)

    @dataclass
    class Refused(Message):
        """The deed was refused."""

        sentence: str

    is_busy = False

    @abstractmethod
    def deed(self) -> Deed[object] | None:
        """Return what is to be done, or say what is wrong with the lines and return None."""

    async def finish(self, result: object) -> None:
        """Close with what the deed returned."""
        self.dismiss(result)  # type: ignore[arg-type] # such deeds return the answer

    def accept(self) -> None:
        """Begin what the form is for, unless it is under way."""
        if self.is_busy:
            return
        deed = self.deed()
        if deed is not None:
            self._set_busy(True)
            self.say(self.BUSY)
            self._do(deed)

    @work(thread=True, exit_on_error=False, group="deed")
    def _do(self, deed: Deed[object]) -> None:
        try:
            result = deed()
        except (Refusal, StoreError) as refusal:
            self.post_message(self.Refused(str(refusal)))
        except Exception as error:
            self.post_message(self.Refused(unforeseen(error)))
            raise
        else:
            self.post_message(self.Done(result))

    async def on_working_form_done(self, event: Done) -> None:
        """Go on with what came of it."""
        self._set_busy(False)
        self.say("")
        await self.finish(event.result)

    def on_working_form_refused(self, event: Refused) -> None:
        """Say why not, and let it be tried again."""
        self._set_busy(False)
        self.say(event.sentence)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Stay in front while the deed is under way: what came of it would not be told."""
        return not self.is_busy and super().check_action(action, parameters)

    def _set_busy(self, is_busy: bool) -> None:
        self.is_busy = is_busy
        for button in self.query(Button):
            button.disabled = is_busy
        self.refresh_bindings()
