"""The certificate as machines read it: an Open Badges 3.0 credential, signed and assessed."""

from stepback_course.awards.credential.badge import baked, unbaked
from stepback_course.awards.credential.reading import Assessment, Claims, Outcome, assess
from stepback_course.awards.credential.writing import (
    credential_of,
    facts_digest,
    integrity_of,
    signed,
)

__all__ = [
    "Assessment",
    "Claims",
    "Outcome",
    "assess",
    "baked",
    "credential_of",
    "facts_digest",
    "integrity_of",
    "signed",
    "unbaked",
]
