"""Which keys may be chosen for what a screen does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from textual.app import App
from textual.binding import Binding
from textual.screen import Screen

from stepback_course.text import _

FIXED = frozenset(
    {"escape", "enter", "tab", "shift+tab", "space", "ctrl+q", "ctrl+c", "question_mark"}
)
"""Keys that mean the same on every screen, whoever sits there."""
MOVING = frozenset({"up", "down", "left", "right", "home", "end", "pageup", "pagedown"})
EDITING = frozenset(
    f"ctrl+{letter}" for letter in ("a", "e", "f", "k", "u", "v", "w", "x", "y", "z", "d", "h")
) | {"backspace", "delete", "f6", "f7"}
"""Keys with which text is written and mended."""


@dataclass(frozen=True, slots=True)
class OwnKey:
    """Something that a screen does, and the key it usually has."""

    id: str
    """The id of the binding, the same wherever the same is done."""
    usual: str
    does: str

    @property
    def is_letter(self) -> bool:
        """Whether the usual key is a single character, as on screens where nobody types."""
        return all(len(key) == 1 for key in self.usual.split(","))


def keys_of(screen: Screen[Any]) -> tuple[OwnKey, ...]:
    """Return what the keys of a screen do, each once, with the usual keys."""
    found: dict[str, OwnKey] = {}
    for binding in (*_bindings(type(screen)), *_bindings(type(screen.app))):
        if binding.id and binding.description:
            found.setdefault(binding.id, OwnKey(binding.id, binding.key, binding.description))
    return tuple(key for key in found.values() if not FIXED & set(key.usual.split(",")))


def displayed(app: App[Any], keys: str) -> str:
    """Return keys as they stand at the foot of a screen."""
    return ", ".join(app.get_key_display(Binding(key, "", "")) for key in keys.split(","))


def problem(key: OwnKey, pressed: str, taken: Mapping[OwnKey, str]) -> str:
    """Return why `pressed` cannot be the key for something, in a sentence, or an empty text."""
    if pressed in FIXED or pressed in MOVING:
        return _("This key does the same everywhere and stays as it is. Press another one.")
    if pressed in EDITING or (len(pressed) == 1 and not key.is_letter):
        return _("This key is for writing. Press a function key such as F8, or a letter with Ctrl.")
    for other, keys in taken.items():
        if pressed in keys.split(","):
            return _("This key is for “{deed}” already. Press another one.").format(deed=other.does)
    return ""


def _bindings(owner: type) -> Iterator[Binding]:
    """Yield the bindings of a class and of those of this house above it."""
    for each in owner.__mro__:
        if each.__module__.startswith("stepback_course."):
            yield from (
                one for one in each.__dict__.get("BINDINGS", ()) if isinstance(one, Binding)
            )
