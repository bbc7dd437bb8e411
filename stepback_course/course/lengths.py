"""How long a text is meant to be, said in a way that helps somebody to go on."""

from stepback_course.course.activities import WordRange
from stepback_course.text import _, ngettext

HALF = 0.5
NEARLY = 0.8
"""From which part of the lower end on a text is nearly long enough."""


def encouragement(written: int, words: WordRange) -> str:
    """Return what to say about a text of so many words: how long it is, and what would be good."""
    return _sentence(written, words).format(
        count=f"{written:,}", left=words.min - written, least=words.min, most=words.max
    )


def _sentence(written: int, words: WordRange) -> str:
    if not written:
        return _("{least} to {most} words is a good length; one sentence is a good start")
    if written < words.min * HALF:
        return ngettext(
            "{count} word so far, a beginning; {least} to {most} is a good length",
            "{count} words so far, a beginning; {least} to {most} is a good length",
            written,
        )
    if written < words.min * NEARLY:
        return ngettext(
            "{count} word so far, more than half way; {least} to {most} is a good length",
            "{count} words so far, more than half way; {least} to {most} is a good length",
            written,
        )
    if written < words.min:
        return ngettext(
            "{count} words so far, nearly there: {left} more is enough",
            "{count} words so far, nearly there: {left} more are enough",
            words.min - written,
        )
    if written <= words.max:
        return ngettext("{count} word, a good length", "{count} words, a good length", written)
    return ngettext(
        "{count} word, plenty: up to {most} would be enough",
        "{count} words, plenty: up to {most} would be enough",
        written,
    )
