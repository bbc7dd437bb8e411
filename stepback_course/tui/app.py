"""The app: it opens doors, knows who sits here, and lets nothing typed get lost on the way out."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.events import DescendantFocus, Event, Key, Paste
from textual.screen import Screen

from stepback_course.desks import Desks
from stepback_course.people import Actor
from stepback_course.people.preferences import Comfort, Preferences, save_preferences
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.themes import THEMES
from stepback_course.tui.turns import Handled, Turns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.actions import ActionParseResult
    from textual.dom import DOMNode

    from stepback_course.people.places import Places
    from stepback_course.tui.home import Place
    from stepback_course.tui.marking_sheet import Sheets
    from stepback_course.tui.queue_memory import QueueMemory
    from stepback_course.tui.queue_view import QueueView
    from stepback_course.tui.saving import Keeper


class StepbackApp(App[None]):
    """The Step-back Practitioners Course in a terminal."""

    CSS_PATH = "app.tcss"
    TITLE = "stepback"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", _("Quit"), id="quit", priority=True),
        Binding("ctrl+p", "command_palette", _("Go to"), id="palette"),
        Binding("f10", "settings", _("Settings"), show=False, id="settings"),
    ]

    def __init__(
        self,
        desks: Desks,
        preferences: Preferences,
        *,
        first: Callable[[], Screen[Any]] | None = None,
    ) -> None:
        """Open on the desks of one actor; `first` makes another screen than the usual one."""
        # Before the first style sheet is read: afterwards, a change of any reads them all again.
        self.desks = desks
        self.preferences = preferences
        self._is_shown = False
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self._make_comfortable()
        # Whatever is read before the first frame is read in these colours.
        self.stylesheet.set_variables(self.get_css_variables())
        self._first = first
        self.parting_words: list[str] = []
        """What to say in the terminal once the app has ended: where unsaved text is now."""
        self._keepers: set[Keeper] = set()
        self._own_desks: Desks | None = None
        self.turns = Turns(self)
        """In which what is pressed is dealt with."""
        self._home_depth = 1
        """How deep in the stack the screen lies at which whoever sits here started."""

    def on_mount(self) -> None:
        """Listen for the end, and open another first screen where one was given."""
        self._listen_for_the_end()
        if self._first is not None:
            self.start_at(self._first())

    def get_default_screen(self) -> Screen[Any]:
        """Return the screen on which the app opens, rather than an empty one under it."""
        from stepback_course.tui.home import home_screen

        if self._first is not None:
            return super().get_default_screen()
        screen = home_screen(self.desks, self.preferences)
        # The library reads the styles only of screens that are opened later.
        self.stylesheet.read_all(screen.css_path)
        return screen

    def on_ready(self) -> None:
        """Look for garbage from now on; `__main__` says why not before."""
        self._is_shown = True
        if not gc.isenabled():
            # What is there by now stays until the end: every look through it stops the screen.
            gc.freeze()
            gc.enable()

    def go_home(self) -> None:
        """Open the place where whoever sits here starts."""
        from stepback_course.tui.home import home_screen

        self.start_at(home_screen(self.desks, self.preferences))

    def go_to(self, place: "Place") -> None:
        """Open a place from wherever one is; Back leads from there to all places."""
        from stepback_course.tui.home import places

        open_places = places(self.desks)
        if len(open_places) == 1:
            self.start_at(place.screen())
        else:
            self.start_at(doors.places_screen(open_places))
            self.push_screen(place.screen())

    def start_at(self, screen: Screen[Any]) -> None:
        """Leave every open screen and begin at this one."""
        self._collect()
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen)
        self._home_depth = 2

    @property
    def can_go_back(self) -> bool:
        """Whether a screen lies under the one in front, other than that of an earlier start."""
        return len(self.screen_stack) > self._home_depth

    @property
    def queue_view(self) -> "QueueView":
        """What whoever sits here looks at in the queue."""
        return self.queue_memory.of(self.desks)

    @cached_property
    def queue_memory(self) -> "QueueMemory":
        """What whoever works here looked at in the queue, the last time too."""
        from stepback_course.tui.queue_memory import QueueMemory

        return QueueMemory()

    @cached_property
    def sheets(self) -> "Sheets":
        """The marks made while the app runs, with the way back through them."""
        from stepback_course.tui.marking_sheet import Sheets

        return Sheets()

    @cached_property
    def places(self) -> "Places":
        """Where whoever works here stopped in each unit."""
        from stepback_course.people.places import Places

        return Places()

    # Who sits here.

    def sit_down(self, actor: Actor, at: str = "") -> None:
        """Let somebody sit down and take them to where they start, or `at` the place of that id."""
        from stepback_course.tui.home import places

        self._last_words()
        if self.desks.chest is not None:
            # It is unlocked for one sitting.
            self.desks.chest.lock()
        self.desks = self.desks.seat(actor)
        self._make_comfortable()
        for place in places(self.desks):
            if place.id == at:
                self.go_to(place)
                return
        self.go_home()

    def move_in(self, desks: Desks) -> None:
        """Go to another store, such as the made-up one, until `move_out`."""
        self._last_words()
        self._own_desks = self._own_desks or self.desks
        self.desks = desks
        self.go_home()

    def move_out(self) -> None:
        """Come back to the store that the app was opened on."""
        if self._own_desks is not None:
            self._last_words()
            self.desks, self._own_desks = self._own_desks, None
            self.go_home()

    @property
    def is_visiting(self) -> bool:
        """Whether the store in use is another than the one the app was opened on."""
        return self._own_desks is not None

    def remember(self, **changes: Any) -> None:
        """Keep some of the settings, and those of one's own store for the next time too."""
        self.preferences = replace(self.preferences, **changes)
        if not self.is_visiting:
            with suppress(OSError):
                save_preferences(self.preferences)

    # How whoever sits here likes it.

    @property
    def comfort(self) -> Comfort:
        """How whoever sits here likes the screens."""
        return self.preferences.comfort_of(self.desks.actor.id)

    def like(self, **changes: Any) -> None:
        """Change some of what whoever sits here likes, at once and for the next time too."""
        self.preferences = self.preferences.with_comfort(self.desks.actor.id, **changes)
        self.remember()
        self._make_comfortable()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the variables of the style sheets that are no colours."""
        return {"text-width": str(self.comfort.text_width)}

    def refresh_css(self, animate: bool = True) -> None:
        """Read the style sheets again, unless nothing is shown that they have to change."""
        if self._is_shown:
            super().refresh_css(animate=animate)

    def _make_comfortable(self) -> None:
        comfort = self.comfort
        self.animation_level = "none" if comfort.is_still else "full"
        self.set_keymap(comfort.keys)
        is_as_wide = self.theme_variables.get("text-width") == str(comfort.text_width)
        self.theme = comfort.theme
        if not is_as_wide:
            self.refresh_css(animate=False)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Let the cursor stand still for whoever likes nothing to move."""
        if not self.comfort.is_still:
            return
        # Loaded by whoever needs it, and not by every start.
        from textual.widgets import Input, TextArea

        if isinstance(event.widget, Input | TextArea):
            event.widget.cursor_blink = False

    # Nothing typed is lost.

    def keep(self, keeper: "Keeper") -> None:
        """Save what this keeper holds before the app ends."""
        self._keepers.add(keeper)

    def let_go(self, keeper: "Keeper") -> list[str]:
        """Save what this keeper holds, or put it in a rescue file; return where that is, if so.

        Nothing that it is given afterwards is saved. Letting go again does nothing.
        """
        if keeper not in self._keepers:
            return []
        self._keepers.remove(keeper)
        told = keeper.end()
        self.parting_words += told
        return told

    def drop(self, portfolio: str, units: Collection[str]) -> None:
        """Let go of what is typed and not saved in what is to be erased."""
        for keeper in self._keepers:
            keeper.drop(portfolio, units)

    def flush(self) -> None:
        """Save everything that is not saved yet, or put it in a rescue file."""
        for keeper in tuple(self._keepers):
            self.let_go(keeper)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Do not end by a key on a screen that is not for whoever may end it."""
        return action != "quit" or getattr(self.screen, "may_quit", True)

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: "DOMNode | None" = None,
        namespaces: "Mapping[str, DOMNode] | None" = None,
    ) -> bool:
        """Do what a key stands for; where the store refuses it, say why and go on."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except (Refusal, StoreError) as refusal:
            self._say(str(refusal))
            return True

    def _say(self, sentence: str) -> None:
        from stepback_course.tui.screens.base import StepbackScreen

        if isinstance(self.screen, StepbackScreen):
            self.screen.banner.sentence = sentence
        else:
            self.notify(sentence, severity="warning", markup=False)

    async def action_quit(self) -> None:
        """Save, then end."""
        self._last_words()
        self.exit()

    async def on_event(self, event: Event) -> None:
        """Let keys and what is pasted take their turns, and everything else pass."""
        give = super().on_event
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            await self.turns.take(lambda: give(event))
        else:
            await give(event)

    async def on_handled(self, message: Handled) -> None:
        """Let the next key take its turn."""
        message.stop()
        await self.turns.handled(message)

    def _last_words(self) -> None:
        """Save what is typed in any open screen."""
        self._collect()
        self.flush()

    def _collect(self) -> None:
        """Let each open screen hand over what is typed in it."""
        for screen in self.screen_stack:
            hand_over = getattr(screen, "hand_over", None)
            if hand_over is not None:
                hand_over()

    def get_driver_class(self) -> type[Driver]:
        """Return what draws and reads: of a terminal, a driver that outlasts it."""
        found = super().get_driver_class()
        if sys.platform != "win32":
            from textual.drivers.linux_driver import LinuxDriver

            if found is LinuxDriver:
                from stepback_course.tui.lasting_driver import LastingDriver

                return LastingDriver
        return found

    def on_hung_up(self) -> None:
        """Save and end, as there is no terminal any more."""
        self._end()

    def _listen_for_the_end(self) -> None:
        """Save on SIGTERM and SIGHUP too: Textual has no handlers of its own for them."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._end)

    def _end(self) -> None:
        # Behind whatever was pressed before.
        self.call_later(self.turns.take, self.action_quit)

    # The command palette.

    def get_key_display(self, binding: Binding) -> str:
        """Return how a key of the screen in front is shown."""
        return self.key_on(self.screen, binding)

    def key_on(self, screen: Screen[Any], binding: Binding) -> str:
        """Return how a key is shown; where somebody types, a question mark asks for no help."""
        is_typed = screen.focused and screen.focused.check_consume_key("question_mark", "?")
        return "f1" if binding.action == "help" and is_typed else super().get_key_display(binding)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield everything that can be reached from anywhere, then what this screen does."""
        from stepback_course.tui.palette import commands

        yield from commands(self, screen)

    def action_turn_light(self) -> None:
        """Change between the light and the dark theme, and remember it."""
        is_light = self.theme == "stepback-light"
        self.like(theme="stepback-dark" if is_light else "stepback-light")

    def action_settings(self) -> None:
        """Open what whoever sits here may have otherwise, from any screen of this house."""
        from stepback_course.tui.screens.base import StepbackScreen

        if isinstance(self.screen, StepbackScreen) and getattr(self.screen, "may_quit", True):
            self.push_screen(doors.settings_screen(self.screen))

    async def action_show_help(self) -> None:
        """Open the help of the screen in front."""
        await self.screen.run_action("help")
