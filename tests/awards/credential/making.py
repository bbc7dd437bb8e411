"""Facts, keys and credentials to try things on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from stepback_course.awards.credential import credential_of, signed
from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.awards.keys.signing import key_from_seed
from stepback_course.awards.numbers import compose
from stepback_course.clock import instant

AT = datetime(2026, 3, 4, 12, 0, 0, 500_000, UTC)
"""When certificates are signed here."""
LATER = AT + timedelta(days=30)
"""When they are looked at."""
KEY = key_from_seed(bytes(range(32)))
SOMEBODY_ELSES = key_from_seed(bytes(32))
KNOWN = (IssuerKey(did=KEY.did, since=instant(AT)),)


def facts(**changes: Any) -> CertificateFacts:
    """Return what a certificate says, with changes."""
    return CertificateFacts.model_validate(
        {
            "number": compose("SBP", 2026, 42),
            "name": "Siân Llŷr Gwynedd-Price",
            "course": "Step-back Practitioners Course",
            "days": 2,
            "statements": 10,
            "issuer": "Positive Eye Ltd",
            "assessed_by": "Mair Evans",
            "awarded_on": date(2026, 3, 4),
            "setting": "Ysgol Gyfun Tŵr-y-Felin",
            "entitlement": "and may use Step-in, Step-back techniques across their setting",
            "specimen": False,
        }
        | changes
    )


def issued(key: Any = KEY, at: datetime = AT, **changes: Any) -> bytes:
    """Return the signed credential of a certificate."""
    return signed(credential_of(facts(**changes), issuer=key.did, at=at), key, at)
