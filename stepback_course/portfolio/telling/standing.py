"""Where a unit and a whole course stand, whose turn it is and since when, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from stepback_course.clock import day_of, parse_instant, time_of_day
from stepback_course.portfolio.models import UnitState
from stepback_course.portfolio.telling.guidance import last_written, minutes_left
from stepback_course.portfolio.telling.words import (
    day_and_month,
    shown_instant,
    status_line,
    status_word,
    time_needed,
    unit_name,
)
from stepback_course.portfolio.views import PortfolioView, UnitView, Whereabouts
from stepback_course.text import _, ngettext
from stepback_course.text.days import shown_day

SOON = 14
"""From how many days before the due day on days are counted, and no longer weeks."""
_WITH_THE_ASSESSOR = _("{unit} has been your assessor's turn since {day}.")
_CLOSED: Mapping[UnitState, str] = {
    "marking": _WITH_THE_ASSESSOR,
    "decided": _WITH_THE_ASSESSOR,
    "met": _("{unit} was met on {day}. It can be read."),
}
"""What is said of a unit that is not open to write in, by its state."""


class _Submitted(NamedTuple):
    """What is said of a submission in a list, in a sentence, and above the pages of its unit."""

    short: str
    line: str
    page: str


_SUBMITTED: Mapping[Whereabouts, _Submitted] = {
    "arrived": _Submitted(
        _("with assessor since {day}"),
        _("{unit} is with your assessor since {day}. You can still take it back."),
        _(
            "{sign} since {day}. Everything can be read here and nothing changed, "
            "unless you take it back from My course."
        ),
    ),
    "sealed": _Submitted(
        _("handed over, no receipt yet"),
        _(
            "{unit} was submitted on {day} and sealed for the office; no receipt has come yet. "
            "You can still take it back."
        ),
        _(
            "Submitted on {day} and sealed for the office; no receipt has come yet. Everything can "
            "be read here and nothing changed, unless you take it back from My course."
        ),
    ),
    "here": _Submitted(
        _("submitted, not handed over"),
        _(
            "{unit} was submitted on {day} and is not handed over yet: nobody else has it. "
            "You can still take it back."
        ),
        _(
            "Submitted on {day}, not handed over yet. Everything can be read here and nothing "
            "changed, unless you take it back from My course."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units of a course are met, with an assessor, and in all."""

    met: int
    with_assessor: int
    units: int
    are_underway: bool = False
    """Whether some of those that count as with an assessor have not arrived there."""

    @property
    def sentence(self) -> str:
        """The tally in words."""
        sentence = _("{met} of {units} met")
        if self.with_assessor:
            sentence = (
                _("{met} of {units} met, {waiting} submitted")
                if self.are_underway
                else _("{met} of {units} met, {waiting} with your assessor")
            )
        return sentence.format(met=self.met, units=self.units, waiting=self.with_assessor)


def tally(view: PortfolioView) -> Tally:
    """Count a portfolio's units."""
    statuses = [unit.status for unit in view.units]
    waiting = sum(status in ("submitted", "marking", "decided") for status in statuses)
    are_underway = any(unit.whereabouts != "arrived" for unit in view.units)
    return Tally(statuses.count("met"), waiting, len(statuses), are_underway)


def turn_since(view: UnitView) -> str:
    """Return the instant since which it is this turn at a unit, or an empty text."""
    if view.record.state in ("submitted", "marking", "decided"):
        return view.record.submitted_at
    decision = view.record.decision
    if decision and (view.record.state == "met" or view.status == "referred"):
        return decision.released
    return ""


def _is_appealed(view: UnitView) -> bool:
    return view.record.appeal is not None and view.record.appeal.is_open


def standing_short(view: UnitView) -> str:
    """Return where a unit stands and since when, for a list in which its sign stands beside it."""
    since = day_and_month(turn_since(view))
    if view.record.state in ("submitted", "marking", "decided"):
        return _SUBMITTED[view.whereabouts].short.format(day=since)
    if view.record.state == "met":
        return _("met on {day}").format(day=since)
    if _is_appealed(view):
        return _("appealed, not answered yet")
    if view.status == "in progress":
        waiting = {gap.activity for gap in view.gaps}
        activities = view.unit.activities
        done = sum(activity.id not in waiting for activity in activities)
        return _("in progress, {done} of {all}").format(done=done, all=len(activities))
    if view.status == "ready":
        return _("ready to submit")
    return status_word(view.status)


def standing_word(view: UnitView) -> str:
    """Return where a unit stands in as few words as there are, for a copy on paper."""
    if view.whereabouts != "arrived":
        return _SUBMITTED[view.whereabouts].short
    return status_word(view.status)


def standing_line(view: UnitView) -> str:
    """Return in a sentence where a unit stands, whose turn it is, and how long it takes."""
    name, since = unit_name(view.unit), day_and_month(turn_since(view))
    if view.record.state == "submitted":
        return _SUBMITTED[view.whereabouts].line.format(unit=name, day=since)
    if view.record.state != "open":
        return _CLOSED[view.record.state].format(unit=name, day=since)
    if _is_appealed(view):
        return _("{unit} waits until your appeal is answered, or rests.").format(unit=name)
    if view.status == "referred":
        sentence = _("{unit} has been your turn since {day}: begin with what your assessor said.")
        return sentence.format(unit=name, day=since)
    if not view.gaps:
        return _("{unit} is complete and ready to submit.").format(unit=name)
    sentence = _("{unit} is your turn: about {time} to do.")
    return sentence.format(unit=name, time=time_needed(minutes_left(view)))


def standing_of(view: UnitView) -> str:
    """Return why a unit cannot be written in, or what to look at first; mostly an empty text."""
    sign = status_line(view.status)
    day = day_and_month(view.record.submitted_at)
    if view.record.state == "submitted":
        return _SUBMITTED[view.whereabouts].page.format(sign=sign, day=day)
    if view.record.state in ("marking", "decided"):
        sentence = _("{sign} since {day}. Everything can be read here and nothing changed.")
        return sentence.format(sign=sign, day=day)
    if view.record.state == "met":
        sentence = _("{sign}: this unit is closed. Everything can be read here.")
        return sentence.format(sign=sign)
    if _is_appealed(view):
        sentence = _(
            "{sign}. Your appeal is not answered yet; until then it is not submitted again."
        )
        return sentence.format(sign=sign)
    if view.status == "referred":
        return _("{sign}: begin with what your assessor said.").format(sign=sign)
    return ""


def due_sentence(units: Sequence[UnitView], due: str, today: date) -> str:
    """Return by when the work is due and how much is still to submit; empty where neither matters.

    `due` is the cohort's last day for submitting, empty where it has none.
    """
    to_submit = sum(unit.record.state == "open" for unit in units)
    if not due or not to_submit:
        return ""
    still = ngettext(
        "{count} unit still to submit", "{count} units still to submit", to_submit
    ).format(count=to_submit)
    day, left = shown_day(due), (date.fromisoformat(due) - today).days
    if left < 0:
        return _("The work was due by {day}: {still}").format(day=day, still=still)
    if left == 0:
        return _("The work is due today: {still}").format(still=still)
    return _("The work is due by {day}, {when}: {still}").format(
        day=day, when=_in_words(left), still=still
    )


def _in_words(days: int) -> str:
    if days <= SOON:
        return ngettext("in {count} day", "in {count} days", days).format(count=days)
    return ngettext("in {count} week", "in {count} weeks", days // 7).format(count=days // 7)


def saved_when(view: UnitView, now: datetime) -> str:
    """Return when something of a unit was last saved, to the second where that was today."""
    newest = last_written(view)
    if not newest:
        return ""
    at = parse_instant(newest)
    today = day_of(at) == day_of(now)
    return saved_at(at) if today else _("Saved {when}").format(when=shown_instant(newest))


def saved_at(at: datetime) -> str:
    """Return what is said after a save."""
    return _("Saved {time}").format(time=time_of_day(at))
