"""The certificate as machines read it: an Open Badges 3.0 credential, signed and assessed."""

from typing import TYPE_CHECKING

from stepback_course.late import loaded_late

if TYPE_CHECKING:
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

__getattr__ = loaded_late(
    __name__,
    {
        "Assessment": "reading",
        "Claims": "reading",
        "Outcome": "reading",
        "assess": "reading",
        "baked": "badge",
        "credential_of": "writing",
        "facts_digest": "writing",
        "integrity_of": "writing",
        "signed": "writing",
        "unbaked": "badge",
    },
)
