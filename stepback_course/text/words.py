"""Counting the words of an answer."""

import re

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def count_words(text: str) -> int:
    """Return how many words `text` has; *don't* and *step-back* are one each."""
    return len(_WORD.findall(text))
