"""The keys at the foot of every screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Footer

ALWAYS = ("help", "back")
"""The bindings, by id, that are never left out: the way back, and the list of all keys."""
SPARE = ("palette", "quit")
"""Those that are left out first."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it stands at the foot of a screen."""

    id: str
    action: str
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


class KeyBar(Footer):
    """A footer with the keys that have room, laid out again only when they have changed.

    The library's own lets the last keys run out of the window. It is laid out whenever anything
    might have changed, several times while a screen opens and at each change of focus, which was
    half the time that a key took to be answered.
    """

    def __init__(self) -> None:
        """Begin with no keys."""
        super().__init__(show_command_palette=False)
        self._keys_shown: tuple[Key, ...] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the keys that have room."""
        actions = {key.action for key in self._keys_shown or ()}
        for key in super().compose():
            if getattr(key, "action", "") in actions:
                yield key

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Look at the keys again once the screen has settled."""
        self._bindings_ready = True
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self._renew)

    def on_resize(self, _event: Resize) -> None:
        """Use the room there is."""
        self.call_after_refresh(self._renew)

    async def _renew(self) -> None:
        # Of a screen that is being taken down, what its keys ask for may be gone already.
        if not (self.is_attached and self.display):
            return
        spare = getattr(self.screen, "SPARE_KEYS", ())
        keys = fitting(tuple(self._offered()), self.size.width, spare)
        if keys != self._keys_shown:
            self._keys_shown = keys
            await self.recompose()

    def _offered(self) -> Iterator[Key]:
        """Yield one key for each action, in the order of the bindings."""
        seen = set()
        for _node, binding, enabled, _tooltip in self.screen.active_bindings.values():
            if binding.show and binding.action not in seen:
                seen.add(binding.action)
                display = self.app.get_key_display(binding)
                yield Key(binding.id or "", binding.action, display, binding.description, enabled)
