"""The keys at the foot of every screen."""

from textual.screen import Screen
from textual.widgets import Footer


class KeyBar(Footer):
    """A footer that is laid out again only when its keys have changed.

    The library's own is laid out whenever anything might have changed, several times while a screen
    opens and at each change of focus, which was half the time that a key took to be answered.
    """

    def __init__(self) -> None:
        """Begin with no keys."""
        super().__init__(show_command_palette=False)
        self._keys_shown: list[tuple[str, str, str, bool]] | None = None

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Look at the keys again once the screen has settled."""
        self._bindings_ready = True
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self._renew)

    async def _renew(self) -> None:
        if not self.is_attached:
            return
        keys = [
            (binding.key, binding.action, binding.description, enabled)
            for _node, binding, enabled, _tooltip in self.screen.active_bindings.values()
            if binding.show
        ]
        if keys != self._keys_shown:
            self._keys_shown = keys
            await self.recompose()
