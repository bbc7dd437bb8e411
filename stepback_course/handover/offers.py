"""What can be sealed now, for whom, and why not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from stepback_course.clock import instant
from stepback_course.desks import Desks
from stepback_course.handover.contents.arrivals import receipts_for
from stepback_course.handover.contents.decisions import marked_units, pack_marked
from stepback_course.handover.contents.erasures import (
    everything_erased,
    pack_erased,
    unheard_of,
)
from stepback_course.handover.contents.handing_out import pack_handed_out, waiting_for
from stepback_course.handover.contents.parcels import UNITS_LIMIT, Acknowledged, Contents, packed
from stepback_course.handover.contents.presences import pack_attended, pack_cohort
from stepback_course.handover.contents.receipts import received_items, sent_bundles
from stepback_course.handover.contents.returns import pack_returned
from stepback_course.handover.contents.submissions import news_of, pack_submitted
from stepback_course.handover.envelope.manifest import OFFICE, Kind
from stepback_course.handover.keys.keyring import Keycard
from stepback_course.handover.office.cards import owners_of
from stepback_course.people import Person, actor_of
from stepback_course.people.policy import may
from stepback_course.store import Row
from stepback_course.store.paging import all_rows
from stepback_course.text import _, digest, ngettext

Pack = Callable[[], Contents | None]


@dataclass(frozen=True, slots=True)
class Offer:
    """One bundle that can be sealed, or that cannot and why."""

    kind: Kind
    person: str
    """Whom it is for: a person's id, or OFFICE."""
    name: str
    """The portfolio, cohort or person it is about; its file is called after it."""
    about: str
    """What is in it, in a few words."""
    is_new: bool = True
    """Whether the other end is not known to have it, so that it is sealed unasked."""
    why_not: str = ""
    """Why it cannot be sealed now; empty where it can."""
    sealed_at: str = ""
    """When exactly this was sealed last, if it was and no receipt has come."""
    cards: tuple[Keycard, ...] = ()
    """The person's computers, which can open it; empty where it is for the office."""
    pack: Pack = field(default=lambda: None, repr=False, compare=False)
    """Makes what is in it; None where somebody else was quicker."""


def laptop_offers(desks: Desks) -> Iterator[Offer]:
    """Yield what the actor can hand to the office from this laptop."""
    work = list(_work(desks))
    yield from work
    yield Offer(
        "introduction",
        OFFICE,
        desks.actor.id,
        _("this computer introduces itself"),
        # Whatever else is sealed introduces the computer too.
        is_new=not any(offer.is_new for offer in work)
        and not sent_bundles(desks.store, desks.actor.id),
        pack=lambda: Contents({}),
    )


def office_offers(
    desks: Desks, *, cohort: str | None = None, person: Person | None = None
) -> Iterator[Offer]:
    """Yield what can be given back to practitioners, and said to those who teach and assess."""
    filters = {"cohort": cohort} if cohort else {}
    if person:
        filters["person"] = person.id
    for row in all_rows(desks.store, "portfolio", sort="name", **filters):
        yield from _feedback(desks, row)
    if cohort:
        return
    for someone in [person] if person else desks.directory.people():
        yield from _to_staff(desks, someone)


def hand_out_offer(
    desks: Desks, assessor: Person, *, limit: int, reason: str, cohort: str | None = None
) -> Offer:
    """Return the offer to hand an assessor what waits longest."""
    cards = _known_cards(desks, assessor, staff=True)
    rows = list(islice(waiting_for(desks, actor_of(assessor), cohort), min(limit, UNITS_LIMIT)))
    about = ngettext("{count} unit to mark", "{count} units to mark", len(rows))
    why_not = "" if rows else _("nothing waits that {name} may mark").format(name=assessor.name)
    return Offer(
        "submission",
        assessor.id,
        assessor.id,
        about.format(count=len(rows)),
        is_new=bool(rows),
        why_not=why_not if cards else _unknown_computer(assessor),
        cards=cards,
        pack=partial(pack_handed_out, desks, assessor, rows, reason),
    )


def _work(desks: Desks) -> Iterator[Offer]:
    for row in all_rows(desks.store, "portfolio", person=desks.actor.id):
        portfolio = str(row.summary["portfolio"])
        yield from _erasures(desks, portfolio)
        yield _submission(desks, portfolio)
    yield from _decisions(desks)
    for cohort in desks.registry.cohorts():
        if may(desks.actor, "record_attendance", cohort=cohort.id):
            yield _attendance(desks, cohort.id)


def _erasures(desks: Desks, portfolio: str) -> Iterator[Offer]:
    unheard = unheard_of(desks, portfolio)
    if unheard:
        yield Offer(
            "erase",
            OFFICE,
            portfolio,
            _("what was erased here, so that the office erases it too"),
            sealed_at=_sealed_at(desks, desks.actor.id, tuple(unheard)),
            pack=partial(pack_erased, unheard),
        )


def _submission(desks: Desks, portfolio: str) -> Offer:
    news = news_of(desks, portfolio)
    return Offer(
        "submission",
        OFFICE,
        portfolio,
        news.about if news else _("everything"),
        is_new=news is not None,
        why_not="" if news else _("the office has everything of this portfolio"),
        sealed_at=_sealed_at(desks, desks.actor.id, (news.item,) if news else ()),
        pack=partial(pack_submitted, desks, portfolio),
    )


def _decisions(desks: Desks) -> Iterator[Offer]:
    units = marked_units(desks)
    if units:
        about = ngettext("{count} decision", "{count} decisions", len(units))
        yield Offer(
            "feedback",
            OFFICE,
            desks.actor.id,
            about.format(count=len(units)),
            sealed_at=_sealed_at(desks, desks.actor.id, tuple(units)),
            pack=partial(pack_marked, units),
        )


def _attendance(desks: Desks, cohort: str) -> Offer:
    contents = pack_attended(desks, cohort)
    known = received_items(desks.store, desks.actor.id)
    return Offer(
        "attendance",
        OFFICE,
        cohort,
        contents.about,
        is_new=not known.issuperset(contents.items),
        sealed_at=_sealed_at(desks, desks.actor.id, contents.items),
        why_not="" if contents.items else _("no attendance is recorded here"),
        pack=lambda: contents,
    )


def _feedback(desks: Desks, row: Row) -> Iterator[Offer]:
    portfolio = str(row.summary["portfolio"])
    person = desks.directory.find(str(row.summary["person"]))
    if person is None:
        return
    cards = _known_cards(desks, person, staff=False)
    contents = pack_returned(desks, portfolio, cards) if cards else Contents({})
    sent = {item for bundle in sent_bundles(desks.store, person.id) for item in bundle.items}
    yield Offer(
        "feedback",
        person.id,
        portfolio,
        _("decisions and receipts"),
        is_new=bool(cards) and not sent.issuperset(contents.items),
        sealed_at=_sealed_at(desks, person.id, contents.items),
        why_not="" if cards else _unknown_computer(person),
        cards=cards,
        pack=lambda: contents,
    )


def _to_staff(desks: Desks, person: Person) -> Iterator[Offer]:
    actor = actor_of(person)
    if not any(may(actor, action) for action in ("mark_unit", "record_attendance")):
        return
    cards = _known_cards(desks, person, staff=True)
    if not cards and desks.actor.is_person(person.id):
        return  # whoever sits at the office has all of it here
    why_not = "" if cards else _unknown_computer(person)
    sent = {item for bundle in sent_bundles(desks.store, person.id) for item in bundle.items}
    erased = everything_erased(desks.store)
    if erased:
        yield Offer(
            "erase",
            person.id,
            person.id,
            _("what was erased, so that their computer erases it too"),
            is_new=bool(cards) and not sent.issuperset(erased),
            why_not=why_not,
            cards=cards,
            pack=partial(pack_erased, erased),
        )
    receipts = receipts_for(desks.store, person.id)
    items = tuple(digest(receipt.model_dump(mode="json")) for receipt in receipts)
    about = ngettext("{count} receipt", "{count} receipts", len(receipts))
    if receipts:
        yield Offer(
            "receipt",
            person.id,
            person.id,
            about.format(count=len(receipts)),
            is_new=bool(cards) and not sent.issuperset(items),
            why_not=why_not,
            cards=cards,
            pack=lambda: Contents(packed(Acknowledged(receipts=receipts)), items=items),
        )
    for cohort in desks.registry.cohorts():
        if may(actor, "record_attendance", cohort=cohort.id):
            yield Offer(
                "attendance",
                person.id,
                cohort.id,
                _("who is in {cohort}").format(cohort=cohort.name),
                is_new=False,
                why_not=why_not,
                cards=cards,
                pack=partial(pack_cohort, desks, cohort.id, person.id),
            )


def _sealed_at(desks: Desks, person: str, items: tuple[str, ...]) -> str:
    """Return when a bundle of exactly these things was sealed last and not received, or nothing."""
    bundles = sent_bundles(desks.store, person) if items else []
    return max((b.at for b in bundles if b.items == items and not b.received), default="")


def _known_cards(desks: Desks, person: Person, *, staff: bool) -> tuple[Keycard, ...]:
    """Return a person's computers that count today; for `staff`, for teaching and assessing."""
    at = instant(desks.clock())
    return tuple(
        owner.card
        for owner in owners_of(desks.store, person.id)
        if (owner.held_as_staff(at) if staff else owner.held(at))
    )


def _unknown_computer(person: Person) -> str:
    return _(
        "{name}'s computer is not known here yet: they join with an invitation and send a bundle"
    ).format(name=person.name)
