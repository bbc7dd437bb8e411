"""A few answers, one under the other, of which one is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from stepback_course.tui.widgets.pointer import CHOSEN, FREE, PointedList


class OneOf(PointedList):
    """Answers by their ids, each a line of words."""

    @dataclass
    class Chosen(Message):
        """The person chose an answer."""

        answer: str

    chosen: reactive[str] = reactive("")
    """The id of the chosen answer, or an empty text."""

    def __init__(self, identifier: str, answers: Mapping[str, str], chosen: str = "") -> None:
        """Offer `answers`; `chosen` is marked to begin with, if it is one of them."""
        super().__init__(len(answers), list(answers).index(chosen) if chosen in answers else 0)
        self.id = identifier
        self._answers = answers
        self.set_reactive(OneOf.chosen, chosen if chosen in answers else "")

    def validate_chosen(self, chosen: str) -> str:
        """Leave out what is not offered any more."""
        return chosen if chosen in self._answers else ""

    def render(self) -> Content:
        """Show the answers, with a sign before the chosen one and a bar at the one pointed at."""
        return Content("\n").join(self._lines())

    def _lines(self) -> list[Content]:
        lines = []
        for index, (answer, words) in enumerate(self._answers.items()):
            is_pointed_at = self.has_focus and index == self.pointer
            bar = "▌" if is_pointed_at else " "
            sign = CHOSEN if answer == self.chosen else FREE
            style = "bold" if is_pointed_at else ""
            lines.append(Content.styled(f"{bar}{sign} {words}", style))
        return lines

    def on_pointed_list_picked(self, event: PointedList.Picked) -> None:
        """Choose the answer that was picked."""
        event.stop()
        self.chosen = list(self._answers)[event.index]
        self.post_message(self.Chosen(self.chosen))
