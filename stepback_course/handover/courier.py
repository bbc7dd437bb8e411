"""The desk at which work is sealed for another machine, and opened when it arrives."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from stepback_course.clock import instant
from stepback_course.course.problems import CourseError
from stepback_course.desks import Desks
from stepback_course.handover.contents.arrivals import BundleNote, taken_bundles
from stepback_course.handover.contents.moving import pack_moved, take_moved
from stepback_course.handover.contents.outcomes import Opened, Outcome, Word
from stepback_course.handover.contents.receipts import SentBundle, note_sent, sent_bundles
from stepback_course.handover.envelope.bundle import (
    SUFFIX,
    Bundle,
    needs_words,
    open_bundle,
    open_move,
    seal,
    seal_move,
)
from stepback_course.handover.envelope.manifest import OFFICE, Kind, Recipient
from stepback_course.handover.envelope.passphrase import new_words, typed_words
from stepback_course.handover.keys.keyring import Keyring
from stepback_course.handover.offers import Offer, hand_out_offer, laptop_offers, office_offers
from stepback_course.handover.office.enrolment import introduction_of
from stepback_course.handover.office.exchange import is_office, keyring_of, office_of
from stepback_course.handover.taking import take_at_office, take_on_laptop
from stepback_course.people import Person, actor_of
from stepback_course.people.policy import may, require
from stepback_course.store import StoreError
from stepback_course.store.paging import all_rows
from stepback_course.text import _
from stepback_course.text.paths import file_stem
from stepback_course.text.refusals import Refusal

AskWords = Callable[[str], str]
"""Returns the six words of a file, by its name."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """One bundle that was written."""

    file: Path
    kind: Kind
    person: str
    """Whom it is for: a person's id, or OFFICE."""
    about: str


class Courier:
    """Says what can be handed over, seals it, and takes in what arrives."""

    def __init__(self, desks: Desks) -> None:
        """Sit down as the person at these desks, with their keys for this store."""
        self._desks = desks

    @property
    def is_office(self) -> bool:
        """Whether this store is the office, which decides what counts."""
        return is_office(self._desks.store)

    def offers(self, *, cohort: str | None = None, person: str | None = None) -> list[Offer]:
        """Return what can be sealed now, and what cannot and why.

        At the office `cohort` and `person` narrow whom it is for; a laptop seals for the office.
        Raises Refusal where this store has no office, and where the actor may not.
        """
        office_of(self._desks.store)
        if not self.is_office:
            return list(laptop_offers(self._desks))
        require(self._desks.actor, "hand_over", cohort=cohort)
        found = self._known(person) if person else None
        return list(office_offers(self._desks, cohort=cohort, person=found))

    def hand_out(
        self, assessor: str, *, limit: int = 20, reason: str = "", cohort: str | None = None
    ) -> Offer:
        """Return the offer to claim in an assessor's name what waits longest, and seal it for them.

        What they hold already is in it again. Nothing is claimed before it is sealed. Raises
        Refusal where the actor may not, and where nobody has this id.
        """
        require(self._desks.actor, "hand_out", cohort=cohort)
        if not self.is_office:
            raise Refusal("not_allowed", _("work to mark is handed out at the office"))
        person = self._known(assessor)
        told = reason.strip() or _("handed out to mark elsewhere")
        return hand_out_offer(self._desks, person, limit=limit, reason=told, cohort=cohort)

    def is_assessor(self, person: str) -> bool:
        """Say whether work can be handed to somebody to mark."""
        found = self._desks.directory.find(person)
        return found is not None and found.active and may(actor_of(found), "mark_unit")

    def seal(self, offer: Offer, path: Path) -> Sealed | None:
        """Write a bundle to a file, or into a folder under a name of its own.

        None where nothing is left of the offer, because somebody else was quicker. Raises Refusal
        where it cannot be sealed now.
        """
        if offer.why_not:
            raise Refusal("not_ready", offer.why_not)
        desks = self._desks
        contents = offer.pack()
        if contents is None:
            return None
        office, keyring = office_of(desks.store), self._keyring()
        at = instant(desks.clock())
        file = path if path.suffix == SUFFIX else _new_file(path, self._file_stem(offer, at))
        manifest = seal(
            file,
            keyring=keyring,
            kind=offer.kind,
            sender=desks.actor.id,
            recipients=self._recipients(offer),
            organisation=office.store,
            recovery=office.recovery,
            members=contents.members,
            introduction=introduction_of(desks.store, desks.actor.id, keyring),
            created=at,
        )
        person = desks.actor.id if offer.person == OFFICE else offer.person
        note_sent(desks, manifest, person, offer.about, contents.items)
        contents.remember()
        return Sealed(file, offer.kind, offer.person, offer.about)

    def move(self, path: Path, portfolio: str | None = None) -> str:
        """Write the actor's portfolio for a new computer, and return the words that open it.

        The words are nowhere else. Raises Refusal where there is none, or several and none named,
        and at the office, whose records hold what was not released.
        """
        desks = self._desks
        if self.is_office:
            raise Refusal(
                "not_allowed",
                _("a portfolio does not move from the office: join with an invitation instead"),
            )
        mine = [
            str(row.summary["portfolio"])
            for row in all_rows(desks.store, "portfolio", person=desks.actor.id)
        ]
        if portfolio is None and len(mine) != 1:
            raise Refusal(
                "unknown",
                _("say which portfolio is to move: {names}").format(
                    names=", ".join(mine) or _("there is none of yours here")
                ),
            )
        contents = pack_moved(desks, portfolio or mine[0])
        words = new_words()
        seal_move(
            path,
            words=words,
            keyring=self._keyring(),
            sender=desks.actor.id,
            organisation=office_of(desks.store).store,
            members=contents.members,
            created=instant(desks.clock()),
        )
        return words

    def open(self, paths: Iterable[Path], *, words: AskWords | None = None) -> list[Opened]:
        """Open bundles, or folders of them, in whatever order, and say what came of each.

        Each is checked whole before anything of it is taken; one that is refused does not stop the
        others. Opening again changes nothing. `words` is asked for those of a move, by the name of
        its file. Raises Refusal where the actor may not.
        """
        opened: list[Opened] = []
        sound: list[tuple[str, str, Path]] = []
        for path in _files(paths, opened):
            try:
                if needs_words(path):
                    opened.append(self._open_move(path, words))
                    continue
                manifest = self._unsealed(path).manifest
            except Refusal as refusal:
                opened.append(_refused(path, refusal))
            else:
                sound.append((manifest.created, manifest.id, path))
        return opened + [self._open(path) for _created, _id, path in sorted(sound)]

    def sent(self, person: str | None = None) -> list[SentBundle]:
        """Return what was sealed by a person on this laptop, or for them at the office."""
        return sent_bundles(self._desks.store, person or self._desks.actor.id)

    def taken(self) -> list[tuple[str, BundleNote]]:
        """Return every bundle that was taken in here by its id, the oldest first."""
        return taken_bundles(self._desks.store)

    def _known(self, person: str) -> Person:
        found = self._desks.directory.find(person)
        if found is None:
            raise Refusal(
                "unknown", _("this store knows no person '{person}'").format(person=person[:60])
            )
        return found

    def _unsealed(self, path: Path) -> Bundle:
        office_of(self._desks.store)
        if self.is_office:
            require(self._desks.actor, "hand_over")
        return open_bundle(path, self._keyring())

    def _open_move(self, path: Path, words: AskWords | None) -> Opened:
        if words is None:
            raise Refusal("not_ready", _("this is a move: it opens with its six words"))
        bundle = open_move(path, typed_words(words(path.name)))
        return self._said(path, bundle, lambda: take_moved(self._desks, bundle, path.name))

    def _open(self, path: Path) -> Opened:
        try:
            bundle = self._unsealed(path)
        except Refusal as refusal:
            return _refused(path, refusal)
        return self._said(
            path,
            bundle,
            lambda: (
                take_at_office(self._desks, bundle)
                if self.is_office
                else take_on_laptop(self._desks, bundle, path.name)
            ),
        )

    def _said(self, path: Path, bundle: Bundle, take: Callable[[], tuple[Outcome, ...]]) -> Opened:
        manifest = bundle.manifest
        try:
            outcomes = take()
        except (Refusal, StoreError, CourseError) as refusal:
            outcomes = (Outcome(what=manifest.kind, word="refused", why=str(refusal)),)
        return Opened(path.name, outcomes, manifest.id, manifest.kind, manifest.sender.person)

    def _keyring(self) -> Keyring:
        return keyring_of(self._desks.store, self._desks.actor.id, self._desks.clock)

    def _file_stem(self, offer: Offer, at: str) -> str:
        """Return how a bundle's file is called: after the person, what is in it, and when."""
        person = self._desks.actor
        found = None if offer.person == OFFICE else self._desks.directory.find(offer.person)
        name = file_stem(found.name if found else person.name)
        day, _t, time = at.partition("T")
        return f"{name}-{offer.kind}-{day}-{time[:8].replace(':', '')}"

    def _recipients(self, offer: Offer) -> list[Recipient]:
        cards = offer.cards or (office_of(self._desks.store).card,)
        return [Recipient(person=offer.person, sealing=card.sealing) for card in cards]


def _files(paths: Iterable[Path], opened: list[Opened]) -> Iterable[Path]:
    """Yield every bundle among files and folders; add a line for a folder that has none."""
    for path in paths:
        try:
            yield from _bundles_at(path)
        except Refusal as refusal:
            line = Outcome(what=path.name[:60], word="refused", why=str(refusal))
            opened.append(Opened(path.name, (line,)))


def _bundles_at(path: Path) -> list[Path]:
    """Return the bundles in a folder, or the one file that is named. Raises Refusal."""
    try:
        if not path.is_dir():
            return [path]
        bundles = sorted(each for each in path.iterdir() if each.suffix == SUFFIX)
    except OSError as error:
        raise Refusal(
            "unknown", _("it cannot be read: {reason}").format(reason=error.strerror or error)
        ) from None
    if not bundles:
        reason = _("there is no bundle in this folder: their names end in {suffix}")
        raise Refusal("not_a_bundle", reason.format(suffix=SUFFIX))
    return bundles


def _refused(path: Path, refusal: Refusal) -> Opened:
    word: Word = "not for here" if refusal.code == "not_for_here" else "refused"
    return Opened(path.name, (Outcome(what="bundle", word=word, why=str(refusal)),))


def _new_file(folder: Path, stem: str) -> Path:
    """Return a file that is not there yet; two that are sealed in one second are two files."""
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(file for name in numbered if not (file := folder / f"{name}{SUFFIX}").exists())
