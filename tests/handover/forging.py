"""Bundles of somebody whose keys are sound, and who says in them what is not so."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stepback_course.clock import instant
from stepback_course.handover.contents.parcels import MEMBER, Marked, Submitted, packed, read_parcel
from stepback_course.handover.envelope.bundle import open_bundle, seal
from stepback_course.handover.envelope.manifest import OFFICE, Kind, Recipient
from stepback_course.handover.keys.keyring import Keyring
from stepback_course.handover.office.exchange import keyring_of, office_of
from stepback_course.portfolio.models import Submission, UnitRecord
from stepback_course.text import canonical
from tests.handover.circle import Circle
from tests.house import House


def seal_as(
    laptop: House,
    person: str,
    kind: Kind,
    members: dict[str, bytes],
    path: Path,
    *,
    keyring: Keyring | None = None,
    organisation: str | None = None,
) -> Path:
    """Seal members for the office with somebody's own keys, without an introduction."""
    office = office_of(laptop.store)
    seal(
        path,
        keyring=keyring or keyring_of(laptop.store, person, laptop.clock),
        kind=kind,
        sender=person,
        recipients=[Recipient(person=OFFICE, sealing=office.card.sealing)],
        organisation=organisation or office.store,
        recovery=office.recovery,
        members=members,
        created=instant(laptop.clock()),
    )
    return path


def members_at(circle: Circle, path: Path) -> dict[str, bytes]:
    """Return the members of a bundle that is for the office."""
    bundle = open_bundle(path, keyring_of(circle.office.store, "CO-ANN"))
    return {name: bundle.read(name) for name in bundle.manifest.members}


def with_unit(
    circle: Circle, path: Path, unit: str, change: Callable[[UnitRecord], UnitRecord]
) -> dict[str, bytes]:
    """Return a submission's members with one unit's record changed."""
    bundle = open_bundle(path, keyring_of(circle.office.store, "CO-ANN"))
    parcel = read_parcel(bundle, Submitted)
    units = parcel.units | {unit: change(parcel.units[unit])}
    changed = parcel.model_copy(update={"units": units})
    return members_at(circle, path) | {MEMBER: packed(changed)[MEMBER]}


def with_decision(circle: Circle, path: Path, **changes: Any) -> dict[str, bytes]:
    """Return an assessor's members with something changed in the first decision."""
    bundle = open_bundle(path, keyring_of(circle.office.store, "CO-ANN"))
    parcel = read_parcel(bundle, Marked)
    first = parcel.units[0]
    decision = first.decisions[0].model_copy(update=changes)
    return packed(Marked(units=(first.model_copy(update={"decisions": (decision,)}),)))


def frozen(submission: Submission, **changes: Any) -> tuple[str, bytes]:
    """Return a changed submission, by its hash and as bytes."""
    content = canonical(
        submission.model_copy(update=changes).model_dump(mode="json", by_alias=True)
    )
    return hashlib.sha256(content).hexdigest(), content
