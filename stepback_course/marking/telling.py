"""The queue in words: how long somebody has waited, and whose turn it is."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from stepback_course.clock import day_of, parse_instant, time_of_day
from stepback_course.marking.models import QueueRow
from stepback_course.people import Actor
from stepback_course.portfolio.models import Verdict
from stepback_course.portfolio.telling.words import day_and_month
from stepback_course.text import _, ngettext

_VERDICTS: Mapping[Verdict, str] = {"met": _("met"), "not_yet_met": _("not yet met")}


def verdict_word(verdict: Verdict) -> str:
    """Return a verdict as an assessor reads it."""
    return _VERDICTS[verdict]


def waiting_words(waited: timedelta) -> str:
    """Return how long somebody has waited, in the largest unit of time that fits."""
    minutes = int(waited.total_seconds()) // 60
    hours = minutes // 60
    days = hours // 24
    if days:
        return ngettext("{count} day", "{count} days", days).format(count=days)
    if hours:
        return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    if minutes:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    return _("just now")


def shown_until(instant: str, now: datetime) -> str:
    """Return until when a claim lasts: an hour of today, or the day it ends."""
    if not instant:
        return ""
    at = parse_instant(instant)
    return time_of_day(at)[:5] if day_of(at) == day_of(now) else day_and_month(instant)


def holder_of(row: QueueRow, at: datetime) -> str | None:
    """Return who is marking a submission at this instant, or None."""
    if row.state != "marking" or row.until is None or parse_instant(row.until) <= at:
        return None
    return row.assessor


def is_open_to(row: QueueRow, actor: Actor, at: datetime) -> bool:
    """Say whether an actor can take a row up now: it is theirs to mark, and nobody else's."""
    whose = holder_of(row, at) or row.allocated_to
    return row.yours_to_mark and (whose is None or actor.is_person(whose))


def turn_words(row: QueueRow, people: Mapping[str, str], actor: Actor, at: datetime) -> str:
    """Return whose turn it is with a submission; `people` has the names of assessors, by id."""
    if row.is_own:
        return _("your own work")
    if row.is_conflict:
        return _("not yours: conflict of interest")
    if row.assessor is None:
        return _("waits for anybody")
    if row.state == "decided" and row.outcome is None:
        return _("to be marked again, blind")
    sentence = _yours(row, at) if actor.is_person(row.assessor) else _somebodys(row, at)
    return sentence.format(
        name=people.get(row.assessor, row.assessor),
        time=shown_until(row.until or "", at),
        verdict=verdict_word(row.outcome) if row.outcome else "",
    )


def _yours(row: QueueRow, at: datetime) -> str:
    if row.outcome:
        return _("held: {verdict}, by you") if row.is_held else _("{verdict}, by you")
    if row.allocated_to:
        return _("allocated to you")
    return _("with you until {time}") if holder_of(row, at) else _("your claim ran out")


def _somebodys(row: QueueRow, at: datetime) -> str:
    if row.outcome:
        return _("held: {verdict}, by {name}") if row.is_held else _("{verdict}, by {name}")
    if row.allocated_to:
        return _("allocated to {name}")
    return _("{name}, until {time}") if holder_of(row, at) else _("{name}'s claim ran out")


def turn_sign(row: QueueRow, at: datetime) -> str:
    """Return the one character that stands for whose turn it is where there is no room."""
    if row.is_own or row.is_conflict:
        return "×"
    if row.is_held:
        return "‖"
    if row.outcome:
        return "✓" if row.outcome == "met" else "↺"
    return "▸" if holder_of(row, at) or row.allocated_to else "○"
