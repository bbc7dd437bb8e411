"""What the office gives back to a practitioner: what was released, and what else they may know."""

from collections.abc import Sequence

from stepback_course.desks import Desks
from stepback_course.handover.contents.arrivals import Arrival, Taking, receipts_for, settle
from stepback_course.handover.contents.erasures import erased_in, follow, is_from_before
from stepback_course.handover.contents.lineage import compare, entries_beyond, version_of_unit
from stepback_course.handover.contents.opened import OpenedFolder, papers_of
from stepback_course.handover.contents.outcomes import Outcome
from stepback_course.handover.contents.parcels import (
    Contents,
    Exchanged,
    Returned,
    ReturnedUnit,
    kept_files,
    packed,
    read_parcel,
)
from stepback_course.handover.contents.presences import presences_of, write_presence
from stepback_course.handover.contents.receipts import take_receipts
from stepback_course.handover.contents.submissions import require_own
from stepback_course.handover.keys.keyring import Keycard
from stepback_course.portfolio.award import AwardRecord
from stepback_course.portfolio.folder import PortfolioFolder, folder_name
from stepback_course.portfolio.models import Enrolment, Profile, UnitRecord
from stepback_course.portfolio.summaries import portfolio_row
from stepback_course.portfolio.trail import is_whole, shown
from stepback_course.store import Change
from stepback_course.text import _, canonical, digest


def pack_returned(desks: Desks, portfolio: str, cards: Sequence[Keycard]) -> Contents:
    """Return what a practitioner may know of their portfolio; `cards` are their computers'.

    Nothing that was not released is in it. Their submissions are: not every computer of theirs
    has them all.
    """
    folder = PortfolioFolder(desks.store, desks.courses, portfolio)
    folder.read()
    profile, exchanged = folder.profile, folder.kept("exchange", Exchanged).model
    units = {
        unit: ReturnedUnit(
            record=shown(folder.record(unit).model), refused=exchanged.refused.get(unit, ())
        )
        for unit in folder.course.unit_ids
    }
    parcel = Returned(
        edition=_edition(desks, profile),
        profile=profile,
        papers=papers_of(folder, exchanged),
        units={unit: each for unit, each in units.items() if each.record.trail or each.refused},
        enrolment=folder.kept("enrolment", Enrolment).model,
        award=_as_told(folder.award().model),
        attendance=presences_of(desks.store, profile.cohort, profile.id),
        receipts=receipts_for(desks.store, profile.person),
        erased=erased_in(desks.store, profile.id),
    )
    records = [each.record for each in parcel.units.values()]
    files = {each for record in records for each in record.standing_files}
    news = parcel.model_copy(update={"receipts": (), "edition": 0}).model_dump(mode="json")
    item = digest([news, [card.signing for card in cards]])
    return Contents(packed(parcel, kept_files(desks.store, sorted(files))), items=(item,))


def take_returned(arrival: Arrival) -> tuple[Outcome, ...]:
    """Take in on a laptop what the office gave back. Raises Refusal where nothing can be taken.

    The office decides what counts: where it knows otherwise, its record is taken and ours is kept
    aside. What is being written is never touched.
    """
    desks = arrival.desks
    parcel = read_parcel(arrival.bundle, Returned)
    profile = PortfolioFolder(desks.store, desks.courses, parcel.profile.id).profile
    require_own(profile, parcel.profile, desks.actor.id)
    receipts = take_receipts(arrival, parcel.receipts)
    erased = follow(desks, profile, parcel.erased)
    if not _is_overtaken(OpenedFolder(arrival, profile.id), parcel):
        for day, presence in parcel.attendance.items():
            write_presence(desks, profile, day, presence)
    outcomes = settle(
        arrival, folder_name(profile.id), lambda: _taking(arrival, profile.id, parcel, erased)
    )
    return (*outcomes, *(line for line in receipts if line.word == "taken"))


def _edition(desks: Desks, profile: Profile) -> int:
    """Return a number that grows with every write to what a practitioner is told of.

    Revisions only grow, whatever the clocks say, and travel with a store that is copied.
    """
    folders = (folder_name(profile.id), f"cohort/{profile.cohort}")
    records = [record for folder in folders for record in desks.store.records(folder).values()]
    return sum(record.revision for record in records)


def _is_overtaken(opened: OpenedFolder, parcel: Returned) -> bool:
    return parcel.edition < opened.exchanged.edition


def _taking(arrival: Arrival, portfolio: str, parcel: Returned, erased: list[Outcome]) -> Taking:
    opened = OpenedFolder(arrival, portfolio, list(erased))
    if _is_overtaken(opened, parcel):
        opened.say(
            portfolio, "already here", _("something newer from the office was opened before")
        )
        return opened.taking()
    for unit in opened.folder.course.unit_ids:
        if unit in parcel.units:
            _take_unit(opened, unit, parcel.units[unit])
    opened.take_papers(parcel.papers)
    _take_award(opened, parcel)
    _take_profile(opened, parcel)
    _confirm(opened, parcel)
    if not opened.outcomes:
        opened.say(portfolio, "taken", _("nothing was submitted yet"))
    return opened.taking()


def _take_unit(opened: OpenedFolder, identifier: str, returned: ReturnedUnit) -> None:
    kept, theirs = opened.folder.record(identifier), returned.record
    if not is_whole(theirs):
        opened.say(identifier, "refused", _("its record does not follow from its trail"))
        return
    if is_from_before(theirs, erased_in(opened.arrival.desks.store, opened.portfolio)):
        why = _("it was erased here, and the office had not heard of that")
        opened.say(identifier, "already here", why)
        return
    ours = kept.model
    relation = compare(version_of_unit(ours), version_of_unit(theirs))
    beyond = {entry.hash for entry in entries_beyond(theirs, ours)}
    if relation == "same" or (relation == "ours_newer" and not beyond & set(returned.refused)):
        opened.say(identifier, "already here")
        return
    if relation != "theirs_newer":
        opened.keep_aside(identifier, ours.model_dump(mode="json"), "")
        opened.say(
            identifier,
            "kept aside",
            _("the office's record stands now; what was done here is kept beside it"),
        )
    else:
        opened.say(identifier, "taken", _told(theirs))
    opened.keep_files_that_came(theirs)
    unit = opened.folder.unit(identifier)
    opened.changes[f"unit/{identifier}"] = opened.folder.record_change(unit, kept, theirs)


def _take_award(opened: OpenedFolder, parcel: Returned) -> None:
    """Take the certificate's number and day; from then on the name is the office's as well."""
    kept, theirs = opened.folder.award(), parcel.award
    if not theirs.number or kept.model == theirs:
        return
    versions = opened.exchanged.versions | {"name": parcel.papers.names}
    opened.exchanged = opened.exchanged.model_copy(update={"versions": versions})
    opened.changes["award"] = opened.folder.award_change(kept, theirs)
    sentence = (
        _("certificate {number} was revoked") if theirs.revoked else _("certificate {number}")
    )
    opened.say("award", "taken", sentence.format(number=theirs.number))


def _as_told(award: AwardRecord) -> AwardRecord:
    """Return what a practitioner may know of their award: never what is only begun, nor notes."""
    confirmed = {"name", "confirmed", "language", "fee_settled"}
    if not award.issued:
        return AwardRecord.model_validate(award.model_dump(include=confirmed))
    revoked = award.revoked and award.revoked.model_copy(update={"note": ""})
    return award.model_copy(update={"replacing": None, "revoked": revoked})


def _take_profile(opened: OpenedFolder, parcel: Returned) -> None:
    """Take what the office says of the enrolment; what began here stays in its history."""
    ours = opened.folder.profile
    if parcel.profile != ours:
        revision = opened.records["profile"].revision
        document = parcel.profile.model_dump(mode="json")
        opened.changes["profile"] = Change(revision, document, portfolio_row(parcel.profile))
        opened.say("profile", "taken")
    kept = opened.folder.kept("enrolment", Enrolment)
    both = {canonical(e.model_dump()): e for e in (*kept.model.entries, *parcel.enrolment.entries)}
    merged = Enrolment(entries=tuple(sorted(both.values(), key=lambda e: (e.at, e.what))))
    if merged != kept.model:
        opened.changes["enrolment"] = Change(kept.revision, merged.model_dump(mode="json"))


def _confirm(opened: OpenedFolder, parcel: Returned) -> None:
    """Remember what the office is known to have, so that it is not sent again."""
    heads = {unit: version_of_unit(each.record).head for unit, each in parcel.units.items()}
    heads |= {
        "consent": _head(parcel.papers.consents),
        "name": _head(parcel.papers.names),
    }
    confirmed = {name: head for name, head in heads.items() if head}
    known = {"confirmed": confirmed, "edition": parcel.edition}
    opened.exchanged = opened.exchanged.model_copy(update=known)


def _head(versions: tuple[str, ...]) -> str:
    return versions[-1] if versions else ""


def _told(record: UnitRecord) -> str:
    decision = record.decision
    if decision is None or record.state == "submitted":
        return ""
    return _("met") if decision.verdict == "met" else _("further work needed")
