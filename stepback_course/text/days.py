"""Calendar days as they are read aloud, and as people type them."""

import re
from datetime import date, timedelta

from stepback_course.text.cleaning import clean_line
from stepback_course.text.language import _

MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)
_NEAR_TODAY = {_("t"): 0, _("today"): 0, _("y"): -1, _("yesterday"): -1}
"""Words for a day, with how many days it lies after today."""
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_SLASHED = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(/(?P<year>\d{4}))?")
_WORDED = re.compile(r"(?P<day>\d{1,2}) (?P<month>[^\W\d_]{3,})( (?P<year>\d{4}))?")


def shown_day(day: str) -> str:
    """Return a calendar day such as 2026-11-22 as it is read aloud: 22 November 2026."""
    if not day:
        return ""
    read = date.fromisoformat(day)
    return _("{day} {month} {year}").format(
        day=read.day, month=MONTHS[read.month - 1], year=read.year
    )


def day_from(text: str, today: date | None = None) -> str:
    """Return the day that `text` names as `2026-03-04`; empty where it is not (yet) a day.

    Understood are 2026-03-04, 4/3/2026 (the day first) and 4 March 2026, also with the month cut
    to three letters or more. Where `today` is given, so are t, y (yesterday), and a day without its
    year, which is then the nearest of that name.
    """
    text = clean_line(text)
    if today is not None and text.casefold() in _NEAR_TODAY:
        return (today + timedelta(_NEAR_TODAY[text.casefold()])).isoformat()
    days = _days_named(text, today)
    if not days:
        return ""
    return min(days, key=lambda day: abs(day - (today or day))).isoformat()


def past_day_from(text: str, today: date) -> str:
    """Return what `day_from` does; a day without its year is then the last one of that name."""
    day = day_from(text, today)
    if day > today.isoformat() and not day_is_complete(text):
        return day_from(text, today - timedelta(days=183))
    return day


def day_problem(text: str, today: date | None = None) -> str:
    """Return what is wrong with a text that names no day; empty where it does or says nothing."""
    if not text.strip() or day_from(text, today):
        return ""
    if _written(clean_line(text)):
        return _("{text} is not in the calendar.").format(text=clean_line(text))
    return _("A day is written 2026-03-04, 4/3/2026 or 4 March 2026.")


def day_is_complete(text: str) -> bool:
    """Say whether a text has a day, a month and a year, in the calendar or not."""
    written = _written(clean_line(text))
    return written is not None and written[0] is not None


def _days_named(text: str, today: date | None) -> list[date]:
    written = _written(text)
    if written is None:
        return []
    year, month, day = written
    if year is not None:
        years = [year]
    else:
        years = [today.year - 1, today.year, today.year + 1] if today else []
    return [found for year in years if (found := _in_calendar(year, month, day))]


def _written(text: str) -> tuple[int | None, int, int] | None:
    """Return year, if there is one, month and day as they are written; None for another form."""
    for form in (_ISO, _SLASHED, _WORDED):
        if match := form.fullmatch(text):
            month, year = match["month"], match["year"]
            number = int(month) if month.isdecimal() else _month(month)
            return (int(year) if year else None, number, int(match["day"])) if number else None
    return None


def _month(name: str) -> int:
    """Return the number of the one month whose name begins with `name`, or 0."""
    begun = [
        number
        for number, month in enumerate(MONTHS, start=1)
        if month.casefold().startswith(name.casefold())
    ]
    return begun[0] if len(begun) == 1 else 0


def _in_calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
