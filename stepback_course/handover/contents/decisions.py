"""Decisions on their way from an assessor's laptop to the office.

The office believes none: it decides each again, in the assessor's name, with the desk's own rules.
"""

from datetime import datetime
from functools import partial
from itertools import islice

from stepback_course.clock import day_of, exact_instant, instant
from stepback_course.course.models import Unit
from stepback_course.desks import Desks
from stepback_course.handover.contents.arrivals import Arrival, Taking, settle
from stepback_course.handover.contents.opened import OpenedFolder
from stepback_course.handover.contents.outcomes import Outcome
from stepback_course.handover.contents.parcels import (
    DECISIONS_LIMIT,
    UNITS_LIMIT,
    Contents,
    Exchanged,
    Marked,
    MarkedUnit,
    packed,
    read_parcel,
)
from stepback_course.handover.contents.receipts import received_items
from stepback_course.handover.office.cards import Owner
from stepback_course.marking.models import Marks
from stepback_course.marking.quality.keeping import mark_of_decision
from stepback_course.marking.steps import decided, taken, undone
from stepback_course.people import Actor, resolve_actor
from stepback_course.people.conflicts import require_no_conflict
from stepback_course.people.policy import require
from stepback_course.portfolio.folder import PortfolioFolder, folder_name
from stepback_course.portfolio.learner.permission import require_not_frozen
from stepback_course.portfolio.models import Decision, UnitRecord
from stepback_course.store.paging import all_rows
from stepback_course.text import _, digest
from stepback_course.text.days import shown_day
from stepback_course.text.refusals import Refusal


def marked_units(desks: Desks) -> dict[str, MarkedUnit]:
    """Return by digest what the actor decided here and the office is not known to have."""
    received = received_items(desks.store, desks.actor.id)
    found = {}
    for row in all_rows(desks.store, "unit", sort="submitted"):
        portfolio, unit = str(row.summary["portfolio"]), str(row.summary["unit"])
        folder = PortfolioFolder(desks.store, desks.courses, portfolio)
        folder.read("exchange", f"unit/{unit}")
        record = folder.record(unit).model
        attempt = record.attempt
        own = tuple(
            decision.model_copy(update={"released": ""})
            for decision in record.decisions
            if attempt is not None
            and decision.attempt == attempt.number
            and desks.actor.is_person(decision.assessor)
        )
        if attempt is not None and own:
            marked = MarkedUnit(
                portfolio=portfolio, unit=unit, file=attempt.file, decisions=own[-DECISIONS_LIMIT:]
            )
            # What was refused is sent again once the office has handed the unit out anew.
            claim = folder.kept("exchange", Exchanged).model.claims.get(unit, "")
            found[digest([marked.model_dump(mode="json"), claim])] = marked
    fresh = ((name, marked) for name, marked in found.items() if name not in received)
    return dict(islice(fresh, UNITS_LIMIT))


def pack_marked(units: dict[str, MarkedUnit]) -> Contents:
    """Return what an assessor decided, for the office."""
    return Contents(packed(Marked(units=tuple(units.values()))), items=tuple(units))


def take_marked(arrival: Arrival, owner: Owner) -> tuple[Outcome, ...]:
    """Take in at the office what an assessor decided; `owner` is whose card signed it."""
    parcel = read_parcel(arrival.bundle, Marked)
    assessor = resolve_actor(arrival.desks.store, arrival.person, None)
    outcomes: list[Outcome] = []
    for portfolio in sorted({marked.portfolio for marked in parcel.units}):
        units = [marked for marked in parcel.units if marked.portfolio == portfolio]
        if arrival.desks.store.get(folder_name(portfolio), "profile") is None:
            reason = _("this store has no such portfolio")
            outcomes.append(Outcome(what=portfolio, word="refused", why=reason))
            continue
        taking = partial(_taking, arrival, units, assessor, owner)
        outcomes += settle(arrival, folder_name(portfolio), taking)
    return tuple(outcomes)


def _taking(arrival: Arrival, units: list[MarkedUnit], assessor: Actor, owner: Owner) -> Taking:
    opened = OpenedFolder(arrival, units[0].portfolio)
    profile = opened.folder.profile
    for marked in units:
        what = f"{profile.id} {marked.unit}"
        try:
            require(assessor, "mark_unit", cohort=profile.cohort, practitioner=profile.person)
            require_no_conflict(arrival.desks.store, assessor, profile.person)
            _require_key(owner, marked, arrival.now())
            unit, kept = opened.folder.unit(marked.unit), opened.folder.record(marked.unit)
            require_not_frozen(unit, opened.folder.consent_to(unit))
            mark = mark_of_decision(arrival.desks.store, arrival.desks.clock())
            record = after_marking(unit, kept.model, marked, assessor, mark)
        except Refusal as refusal:
            opened.say(what, "refused", str(refusal))
            continue
        if record == kept.model:
            opened.say(what, "already here")
            continue
        opened.changes[f"unit/{unit.id}"] = opened.folder.record_change(unit, kept, record)
        opened.say(what, "taken")
    return opened.taking()


def after_marking(
    unit: Unit, record: UnitRecord, marked: MarkedUnit, assessor: Actor, mark: str = ""
) -> UnitRecord:
    """Return our record after what an assessor decided, and undid, on their laptop.

    `mark` is what a decision made here now would carry. The same record where it knows all of it.
    Raises Refusal where the assessor may not, does not hold the unit, or judged another submission
    than the one that stands.
    """
    for theirs in marked.decisions:
        known = _known(record, theirs)
        if known is None:
            record = _decide(unit, record, marked, theirs, assessor, mark)
            known = record.decisions[-1]
        if theirs.superseded and not known.superseded and not known.released:
            record = undone(unit, record, actor=assessor, at=_instant(theirs.at))
    return record


def _decide(
    unit: Unit,
    record: UnitRecord,
    marked: MarkedUnit,
    theirs: Decision,
    assessor: Actor,
    mark: str,
) -> UnitRecord:
    if not assessor.is_person(theirs.assessor):
        raise Refusal(
            "not_allowed",
            _("the decision is {person}'s, who did not sign it").format(person=theirs.assessor),
        )
    attempt = record.attempt
    if attempt is None or (attempt.number, attempt.file) != (theirs.attempt, marked.file):
        raise Refusal("closed", _("another submission than the one that stands was judged"))
    lease = record.lease
    if lease is None:
        raise Refusal("closed", _("it is not out to be marked any more"))
    if not assessor.is_person(lease.assessor):
        raise taken(lease)
    at = _instant(theirs.at)
    marks = Marks.of(theirs)
    return decided(unit, record, marks, actor=assessor, at=at, course=theirs.course, mark=mark)


def _known(record: UnitRecord, theirs: Decision) -> Decision | None:
    """Return the decision of a record that is this one, whatever became of it."""
    for ours in record.decisions:
        if _as_made(ours) == _as_made(theirs):
            return ours
    return None


def _as_made(decision: Decision) -> Decision:
    return decision.model_copy(update={"name": "", "released": "", "superseded": ""})


def _require_key(owner: Owner, marked: MarkedUnit, now: str) -> None:
    """Raise Refusal where the card did not count on the day of a decision, or does not today.

    The instant of a decision is its sender's word, so that a revoked card counts for nothing.
    """
    for decision in marked.decisions:
        at = _instant(decision.at)
        end_of_day = f"{instant(at)[:10]}T23:59:59.999Z"
        if not (owner.held_as_staff(end_of_day) and owner.held_as_staff(now)):
            raise Refusal(
                "not_allowed",
                _("the key that signed it was not registered to an assessor on {day}").format(
                    day=shown_day(day_of(at).isoformat())
                ),
            )


def _instant(text: str) -> datetime:
    at = exact_instant(text)
    if at is None:
        raise Refusal("invalid", _("a decision has no proper date"))
    return at
