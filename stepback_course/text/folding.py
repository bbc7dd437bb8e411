"""Comparing words as people look for them."""

import unicodedata


def folded(text: str) -> str:
    """Return a text as it is looked for: without accents, and without capitals."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()
