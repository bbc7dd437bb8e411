"""Asking for several of the things that were just said."""

from stepback_course.plain.conversation import Conversation
from stepback_course.text import _


def ask_numbers(talk: Conversation, question: str, highest: int, *, about: str = "") -> list[int]:
    """Return numbers from 1 to `highest`, each once, as they were typed; none for a single dot.

    Raises Left.
    """
    how = _("Type the numbers with spaces between them.")
    while True:
        typed = talk.ask(question, about=f"{how} {about}".strip())
        if typed is None:
            return []
        words = typed.replace(",", " ").split()
        if words and all(word.isdecimal() and 1 <= int(word) <= highest for word in words):
            return [int(word) for word in dict.fromkeys(words)]
        talk.say(how)
