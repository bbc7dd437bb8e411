"""The signed list of certificates that no longer stand: numbers and days, no names or reasons.

The list is kept as the very text that was signed, so that whoever reads it needs no rule by which
to write it out again.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from stepback_course.awards.checking.letters import from_letters, to_letters
from stepback_course.awards.facts import Number, NumberIfAny
from stepback_course.awards.keys.issuers import Did, Instant, IssuerKey
from stepback_course.awards.keys.signing import SigningKey, is_signed
from stepback_course.awards.models import Withdrawal
from stepback_course.clock import day_of, instant, parse_instant
from stepback_course.text import _
from stepback_course.text.fields import Frozen
from stepback_course.text.refusals import Refusal

PURPOSE = "stepback withdrawn numbers 1\n"
"""Signed before the text, so that nothing else that a key signs can stand as a list."""
FILE_NAME = "withdrawn.json"
LARGEST = 20_000_000
"""Bytes of a file that is still read: room for more than all numbers of a year."""
MOST = 100_000
"""Of the numbers on a list."""
MOST_KEYS = 1_000
"""Of the keys of one issuer."""

# Read as JSON, lists and objects take many times the room of the file, and anybody can send some:
# before the signature is looked at, nothing is read but three texts.
_ONLY_TEXTS = re.compile(
    rb'\s*\{(?:\s*"[a-z]{1,20}"\s*:\s*"(?:[^"\\]++|\\.)*+"\s*[,}]){3}\s*', re.DOTALL
)


class Withdrawn(Frozen):
    """One certificate that no longer stands."""

    number: Number
    state: Literal["replaced", "revoked"]
    since: date
    replaced_by: NumberIfAny = ""


class WithdrawnList(Frozen):
    """Every certificate of an issuer that did not stand at an instant."""

    at: Instant
    day: date
    """The organisation's day of that instant."""
    keys: Annotated[tuple[Did, ...], Field(max_length=MOST_KEYS)] = ()
    """The issuer's: of what they signed, the list tells what stands no more."""
    withdrawn: Annotated[tuple[Withdrawn, ...], Field(max_length=MOST)]

    @cached_property
    def _by_number(self) -> dict[str, Withdrawn]:
        return {entry.number: entry for entry in self.withdrawn}

    def is_about(self, did: str) -> bool:
        """Say whether the list has what a key signed and stands no more."""
        return did in self.keys

    def of(self, number: str) -> Withdrawn | None:
        """Return what the list says of a number; None where it is not on it."""
        return self._by_number.get(number)


class _Signed(Frozen):
    """The file: a list as text, and who signed it."""

    did: Did
    list: Annotated[str, StringConstraints(max_length=LARGEST)]
    signature: Annotated[str, StringConstraints(max_length=100)]


def withdrawn_list(
    withdrawals: Iterable[Withdrawal], key: SigningKey, at: datetime, keys: Iterable[str] = ()
) -> bytes:
    """Return the file that says which certificates do not stand at an instant, signed by `key`.

    `keys` are all that the issuer ever signed with, whatever became of them.
    """
    listed = WithdrawnList(
        at=instant(at),
        day=day_of(at),
        keys=tuple(dict.fromkeys((*keys, key.did))),
        withdrawn=tuple(
            Withdrawn(
                number=each.number,
                state=each.state,
                since=day_of(parse_instant(each.at)),
                replaced_by=each.replaced_by,
            )
            for each in withdrawals
        ),
    )
    text = listed.model_dump_json()
    signature = key.sign((PURPOSE + text).encode())
    signed = _Signed(did=key.did, list=text, signature=to_letters(signature))
    return signed.model_dump_json().encode()


def read_withdrawn(content: bytes, issuers: Sequence[IssuerKey]) -> WithdrawnList:
    """Return the list in a file that one of the issuers' keys signed while it counted.

    Raises Refusal: `too_large`, `damaged`, `unknown` for a key that is not among them, `altered`,
    or `withdrawn` where the key did not count when it signed.
    """
    if len(content) > LARGEST:
        raise Refusal("too_large", _("this file is too large for a list of withdrawn numbers"))
    if not _ONLY_TEXTS.fullmatch(content):
        raise _no_list()
    try:
        signed = _Signed.model_validate_json(content)
    except ValidationError:
        raise _no_list() from None
    issuer = next((each for each in issuers if each.did == signed.did), None)
    if issuer is None:
        raise Refusal("unknown", _("the list is signed with a key that is not known here"))
    signature = from_letters(signed.signature)
    if signature is None or not is_signed(issuer.did, (PURPOSE + signed.list).encode(), signature):
        raise Refusal("altered", _("the list of withdrawn numbers was altered after its signing"))
    try:
        listed = WithdrawnList.model_validate_json(signed.list)
    except ValidationError:
        raise _no_list() from None
    if issuer.standing(parse_instant(listed.at)) != "good":
        raise Refusal("withdrawn", _("the key that signed the list no longer counts"))
    return listed.model_copy(update={"keys": (*listed.keys, signed.did)})


def _no_list() -> Refusal:
    return Refusal("damaged", _("this is not a list of withdrawn numbers"))
