"""Work on its way to an assessor's laptop."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from stepback_course.clock import instant
from stepback_course.desks import Desks
from stepback_course.handover.contents.arrivals import Arrival, Taking, receipts_for, settle
from stepback_course.handover.contents.lineage import compare, version_of_unit
from stepback_course.handover.contents.opened import OpenedFolder, keep_profile
from stepback_course.handover.contents.outcomes import Outcome
from stepback_course.handover.contents.parcels import (
    Contents,
    HandedOut,
    HandedUnit,
    kept_files,
    packed,
    read_parcel,
)
from stepback_course.handover.contents.receipts import take_receipts
from stepback_course.marking.rules import holder
from stepback_course.marking.steps import claimed
from stepback_course.people import Actor, Person, Role
from stepback_course.people.conflicts import people_not_to_judge
from stepback_course.people.policy import may
from stepback_course.portfolio.folder import PortfolioFolder, folder_name
from stepback_course.portfolio.models import Lease, UnitRecord
from stepback_course.portfolio.summaries import TO_MARK
from stepback_course.portfolio.trail import is_whole
from stepback_course.store import Conflict, Row
from stepback_course.store.paging import all_rows
from stepback_course.text import _, same_identifier
from stepback_course.text.refusals import Refusal

AWAY = timedelta(days=14)
"""How long what was handed out is the assessor's."""


def waiting_for(desks: Desks, assessor: Actor, cohort: str | None = None) -> Iterator[Row]:
    """Yield what the actor may hand to an assessor, oldest first after what is theirs already.

    What is allocated to somebody else is left out, and what they are not to judge.
    """
    at = instant(desks.clock())
    filters = {"cohort": cohort} if cohort else {}
    rows = list(all_rows(desks.store, "unit", sort="submitted", desk=TO_MARK, **filters))
    held = [row for row in rows if _is_held_by(row, assessor, at)]
    free = [row for row in rows if row.summary["assessor"] is None or _ran_out(row, at)]
    not_to_judge = people_not_to_judge(desks.store, assessor.id)
    for row in (*held, *(row for row in free if row not in held)):
        summary = row.summary
        group, person = str(summary["cohort"]), str(summary["person"])
        if (
            person.lower() not in not_to_judge
            and may(desks.actor, "hand_out", cohort=group)
            and may(assessor, "mark_unit", cohort=group, practitioner=person)
        ):
            yield row


def pack_handed_out(
    desks: Desks, assessor: Person, rows: list[Row], reason: str
) -> Contents | None:
    """Claim units in an assessor's name and return what they are to mark.

    None where nothing is left to hand out: somebody else was quicker.
    """
    units, cohorts, courses, files = [], {}, {}, set()
    for row in rows:
        portfolio, unit = str(row.summary["portfolio"]), str(row.summary["unit"])
        folder = PortfolioFolder(desks.store, desks.courses, portfolio)
        record = _claim(desks, folder, unit, assessor, reason)
        if record is None:
            continue
        record = _for_assessor(record, assessor.id)
        units.append(HandedUnit(profile=folder.profile, unit=unit, record=record))
        courses[folder.course.hash] = folder.course
        cohorts[folder.profile.cohort] = desks.registry.cohort(folder.profile.cohort)
        files |= set(record.standing_files)
    if not units:
        return None
    parcel = HandedOut(
        assessor=assessor,
        cohorts=tuple(cohorts.values()),
        courses=tuple(courses.values()),
        units=tuple(units),
        receipts=receipts_for(desks.store, assessor.id),
    )
    return Contents(packed(parcel, kept_files(desks.store, sorted(files))))


def take_handed_out(arrival: Arrival) -> tuple[Outcome, ...]:
    """Take in on an assessor's laptop what they are to mark; what they began stays as it is."""
    parcel = read_parcel(arrival.bundle, HandedOut)
    desks = arrival.desks
    if not same_identifier(parcel.assessor.id, desks.actor.id):
        raise Refusal(
            "not_for_here",
            _("this is for {name} to mark: open it as them").format(name=parcel.assessor.name),
        )
    for course in parcel.courses:
        desks.courses.add(course, actor=desks.actor.id, at=arrival.now())
    for cohort in parcel.cohorts:
        if desks.store.get(f"cohort/{cohort.id}", "cohort") is None:
            desks.registry.keep_cohort(cohort)
    take_receipts(arrival, parcel.receipts)
    outcomes: list[Outcome] = []
    for handed in parcel.units:
        keep_profile(arrival, handed.profile)
    for portfolio in sorted({handed.profile.id for handed in parcel.units}):
        units = [handed for handed in parcel.units if handed.profile.id == portfolio]
        outcomes += settle(arrival, folder_name(portfolio), partial(_taking, arrival, units))
    return tuple(outcomes)


def _taking(arrival: Arrival, units: list[HandedUnit]) -> Taking:
    opened = OpenedFolder(arrival, units[0].profile.id)
    for handed in units:
        unit = opened.folder.unit(handed.unit)
        kept = opened.folder.record(handed.unit)
        what = f"{handed.profile.id} {handed.unit}"
        if not handed.record.trail or not is_whole(handed.record):
            opened.say(what, "refused", _("its record does not follow from its trail"))
            continue
        opened.remember_claim(handed.unit, handed.record)
        if _is_begun(kept.model, handed.record, arrival.desks.actor):
            opened.say(what, "already here")
            continue
        if compare(version_of_unit(kept.model), version_of_unit(handed.record)) == "apart":
            opened.keep_aside(handed.unit, kept.model.model_dump(mode="json"), "")
        opened.keep_files_that_came(handed.record)
        change = opened.folder.record_change(unit, kept, handed.record)
        opened.changes[f"unit/{handed.unit}"] = change
        opened.say(what, "taken")
    return opened.taking()


def _is_begun(ours: UnitRecord, theirs: UnitRecord, assessor: Actor) -> bool:
    """Say whether what came is here already, or older than what the assessor did with it."""
    if ours.trail[: len(theirs.trail)] == theirs.trail:
        return True
    match compare(version_of_unit(ours), version_of_unit(theirs)):
        case "ours_newer":
            return True
        case "same":
            number = ours.attempt.number if ours.attempt else 0
            return any(
                decision.attempt == number and assessor.is_person(decision.assessor)
                for decision in ours.decisions
            )
        case _:
            return False


def _claim(
    desks: Desks, folder: PortfolioFolder, unit: str, assessor: Person, reason: str
) -> UnitRecord | None:
    """Claim a unit in an assessor's name; None where somebody else was quicker."""
    at = desks.clock()
    kept = folder.record(unit)
    if kept.model.state == "marking" and _is_theirs(kept.model, assessor, at):
        return kept.model
    lease = Lease(
        assessor=assessor.id, name=assessor.name, at=instant(at), until=instant(at + AWAY)
    )
    role: Role = (
        "coordinator" if desks.actor.has_role("coordinator", folder.profile.cohort) else "trainer"
    )
    definition = folder.unit(unit)
    try:
        record = claimed(
            definition, kept.model, lease, actor=desks.actor, at=at, reason=reason, role=role
        )
        change = folder.record_change(definition, kept, record)
        folder.put({f"unit/{unit}": change}, actor=desks.actor)
    except (Conflict, Refusal):
        return None
    return record


def _is_theirs(record: UnitRecord, assessor: Person, at: datetime) -> bool:
    lease = holder(record, at)
    return lease is not None and same_identifier(lease.assessor, assessor.id)


def _for_assessor(record: UnitRecord, assessor: str) -> UnitRecord:
    """Return a record without what other assessors decided and undid before its release."""
    decisions = tuple(
        decision
        for decision in record.decisions
        if decision.released or same_identifier(decision.assessor, assessor)
    )
    return record.model_copy(update={"decisions": decisions})


def _is_held_by(row: Row, assessor: Actor, at: str) -> bool:
    holder_id = row.summary["assessor"]
    return holder_id is not None and assessor.is_person(str(holder_id)) and not _ran_out(row, at)


def _ran_out(row: Row, at: str) -> bool:
    return row.summary["until"] is not None and str(row.summary["until"]) <= at
