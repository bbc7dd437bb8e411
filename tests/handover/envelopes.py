"""Bundles made by hand, the way somebody would who wants to get past the checks."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyrage  # type: ignore[import-untyped] # it ships no types
import pytest

from stepback_course.clock import instant
from stepback_course.handover.envelope.bundle import open_bundle
from stepback_course.handover.envelope.manifest import Manifest, Member, Recipient, Sender
from stepback_course.handover.keys.keyring import Keyring, open_keyring
from stepback_course.text.refusals import Refusal
from tests.house import NOW, clock

ORGANISATION = "0" * 32
MEMBERS = {"portfolio.json": b'{"name":"Cerys"}', "files/a1": b"The learner chose to wait." * 50}

Entry = tuple[str | zipfile.ZipInfo, bytes]


def keyring(folder: Path, name: str) -> Keyring:
    """Return the keys of somebody, made on first use."""
    return open_keyring(folder / "keyrings" / name, clock)


def recipient(of: Keyring, person: str = "office") -> Recipient:
    """Return somebody as the one a bundle is for."""
    return Recipient(person=person, sealing=of.card.sealing)


def manifest_of(
    sender: Keyring, to: Keyring, members: Mapping[str, bytes] = MEMBERS, **changes: Any
) -> Manifest:
    """Return the manifest that these members would have."""
    listed = {
        name: Member(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        for name, content in members.items()
    }
    manifest = Manifest(
        id="a" * 32,
        kind="submission",
        sender=Sender(person="PR-CERYS", card=sender.card),
        to=(recipient(to),),
        organisation=ORGANISATION,
        created=instant(NOW),
        members=listed,
    )
    return manifest.model_copy(update=changes)


def envelope(manifest: bytes, signer: Keyring) -> list[Entry]:
    """Return the envelope's own two members."""
    return [("manifest.json", manifest), ("signature", signer.sign(manifest))]


def zipped(entries: Iterable[Entry], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of whatever is given, in the order given."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return packed.getvalue()


def sealed(path: Path, content: bytes, *recipients: Keyring) -> Path:
    """Seal bytes for whoever has one of the keys, and write them."""
    keys = [pyrage.x25519.Recipient.from_str(each.card.sealing) for each in recipients]
    path.write_bytes(pyrage.encrypt(content, keys))
    return path


def unpacked(path: Path, identity: str) -> dict[str, bytes]:
    """Open a bundle with nothing but age and zip."""
    key = pyrage.x25519.Identity.from_str(identity)
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(path.read_bytes(), [key]))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def refusal_of(path: Path, by: Keyring) -> Refusal:
    """Return with what a bundle is refused."""
    with pytest.raises(Refusal) as caught:
        open_bundle(path, by)
    assert path.name in str(caught.value)
    return caught.value


def whole(cerys: Keyring, office: Keyring) -> list[Entry]:
    """Return the members of a sound bundle, envelope first."""
    return [*envelope(manifest_of(cerys, office).encoded, cerys), *MEMBERS.items()]
