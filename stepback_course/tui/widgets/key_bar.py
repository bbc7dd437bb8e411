"""The keys at the foot of every screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click, Resize
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

ALWAYS = ("help", "back")
"""The bindings, by id, that are never left out: the way back, and the list of all keys."""
SPARE = ("palette", "quit")
"""Those that are left out first."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it stands at the foot of a screen."""

    id: str
    key: str
    display: str
    description: str
    enabled: bool

    @property
    def width(self) -> int:
        """The cells it takes: a space around the key, and one behind the words."""
        return cell_len(self.display) + cell_len(self.description) + 3


def fitting(keys: Sequence[Key], width: int, spare: Sequence[str] = ()) -> tuple[Key, ...]:
    """Return the keys that have room in `width` cells, in their order.

    Where there is not room for all, those of `SPARE` are left out first, then those of `spare`
    (ids), then from the end; those of `ALWAYS` stay.
    """
    first_out = {identifier: turn for turn, identifier in enumerate((*SPARE, *spare))}
    places = [place for place, key in enumerate(keys) if key.id not in ALWAYS]
    places.sort(key=lambda place: (first_out.get(keys[place].id, len(first_out)), -place))
    left_out: set[int] = set()
    too_much = sum(key.width for key in keys) - width
    for place in places:
        if too_much <= 0:
            break
        left_out.add(place)
        too_much -= keys[place].width
    return tuple(key for place, key in enumerate(keys) if place not in left_out)


class KeyBar(Widget):
    """The keys that have room, in one line; a click on one does what the key does.

    The library's own footer is a widget for each key, which costs a fifth of what opening a screen
    does, and lets the last keys run out of the window.
    """

    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        height: 1;
        color: $footer-description-foreground;
        background: $footer-background;
    }
    KeyBar > .key-bar--key {
        color: $footer-key-foreground;
        background: $footer-key-background;
        text-style: bold;
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key"}
    ALLOW_SELECT = False

    keys: reactive[tuple[Key, ...]] = reactive(())
    """Those that are shown."""

    def on_mount(self) -> None:
        """Hear of every change of what the keys do."""
        self.screen.bindings_updated_signal.subscribe(self, self.bindings_changed)

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Look at the keys again once the screen has settled."""
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self._renew)

    def on_resize(self, _event: Resize) -> None:
        """Use the room there is."""
        self.call_after_refresh(self._renew)

    def render(self) -> Content:
        """Return each key with what it does."""
        style = self.get_visual_style("key-bar--key", partial=True)
        parts = []
        for key in self.keys:
            words = Content.assemble((f" {key.display} ", style), f"{key.description} ")
            parts.append(words if key.enabled else words.stylize("dim"))
        return Content("").join(parts)

    def on_click(self, event: Click) -> None:
        """Do what the key under the mouse does."""
        end = 0
        for key in self.keys:
            end += key.width
            if event.x < end:
                self.app.simulate_key(key.key)
                return

    def _renew(self) -> None:
        # Of a screen that is being taken down, what its keys ask for may be gone already. Under
        # another screen the keys stay as they were: what they ask for is the one in front.
        if self.is_attached and self.display and (self.screen.is_active or not self.keys):
            spare = getattr(self.screen, "SPARE_KEYS", ())
            self.keys = fitting(tuple(self._offered()), self.size.width, spare)

    def _offered(self) -> Iterator[Key]:
        """Yield one key for each action, in the order of the bindings."""
        seen = set()
        for _node, binding, enabled, _tooltip in self.screen.active_bindings.values():
            if binding.show and binding.action not in seen:
                seen.add(binding.action)
                yield Key(
                    binding.id or "",
                    binding.key,
                    self.app.get_key_display(binding),
                    binding.description,
                    enabled,
                )
