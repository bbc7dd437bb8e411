"""The keys with which an organisation signs: public halves and dates, kept in its store."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from stepback_course.awards.keys.did import public_of
from stepback_course.clock import Clock, day_of, exact_instant, instant, parse_instant
from stepback_course.people import Actor
from stepback_course.people.organisation import FOLDER
from stepback_course.people.policy import require
from stepback_course.store import NEVER_WRITTEN, Change, Store, new_operation
from stepback_course.text import _
from stepback_course.text.fields import Frozen
from stepback_course.text.refusals import Refusal

RECORD = "keys"

KeyState = Literal["signs", "retired", "compromised"]
Standing = Literal["good", "outside its time", "only with the register", "compromised"]
"""What a signature that names an instant is worth; see `IssuerKey.standing`."""


def _second(moment: str) -> str:
    return moment.partition(".")[0]


def _named(did: str) -> str:
    public_of(did)
    return did


def _instant(text: str) -> str:
    if exact_instant(text) is None:
        raise ValueError(_("this is not an instant, such as 2026-03-04T12:00:00.000Z"))
    return text


Did = Annotated[str, StringConstraints(max_length=100), AfterValidator(_named)]
"""The public name of a signing key."""
Instant = Annotated[str, StringConstraints(max_length=40), AfterValidator(_instant)]
"""A moment as records keep it: UTC, ISO 8601, to the millisecond."""


class IssuerKey(Frozen):
    """One key of the organisation, and from when to when it signs."""

    did: Did
    since: Instant
    until: Instant | Literal[""] = ""
    """When it was retired; empty while it signs."""
    compromised_from: Instant | Literal[""] = ""
    """From when somebody else may have had it; empty where nobody is thought to."""

    @property
    def is_current(self) -> bool:
        """Whether the organisation signs with it now."""
        return not self.until

    @property
    def state(self) -> KeyState:
        """Say in a word what the key does now."""
        if self.compromised_from:
            return "compromised"
        return "signs" if self.is_current else "retired"

    def standing(self, at: datetime) -> Standing:
        """Say what a signature of this key is worth that says it was made at an instant.

        Whoever has a compromised key can write any instant into what they sign. What it says to
        have signed before is therefore good only where the register has that very document. What is
        signed tells the second only, so the second in which a key was entered is its own.
        """
        moment = instant(at)
        second = _second(moment)
        if self.compromised_from and second >= _second(self.compromised_from):
            return "compromised"
        if second < _second(self.since) or (self.until and moment >= self.until):
            return "outside its time"
        return "only with the register" if self.compromised_from else "good"


class IssuerKeys(Frozen):
    """Every key that a store has known, the oldest first."""

    keys: tuple[IssuerKey, ...] = ()


def issuer_keys(store: Store) -> tuple[IssuerKey, ...]:
    """Return the keys that a store knows, the oldest first."""
    return _kept(store)[0]


def current_key(store: Store) -> IssuerKey | None:
    """Return the key with which the organisation signs now; None where it signs with none."""
    return next((key for key in issuer_keys(store) if key.is_current), None)


def register_key(store: Store, actor: Actor, clock: Clock, did: str) -> IssuerKey:
    """Enter a key with which the organisation signs from now on, and return it.

    The key before it is retired at the same instant. Where it is the present one already, nothing
    changes. Raises Refusal where it was retired, and ValueError where `did` names no key.
    """
    require(actor, "keep_keys")
    known, revision = _kept(store)
    found = next((key for key in known if key.did == did), None)
    if found is not None:
        require_not_retired(found)
        return found
    now = instant(clock())
    entered = IssuerKey(did=did, since=now)
    _keep(store, actor, (*(_retired(key, now) for key in known), entered), revision)
    return entered


def require_not_retired(key: IssuerKey) -> None:
    """Return where a key still signs. Raises Refusal with the day on which it was retired."""
    if not key.is_current:
        raise Refusal(
            "closed",
            _(
                "the key {did} was retired on {day}, and nothing is signed with it again: make a "
                "new one with `stepback key rotate`"
            ).format(did=key.did, day=day_of(parse_instant(key.until))),
        )


def retire(store: Store, actor: Actor, clock: Clock, did: str) -> IssuerKey:
    """Let a key sign no more, from now on, and return it as it then stands.

    Raises Refusal where the store does not know it.
    """
    now = instant(clock())
    return _change(store, actor, did, lambda key: _retired(key, now))


def compromised(store: Store, actor: Actor, clock: Clock, did: str, since: datetime) -> IssuerKey:
    """Say that somebody else may have had a key since an instant; it signs no more.

    Said again, the earlier of the two instants counts. Raises Refusal where the store does not know
    the key.
    """
    now = instant(clock())

    def marked(key: IssuerKey) -> IssuerKey:
        earliest = min(filter(None, (key.compromised_from, instant(since))))
        return _retired(key, now).model_copy(update={"compromised_from": earliest})

    return _change(store, actor, did, marked)


def _change(
    store: Store, actor: Actor, did: str, changed: Callable[[IssuerKey], IssuerKey]
) -> IssuerKey:
    require(actor, "keep_keys")
    known, revision = _kept(store)
    for place, key in enumerate(known):
        if key.did == did:
            replacement = changed(key)
            _keep(store, actor, (*known[:place], replacement, *known[place + 1 :]), revision)
            return replacement
    raise Refusal(
        "unknown", _("this store knows no key {did}: see `stepback key show`").format(did=did[:60])
    )


def _retired(key: IssuerKey, now: str) -> IssuerKey:
    return key.model_copy(update={"until": now}) if key.is_current else key


def _kept(store: Store) -> tuple[tuple[IssuerKey, ...], int]:
    record = store.get(FOLDER, RECORD)
    if record is None:
        return (), NEVER_WRITTEN
    return IssuerKeys.model_validate(record.document).keys, record.revision


def _keep(store: Store, actor: Actor, keys: tuple[IssuerKey, ...], revision: int) -> None:
    change = Change(revision, IssuerKeys(keys=keys).model_dump(mode="json"))
    store.put(FOLDER, {RECORD: change}, operation=new_operation(), actor=actor.id)
