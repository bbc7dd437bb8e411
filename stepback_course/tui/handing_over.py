"""What the screen of handing over reads and writes, away from it because it takes a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stepback_course.desks import Desks
from stepback_course.people import organisation
from stepback_course.people.organisation import FOLDER
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.text import _
from stepback_course.text.paths import shown_path

if TYPE_CHECKING:
    from stepback_course.handover.contents.outcomes import Opened
    from stepback_course.handover.naming import Names
    from stepback_course.handover.offers import Offer


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that can be handed over, or that cannot and why."""

    offer: "Offer"
    whom: str
    """The name of whoever it is for."""
    is_unheard: bool = False
    """Whether the office has not heard from any computer of theirs, which could open it."""

    @property
    def stands(self) -> str:
        """Say whether it can be sealed, and whether it was."""
        if self.offer.why_not:
            return self.offer.why_not
        if not self.offer.is_new:
            return _("sent before")
        if self.offer.sealed_at:
            when = shown_instant(self.offer.sealed_at)
            return _("sealed {when}, no receipt yet").format(when=when)
        return _("new")


@dataclass(frozen=True, slots=True)
class HandoverView:
    """Who the office is, and what can be handed over from here."""

    office: str
    is_office: bool
    waiting: tuple[Waiting, ...]
    assessors: tuple[tuple[str, str], ...] = ()
    """To whom work can be handed out: id and name."""
    has_course: bool = False
    """Whether whoever sits here works through a course on this computer, which can move."""
    has_other_versions: bool = False
    """Whether anything is kept beside what stands, because two computers said something else."""

    @property
    def new(self) -> "tuple[Offer, ...]":
        """What the other end is not known to have."""
        return tuple(
            each.offer for each in self.waiting if each.offer.is_new and not each.offer.why_not
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of opening bundles, and the names in which it is told."""

    opened: "Sequence[Opened]"
    names: "Names"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written for somebody to send."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A portfolio that was written for another computer, with the words that open it."""

    file: Path
    words: str


def has_office(desks: Desks) -> bool:
    """Say whether this store hands over, as the office or to one. Raises StoreError."""
    # Read here and not through `handover`, which loads more than a first screen should wait for.
    record = desks.store.get(FOLDER, "exchange")
    return bool(record and record.document.get("office"))


def is_laptop(desks: Desks) -> bool:
    """Say whether an office elsewhere decides what counts. Raises StoreError."""
    return organisation.is_laptop(desks.store)


def new_line(desks: Desks) -> str | None:
    """Return a line about what the office has not got yet, empty where it has everything.

    None where there is no office elsewhere. Raises Refusal, StoreError.
    """
    if not has_office(desks):
        return None
    from stepback_course.handover.courier import Courier

    courier = Courier(desks)
    if courier.is_office:
        return None
    offers = [
        offer
        for offer in courier.offers()
        # Whatever is sealed introduces the computer too: nobody is urged to do that alone.
        if offer.is_new and not offer.why_not and offer.kind != "introduction"
    ]
    news = [offer.about for offer in offers if not offer.sealed_at]
    if offers and not news:
        return _("Sealed for the office; no receipt has come yet.")
    return (
        _("Not with the office yet: {what}. Press h to hand it over.").format(what=", ".join(news))
        if news
        else ""
    )


def read_handover(desks: Desks) -> HandoverView:
    """Return what can be handed over. Raises Refusal, StoreError."""
    from stepback_course.handover.asides import has_other_versions
    from stepback_course.handover.courier import Courier
    from stepback_course.handover.naming import names_here
    from stepback_course.handover.office.exchange import office_of

    courier, office = Courier(desks), office_of(desks.store)
    names = names_here(desks)
    offers = list(courier.offers())
    news = any(offer.is_new for offer in offers)
    waiting = [
        Waiting(
            offer,
            names.of(offer.person) or office.name,
            is_unheard=courier.is_office and not offer.cards,
        )
        for offer in offers
        # It goes along with whatever is new, and was not sent by itself before.
        if offer.is_new or not news or offer.kind != "introduction"
    ]
    waiting.sort(key=lambda each: (bool(each.offer.why_not), not each.offer.is_new))
    assessors = tuple(
        (person.id, person.name)
        for person in desks.directory.people()
        if courier.is_office and courier.is_assessor(person.id)
    )
    return HandoverView(
        office.name,
        courier.is_office,
        tuple(waiting),
        assessors,
        has_course=bool(desks.workbook.portfolios(desks.actor.id)),
        has_other_versions=has_other_versions(desks.store),
    )


def seal_offers(desks: Desks, offers: "Sequence[Offer]", folder: Path) -> Written:
    """Seal bundles into a folder. Raises Refusal, StoreError."""
    from stepback_course.handover.courier import Courier
    from stepback_course.handover.naming import names_here
    from stepback_course.handover.office.exchange import office_of

    courier = Courier(desks)
    sealed = [each for offer in offers if (each := courier.seal(offer, folder)) is not None]
    if not sealed:
        return Written(_("Nothing is left to seal: somebody else was quicker."))
    office = office_of(desks.store).name
    if len(sealed) == 1:
        whom = names_here(desks).of(sealed[0].person) or office
        told = _("Sealed for {whom}. Send this file.\n{file}")
        return Written(told.format(whom=whom, file=shown_path(sealed[0].file)))
    told = (
        _("{count} files are sealed in {folder}: send each to the person it is named after.")
        if courier.is_office
        else _("{count} files are sealed in {folder}: send them to {office}.")
    )
    return Written(told.format(count=len(sealed), folder=shown_path(folder), office=office))


def hand_out(desks: Desks, assessor: str, folder: Path) -> Written:
    """Claim in an assessor's name what waits longest, and seal it. Raises Refusal, StoreError."""
    from stepback_course.handover.courier import Courier

    return seal_offers(desks, (Courier(desks).hand_out(assessor),), folder)


def asks_for_words(path: Path) -> bool:
    """Say whether a file opens with six words. Raises Refusal."""
    from stepback_course.handover.envelope.bundle import needs_words

    return path.is_file() and needs_words(path)


def open_bundles(desks: Desks, path: Path, words: str = "") -> Taken:
    """Open a bundle or a folder of them. Raises Refusal, StoreError."""
    from stepback_course.handover.courier import Courier
    from stepback_course.handover.naming import names_here

    opened = Courier(desks).open([path], words=(lambda _name: words) if words else None)
    return Taken(opened, names_here(desks))


def move_away(desks: Desks, file: Path) -> Moved:
    """Write the actor's portfolio for another computer. Raises Refusal, StoreError."""
    from stepback_course.handover.courier import Courier

    return Moved(file, Courier(desks).move(file))
