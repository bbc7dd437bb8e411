"""What whoever sits here may have otherwise: colours, width, movement, keys, plain lines."""

from collections.abc import Mapping
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from stepback_course.text import _
from stepback_course.tui.key_choice import OwnKey, displayed, keys_of
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.new_key import NewKey
from stepback_course.tui.widgets.one_of import OneOf
from stepback_course.tui.widgets.ticks import TickLine

THEMES: Mapping[str, str] = {
    "stepback-light": _("Light"),
    "stepback-dark": _("Dark"),
    "stepback-contrast": _("Strong contrast: white and yellow on black"),
}
WIDTHS: Mapping[str, str] = {
    "60": _("Narrow: 60 characters in a line"),
    "84": _("Medium: 84 characters"),
    "110": _("Wide: 110 characters"),
    "1000": _("As wide as the window"),
}


class SettingsScreen(StepbackScreen[None]):
    """What one person likes; each change holds at once and is kept."""

    CSS_PATH = "settings.tcss"
    HELP_TITLE = _("Settings")
    HELP_TEXT = _(
        "What you change here holds at once, on every screen, and the next time you sit down at "
        "this computer. It is yours alone: somebody else who sits down here has their own. "
        "Keys are those of the screen you came from; a key that you change is changed everywhere."
    )

    def __init__(self, behind: StepbackScreen[Any]) -> None:
        """Offer the keys of the screen `behind` as well."""
        super().__init__()
        self._keys = keys_of(behind)

    def compose_body(self) -> ComposeResult:
        """Lay out what may be otherwise."""
        comfort = self.house.comfort
        with VerticalScroll(can_focus=False, id="settings"):
            yield Static(_("Colours"), classes="heading", markup=False)
            yield OneOf("theme", THEMES, comfort.theme)
            yield Static(_("Width of text"), classes="heading", markup=False)
            yield OneOf("width", WIDTHS, str(comfort.text_width))
            yield Static(_("Movement"), classes="heading", markup=False)
            still = TickLine(
                _("Nothing moves by itself: nothing slides, and the cursor does not blink"),
                comfort.is_still,
                read_only=False,
            )
            still.id = "still"
            yield still
            yield Static(_("Screen readers and braille displays"), classes="heading", markup=False)
            plain = TickLine(
                _("From the next start on, plain lines of text instead of these screens"),
                self.house.preferences.plain,
                read_only=False,
            )
            plain.id = "plain"
            yield plain
            yield Static(_("Keys"), classes="heading", markup=False)
            yield OptionList(*self._options(), id="keys", markup=False)

    def on_mount(self) -> None:
        """Say where one is, and let whatever is chosen hold."""
        self.masthead.where = _("Settings")
        # The focus is in the list under the first heading, which would be scrolled out.
        self.call_after_refresh(self.query_one("#settings").scroll_home, animate=False)
        self.watch(self.query_one("#theme"), "chosen", self._choose_theme, init=False)
        self.watch(self.query_one("#width"), "chosen", self._choose_width, init=False)

    def _options(self) -> list[Option]:
        own = self.house.comfort.keys
        return [
            Option(
                Content(f"{displayed(self.app, own.get(key.id, key.usual)):<14} {key.does}"), key.id
            )
            for key in self._keys
        ]

    def _choose_theme(self, theme: str) -> None:
        self.house.like(theme=theme)

    def _choose_width(self, width: str) -> None:
        self.house.like(text_width=int(width))

    @on(TickLine.Toggled)
    def _ticked(self, event: TickLine.Toggled) -> None:
        if event.line.id == "still":
            self.house.like(is_still=event.line.ticked)
        else:
            self.house.remember(plain=event.line.ticked)

    @on(OptionList.OptionSelected, "#keys")
    def _chose_key(self, event: OptionList.OptionSelected) -> None:
        key = self._keys[event.option_index]
        own = self.house.comfort.keys
        taken = {each: own.get(each.id, each.usual) for each in self._keys if each.id != key.id}
        self.app.push_screen(NewKey(key, taken), lambda new: self._take(key, new))

    def _take(self, key: OwnKey, new: str | None) -> None:
        """Give a deed its new key; an empty one is the usual again."""
        if new is None:
            return
        others = {name: own for name, own in self.house.comfort.keys.items() if name != key.id}
        self.house.like(keys=others | ({key.id: new} if new else {}))
        options = self.query_one("#keys", OptionList)
        place = options.highlighted
        options.clear_options().add_options(self._options())
        options.highlighted = place
