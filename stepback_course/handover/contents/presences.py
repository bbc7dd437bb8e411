"""Attendance on its way from a trainer to the office, and from the office to whoever attended."""

from collections.abc import Mapping
from datetime import date

from stepback_course.clock import day_of, exact_instant
from stepback_course.cohorts.models import Cohort, Presence, SessionRegister
from stepback_course.cohorts.rules import day_to_come
from stepback_course.desks import Desks
from stepback_course.handover.contents.arrivals import (
    Arrival,
    Taking,
    put_aside,
    receipts_for,
    settle,
)
from stepback_course.handover.contents.opened import keep_profile
from stepback_course.handover.contents.outcomes import Outcome, told
from stepback_course.handover.contents.parcels import Attended, Contents, packed, read_parcel
from stepback_course.handover.contents.receipts import ITEMS_LIMIT, take_receipts
from stepback_course.handover.office.records import rewrite
from stepback_course.people import resolve_actor
from stepback_course.people.policy import require
from stepback_course.portfolio.folder import PortfolioFolder
from stepback_course.portfolio.models import Profile
from stepback_course.store import NEVER_WRITTEN, Change, Document, Store
from stepback_course.store.paging import all_rows
from stepback_course.text import _, digest, ngettext, same_identifier
from stepback_course.text.days import shown_day
from stepback_course.text.refusals import Refusal

_SESSION = "session/day-"


def registers_of(store: Store, cohort: str) -> dict[int, SessionRegister]:
    """Return the registers of a cohort by day, the first being 1."""
    return {
        int(name.removeprefix(_SESSION)): SessionRegister.model_validate(record.document)
        for name, record in store.records(f"cohort/{cohort}").items()
        if name.startswith(_SESSION)
    }


def presences_of(store: Store, cohort: str, portfolio: str) -> dict[int, Presence]:
    """Return one practitioner's attendance by day."""
    return {
        day: register.presences[portfolio]
        for day, register in registers_of(store, cohort).items()
        if portfolio in register.presences
    }


def write_presence(desks: Desks, profile: Profile, day: int, presence: Presence) -> None:
    """Write what the office knows of one practitioner's attendance over what was known here."""

    def written(document: Document | None) -> Document | None:
        known = SessionRegister.model_validate(document or {"day": day})
        if known.presences.get(profile.id) == presence:
            return None
        presences = known.presences | {profile.id: presence}
        return known.model_copy(update={"presences": presences}).model_dump(mode="json")

    name = f"{_SESSION}{day}"
    rewrite(desks.store, f"cohort/{profile.cohort}", name, written, actor=desks.actor.id)


def pack_attended(desks: Desks, cohort: str) -> Contents:
    """Return the attendance of a cohort as it is recorded on this laptop, for the office."""
    parcel = Attended(cohort=desks.registry.cohort(cohort), days=_days(desks, cohort))
    items = [
        digest([cohort, day, portfolio, presence.status])
        for day, presences in parcel.days.items()
        for portfolio, presence in presences.items()
    ]
    about = ngettext("{count} presence", "{count} presences", len(items))
    return Contents(packed(parcel), about.format(count=len(items)), tuple(items[:ITEMS_LIMIT]))


def pack_cohort(desks: Desks, cohort: str, trainer: str) -> Contents:
    """Return who is in a cohort and the attendance that the office knows, for a trainer."""
    group = desks.registry.cohort(cohort)
    rows = all_rows(desks.store, "portfolio", sort="name", cohort=group.id)
    parcel = Attended(
        cohort=group,
        courses=(desks.courses.of(group.course),),
        profiles=tuple(
            PortfolioFolder(desks.store, desks.courses, str(row.summary["portfolio"])).profile
            for row in rows
        ),
        days=_days(desks, group.id),
        receipts=receipts_for(desks.store, trainer),
    )
    return Contents(packed(parcel))


def take_attended(arrival: Arrival) -> tuple[Outcome, ...]:
    """Take in at the office what a trainer recorded; a day that has not come is refused alone.

    Raises Refusal where they may not record.
    """
    parcel = read_parcel(arrival.bundle, Attended)
    desks = arrival.desks
    cohort = desks.registry.cohort(parcel.cohort.id)
    trainer = resolve_actor(desks.store, arrival.person, None)
    require(trainer, "record_attendance", cohort=cohort.id)
    signed = parcel.model_copy(
        update={
            "days": {
                day: {
                    portfolio: presence.model_copy(update={"actor": trainer.id})
                    for portfolio, presence in presences.items()
                }
                for day, presences in parcel.days.items()
            }
        }
    )
    today = day_of(desks.clock())
    return settle(arrival, f"cohort/{cohort.id}", lambda: _taking(arrival, cohort, signed, today))


def take_cohort(arrival: Arrival) -> tuple[Outcome, ...]:
    """Take in on a trainer's laptop who is in a cohort, and the attendance the office knows."""
    parcel = read_parcel(arrival.bundle, Attended)
    desks = arrival.desks
    for course in parcel.courses:
        desks.courses.add(course, actor=desks.actor.id, at=arrival.now())
    desks.registry.keep_cohort(parcel.cohort)
    for profile in parcel.profiles:
        if not same_identifier(profile.cohort, parcel.cohort.id):
            raise Refusal("invalid", _("it names portfolios of another cohort"))
        keep_profile(arrival, profile)
    take_receipts(arrival, parcel.receipts)
    return settle(
        arrival,
        f"cohort/{parcel.cohort.id}",
        # The office has seen to it by its own clock; this computer's may be slow.
        lambda: _taking(arrival, parcel.cohort, parcel, date.max),
    )


def _days(desks: Desks, cohort: str) -> dict[int, dict[str, Presence]]:
    registers = registers_of(desks.store, cohort)
    return {day: register.presences for day, register in sorted(registers.items())}


def _taking(arrival: Arrival, cohort: Cohort, parcel: Attended, today: date) -> Taking:
    desks = arrival.desks
    records = desks.store.records(f"cohort/{cohort.id}")
    rows = all_rows(desks.store, "portfolio", cohort=cohort.id)
    known = {str(row.summary["portfolio"]) for row in rows}
    days = desks.courses.of(cohort.course).rules.award.days
    outcomes: list[Outcome] = []
    changes: dict[str, Change] = {}
    for day, theirs in sorted(parcel.days.items()):
        what = f"day-{day}"
        if day > days or not theirs.keys() <= known or not _has_moments(theirs):
            reason = _("it names a day, a portfolio or a moment that there is not")
            outcomes.append(Outcome(what=what, word="refused", why=reason))
            continue
        if coming := day_to_come(cohort.days, day, today):
            outcomes.append(_too_early(what, coming))
            continue
        record = records.get(_SESSION + str(day))
        register = SessionRegister.model_validate(record.document if record else {"day": day})
        ours = register.presences
        fresh = {p: each for p, each in theirs.items() if p not in ours or _follows(each, ours[p])}
        if fresh:
            marked = register.model_copy(update={"presences": ours | fresh})
            revision = record.revision if record else NEVER_WRITTEN
            changes[_SESSION + str(day)] = Change(revision, marked.model_dump(mode="json"))
        outcomes.append(_summed(what, len(fresh)))
        other = [p for p in sorted(theirs.keys() & ours.keys()) if _differ(ours[p], theirs[p])]
        outcomes += [_differs(what, each, ours[each], theirs[each]) for each in other]
        documents = [{"portfolio": p, **theirs[p].model_dump(mode="json")} for p in other]
        changes |= put_aside(arrival, records, what, documents, arrival.card)
    return Taking(outcomes, changes)


def _has_moments(presences: Mapping[str, Presence]) -> bool:
    return all(exact_instant(presence.at) is not None for presence in presences.values())


def _follows(theirs: Presence, ours: Presence) -> bool:
    """Say whether somebody corrects what they recorded themselves."""
    return theirs.status != ours.status and theirs.actor == ours.actor and theirs.at > ours.at


def _differ(ours: Presence, theirs: Presence) -> bool:
    """Say whether two people recorded something else."""
    return theirs.status != ours.status and theirs.actor != ours.actor


def _too_early(what: str, coming: str) -> Outcome:
    sentence = _("it is on {date}: attendance counts on that day or later")
    return Outcome(what=what, word="refused", why=sentence.format(date=shown_day(coming)))


def _summed(what: str, count: int) -> Outcome:
    if not count:
        return Outcome(what=what, word="already here")
    sentence = ngettext("{count} presence", "{count} presences", count).format(count=count)
    return Outcome(what=what, word="taken", why=sentence)


def _differs(what: str, portfolio: str, ours: Presence, theirs: Presence) -> Outcome:
    return Outcome(
        what=what,
        word="kept aside",
        why=_(
            "{portfolio}: '{ours}', recorded on {at}, stays; '{theirs}', recorded on {other}, is "
            "kept beside it"
        ).format(
            portfolio=portfolio,
            ours=ours.status,
            at=told(ours.at),
            theirs=theirs.status,
            other=told(theirs.at),
        ),
    )
