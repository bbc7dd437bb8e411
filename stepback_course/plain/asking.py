"""Asking for several of the things that were just said."""

from stepback_course.plain.conversation import Conversation
from stepback_course.text import _
from stepback_course.text.numbers import numbers_typed


def ask_numbers(talk: Conversation, question: str, highest: int, *, about: str = "") -> list[int]:
    """Return numbers from 1 to `highest`, each once, as they were typed; none for a single dot.

    Raises Left.
    """
    how = _("Type the numbers with spaces between them.")
    while True:
        typed = talk.ask(question, about=f"{how} {about}".strip())
        if typed is None:
            return []
        if numbers := numbers_typed(typed, highest):
            return numbers
        talk.say(how)
