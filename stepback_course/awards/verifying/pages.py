"""Whether the page that a person sees is the one that was issued."""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Literal

from stepback_course.awards.checking.claims import signed_claims
from stepback_course.awards.credential import Claims, baked, integrity_of
from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.awards.models import Certificate
from stepback_course.awards.page import Look, PageSource, engine_version, read_source
from stepback_course.awards.verifying.found import Found
from stepback_course.text.refusals import Refusal

Likeness = Literal["no page", "same", "different", "not compared"]

Looks = Callable[[str], Look | None]
"""Gives the look of an id, or None where it cannot be had."""


def page_of_register(found: Found, entry: Certificate, looks: Looks) -> Likeness:
    """Compare a file with what the register says was issued."""
    if found.kind == "page":
        is_same = hashlib.sha256(found.content).hexdigest() == entry.pdf
        return "same" if is_same else "different"
    if found.kind == "badge":
        return _badge_of_register(found, entry, looks)
    return "no page"


def page_of_claims(
    found: Found, claims: Claims, issuers: Sequence[IssuerKey], looks: Looks
) -> Likeness:
    """Compare a file with the page printed again from what it says it was printed from.

    That counts only as far as the credential vouches for it.
    """
    if found.kind == "credential":
        return "no page"
    if found.kind == "badge":
        return "not compared"
    if found.source is None:
        return "different"
    try:
        source = read_source(found.source)
    except Refusal:
        return "not compared"
    # As they are attached: read by this version, they may have fields of which theirs had no idea.
    attached = integrity_of(json.loads(found.source)["facts"])
    if attached != claims.facts_digest or not _has_true_code(source, claims, issuers):
        return "different"
    return _printed_again(found, source, looks(source.look))


def _printed_again(found: Found, source: PageSource, look: Look | None) -> Likeness:
    from stepback_course.awards.page import printed

    is_written_so = source.as_attached().encode() == found.source
    if look is None or not source.is_of(look) or not is_written_so:
        return "not compared"
    try:
        page = printed(source.facts, look, credential=found.credential, code=source.code)
    except Refusal:
        return "different"
    return "same" if page == found.content else "different"


def _has_true_code(source: PageSource, claims: Claims, issuers: Sequence[IssuerKey]) -> bool:
    """Say whether a page's code leads where its facts say, and claims what the credential does.

    The credential does not vouch for a code, which has a signature of its own.
    """
    address, mark, fragment = source.code.partition("#")
    if not source.code or not source.facts.check_address:
        return source.code == source.facts.check_address
    try:
        coded = signed_claims(fragment, issuers)
    except Refusal:
        return False
    return (
        address == source.facts.check_address
        and bool(mark)
        and (coded.number, coded.name, coded.course, coded.awarded_on, coded.did)
        == (claims.number, claims.name, claims.course, claims.day, claims.did)
    )


def _badge_of_register(found: Found, entry: Certificate, looks: Looks) -> Likeness:
    from stepback_course.awards.page import pictured

    look = looks(entry.look)
    if look is None or entry.engine != engine_version() or found.credential is None:
        return "not compared"
    picture = pictured(entry.facts, look, code=entry.code)
    return "same" if baked(picture, found.credential) == found.content else "different"
