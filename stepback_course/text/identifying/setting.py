"""The name of the school, whole or as people say it for short."""

import re
from collections.abc import Iterator

from stepback_course.text.identifying.giveaway import Giveaway
from stepback_course.text.identifying.lists import words_of


def setting_names(text: str, setting: str) -> Iterator[Giveaway]:
    """Yield where a text names the school, whose whole name is `setting`."""
    pattern = _pattern(setting)
    if pattern is not None:
        for match in pattern.finditer(text):
            yield Giveaway("setting", match.group(), match.start())


def _pattern(setting: str) -> re.Pattern[str] | None:
    """Return what finds a school's name: what is its own in it, with what kind it is or without."""
    words = re.findall(r"[\w'’]+", setting)
    kinds = words_of("kinds_of_school")
    own = [index for index, word in enumerate(words) if word.casefold() not in kinds]
    if not words:
        return None
    if not own:
        return re.compile(rf"(?<!\w){_joined(words)}(?!\w)", re.IGNORECASE)
    core = words[own[0] : own[-1] + 1]
    # One word may be an everyday one, such as Park: only with its capital is it the school's.
    own_case = "(?-i:{})" if len(core) == 1 else "{}"
    before = "".join(rf"(?:{re.escape(word)}[ \-]+)?" for word in words[: own[0]])
    after = "".join(rf"(?:[ \-]+{re.escape(word)})?" for word in words[own[-1] + 1 :])
    kind = r"(?:[ \-]+(?:primary|secondary|high|junior|infant|comprehensive)?[ \-]*school)?"
    return re.compile(
        rf"(?<!\w){before}{own_case.format(_joined(core))}{after}{kind}(?!\w)", re.IGNORECASE
    )


def _joined(words: list[str]) -> str:
    """Return what finds words one after another, whichever apostrophe they are written with."""
    return r"[ \-]+".join(re.sub("['’]", "['’]", re.escape(word)) for word in words)
