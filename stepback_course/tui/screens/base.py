"""What every screen has: a masthead, a banner, a footer, help, and work done in threads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume
from textual.message import Message
from textual.screen import Screen

from stepback_course.desks import Desks
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui.widgets.banner import Banner
from stepback_course.tui.widgets.key_bar import KeyBar
from stepback_course.tui.widgets.masthead import Masthead

if TYPE_CHECKING:
    from stepback_course.tui.app import StepbackApp

Result = TypeVar("Result")


class StepbackScreen(Screen[Result], Generic[Result]):
    """A screen of this house."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", _("Back"), id="back"),
        Binding("question_mark,f1", "help", _("Help"), key_display="?", id="help"),
    ]
    HELP_TITLE: ClassVar[str] = ""
    HELP_TEXT: ClassVar[str] = ""
    """What the screen is for and what to do there; the keys are listed under it."""

    masthead = getters.query_one(Masthead)
    banner = getters.query_one(Banner)

    @dataclass
    class Fetched(Message):
        """A thread has done what was asked of it."""

        what: str
        result: object

    @dataclass
    class Refused(Message):
        """A thread was refused what was asked of it."""

        what: str
        sentence: str

    @dataclass
    class Noticed(Message):
        """The store has something to say, such as that it recovered a damaged folder."""

        sentences: list[str]

    @property
    def house(self) -> "StepbackApp":
        """The app, by its own type."""
        from stepback_course.tui.app import StepbackApp

        app = self.app
        assert isinstance(app, StepbackApp)  # noqa: S101 # this house's screens run in its app
        return app

    @property
    def desks(self) -> Desks:
        """The services, with whoever sits here at them."""
        return self.house.desks

    def compose(self) -> ComposeResult:
        """Lay out the frame, with `compose_body` between its top and its foot."""
        self._begin_as_wide_as_the_window()
        yield Masthead()
        yield Banner()
        yield from self.compose_body()
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """Lay out what is this screen's own."""
        yield from ()

    def _begin_as_wide_as_the_window(self) -> None:
        # Textual gives the classes of breakpoints after the first picture, which would be narrow.
        width, height = self.app.size
        for cells, points in (
            (width, self.HORIZONTAL_BREAKPOINTS),
            (height, self.VERTICAL_BREAKPOINTS),
        ):
            reached = [name for least, name in sorted(points or ()) if cells >= least]
            self.add_class(*reached[-1:])

    @work(thread=True, exit_on_error=False, group="fetch")
    def fetch(self, what: str, function: Callable[[], object]) -> None:
        """Call a service in a thread; its answer arrives as Fetched or Refused, marked `what`."""
        try:
            result = function()
        except (Refusal, StoreError) as refusal:
            self.post_message(self.Refused(what, str(refusal)))
        except Exception as error:
            self.post_message(self.Refused(what, unforeseen(error)))
            raise
        else:
            self.post_message(self.Fetched(what, result))
        self.ask_for_notices()

    @on(ScreenResume)
    def _came_to_the_front(self) -> None:
        # After what is in front is drawn, so that it is drawn sooner.
        self.call_after_refresh(self._look_for_notices)

    def _look_for_notices(self) -> None:
        self.run_worker(self.ask_for_notices, thread=True, exit_on_error=False, group="notices")

    def ask_for_notices(self) -> None:
        """Ask the store what a person should read; called in a thread."""
        if sentences := self.desks.store.notices():
            self.post_message(self.Noticed(sentences))

    def on_stepback_screen_noticed(self, event: "StepbackScreen.Noticed") -> None:
        """Let whoever sits here read it."""
        self.banner.sentence = "\n".join(event.sentences)

    def on_stepback_screen_refused(self, event: "StepbackScreen.Refused") -> None:
        """Say why, and let it stand."""
        self.banner.sentence = event.sentence

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way back only where there is one."""
        return action != "back" or self.house.can_go_back

    def key_for(self, action: str) -> str:
        """Return how the key of an action is shown; empty where nothing does it now."""
        shown = (
            self.app.get_key_display(active.binding)
            for active in self.active_bindings.values()
            if active.binding.action == action
        )
        return next(shown, "")

    def action_back(self) -> None:
        """Leave this screen for the one before it."""
        self.banner.sentence = ""
        if self.house.can_go_back:
            self.app.pop_screen()

    def action_help(self) -> None:
        """Say what this screen is for and which keys it knows."""
        from stepback_course.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))


def unforeseen(error: Exception) -> str:
    """Return what to say of an error for which there is no sentence."""
    return _(
        "This could not be done, for a reason nobody foresaw ({kind}). What you typed is kept. "
        "Try again, and tell whoever helps you where it happened."
    ).format(kind=type(error).__name__)
