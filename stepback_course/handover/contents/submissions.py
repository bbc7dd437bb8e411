"""What a practitioner hands to the office: their units, their permission, their name."""

from dataclasses import dataclass
from functools import partial

from stepback_course.course.models import Unit
from stepback_course.desks import Desks
from stepback_course.handover.contents.arrivals import Arrival, Taking, settle
from stepback_course.handover.contents.erasures import (
    erased_in,
    is_from_before,
    take_tombstones,
    unheard_of,
)
from stepback_course.handover.contents.lineage import compare, entries_beyond, version_of_unit
from stepback_course.handover.contents.opened import OpenedFolder, papers_of
from stepback_course.handover.contents.outcomes import Outcome, told
from stepback_course.handover.contents.parcels import (
    Contents,
    Exchanged,
    Papers,
    Submitted,
    kept_files,
    packed,
    read_parcel,
)
from stepback_course.handover.contents.replay import checked_steps, replayed, require_whole
from stepback_course.handover.office.records import rewrite
from stepback_course.portfolio.erasing.rules import Tombstone
from stepback_course.portfolio.folder import Kept, PortfolioFolder, folder_name
from stepback_course.portfolio.learner.permission import is_frozen
from stepback_course.portfolio.models import Profile, UnitRecord
from stepback_course.portfolio.trail import shown, shown_strand
from stepback_course.store import Change, Document
from stepback_course.text import _, digest, ngettext, same_identifier
from stepback_course.text.refusals import Refusal

REFUSED_KEPT = 50
"""How many steps that were not taken are remembered of one unit."""


@dataclass(frozen=True, slots=True)
class News:
    """What the office does not have yet of one portfolio, as it stands now."""

    folder: PortfolioFolder
    kept: Kept[Exchanged]
    parcel: Submitted

    @property
    def about(self) -> str:
        """What it is, in a few words."""
        count = len(self.parcel.units)
        if not count:
            return _("what is recorded about permission, or your name for the certificate")
        return ngettext("{count} unit", "{count} units", count).format(count=count)

    @property
    def item(self) -> str:
        """The digest of what it says."""
        return digest(self.parcel.model_dump(mode="json"))


def news_of(desks: Desks, portfolio: str) -> News | None:
    """Return what the office does not have yet, or None where it has everything.

    What was sent and not confirmed is news still, so a bundle that was lost needs no attention.
    """
    folder = PortfolioFolder(desks.store, desks.courses, portfolio)
    folder.read()
    kept = folder.kept("exchange", Exchanged)
    papers = papers_of(folder, kept.model)
    units = _unconfirmed_units(folder, kept.model)
    erased = unheard_of(desks, portfolio)
    if not units and not _unconfirmed_papers(papers, kept.model):
        return None
    parcel = Submitted(
        profile=folder.profile, papers=papers, units=units, erased=tuple(erased.values())
    )
    return News(folder, kept, parcel)


def pack_submitted(desks: Desks, portfolio: str) -> Contents | None:
    """Return what the office does not have yet, and remember the versions that are sent."""
    news = news_of(desks, portfolio)
    if news is None:
        return None
    papers, exchanged = news.parcel.papers, news.kept.model
    versions = exchanged.versions | {"consent": papers.consents, "name": papers.names}
    remembered = exchanged.model_copy(update={"versions": versions})
    if remembered != exchanged:
        change = Change(news.kept.revision, remembered.model_dump(mode="json"))
        news.folder.put({"exchange": change}, actor=desks.actor)
    files = [
        file
        for unit, record in news.parcel.units.items()
        for file in _files_after(record, exchanged.confirmed.get(unit, ""))
    ]
    return Contents(
        packed(news.parcel, kept_files(desks.store, files)),
        items=(news.item,),
        remember=partial(_remember_sealed, desks, news),
    )


def _remember_sealed(desks: Desks, news: News) -> None:
    """Remember which versions of the units are on their way, for whoever asks where they are."""
    versions = {unit: version_of_unit(each).head for unit, each in news.parcel.units.items()}

    def sealed(document: Document | None) -> Document | None:
        known = Exchanged.model_validate(document or {})
        changed = known.model_copy(update={"sealed": known.sealed | versions})
        return changed.model_dump(mode="json") if changed != known else None

    rewrite(desks.store, news.folder.name, "exchange", sealed, actor=desks.actor.id)


def _unconfirmed_units(folder: PortfolioFolder, exchanged: Exchanged) -> dict[str, UnitRecord]:
    """Return the units that the office is not known to have as they stand here.

    One that is frozen stays here: only that permission was taken back goes to the office.
    """
    records = {
        unit.id: shown(folder.record(unit.id).model)
        for unit in folder.course.units
        if not is_frozen(unit, folder.consent_to(unit))
    }
    return {
        unit: record
        for unit, record in records.items()
        if version_of_unit(record).head != exchanged.confirmed.get(unit, "")
    }


def take_submitted(arrival: Arrival) -> tuple[Outcome, ...]:
    """Take in at the office what a practitioner did. Raises Refusal where nothing can be taken."""
    parcel = read_parcel(arrival.bundle, Submitted)
    folder = PortfolioFolder(arrival.desks.store, arrival.desks.courses, parcel.profile.id)
    require_own(folder.profile, parcel.profile, arrival.person)
    portfolio = folder.profile.id
    erased = take_tombstones(arrival, folder.profile, parcel.erased)
    return settle(
        arrival, folder_name(portfolio), lambda: _taking(arrival, portfolio, parcel, erased)
    )


def require_own(ours: Profile, theirs: Profile, person: str) -> None:
    """Raise Refusal where a portfolio is not this person's, or on another course than they say."""
    if not same_identifier(ours.person, person):
        raise Refusal(
            "not_allowed",
            _("the portfolio '{portfolio}' is not {person}'s").format(
                portfolio=ours.id, person=person
            ),
        )
    if theirs.course != ours.course:
        raise Refusal("invalid", _("it was worked on another version of the course"))


def _taking(arrival: Arrival, portfolio: str, parcel: Submitted, erased: list[Outcome]) -> Taking:
    opened = OpenedFolder(arrival, portfolio, list(erased))
    tombstones = erased_in(arrival.desks.store, portfolio)
    for identifier, theirs in sorted(parcel.units.items()):
        unit = opened.folder.course.unit(identifier)
        if unit is None:
            opened.say(identifier, "refused", _("the course has no such unit"))
            continue
        try:
            _take_unit(opened, unit, theirs, tombstones)
        except Refusal as refusal:
            opened.say(unit.id, "refused", str(refusal))
            _remember_refused(opened, unit, theirs)
    opened.take_papers(parcel.papers)
    return opened.taking()


def _take_unit(
    opened: OpenedFolder, unit: Unit, theirs: UnitRecord, tombstones: tuple[Tombstone, ...]
) -> None:
    require_whole(unit, theirs)
    if is_from_before(theirs, tombstones):
        opened.say(unit.id, "already here", _("it was erased since it was sealed"))
        return
    _require_tombstones(unit, theirs, tombstones)
    folder = opened.folder
    kept = folder.record(unit.id)
    match compare(version_of_unit(kept.model), version_of_unit(theirs)):
        case "same" | "ours_newer":
            opened.say(unit.id, "already here")
        case "apart":
            _keep_aside(opened, unit, kept.model, theirs)
        case "theirs_newer":
            record = replayed(
                unit,
                kept.model,
                theirs,
                profile=folder.profile,
                course=folder.course,
                files=opened.file,
            )
            opened.keep_files(kept.model, theirs)
            opened.changes[f"unit/{unit.id}"] = folder.record_change(unit, kept, record)
            opened.say(unit.id, "taken")


def _require_tombstones(unit: Unit, theirs: UnitRecord, tombstones: tuple[Tombstone, ...]) -> None:
    """Raise Refusal where a unit was erased by a step that nothing else here speaks of."""
    known = {each.at for each in tombstones if unit.id in each.units}
    if any(entry.action == "erase" and entry.at not in known for entry in theirs.trail):
        raise Refusal(
            "invalid",
            _("'{unit}' was not taken: nothing says who erased it").format(unit=unit.title),
        )


def _keep_aside(opened: OpenedFolder, unit: Unit, ours: UnitRecord, theirs: UnitRecord) -> None:
    """Keep what was done without knowing of ours, on another computer perhaps, beside it."""
    folder = opened.folder
    steps = checked_steps(
        unit, ours, theirs, profile=folder.profile, course=folder.course, files=opened.file
    )
    opened.keep_files(ours, theirs)
    opened.keep_aside(unit.id, theirs.model_dump(mode="json"), opened.arrival.card)
    beyond = entries_beyond(theirs, ours)
    opened.say(
        unit.id,
        "kept aside",
        _(
            "what the office has of {ours} stays; what was done on {theirs} without knowing of it "
            "is kept beside it"
        ).format(ours=told(beyond[0].at), theirs=told(steps[0].at)),
    )


def _remember_refused(opened: OpenedFolder, unit: Unit, theirs: UnitRecord) -> None:
    head = version_of_unit(theirs).head
    known = opened.exchanged.refused.get(unit.id, ())
    if head and head not in known:
        refused = opened.exchanged.refused | {unit.id: (*known, head)[-REFUSED_KEPT:]}
        opened.exchanged = opened.exchanged.model_copy(update={"refused": refused})


def _unconfirmed_papers(papers: Papers, exchanged: Exchanged) -> bool:
    heads = {"consent": papers.consents[-1:], "name": papers.names[-1:]}
    return any(head and exchanged.confirmed.get(name) != head[0] for name, head in heads.items())


def _files_after(record: UnitRecord, confirmed: str) -> list[str]:
    """Return the files of the attempts after a step that the office is known to have."""
    strand = shown_strand(record)
    hashes = [entry.hash for entry in strand]
    start = hashes.index(confirmed) + 1 if confirmed in hashes else 0
    count = sum(entry.action == "submit" for entry in strand[start:])
    new = record.attempts[len(record.attempts) - count :]
    return [file for a in new if not a.erased for file in (a.file, *a.evidence)]
