"""Counting the words of an answer."""

import re

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_KINDS = "".join("a" if chr(n).isalnum() else "-" if chr(n) in "'-" else " " for n in range(128))
"""For each ASCII character, whether it is part of a word, may join two, or parts them."""


def count_words(text: str) -> int:
    """Return how many words `text` has; *don't* and *step-back* are one each."""
    if not text.isascii():
        return len(_WORD.findall(text))
    # The same without a regular expression: every save of an answer counts its words. Twice,
    # because the letter between two hyphens is taken by the first of them.
    kinds = f" {text}".translate(_KINDS).replace("a-a", "aa").replace("a-a", "aa")
    return kinds.count(" a") + kinds.count("-a")
