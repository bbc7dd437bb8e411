"""The desk at which a coordinator keeps the key that certificates are signed with."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from stepback_course.awards.keys.chest import KeyChest
from stepback_course.awards.keys.issuers import (
    IssuerKey,
    compromised,
    current_key,
    issuer_keys,
    register_key,
    require_not_retired,
    retire,
)
from stepback_course.awards.keys.paper import key_from_paper, paper
from stepback_course.awards.keys.passphrase import check_new_passphrase
from stepback_course.awards.keys.signing import SigningKey
from stepback_course.clock import ORGANISATION_ZONE, Clock, day_of
from stepback_course.people import Actor
from stepback_course.people.policy import require
from stepback_course.store import Store
from stepback_course.text import _
from stepback_course.text.refusals import Refusal


class Keys:
    """Makes and renews the key on this computer, and enters in the store who signs since when.

    The key is written first and entered then, so what a crash interrupts is finished by `adopt`.
    """

    def __init__(self, store: Store, actor: Actor, clock: Clock, chest: KeyChest | None) -> None:
        """Sit down as `actor`, with the chest of this computer."""
        self._store = store
        self._actor = actor
        self._clock = clock
        self._chest = chest

    def known(self) -> tuple[IssuerKey, ...]:
        """Return every key that the store knows, the oldest first."""
        require(self._actor, "see_register")
        return issuer_keys(self._store)

    def current(self) -> IssuerKey | None:
        """Return the key with which the organisation signs; None where it signs with none."""
        return current_key(self._store)

    def not_entered(self) -> str | None:
        """Return the public name of a key on this computer that the store does not know, or None.

        Raises Refusal where its file cannot be read.
        """
        here = self._chest.did if self._chest else None
        return here if here not in {key.did for key in issuer_keys(self._store)} else None

    def make(self, passphrase: str) -> SigningKey:
        """Make the first key, unlocked, and enter it. Raises Refusal where there is one."""
        self.require_can_make()
        return self._renewed(passphrase)

    def rotate(self, passphrase: str, compromised_from: date | None = None) -> SigningKey:
        """Make a new key, unlocked, and enter it in place of the present one, wherever that is.

        Where the present one is on this computer, its private half is gone afterwards.
        `compromised_from` is the day since which somebody else may have had it; it signs no more
        from then on, even where this is interrupted and `make` has to go on. Raises Refusal where
        there is none yet, or that day is still to come.
        """
        self.require_can_rotate()
        present = self.current()
        if present is None or compromised_from is None:
            return self._renewed(passphrase)
        since = self._beginning_of(compromised_from)
        check_new_passphrase(passphrase)
        # Before there is another: done again after an interruption, this must not mean that one.
        compromised(self._store, self._actor, self._clock, present.did, since)
        return self._renewed(passphrase)

    def adopt(self, passphrase: str) -> SigningKey:
        """Enter the key that is on this computer already, in place of the present one, if any.

        Raises Refusal where the passphrase is not its own, and where it was retired.
        """
        self.require_keeper()
        return self._entered(self.chest.unlock(passphrase))

    def restore(self, text: str, passphrase: str) -> SigningKey:
        """Keep the key of a paper copy on this computer, unlocked, with a new passphrase.

        Raises Refusal where a line is not as printed, where the key was retired, and where the
        organisation signs with another or this computer has another.
        """
        self.require_keeper()
        key = key_from_paper(text)
        for known in issuer_keys(self._store):
            if known.did == key.did:
                require_not_retired(known)
        current = self.current()
        if current is not None and current.did != key.did:
            raise Refusal(
                "taken",
                _(
                    "this is the paper copy of {other}, and certificates are signed with {did}."
                    " Nothing was changed: look for the paper copy of that one."
                ).format(other=key.did, did=current.did),
            )
        return self._entered(self.chest.restore(key.seed, passphrase))

    def retire(self, did: str) -> IssuerKey:
        """Sign no more with a key; certificates are unsigned until another is made."""
        return retire(self._store, self._actor, self._clock, did)

    def compromised(self, did: str, since: date) -> IssuerKey:
        """Say that somebody else may have had a key since a day, that day included.

        Nothing is signed with it any more. Raises Refusal where the day is still to come.
        """
        start = self._beginning_of(since)
        return compromised(self._store, self._actor, self._clock, did, start)

    def paper(self) -> str:
        """Return the paper copy of the key, four lines. Raises Refusal where the key is locked."""
        self.require_keeper()
        key = self.chest.unlocked()
        if key is None:
            raise Refusal("not_ready", _("the key is locked: unlock it with its passphrase"))
        return paper(key)

    def rehearse(self, text: str) -> None:
        """Compare a paper copy that was typed in with the key on this computer, and note the day.

        Nothing is unlocked. Raises Refusal where a line is not as printed, or of another key.
        """
        self.require_keeper()
        self.chest.rehearse(text)

    @property
    def chest(self) -> KeyChest:
        """Return the chest of this computer. Raises Refusal where there can be none."""
        if self._chest is None:
            raise Refusal(
                "not_ready", _("a made-up cohort has no key: its certificates are not signed")
            )
        return self._chest

    def require_keeper(self) -> None:
        """Return where the actor keeps keys. Raises Refusal."""
        require(self._actor, "keep_keys")

    def require_can_make(self) -> None:
        """Return where a first key can be made. Raises Refusal."""
        self.require_keeper()
        if self.current() is not None:
            raise Refusal(
                "taken",
                _(
                    "there is a key that certificates are signed with: `stepback key show` says"
                    " which, and `stepback key rotate` makes another in its place"
                ),
            )
        self._require_no_stray()

    def require_can_rotate(self) -> None:
        """Return where another key can take the place of the present one. Raises Refusal."""
        self.require_keeper()
        if self.current() is None:
            raise Refusal(
                "not_ready", _("there is no key yet that could be renewed: use `stepback key new`")
            )
        self._require_no_stray()

    def _require_no_stray(self) -> None:
        chest, stray = self.chest, self.not_entered()
        if stray is not None:
            raise Refusal(
                "taken",
                _(
                    "this computer has a key that this store does not know, {did}, in {file}. Enter"
                    " it with its passphrase (`stepback key adopt`), or move the file away."
                ).format(did=stray, file=chest.path),
            )

    def _beginning_of(self, day: date) -> datetime:
        """Return the first instant of a day of the organisation. Raises Refusal."""
        if day > day_of(self._clock()):
            raise Refusal("invalid", _("{day} is still to come").format(day=day))
        return datetime.combine(day, time(), ZoneInfo(ORGANISATION_ZONE))

    def _renewed(self, passphrase: str) -> SigningKey:
        renew = self.chest.make if self.chest.did is None else self.chest.rotate
        return self._entered(renew(passphrase))

    def _entered(self, key: SigningKey) -> SigningKey:
        register_key(self._store, self._actor, self._clock, key.did)
        return key
