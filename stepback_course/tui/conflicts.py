"""What to say and to ask when two windows wrote the same answer."""

import json
from typing import Any, Literal

from stepback_course.portfolio.models import Response
from stepback_course.text import _, clean_line, count_words, ngettext
from stepback_course.tui.saving import Unsaved
from stepback_course.tui.words import shown_instant

Side = Literal["mine", "theirs"]
GLIMPSE = 100
"""How many characters of an answer are shown when somebody is asked to choose."""


def refused_sentence(unsaved: Unsaved) -> str:
    """Return why an answer is not saved, and which key helps."""
    if not unsaved.is_conflict:
        return unsaved.sentence
    return _("{problem}. Press F8 to choose which of the two stands.").format(
        problem=unsaved.sentence
    )


def conflict_choices(mine: Any, theirs: Response | None) -> list[tuple[str, str]]:
    """Return the two answers to choose from, each with how it begins and how long it is."""
    told = _("Keep mine, {length}: {glimpse}").format(**_shown(mine))
    if theirs is None:
        return [("mine", told), ("theirs", _("Take theirs: nothing is there any more"))]
    sentence = _("Take theirs of {when}, {length}: {glimpse}")
    return [
        ("mine", told),
        ("theirs", sentence.format(when=shown_instant(theirs.at), **_shown(theirs.value))),
    ]


def _shown(value: Any) -> dict[str, str]:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    words = count_words(text)
    line = clean_line(text[: 4 * GLIMPSE])
    return {
        "length": ngettext("{count} word", "{count} words", words).format(count=words),
        "glimpse": line if len(line) <= GLIMPSE else line[: GLIMPSE - 1] + "…",
    }
