"""Days as people type them."""

import re
from datetime import date

from stepback_course.text import clean_line
from stepback_course.text.days import MONTHS

_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_WORDED = re.compile(r"(\d{1,2}) ([^\W\d_]{3,}) (\d{4})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_from(text: str) -> str:
    """Return the day that `text` names as `2026-03-04`; empty where it is not (yet) a day.

    Understood are 2026-03-04, 4/3/2026 (the day first) and 4 March 2026, also with the month cut
    to three letters or more.
    """
    text = clean_line(text)
    try:
        if _ISO.fullmatch(text):
            return date.fromisoformat(text).isoformat()
        if match := _SLASHED.fullmatch(text):
            day, month, year = match.groups()
            return date(int(year), int(month), int(day)).isoformat()
        if match := _WORDED.fullmatch(text):
            day, name, year = match.groups()
            return date(int(year), _month(name), int(day)).isoformat()
    except ValueError:
        pass
    return ""


def _month(name: str) -> int:
    """Return the number of the one month whose name begins with `name`. Raises ValueError."""
    begun = [
        number
        for number, month in enumerate(MONTHS, start=1)
        if month.casefold().startswith(name.casefold())
    ]
    if len(begun) != 1:
        raise ValueError(name)
    return begun[0]
