"""Calendar days as they are read aloud."""

from datetime import date

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


def shown_day(day: str) -> str:
    """Return a calendar day such as 2026-11-22 as it is read aloud: 22 November 2026."""
    if not day:
        return ""
    read = date.fromisoformat(day)
    return _("{day} {month} {year}").format(
        day=read.day, month=MONTHS[read.month - 1], year=read.year
    )
