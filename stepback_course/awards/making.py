"""Making a certificate from its reservation, and entering it where nobody else stands."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from stepback_course.awards.entries import Entries
from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.keys.present import key_here, signing_key
from stepback_course.awards.models import Certificate, Reservation
from stepback_course.awards.numbers import parse
from stepback_course.awards.settings import SettingsAtHand
from stepback_course.awards.trail import stepped
from stepback_course.clock import Clock, instant, parse_instant
from stepback_course.people import Actor
from stepback_course.people.organisation import is_laptop
from stepback_course.portfolio.models import Profile
from stepback_course.store import Store
from stepback_course.text import _, same_identifier
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.awards.keys.chest import KeyChest
    from stepback_course.awards.keys.issuers import IssuerKey
    from stepback_course.awards.keys.signing import SigningKey
    from stepback_course.awards.page import Look

Signing = Literal["unsigned", "ready", "locked", "elsewhere", "laptop"]
"""Whether certificates are signed here, and whether the key is at hand.

The key may be on another computer; on a laptop none are issued, since its office issues them.
"""
AT_THE_OFFICE = _(
    "this computer is not the office: certificates are issued there, from what is handed over to it"
)
PDF_LIMIT = 20_000_000
"""In bytes."""


class KeyElsewhere(Refusal):
    """Certificates are signed, or issued at all, with a key or at an office not at hand."""

    def __init__(self, sentence: str) -> None:
        """Keep the sentence; no certificate is issued before the key is at hand."""
        super().__init__("not_ready", sentence)


class Maker:
    """Prints and signs certificates, and enters them in the register."""

    def __init__(self, store: Store, actor: Actor, clock: Clock, chest: "KeyChest | None") -> None:
        """Sign with the key of `chest`, where the organisation has one."""
        self._store = store
        self._clock = clock
        self.entries = Entries(store, actor)
        self._actor = actor
        self._chest = chest
        self.settings = SettingsAtHand(store)

    def key(self) -> "SigningKey | None":
        """Return the key that signs now, or None where this organisation signs nothing.

        Raises KeyElsewhere where it signs, and the key is locked or on another machine, and on a
        laptop, whose office issues the certificates.
        """
        settings = self.settings.now()
        if settings.is_laptop:
            raise KeyElsewhere(AT_THE_OFFICE)
        current = settings.key
        key = self._chest.unlocked() if current and self._chest else None
        if key is not None and current is not None and key.did == current.did:
            return key
        try:
            return signing_key(self._store, self._chest)
        except Refusal as refusal:
            raise KeyElsewhere(str(refusal)) from None

    def signing(self) -> Signing:
        """Say whether certificates are signed here, and whether the key is at hand."""
        settings, chest = self.settings.now(), self._chest
        current = settings.key
        if settings.is_laptop:
            return "laptop"
        if current is None:
            return "unsigned"
        try:
            here = chest.did if chest else None
        except Refusal:  # its file cannot be read: whoever unlocks it is told why
            return "locked"
        if chest is None or here != current.did:
            return "elsewhere"
        return "ready" if chest.is_unlocked else "locked"

    def reservation(self, facts: CertificateFacts, key: "SigningKey | None") -> Reservation:
        """Return what a certificate is made from: these facts, now, with this key and this look."""
        settings, at = self.settings.now(), instant(self._clock())
        if key is not None and settings.key is not None:
            # A clock that was put back would date the signature before the key.
            at = max(at, settings.key.since)
        return Reservation(facts, at, key.did if key else "", settings.look.id)

    def enter(
        self,
        profile: Profile,
        reservation: Reservation,
        reserve: Callable[[Reservation], None],
    ) -> Certificate:
        """Return the certificate that stands for a reservation, made now or by somebody before.

        Where its number was taken meanwhile, the next is reserved by `reserve` first. Raises what
        `key` raises, CannotPrint, StoreError.
        """
        while True:
            number = reservation.facts.number
            standing = self.entries.find(number)
            if standing is None:
                standing = self.entries.enter(self._made(profile, reservation))
            if is_of(standing, profile.id):
                return standing
            taken = parse(number)
            following = self.entries.next_number(taken.series, taken.year)
            facts = reservation.facts.model_copy(update={"number": following})
            reservation = Reservation(facts, reservation.at, reservation.key, reservation.look)
            reserve(reservation)

    def _made(self, profile: Profile, reservation: Reservation) -> Certificate:
        from stepback_course.awards.page import TEMPLATE_VERSION, engine_version, printed

        facts = reservation.facts
        credential, code = self._signed(reservation)
        page = printed(facts, self._look(reservation.look), credential=credential, code=code)
        certificate = Certificate(
            number=facts.number,
            portfolio=profile.id,
            person=profile.person,
            cohort=profile.cohort,
            course=profile.course,
            facts=facts,
            pdf=self._store.put_file(io.BytesIO(page), limit=PDF_LIMIT),
            template=TEMPLATE_VERSION,
            engine=engine_version(),
            issued=reservation.at,
            issued_by=self._actor.id,
            credential=self._kept(credential),
            key=reservation.key,
            look=reservation.look,
            code=code,
            replaces=facts.replaces,
        )
        return stepped(certificate, "issue", actor=self._actor, at=reservation.at)

    def _look(self, identifier: str) -> "Look":
        look = self.settings.now().look
        if look.id == identifier:
            return look
        from stepback_course.awards.looks import look_of

        return look_of(self._store, identifier)

    def _signed(self, reservation: Reservation) -> tuple[bytes | None, str]:
        """Return the credential and the address in the code; None and nothing where unsigned."""
        if not reservation.key:
            return None, ""
        key = self.key()
        if key is None or key.did != reservation.key:
            raise KeyElsewhere(
                _("the key that signs certificates has just been changed: try again")
            )
        from stepback_course.awards.checking.claims import check_url
        from stepback_course.awards.credential import credential_of, signed

        at = parse_instant(reservation.at)
        document = credential_of(reservation.facts, issuer=key.did, at=at)
        return signed(document, key, at), check_url(reservation.facts, key)

    def _kept(self, credential: bytes | None) -> str:
        if credential is None:
            return ""
        from stepback_course.awards.credential.reading import CREDENTIAL_LIMIT

        return self._store.put_file(io.BytesIO(credential), limit=CREDENTIAL_LIMIT)


def issuing_key(store: Store, chest: "KeyChest | None") -> "IssuerKey | None":
    """Return the key with which certificates are signed here, locked or not; None where with none.

    Raises KeyElsewhere where they are issued on another computer.
    """
    if is_laptop(store):
        raise KeyElsewhere(AT_THE_OFFICE)
    try:
        return key_here(store, chest)
    except Refusal as refusal:
        raise KeyElsewhere(str(refusal)) from None


def is_of(standing: Certificate, portfolio: str) -> bool:
    """Say whether a certificate is a portfolio's own, and not that of whoever was faster."""
    return same_identifier(standing.portfolio, portfolio)
