"""How a keycard becomes somebody's: the key in their invitation signs it."""

from stepback_course.handover.keys.keyring import (
    Key,
    Keycard,
    Keyring,
    Signature,
    public_of,
    sign,
    verify,
)
from stepback_course.text import canonical
from stepback_course.text.fields import Frozen, Identifier

_SCHEMA = "stepback.introduction/1"


class Introduction(Frozen):
    """A keycard, and two signatures that say whose it is."""

    person: Identifier
    card: Keycard
    enrolment: Key
    """The public half of the key that came with the invitation."""
    signature: Signature
    """By the enrolment key: whoever was invited says that this is their card."""
    countersignature: Signature
    """By the card itself: nobody can introduce a card that is not theirs."""


def introduce(keyring: Keyring, person: str, enrolment_seed: str) -> Introduction:
    """Return the introduction of a keyring's card. `enrolment_seed` is in hexadecimal."""
    seed = bytes.fromhex(enrolment_seed)
    enrolment = public_of(seed)
    content = _signed(person, keyring.card, enrolment)
    return Introduction(
        person=person,
        card=keyring.card,
        enrolment=enrolment,
        signature=sign(seed, content).hex(),
        countersignature=keyring.sign(content).hex(),
    )


def is_introduced(introduction: Introduction, enrolment_public: str) -> bool:
    """Say whether an introduction was made with this enrolment key, by whoever has the card."""
    content = _signed(introduction.person, introduction.card, introduction.enrolment)
    return (
        introduction.enrolment == enrolment_public
        and verify(enrolment_public, content, bytes.fromhex(introduction.signature))
        and verify(introduction.card.signing, content, bytes.fromhex(introduction.countersignature))
    )


def _signed(person: str, card: Keycard, enrolment: str) -> bytes:
    return canonical(
        {
            "schema": _SCHEMA,
            "person": person,
            "card": card.model_dump(mode="json"),
            "enrolment": enrolment,
        }
    )
