"""Statuses, days and instants in the words that every screen uses."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from stepback_course.clock import ORGANISATION_ZONE, day_of, parse_instant
from stepback_course.portfolio.models import Status
from stepback_course.text import _
from stepback_course.text.days import MONTHS

_WITH_ASSESSOR = ("▸", _("with assessor"))
_STATUSES: Mapping[Status, tuple[str, str]] = {
    "not started": ("○", _("not started")),
    "in progress": ("◔", _("in progress")),
    "ready": ("●", _("ready")),
    "submitted": _WITH_ASSESSOR,
    "marking": _WITH_ASSESSOR,
    "decided": _WITH_ASSESSOR,
    "met": ("✓", _("met")),
    "referred": ("↺", _("further work needed")),
}


def status_sign(status: Status) -> str:
    """Return the one character that stands for a status where its word has no room."""
    return _STATUSES[status][0]


def status_word(status: Status) -> str:
    """Return a status as a practitioner may read it."""
    return _STATUSES[status][1]


def status_line(status: Status) -> str:
    """Return a status as its sign and its word."""
    return _("{sign} {word}").format(sign=status_sign(status), word=status_word(status))


def shown_instant(instant: str) -> str:
    """Return an instant as records keep it on the organisation's clock: 3 March, 14:05."""
    if not instant:
        return ""
    at = parse_instant(instant).astimezone(ZoneInfo(ORGANISATION_ZONE))
    return _("{day} {month}, {time}").format(
        day=at.day, month=MONTHS[at.month - 1], time=f"{at:%H:%M}"
    )


def day_and_month(instant: str) -> str:
    """Return the organisation's day of an instant without its year: 3 March."""
    if not instant:
        return ""
    day = day_of(parse_instant(instant))
    return _("{day} {month}").format(day=day.day, month=MONTHS[day.month - 1])
