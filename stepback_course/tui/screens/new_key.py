"""Asking for a key by pressing it."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from stepback_course.text import _
from stepback_course.tui.key_choice import OwnKey, displayed, problem
from stepback_course.tui.screens.window import Window
from stepback_course.tui.widgets.dialog import Dialog
from stepback_course.tui.widgets.key_bar import KeyBar


class NewKey(Window[str | None]):
    """Asks for another key; the answer is the key, empty for the usual one, None for no change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", _("Back")),
        Binding("enter", "dismiss('')", _("The usual key")),
    ]

    def __init__(self, key: OwnKey, taken: Mapping[OwnKey, str]) -> None:
        """Ask for the key of one deed, where `taken` has the keys of the others."""
        super().__init__()
        self._key = key
        self._taken = taken

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        sentence = _(
            "Press the key you would like for this. Enter gives back the usual one ({usual}), "
            "Escape leaves all as it is."
        )
        with Dialog():
            yield Static(self._key.does, classes="title", markup=False)
            usual = displayed(self.app, self._key.usual)
            yield Static(sentence.format(usual=usual), markup=False)
            yield Static(classes="problem", markup=False)
        yield KeyBar()

    def on_key(self, event: Key) -> None:
        """Take the key, or say why not."""
        if event.key in ("escape", "enter"):
            return
        event.stop()
        event.prevent_default()
        sentence = problem(self._key, event.key, self._taken)
        if not sentence:
            self.dismiss(event.key)
            return
        shown = self.query_one(".problem", Static)
        shown.update(Content(sentence))
        shown.add_class("-shown")
