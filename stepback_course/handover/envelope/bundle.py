"""A sealed bundle: a signed manifest and its members, in a zip, in an age file.

`age -d -i KEY FILE` and `unzip` open one without this program.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from stepback_course.handover.envelope.manifest import (
    MEMBERS_LIMIT,
    RESERVED,
    SCHEMA,
    UNPACKED_LIMIT,
    Kind,
    Manifest,
    Member,
    Recipient,
    Sender,
)
from stepback_course.handover.envelope.packing import Packed, altered, pack
from stepback_course.handover.envelope.sealing import read_sealed, unlocked, unsealed, write_sealed
from stepback_course.handover.keys import age
from stepback_course.handover.keys.introduction import Introduction
from stepback_course.handover.keys.keyring import Keyring, verify
from stepback_course.text import _
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

SUFFIX = ".stepback"

_MANIFEST, _SIGNATURE = "manifest.json", "signature"
_MANIFEST_LIMIT = 1_000_000
_SIGNATURE_SIZE = 64
_FAMILY = SCHEMA.partition("/")[0] + "/"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was in a sealed file, every byte of it checked."""

    manifest: Manifest
    _members: Mapping[str, bytes] = field(repr=False)

    def read(self, name: str) -> bytes:
        """Return one member. Raises KeyError where the manifest does not list it."""
        return self._members[name]


def seal(
    path: Path,
    *,
    keyring: Keyring,
    kind: Kind,
    sender: str,
    recipients: Sequence[Recipient],
    organisation: str,
    recovery: str | None,
    members: Mapping[str, bytes],
    created: str,
    introduction: Introduction | None = None,
) -> Manifest:
    """Write a bundle for some recipients and return its manifest.

    `sender` is a person's id, `organisation` the id of the office's store, `recovery` the office's
    recovery recipient, `created` an instant. The sender can open it too. Raises Refusal where it
    would be too large or cannot be written, and ValueError where the parts make no bundle.
    """
    manifest = _manifest(
        keyring, kind, sender, recipients, organisation, members, created, introduction
    )
    keys = [recipient.sealing for recipient in recipients] + [keyring.card.sealing]
    if recovery is not None:
        keys.append(recovery)
    write_sealed(path, age.seal(_packed(keyring, manifest, members), keys))
    return manifest


def seal_move(
    path: Path,
    *,
    words: str,
    keyring: Keyring,
    sender: str,
    organisation: str,
    members: Mapping[str, bytes],
    created: str,
) -> Manifest:
    """Write a bundle of kind `move`, which opens with words, and return its manifest.

    Raises what `seal` raises.
    """
    manifest = _manifest(keyring, "move", sender, (), organisation, members, created, None)
    write_sealed(path, age.lock(_packed(keyring, manifest, members), words))
    return manifest


def open_bundle(path: Path, keyring: Keyring) -> Bundle:
    """Return a bundle that is for this keyring, once everything in it is checked.

    Who the sender's card belongs to is for the caller to ask. Raises Refusal: `not_a_bundle`,
    `damaged`, `not_for_here`, `too_large`, `altered`, `newer_format`, `unknown` where the file
    cannot be read.
    """
    bundle = _checked(unsealed(read_sealed(path), keyring.identity, path.name), path.name)
    manifest, card = bundle.manifest, keyring.card
    if card.sealing in (recipient.sealing for recipient in manifest.to):
        return bundle
    if manifest.sender.card.signing == card.signing:
        sentence = _("{file} was sealed here, for {person}: there is nothing to take in.")
        names = ", ".join(recipient.person for recipient in manifest.to)
        raise Refusal("not_for_here", sentence.format(file=path.name, person=names))
    raise _passed_on(path.name)


def open_move(path: Path, words: str) -> Bundle:
    """Return a bundle that was locked with words, once everything in it is checked.

    Raises Refusal as `open_bundle` does.
    """
    bundle = _checked(unlocked(read_sealed(path), words, path.name), path.name)
    if bundle.manifest.kind != "move":
        raise _passed_on(path.name)
    return bundle


def needs_words(path: Path) -> bool:
    """Say whether a sealed file opens with words. Raises Refusal where it is no sealed file."""
    return age.is_locked(read_sealed(path))


def _manifest(
    keyring: Keyring,
    kind: Kind,
    sender: str,
    recipients: Sequence[Recipient],
    organisation: str,
    members: Mapping[str, bytes],
    created: str,
    introduction: Introduction | None,
) -> Manifest:
    if len(members) > MEMBERS_LIMIT or sum(map(len, members.values())) > UNPACKED_LIMIT:
        raise Refusal(
            "too_large",
            _(
                "this is more than a bundle may hold ({parts:,} parts, {size} MB): "
                "seal less at once."
            ).format(parts=MEMBERS_LIMIT, size=UNPACKED_LIMIT // 1_000_000),
        )
    return Manifest(
        id=uuid.uuid4().hex,
        kind=kind,
        sender=Sender(person=sender, card=keyring.card),
        to=tuple(recipients),
        organisation=organisation,
        created=created,
        introduction=introduction,
        members={
            name: Member(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
            for name, content in sorted(members.items())
        },
    )


def _packed(keyring: Keyring, manifest: Manifest, members: Mapping[str, bytes]) -> bytes:
    content = manifest.encoded
    own = {_MANIFEST: content, _SIGNATURE: keyring.sign(content)}
    return pack(own | {name: members[name] for name in manifest.members})


def _checked(content: bytes, file: str) -> Bundle:
    packed = Packed(content, file)
    signed = packed.read(_MANIFEST, _MANIFEST_LIMIT)
    manifest = _read_manifest(signed, file)
    signature = packed.read(_SIGNATURE, _SIGNATURE_SIZE)
    if not verify(manifest.sender.card.signing, signed, signature):
        raise altered(file, _("the signature is not its sender's"))
    listed = manifest.members
    for name in sorted(packed.names - RESERVED - set(listed)):
        raise altered(file, _("'{name}' was added to it").format(name=name))
    if sum(member.size for member in listed.values()) > UNPACKED_LIMIT:
        raise Refusal(
            "too_large",
            _("{file} holds more than a bundle may ({size} MB): nothing was taken.").format(
                file=file, size=UNPACKED_LIMIT // 1_000_000
            ),
        )
    members = {}
    for name, member in listed.items():
        members[name] = packed.read(name, member.size)
        if hashlib.sha256(members[name]).hexdigest() != member.sha256:
            raise altered(file, _("'{name}' in it was changed").format(name=name))
    return Bundle(manifest, members)


def _read_manifest(content: bytes, file: str) -> Manifest:
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        if _is_newer(content):
            sentence = _("{file} was sealed by a newer stepback: install the newest version.")
            raise Refusal("newer_format", sentence.format(file=file)) from None
        raise altered(file, sentences(error)[0]) from None


def _is_newer(content: bytes) -> bool:
    try:
        schema = str(json.loads(content)["schema"])
    except (KeyError, TypeError, ValueError, RecursionError):
        return False
    return schema.startswith(_FAMILY) and schema != SCHEMA


def _passed_on(file: str) -> Refusal:
    return Refusal(
        "not_for_here",
        _("{file} was made for somebody else and passed on: nothing was taken.").format(file=file),
    )
