"""The language of the interface, settled once before the screens are imported."""

import gettext
import os
from functools import cache

DOMAIN = "stepback"
WRITTEN_IN = "en"
"""The language in which the sentences stand in the program."""


@cache
def _catalogue() -> gettext.NullTranslations:
    language = os.environ.get("STEPBACK_LANGUAGE", WRITTEN_IN)
    if language == WRITTEN_IN:
        return gettext.NullTranslations()
    from importlib.resources import files
    from pathlib import Path

    folder = files("stepback_course") / "locale"
    return gettext.translation(DOMAIN, Path(str(folder)), [language], fallback=True)


def _(sentence: str) -> str:
    """Return `sentence` in the interface's language, or as it stands where no one translated it."""
    return _catalogue().gettext(sentence)


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of a counted sentence that fits `number` in the interface's language."""
    return _catalogue().ngettext(one, many, number)
