"""What to say and to ask when two windows wrote the same answer."""

import json
from typing import Any, Literal

from stepback_course.portfolio.models import Response
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.text import _, clean_line, count_words, ngettext
from stepback_course.tui.saving import Unsaved

Side = Literal["mine", "theirs"]
GLIMPSE = 100
"""How many characters of an answer are shown when somebody is asked to choose."""
BEFORE = 30
"""How many of them come before the place where the two answers part."""


def refused_sentence(unsaved: Unsaved) -> str:
    """Return why an answer is not saved, and which key helps."""
    if not unsaved.is_conflict:
        return unsaved.sentence
    return _("{problem}. Press F8 to choose which of the two stands.").format(
        problem=unsaved.sentence
    )


def conflict_choices(mine: Any, theirs: Response | None) -> list[tuple[str, str]]:
    """Return the two answers to choose from, with how long each is and where they part."""
    my_text, their_text = _as_text(mine), _as_text(theirs.value) if theirs else ""
    start = max(0, _same_until(my_text, their_text) - BEFORE)
    keep = _("Keep mine, {length}: {glimpse}").format(
        length=_length(my_text), glimpse=_glimpse(my_text, start)
    )
    if theirs is None:
        return [("mine", keep), ("theirs", _("Take theirs: nothing is there any more"))]
    take = _("Take theirs of {when}, {length}: {glimpse}").format(
        when=shown_instant(theirs.at),
        length=_length(their_text),
        glimpse=_glimpse(their_text, start),
    )
    return [("mine", keep), ("theirs", take)]


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _same_until(one: str, other: str) -> int:
    """Return at which character two texts part."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _length(text: str) -> str:
    words = count_words(text)
    return ngettext("{count} word", "{count} words", words).format(count=words)


def _glimpse(text: str, start: int) -> str:
    """Return a stretch of a text on one line, with dots wherever something is left out."""
    shown = clean_line(text[start : start + GLIMPSE])
    before = "…" if start else ""
    after = "…" if len(text) > start + GLIMPSE else ""
    return f"{before}{shown}{after}"
