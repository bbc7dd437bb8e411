"""Finding a comment by a few letters, and filling its placeholders, without I/O."""

import difflib
import re
from collections.abc import Iterable

from stepback_course.marking.bank.models import Comment, Listed, Wanted
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.text import _, folded

PLACEHOLDERS = ("name", "unit")
"""What differs from one submission to the next: `{name}` is the practitioner, `{unit}` the unit."""

_PLACEHOLDER = re.compile(r"\{\s*([^{}\n]*?)\s*\}")


def require_placeholders(text: str) -> None:
    """Return where everything in braces is a placeholder. Raises ValueError with a sentence."""
    for written in _PLACEHOLDER.findall(text):
        if written.casefold() in PLACEHOLDERS:
            continue
        near = difflib.get_close_matches(written.casefold(), PLACEHOLDERS, 1)
        sentence = (
            _("{{{written}}} is no placeholder (did you mean {{{near}}}?)")
            if near
            else _("{{{written}}} is no placeholder: there are {{name}} and {{unit}}")
        )
        raise ValueError(sentence.format(written=written[:40], near=near[0] if near else ""))


def filled(text: str, wanted: Wanted) -> str:
    """Return a comment's words with its placeholders replaced by what they stand for here."""
    values = {"name": wanted.name, "unit": unit_name(wanted.unit)}
    return _PLACEHOLDER.sub(lambda found: values.get(found[1].casefold(), found[0]), text)


def emptied(text: str, wanted: Wanted) -> str:
    """Return words that were written for one submission with placeholders in place of its own.

    The practitioner's name and the name of the unit, where they stand word for word.
    """
    for placeholder, value in (("name", wanted.name), ("unit", unit_name(wanted.unit))):
        if value:
            whole = rf"(?<!\w){re.escape(value)}(?!\w)"
            text = re.sub(whole, f"{{{placeholder}}}", text)
    return text


def found(comments: Iterable[Listed], letters: str, wanted: Wanted) -> list[Listed]:
    """Return the comments that a few letters find, those that fit best and are used most first.

    Each word that was typed begins a word of the comment; accents and case do not count. Without
    letters, only comments that fit what is wanted are returned.
    """
    words = folded(letters).split()
    fitting = [(_distance(each.comment, wanted), each) for each in comments]
    kept = [
        (distance, each)
        for distance, each in fitting
        if (_begins(each.comment.text, words) if words else distance < _ELSEWHERE)
    ]
    kept.sort(key=lambda pair: (pair[0], -pair[1].used, folded(pair[1].comment.text)))
    return [each for _distance_away, each in kept]


_ELSEWHERE = 4


def _distance(comment: Comment, wanted: Wanted) -> int:
    """Return how far a comment is from what is wanted; 0 is exactly that."""
    elsewhere = comment.unit is not None and comment.unit != wanted.unit.id
    if elsewhere or (comment.criterion and comment.criterion != wanted.criterion):
        return _ELSEWHERE
    return (comment.unit is None) + 2 * (comment.criterion is None and bool(wanted.criterion))


def _begins(text: str, words: list[str]) -> bool:
    in_text = re.findall(r"\w+", folded(text))
    return all(any(own.startswith(word) for own in in_text) for word in words)
