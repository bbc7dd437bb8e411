"""What a certificate claims, signed, and short enough for a square code that a telephone reads.

After the `#` of an address stand the letter `1`, which says how the rest is written, and base64url
of some lines of text with 64 bytes of signature behind them. The lines are: the last letters of the
key, the number, the day of award, the name, the course, and the last day where the award ends. What
follows a `#` is never sent to a server.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import StringConstraints, ValidationError

from stepback_course.awards.checking.letters import from_letters, to_letters
from stepback_course.awards.facts import CertificateFacts, Number
from stepback_course.awards.keys.issuers import Did, IssuerKey
from stepback_course.awards.keys.signing import SigningKey, is_signed
from stepback_course.clock import day_of, parse_instant
from stepback_course.text import _
from stepback_course.text.fields import Frozen, Line, Name
from stepback_course.text.refusals import Refusal

PURPOSE = "stepback certificate code 1\n"
"""Signed before the text, so that nothing else that a key signs can stand as a code."""
WRITTEN = "1"
TAG_LETTERS = 4
"""How many letters of a key say which it is, among the few of one issuer."""
SIGNATURE_BYTES = 64
LONGEST = 2_300
"""No code has as many letters."""


class Claims(Frozen):
    """What the issuer signed of one certificate."""

    number: Number
    awarded_on: date
    name: Name
    course: Annotated[Line, StringConstraints(min_length=1)]
    """As it is printed, in the language of the certificate."""
    valid_until: date | None = None
    did: Did
    """The key that signed it."""


def compact(facts: CertificateFacts, key: SigningKey) -> str:
    """Return the code of a certificate: letters, digits, hyphens and underscores."""
    day, until = facts.awarded_on.isoformat(), facts.valid_until
    lines = [tag_of(key.did), facts.number, day, facts.name, facts.course_as_printed]
    if until:
        lines.append(until.isoformat())
    text = "\n".join(lines)
    return WRITTEN + to_letters(text.encode() + key.sign((PURPOSE + text).encode()))


def check_url(facts: CertificateFacts, key: SigningKey) -> str:
    """Return the address that checks a certificate; empty where there is no check page."""
    return f"{facts.check_address}#{compact(facts, key)}" if facts.check_address else ""


def read_claims(code: str, issuers: Sequence[IssuerKey]) -> Claims:
    """Return what a code says once one of the issuers' keys is known to have signed it.

    Raises what `signed_claims` raises, and Refusal `withdrawn` where the key no longer counts: who
    has a key that leaked can sign any name and any day with it.
    """
    claims = signed_claims(code, issuers)
    issuer = next(each for each in issuers if each.did == claims.did)
    last = last_day_of(issuer)
    if issuer.compromised_from or (last and claims.awarded_on > last):
        raise Refusal(
            "withdrawn",
            _(
                "the key that signed the code of {number} no longer counts: ask whoever issued it"
                " about that number"
            ).format(number=claims.number),
        )
    return claims


def signed_claims(code: str, issuers: Sequence[IssuerKey]) -> Claims:
    """Return what one of the issuers' keys signed, whatever became of that key since.

    Raises Refusal: `damaged` where it is no code, `unknown` for a key that is not among them,
    `altered` where it was not signed so, `newer_format`.
    """
    text, signature = _taken_apart(code)
    tag, *lines = text.split("\n")
    named = [issuer.did for issuer in issuers if tag_of(issuer.did) == tag]
    if not named:
        raise Refusal("unknown", _("this code is signed with a key that is not known here"))
    for did in named:
        if is_signed(did, (PURPOSE + text).encode(), signature):
            return _claims(lines, did)
    raise Refusal("altered", _("this code is not genuine: it was altered, or never signed"))


def tag_of(did: str) -> str:
    """Return the letters by which codes name a key."""
    return did[-TAG_LETTERS:]


def last_day_of(issuer: IssuerKey) -> date | None:
    """Return the last day of award that a key signs; None while it is in use.

    It has no first day: a certificate that replaces another keeps the day of award, and is signed
    with the key of its own time.
    """
    return day_of(parse_instant(issuer.until)) if issuer.until else None


def _taken_apart(code: str) -> tuple[str, bytes]:
    """Return the text and the signature of a code."""
    is_ours = code.startswith(WRITTEN) and len(code) <= LONGEST
    content = from_letters(code.removeprefix(WRITTEN)) if is_ours else None
    if content is not None and len(content) > SIGNATURE_BYTES:
        try:
            return content[:-SIGNATURE_BYTES].decode(), content[-SIGNATURE_BYTES:]
        except UnicodeDecodeError:
            pass
    raise Refusal("damaged", _("this is not a whole code: read it again from the certificate"))


def _claims(lines: Sequence[str], did: str) -> Claims:
    fields = ("number", "awarded_on", "name", "course", "valid_until")
    if len(lines) <= len(fields):
        try:
            return Claims.model_validate({**dict(zip(fields, lines, strict=False)), "did": did})
        except ValidationError:
            pass
    raise Refusal("newer_format", _("this code was written by a newer stepback: renew this one"))
