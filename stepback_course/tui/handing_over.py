"""What the screen of handing over reads and writes, away from it because it takes a while."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from stepback_course.desks import Desks
from stepback_course.people import organisation
from stepback_course.people.organisation import FOLDER
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.text import _, ngettext

if TYPE_CHECKING:
    from stepback_course.handover.contents.outcomes import Opened
    from stepback_course.handover.offers import Offer

NAMED = 3
"""How many sealed files are named with whom each is for: more do not fit above the list."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that can be handed over, or that cannot and why."""

    offer: "Offer"
    whom: str
    """The name of whoever it is for."""

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
    names: Mapping[str, str] = field(default_factory=dict)
    """Everybody's name, by their id in lower case."""

    @property
    def new(self) -> "tuple[Offer, ...]":
        """What the other end is not known to have."""
        return tuple(
            each.offer for each in self.waiting if each.offer.is_new and not each.offer.why_not
        )


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
    from stepback_course.handover.courier import Courier
    from stepback_course.handover.office.exchange import office_of

    courier, office = Courier(desks), office_of(desks.store)
    names = {person.id.lower(): person.name for person in desks.directory.people()}
    offers = list(courier.offers())
    news = any(offer.is_new for offer in offers)
    waiting = [
        Waiting(offer, names.get(offer.person.lower(), office.name))
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
    return HandoverView(office.name, courier.is_office, tuple(waiting), assessors, names)


def seal_offers(desks: Desks, offers: "Sequence[Offer]", folder: Path) -> Written:
    """Seal bundles into a folder. Raises Refusal, StoreError."""
    from stepback_course.handover.courier import Courier
    from stepback_course.handover.office.exchange import office_of

    courier = Courier(desks)
    sealed = [each for offer in offers if (each := courier.seal(offer, folder)) is not None]
    if not sealed:
        return Written(_("Nothing is left to seal: somebody else was quicker."))
    people = {person.id.lower(): person.name for person in desks.directory.people()}
    names = [people.get(each.person.lower(), office_of(desks.store).name) for each in sealed]
    if len(sealed) == 1:
        told = _("Sealed for {whom}. Send this file.\n{file}")
        return Written(told.format(whom=names[0], file=sealed[0].file))
    sentence = ngettext(
        "{count} file is sealed in {folder}: send it to the person it is named after.",
        "{count} files are sealed in {folder}: send each to whom it is for.",
        len(sealed),
    ).format(count=len(sealed), folder=folder)
    if len(sealed) > NAMED:
        return Written(sentence)
    listed = (
        _("{whom}: {file}").format(whom=name, file=each.file.name)
        for name, each in zip(names, sealed, strict=True)
    )
    return Written("\n".join((sentence, *listed)))


def hand_out(desks: Desks, assessor: str, folder: Path) -> Written:
    """Claim in an assessor's name what waits longest, and seal it. Raises Refusal, StoreError."""
    from stepback_course.handover.courier import Courier

    return seal_offers(desks, (Courier(desks).hand_out(assessor),), folder)


def asks_for_words(path: Path) -> bool:
    """Say whether a file opens with six words. Raises Refusal."""
    from stepback_course.handover.envelope.bundle import needs_words

    return path.is_file() and needs_words(path)


def open_bundles(desks: Desks, path: Path, words: str = "") -> "list[Opened]":
    """Open a bundle or a folder of them. Raises Refusal, StoreError."""
    from stepback_course.handover.courier import Courier

    return Courier(desks).open([path], words=(lambda _name: words) if words else None)


def move_away(desks: Desks, file: Path) -> Moved:
    """Write the actor's portfolio for another computer. Raises Refusal, StoreError."""
    from stepback_course.handover.courier import Courier

    return Moved(file, Courier(desks).move(file))
