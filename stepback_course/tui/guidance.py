"""What a practitioner could do next, worked out from the portfolio."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from stepback_course.clock import day_of, parse_instant, time_of_day
from stepback_course.course.activities import Activity
from stepback_course.course.models import Unit
from stepback_course.portfolio import PortfolioView, UnitView
from stepback_course.text import _, ngettext
from stepback_course.tui.words import day_and_month, shown_instant, status_line

QUARTER_HOUR = 15


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next."""

    kind: Literal["feedback", "write", "submit", "wait", "name", "done"]
    unit: str
    """The unit it is about, or an empty text."""
    sentence: str


def next_step(view: PortfolioView) -> NextStep:
    """Return what to do next: what came back first, then what is begun, what is ready, the rest."""
    for unit in view.units:
        if unit.status == "referred":
            sentence = _("Next: read the feedback on {unit}")
            return NextStep("feedback", unit.unit.id, sentence.format(unit=unit_name(unit.unit)))
    if writing := _to_write(view):
        sentence = ngettext(
            "Next: {unit}, about {count} minute",
            "Next: {unit}, about {count} minutes",
            left(writing),
        )
        told = sentence.format(unit=unit_name(writing.unit), count=left(writing))
        return NextStep("write", writing.unit.id, told)
    if view.ready:
        sentence = ngettext(
            "Next: submit the unit that is ready (s)",
            "Next: submit the {count} units that are ready (s)",
            len(view.ready),
        )
        return NextStep("submit", "", sentence.format(count=len(view.ready)))
    for unit in view.units:
        if unit.status == "ready":
            sentence = _("{unit} has no attempt left: ask a coordinator for one more")
            return NextStep("wait", unit.unit.id, sentence.format(unit=unit_name(unit.unit)))
    if any(unit.status != "met" for unit in view.units):
        return NextStep("wait", "", _("Nothing to do now: your work is with an assessor"))
    return _after_everything_is_met(view)


def _after_everything_is_met(view: PortfolioView) -> NextStep:
    if view.award.issued:
        sentence = _("Your certificate {number} is issued. Well done!")
        return NextStep("done", "", sentence.format(number=view.award.number))
    if not view.award.name:
        return NextStep("name", "", _("Next: confirm the name for your certificate (n)"))
    return NextStep("done", "", _("Everything is met: your certificate is being prepared"))


def _to_write(view: PortfolioView) -> UnitView | None:
    """Return the open unit to go on with: the one begun and touched last, else the first."""
    begun = [unit for unit in view.units if unit.status == "in progress"]
    if begun:
        return max(begun, key=last_written)
    return next((unit for unit in view.units if unit.status == "not started"), None)


def something_short(view: PortfolioView) -> tuple[UnitView, Activity] | None:
    """Return an activity that is not complete and fits into a quarter of an hour, or None.

    Units that are begun come before those that are not.
    """
    order = {"in progress": 0, "referred": 1, "not started": 2}
    open_units = [unit for unit in view.units if unit.status in order]
    for unit in sorted(open_units, key=lambda unit: order[unit.status]):
        for activity in _incomplete(unit):
            shut = unit.unit.needs_consent and view.consent is None
            if activity.minutes <= QUARTER_HOUR and not shut:
                return unit, activity
    return None


def left(view: UnitView) -> int:
    """Return how many minutes the activities of a unit take that are not complete yet."""
    return sum(activity.minutes for activity in _incomplete(view))


def _incomplete(view: UnitView) -> Iterator[Activity]:
    waiting = {gap.activity for gap in view.gaps}
    return (activity for activity in view.unit.activities if activity.id in waiting)


def last_written(view: UnitView) -> str:
    """Return the instant of the newest response of a unit, or an empty text."""
    return max((response.at for response in view.draft.responses.values()), default="")


def worked_on_last(view: PortfolioView) -> str:
    """Return the unit that was written in last; the first one where nothing is written."""
    return max(view.units, key=last_written).unit.id


def unit_name(unit: Unit) -> str:
    """Return what a unit is called for short: its number, or the case study."""
    if unit.kind == "case-study":
        return _("Learner's Voice")
    number = unit.id.rpartition("-")[2]
    if number.isdecimal():
        return _("Statement {number}").format(number=int(number))
    return unit.title


def whose_turn(view: UnitView) -> str:
    """Return whose turn it is at a unit, and since when."""
    if view.record.state in ("submitted", "marking", "decided"):
        since = day_and_month(view.record.submitted_at)
        return _("your assessor's, since {day}").format(day=since)
    if view.record.state == "met":
        return _("nobody's: this is done")
    return _("yours")


def short_sentence(view: PortfolioView) -> str:
    """Return what could be done in a quarter of an hour; empty where there is nothing."""
    short = something_short(view)
    if short is None:
        return ""
    unit, activity = short
    return ngettext(
        "For {count} minute: {activity} ({unit})",
        "For {count} minutes: {activity} ({unit})",
        activity.minutes,
    ).format(count=activity.minutes, activity=activity.title, unit=unit_name(unit.unit))


def standing_of(view: UnitView) -> str:
    """Return why a unit cannot be written in, or what to look at first; mostly an empty text."""
    sign = status_line(view.status)
    day = day_and_month(view.record.submitted_at)
    if view.record.state == "submitted":
        sentence = _(
            "{sign} since {day}. Everything can be read here and nothing changed, "
            "unless you take it back from My course."
        )
        return sentence.format(sign=sign, day=day)
    if view.record.state in ("marking", "decided"):
        sentence = _("{sign} since {day}. Everything can be read here and nothing changed.")
        return sentence.format(sign=sign, day=day)
    if view.record.state == "met":
        sentence = _("{sign}: this unit is closed. Everything can be read here.")
        return sentence.format(sign=sign)
    if view.status == "referred":
        return _("{sign}: begin with what your assessor said.").format(sign=sign)
    return ""


def saved_when(view: UnitView, now: datetime) -> str:
    """Return when something of a unit was last saved, to the second where that was today."""
    newest = last_written(view)
    if not newest:
        return ""
    at = parse_instant(newest)
    today = day_of(at) == day_of(now)
    return saved_at(at) if today else _("Saved {when}").format(when=shown_instant(newest))


def saved_at(at: datetime) -> str:
    """Return what the masthead says after a save."""
    return _("Saved {time}").format(time=time_of_day(at))


def standing_line(view: UnitView) -> str:
    """Return in a line where a unit stands, whose turn it is, and how long it takes."""
    name = unit_name(view.unit)
    if view.record.state != "open":
        sentence = _("{unit}: {status}, the turn is {turn}")
        return sentence.format(unit=name, status=status_line(view.status), turn=whose_turn(view))
    if view.status == "referred":
        sentence = _("{unit}: {status}, f shows what your assessor said")
        return sentence.format(unit=name, status=status_line(view.status))
    if not view.gaps:
        sentence = _("{unit}: every page is complete")
        return sentence.format(unit=name)
    minutes = left(view)
    return ngettext(
        "{unit}: about {count} minute still to do",
        "{unit}: about {count} minutes still to do",
        minutes,
    ).format(unit=name, count=minutes)


def full_name(unit: Unit) -> str:
    """Return what a unit is called in full: its number, if it has one, and its title."""
    if unit.kind == "case-study":
        return unit.title
    return _("{unit}: {title}").format(unit=unit_name(unit), title=unit.title)
