"""Lists of words by which names are told from other words; written for people to add to."""

from functools import cache
from importlib.resources import files


@cache
def words_of(name: str) -> frozenset[str]:
    """Return the words of a list in `lists/`, in small letters."""
    return frozenset(word.casefold() for line in _lines(name) for word in line.split())


@cache
def phrases_of(name: str) -> tuple[str, ...]:
    """Return the lines of a list in `lists/`, each a phrase."""
    return tuple(_lines(name))


def _lines(name: str) -> list[str]:
    text = (files(__package__) / "lists" / f"{name}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
