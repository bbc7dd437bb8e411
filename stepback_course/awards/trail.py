"""What happened to a certificate, each step chained to the one before, without I/O."""

from typing import Any

from stepback_course.awards.models import Certificate, CertificateAction, CertificateEntry
from stepback_course.people import Actor
from stepback_course.text import digest

_AFTER = {"issue": "issued", "replace": "replaced", "revoke": "revoked"}


def stepped(
    certificate: Certificate,
    action: CertificateAction,
    *,
    actor: Actor,
    at: str,
    reason: str = "",
    note: str = "",
    **changes: Any,
) -> Certificate:
    """Return a certificate one step on, with the entry in its trail and `changes` applied."""
    after = _AFTER[action]
    before = certificate.state if certificate.trail or action != "issue" else ""
    one_on = certificate.model_copy(
        update={"state": after, "reason": reason, "note": note, **changes}
    )
    entry: dict[str, Any] = {
        "at": at,
        "actor": actor.id,
        "role": "coordinator",
        "action": action,
        "before": before,
        "after": after,
        "reason": reason,
        "note": note,
        "record": commitment(one_on),
        "previous": certificate.trail[-1].hash if certificate.trail else "",
    }
    chained = CertificateEntry(**entry, hash=digest(entry))
    return one_on.model_copy(update={"trail": (*certificate.trail, chained)})


def commitment(certificate: Certificate) -> str:
    """Return the digest of everything that a certificate's record says beside its trail."""
    return digest(certificate.model_dump(mode="json", exclude={"trail"}))


def is_whole(certificate: Certificate) -> bool:
    """Say whether a trail is unbroken and its last entry commits to what the record says.

    What was issued before there were trails has none, and is as it was issued.
    """
    if not certificate.trail:
        return certificate.state == "issued" and not certificate.is_signed
    first, last = certificate.trail[0], certificate.trail[-1]
    previous, state = "", "issued" if first.action != "issue" else ""
    for entry in certificate.trail:
        content = entry.model_dump(mode="json", exclude={"hash"})
        follows = (entry.previous, entry.before) == (previous, state)
        if not follows or digest(content) != entry.hash:
            return False
        previous, state = entry.hash, entry.after
    return state == certificate.state and last.record == commitment(certificate)
