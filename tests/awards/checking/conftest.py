"""Two keys, and the facts of a certificate."""

from datetime import date
from typing import Any

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.awards.keys.signing import key_from_seed
from stepback_course.awards.numbers import compose
from stepback_course.people.organisation import Organisation

KEY, OTHER_KEY = key_from_seed(b"\1" * 32), key_from_seed(b"\2" * 32)
ISSUER = IssuerKey(did=KEY.did, since="2026-01-01T00:00:00.000Z")
NUMBER, NEXT, SPECIMEN = (
    compose("SBP", 2026, 42),
    compose("SBP", 2026, 43),
    compose("SPECIMEN", 2026, 1),
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Of codes, in the order of what they stand for."""
ADDRESS = "https://www.example.org/certificates/check/"
ORGANISATION = Organisation(name="Positive Eye Ltd", contact="Ann Rees, 01286 000000")
MADE = date(2026, 11, 23)


def facts_of(**changed: Any) -> CertificateFacts:
    """The facts of Cerys' certificate, with some of them changed."""
    number = changed.get("number", NUMBER)
    usual = {
        "number": NUMBER,
        "name": "Cerys Wyn",
        "course": "Step-back Practitioners Course",
        "days": 2,
        "statements": 10,
        "issuer": ORGANISATION.name,
        "assessed_by": ORGANISATION.name,
        "awarded_on": date(2026, 11, 22),
        "entitlement": "may use it",
        "check_address": ADDRESS,
        "specimen": number == SPECIMEN,
    }
    return CertificateFacts.model_validate(usual | changed)


def with_another_letter(code: str, place: int, bit: int = 0) -> str:
    """The code with the letter at a place changed to one that differs in one bit only."""
    other = LETTERS[LETTERS.index(code[place]) ^ 1 << bit]
    return code[:place] + other + code[place + 1 :]
