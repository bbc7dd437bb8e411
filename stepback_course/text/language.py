"""The language of the interface, settled once before the screens are imported."""

import gettext
import os
from functools import cache
from importlib.resources import files
from pathlib import Path

DOMAIN = "stepback"


@cache
def _catalogue() -> gettext.NullTranslations:
    folder = files("stepback_course") / "locale"
    language = os.environ.get("STEPBACK_LANGUAGE", "en")
    return gettext.translation(DOMAIN, Path(str(folder)), [language], fallback=True)


def _(sentence: str) -> str:
    """Return `sentence` in the interface's language, or as it stands where no one translated it."""
    return _catalogue().gettext(sentence)


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of a counted sentence that fits `number` in the interface's language."""
    return _catalogue().ngettext(one, many, number)
