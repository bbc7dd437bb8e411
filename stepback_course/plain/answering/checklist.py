"""Ticking items by their numbers, each with a note."""

from collections.abc import Sequence
from functools import partial

from stepback_course.course.activities import Checklist, Choosable
from stepback_course.plain.acts import Act, numbered_acts
from stepback_course.plain.answering.asker import Asker
from stepback_course.text import _


class ChecklistAsker(Asker[Checklist]):
    """Ticks an item when its number is typed, and unticks it the next time."""

    about = _(
        "Type the number of an item to tick it, or to take the tick away. Then you may write a "
        "note about it, or press Enter."
    )

    def acts(self) -> Sequence[Act]:
        """Return the items by their numbers."""
        return numbered_acts(
            (self._stands(item), partial(self._turn, item)) for item in self.activity.items
        )

    def _tick(self, item: Choosable) -> dict[str, object]:
        ticks = self.value or {}
        return dict(ticks.get(item.id, {"done": False, "note": ""}))

    def _stands(self, item: Choosable) -> str:
        tick = self._tick(item)
        stands = _("{item}: ticked") if tick["done"] else _("{item}: not ticked")
        return stands.format(item=item.text)

    def _turn(self, item: Choosable) -> None:
        """Tick or untick an item, and ask for its note."""
        tick = self._tick(item)
        if not self._keep(item, tick | {"done": not tick["done"]}):
            return
        self.talk.say(self._stands(item))
        note = self.talk.ask_again(
            _("A note, or Enter"), str(tick["note"]), about=_("A note is optional.")
        )
        if note is not None and note != tick["note"]:
            self._keep(item, self._tick(item) | {"note": note})

    def _keep(self, item: Choosable, tick: dict[str, object]) -> bool:
        ticks = (self.value or {}) | {item.id: tick}
        return self.save(
            {name: each for name, each in ticks.items() if each["done"] or each["note"]}
        )
