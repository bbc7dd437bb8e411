"""Numbers that people type."""

_LONGEST = 9
"""Digits: of far more, Python makes no number."""


def number_typed(word: str, most: int) -> int | None:
    """Return the number from 1 to `most` that a word is; None for any other word."""
    number = int(word) if word.isdecimal() and len(word) <= _LONGEST else 0
    return number if 1 <= number <= most else None


def numbers_typed(words: str, most: int) -> list[int] | None:
    """Return numbers from 1 to `most`, each once, that stand between spaces or commas.

    None where anything else stands there.
    """
    numbers = [number_typed(word, most) for word in words.replace(",", " ").split()]
    known = [number for number in numbers if number is not None]
    return list(dict.fromkeys(known)) if len(known) == len(numbers) else None
