"""Units, statuses, days and instants in the words that everybody uses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from stepback_course.clock import ORGANISATION_ZONE, day_of, parse_instant
from stepback_course.course.activities import ActivityBase, When
from stepback_course.course.models import Unit
from stepback_course.portfolio.models import Status
from stepback_course.text import _, ngettext
from stepback_course.text.days import MONTHS

HOUR = 60

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
_WHEN: Mapping[When, str] = {
    "day-1": _("on day 1"),
    "day-2": _("on day 2"),
    "after": _("in your own time"),
}
GIVEN_BY: Mapping[str, str] = {
    "parent or carer": _("a parent or carer"),
    "young person": _("the young person themselves"),
}
HOW: Mapping[str, str] = {
    "in writing": _("in writing"),
    "spoken": _("spoken"),
    "signed": _("signed"),
    "another way": _("another way"),
}
SORTED_HOW: Mapping[str, str] = {
    "on screen": _("on screen"),
    "real cards": _("with real cards"),
    "signing": _("by signing"),
    "eye-pointing": _("by eye-pointing"),
    "another way": _("in another way"),
}
SCRIBES: Mapping[str, str] = {
    "learner": _("the learner"),
    "practitioner": _("the practitioner"),
    "another adult": _("another adult"),
}
SCRIBED: Mapping[str, str] = {
    "learner": _("The learner wrote their own words down."),
    "practitioner": _("The practitioner wrote the learner's words down."),
    "another adult": _("Another adult wrote the learner's words down."),
}
SCOPES: Mapping[str, str] = {
    "assessment": _("assessment: your assessor reads the case study"),
    "training": _("training: it may be used to teach other adults"),
    "publication": _("publication: it may be printed or put on a website"),
    "images": _("images: pictures of the learner's work may be shown"),
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


def time_needed(minutes: int) -> str:
    """Return how long something takes; from two hours on nobody counts minutes."""
    if minutes < 2 * HOUR:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    hours = round(minutes / HOUR)
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)


def time_of(activity: ActivityBase) -> str:
    """Return how long an activity takes and when it is done: About 5 minutes, on day 1."""
    minutes = ngettext(
        "About {count} minute, {when}", "About {count} minutes, {when}", activity.minutes
    )
    return minutes.format(count=activity.minutes, when=_WHEN[activity.when])


def unit_name(unit: Unit) -> str:
    """Return what a unit is called for short: its number, or the case study."""
    if unit.kind == "case-study":
        return _("Learner's Voice")
    number = unit.id.rpartition("-")[2]
    if number.isdecimal():
        return _("Statement {number}").format(number=int(number))
    return unit.title


def units_named(units: Iterable[str]) -> str:
    """Return several units by their ids, in a few words: Statements 1–4, 7, Learner's Voice."""
    numbers, others = [], []
    for unit in units:
        number = unit.rpartition("-")[2]
        if number.isdecimal():
            numbers.append(int(number))
        else:
            others.append(_("Learner's Voice") if unit == "learners-voice" else unit)
    if numbers:
        statements = ngettext("Statement {numbers}", "Statements {numbers}", len(numbers))
        others.insert(0, statements.format(numbers=", ".join(_runs(sorted(numbers)))))
    return ", ".join(others)


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Yield ascending numbers, three or more that follow one another as the first and the last."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        yield from [f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run)


def full_name(unit: Unit) -> str:
    """Return what a unit is called in full: its number, if it has one, and its title."""
    if unit.kind == "case-study":
        return unit.title
    return _("{unit}: {title}").format(unit=unit_name(unit), title=unit.title)
