"""The key with which a store's certificates are signed now, and whether it is at hand."""

from stepback_course.awards.keys.chest import KeyChest
from stepback_course.awards.keys.issuers import IssuerKey, current_key
from stepback_course.awards.keys.signing import SigningKey
from stepback_course.store import Store
from stepback_course.text import _
from stepback_course.text.refusals import Refusal


def key_here(store: Store, chest: KeyChest | None) -> IssuerKey | None:
    """Return the key with which the organisation signs; None where it signs with none.

    Raises Refusal where it signs with one that is not on this computer.
    """
    current = current_key(store)
    if current is None:
        return None
    here = chest.did if chest else None
    if here == current.did:
        return current
    if here is None:
        sentence = _(
            "certificates are signed with the key {did}, which is not on this computer. Issue them"
            " on the computer that has it, or bring it here with its paper copy: `stepback key"
            " restore`. If it is lost for good: `stepback key rotate`."
        )
    else:
        sentence = _(
            "certificates are signed with the key {did}, and the one on this computer is another,"
            " {here}. Issue them on the computer that has it, or let this one take its place:"
            " `stepback key rotate`."
        )
    raise Refusal("not_ready", sentence.format(did=current.did, here=here))


def signing_key(store: Store, chest: KeyChest | None) -> SigningKey | None:
    """Return the key with which the organisation signs, for use; None where it signs with none.

    Raises Refusal where it is locked or not on this computer: nothing is left unsigned silently.
    """
    current = key_here(store, chest)
    if current is None or chest is None:
        return None
    key = chest.unlocked()
    if key is None or key.did != current.did:
        chest.lock()  # another program has renewed the key since this one opened it
        raise Refusal(
            "not_ready",
            _("the key that certificates are signed with is locked: unlock it with its passphrase"),
        )
    return key
