"""What was erased on one computer, on its way to the others that have it too."""

from collections.abc import Iterable, Iterator
from functools import partial

from stepback_course.clock import exact_instant
from stepback_course.desks import Desks
from stepback_course.handover.contents.arrivals import Arrival, BundleNote, Taking, settle
from stepback_course.handover.contents.outcomes import Outcome, told
from stepback_course.handover.contents.parcels import (
    ERASURES_LIMIT,
    Contents,
    Erasures,
    packed,
    read_parcel,
)
from stepback_course.handover.contents.receipts import received_items, sent_bundles
from stepback_course.people import OWNER
from stepback_course.portfolio.erasing.rules import FINISHED, KIND, Tombstone, tombstones_in
from stepback_course.portfolio.folder import PortfolioFolder, folder_name
from stepback_course.portfolio.models import Profile, UnitRecord
from stepback_course.store import Record, Store
from stepback_course.store.paging import all_rows
from stepback_course.text import _, digest, same_identifier
from stepback_course.text.refusals import Refusal


def erased_in(store: Store, portfolio: str) -> tuple[Tombstone, ...]:
    """Return what was erased in a portfolio and is gone, oldest first."""
    tombstones = tombstones_in(store.records(folder_name(portfolio)))
    return tuple(each for each in tombstones if each.finished)


def unheard_of(desks: Desks, portfolio: str) -> dict[str, Tombstone]:
    """Return by digest what the practitioner erased here and the office is not known to know."""
    received = received_items(desks.store, desks.actor.id)
    found = {
        digest(each.model_dump(mode="json")): each
        for each in erased_in(desks.store, portfolio)
        if each.role == "practitioner"
    }
    return {item: each for item, each in found.items() if item not in received}


def everything_erased(store: Store) -> dict[str, Tombstone]:
    """Return by digest what was erased at the office, the newest where it is too much."""
    rows = all_rows(store, KIND, sort="at", state=FINISHED)
    records = (store.get(row.folder, row.record) for row in rows)
    found = [Tombstone.model_validate(record.document) for record in records if record]
    return {digest(each.model_dump(mode="json")): each for each in found[-ERASURES_LIMIT:]}


def pack_erased(erased: dict[str, Tombstone]) -> Contents:
    """Return what was erased, for those who have it too."""
    return Contents(packed(Erasures(erased=tuple(erased.values()))), items=tuple(erased))


def take_erasure(arrival: Arrival) -> tuple[Outcome, ...]:
    """Erase at the office what a practitioner erased. Raises Refusal where it is not theirs."""
    desks = arrival.desks
    outcomes: list[Outcome] = []
    for portfolio, tombstones in _by_portfolio(read_parcel(arrival.bundle, Erasures)):
        profile = PortfolioFolder(desks.store, desks.courses, portfolio).profile
        taking = Taking(take_tombstones(arrival, profile, tombstones), {})
        outcomes += settle(arrival, folder_name(profile.id), partial(_same, taking))
    return tuple(outcomes)


def take_office_erasure(arrival: Arrival) -> tuple[Outcome, ...]:
    """Erase on a laptop what was erased at the office, of the portfolios that are here."""
    desks = arrival.desks
    outcomes: list[Outcome] = []
    for portfolio, tombstones in _by_portfolio(read_parcel(arrival.bundle, Erasures)):
        record = desks.store.get(folder_name(portfolio), "profile")
        if record is not None:
            outcomes += follow(desks, Profile.model_validate(record.document), tombstones)
    return tuple(outcomes) or (Outcome(what=arrival.bundle.manifest.kind, word="already here"),)


def take_tombstones(
    arrival: Arrival, profile: Profile, tombstones: Iterable[Tombstone]
) -> list[Outcome]:
    """Erase at the office what a practitioner erased in their own portfolio, and say so.

    Raises Refusal where the portfolio is somebody else's, and where a unit is not theirs to erase.
    """
    if not same_identifier(profile.person, arrival.person):
        raise Refusal("not_allowed", _("the portfolio is somebody else's"))
    desks = arrival.desks
    known = {each.id for each in erased_in(desks.store, profile.id)}
    outcomes = []
    for tombstone in tombstones:
        if tombstone.id not in known:
            _require_own(desks, profile, tombstone)
        is_new = desks.eraser.apply(tombstone)
        what = ", ".join(tombstone.units)
        why = _("erased, as its practitioner did on {at}").format(at=told(tombstone.at))
        word = Outcome(what=what, word="taken", why=why)
        outcomes.append(word if is_new else Outcome(what=what, word="already here"))
    return outcomes


def follow(desks: Desks, profile: Profile, tombstones: Iterable[Tombstone]) -> list[Outcome]:
    """Erase on a laptop what the office has erased, and say so."""
    outcomes = []
    for tombstone in tombstones:
        if not same_identifier(tombstone.portfolio, profile.id):
            raise Refusal("invalid", _("what was erased is of another portfolio"))
        if desks.eraser.apply(tombstone):
            why = _("erased, as the office did on {at}").format(at=told(tombstone.at))
            what = ", ".join(tombstone.units)
            outcomes.append(Outcome(what=what, word="taken", why=why))
    return outcomes


def is_from_before(record: UnitRecord, tombstones: Iterable[Tombstone]) -> bool:
    """Say whether a record names as kept what was erased since it was sealed."""
    erased = {file for tombstone in tombstones for file in tombstone.files}
    return not erased.isdisjoint(record.files)


def left_elsewhere(desks: Desks, portfolio: str) -> list[str]:
    """Return the bundles in which a portfolio may lie elsewhere, in sentences."""
    records = desks.store.records(folder_name(portfolio))
    profile = PortfolioFolder(desks.store, desks.courses, portfolio).profile
    sent = [
        _("The {kind} that was sealed for {person} on {at}, and where it was opened.").format(
            kind=bundle.kind, person=bundle.person, at=told(bundle.at)
        )
        for person in dict.fromkeys((profile.person, desks.actor.id, *_assessors(records.values())))
        for bundle in sent_bundles(desks.store, person)
        if bundle.kind in ("submission", "feedback", "move")
    ]
    came = [
        _("The {kind} from {person} of {at}, wherever its file lies.").format(
            kind=note.kind, person=note.person, at=told(note.created)
        )
        for name, record in records.items()
        if name.startswith("bundle/")
        and (note := BundleNote.model_validate(record.document)).kind != "erase"
    ]
    return sent + came


def _by_portfolio(parcel: Erasures) -> Iterator[tuple[str, list[Tombstone]]]:
    for portfolio in sorted({tombstone.portfolio for tombstone in parcel.erased}):
        yield portfolio, [each for each in parcel.erased if each.portfolio == portfolio]


def _same(taking: Taking) -> Taking:
    return taking


def _require_own(desks: Desks, profile: Profile, tombstone: Tombstone) -> None:
    """Raise Refusal for what a practitioner may not erase at the office.

    That is what is marked or met, but for a learner's part, and whatever is not theirs.
    """
    is_theirs = any(same_identifier(tombstone.by, each) for each in (profile.person, OWNER.id))
    if not is_theirs or tombstone.role != "practitioner":
        raise Refusal("not_allowed", _("it was erased by somebody else than its practitioner"))
    is_theirs = same_identifier(tombstone.portfolio, profile.id)
    if not is_theirs or not all(map(exact_instant, (tombstone.at, tombstone.finished))):
        raise Refusal("invalid", _("what was erased is of another portfolio, or has no date"))
    folder = PortfolioFolder(desks.store, desks.courses, profile.id)
    for identifier in tombstone.units:
        unit = folder.unit(identifier)
        if not unit.needs_consent and folder.record(unit.id).model.state != "open":
            raise Refusal(
                "not_allowed",
                _("'{unit}' is with the office by now: a coordinator erases it here").format(
                    unit=unit.title
                ),
            )


def _assessors(records: Iterable[Record]) -> Iterator[str]:
    """Yield whom anything of a portfolio was handed to for marking."""
    for record in records:
        if record.name.startswith("unit/"):
            unit = UnitRecord.model_validate(record.document)
            yield from (decision.assessor for decision in unit.decisions)
            if unit.lease:
                yield unit.lease.assessor
