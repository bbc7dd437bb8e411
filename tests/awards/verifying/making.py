"""Certificates as files, and registers that know them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from stepback_course.awards.checking.claims import check_url
from stepback_course.awards.checking.withdrawn import read_withdrawn, withdrawn_list
from stepback_course.awards.credential import baked, credential_of, signed
from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.awards.models import Certificate, Withdrawal
from stepback_course.awards.numbers import compose
from stepback_course.awards.page import TEMPLATE_VERSION, USUAL, engine_version, pictured, printed
from stepback_course.awards.verifying.verdict import Known, Register
from stepback_course.clock import instant
from stepback_course.course.models import CourseReference
from tests.awards.credential.making import AT, KEY, KNOWN, LATER, SOMEBODY_ELSES, facts

CHECKED = facts(check_address="https://example.org/check/")
CODE = check_url(CHECKED, KEY)
CREDENTIAL = signed(credential_of(CHECKED, issuer=KEY.did, at=AT), KEY, AT)
OTHER = compose("SBP", 2026, 43)
TRUSTED = (*KNOWN, IssuerKey(did=SOMEBODY_ELSES.did, since=instant(AT)))
"""The issuer's key and another."""
IN_USE_FOR_YEARS = KNOWN[0].model_copy(update={"since": instant(AT - timedelta(days=1000))})


@cache
def page(credential: bytes | None = CREDENTIAL, code: str = CODE) -> bytes:
    """Return the PDF of a certificate."""
    return printed(CHECKED, credential=credential, code=code)


@cache
def badge() -> bytes:
    """Return the badge of a certificate."""
    return baked(pictured(CHECKED, code=CODE), CREDENTIAL)


@cache
def entry() -> Certificate:
    """Return what the register has of that certificate."""
    return Certificate(
        number=CHECKED.number,
        portfolio="P-CERYS",
        person="PR-CERYS",
        cohort="C-ONE",
        course=CourseReference(id="course", version="1", hash="0" * 64),
        facts=CHECKED,
        pdf=sha256(page()).hexdigest(),
        template=TEMPLATE_VERSION,
        engine=engine_version(),
        issued=instant(AT),
        issued_by="CO-ANN",
        credential=sha256(CREDENTIAL).hexdigest(),
        key=KEY.did,
        look=USUAL.id,
        code=CODE,
    )


def registered(**changes: Any) -> Register:
    """Return a register that has the certificate, with changes, and no other."""
    kept = entry().model_copy(update=changes)
    return {kept.number: kept}.get


def knowing(**more: Any) -> Known:
    """Return what somebody knows who trusts the issuer's key, a month later.

    A register is that issuer's own.
    """
    return replace(Known(at=LATER, issuers=KNOWN, own=frozenset({KEY.did})), **more)


def listing(*withdrawals: Withdrawal, at: datetime = LATER) -> Any:
    """Return the issuer's signed list, as it is read."""
    return read_withdrawn(withdrawn_list(withdrawals, KEY, at), [IN_USE_FOR_YEARS])


def listing_of_others(*withdrawals: Withdrawal, keys: Sequence[str] = ()) -> Any:
    """Return a list that another key signed, and that says whose keys it is about."""
    content = withdrawn_list(withdrawals, SOMEBODY_ELSES, LATER, keys)
    return read_withdrawn(content, TRUSTED)
