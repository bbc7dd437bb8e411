"""Sealed files: written whole, and opened with a sentence where they do not open."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from stepback_course.handover.keys import age
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

SEALED_LIMIT = 150_000_000
"""The largest file that is sealed or opened, in bytes."""


def unsealed(sealed: bytes, identity: str, file: str) -> bytes:
    """Return what is in a sealed file; `file` is its name for people. Raises Refusal."""
    if age.is_locked(sealed):
        sentence = _("{file} is locked with words: give the six words that came with it.")
        raise Refusal("not_for_here", sentence.format(file=file))
    try:
        return age.unseal(sealed, identity)
    except age.Unopened as error:
        if error.fits:
            raise _damaged(file) from None
        sentence = _("{file} was sealed for somebody else, or for another computer.")
        raise Refusal("not_for_here", sentence.format(file=file)) from None


def unlocked(sealed: bytes, words: str, file: str) -> bytes:
    """Return what is in a locked file; `file` is its name for people. Raises Refusal."""
    if not age.is_locked(sealed):
        sentence = _("{file} is not locked with words: open it without them.")
        raise Refusal("not_for_here", sentence.format(file=file))
    try:
        return age.unlock(sealed, words)
    except age.TooSlow:
        sentence = _(
            "{file} would take this computer too long to open: try again when it is less busy, or "
            "lock it again on a slower one."
        )
        raise Refusal("not_for_here", sentence.format(file=file)) from None
    except age.Unopened:
        sentence = _(
            "{file} does not open with these words. Look at each word again; where they are right, "
            "the file was damaged on its way."
        )
        raise Refusal("not_for_here", sentence.format(file=file)) from None


def read_sealed(path: Path) -> bytes:
    """Return the bytes of a sealed file. Raises Refusal where it is none, or too large."""
    file = path.name
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise Refusal("not_a_bundle", _("{file} is a folder, not a bundle.").format(file=file))
        if not stat.S_ISREG(mode):
            raise Refusal("not_a_bundle", _("{file} is no ordinary file.").format(file=file))
        with path.open("rb") as stream:
            sealed = stream.read(SEALED_LIMIT + 1)
    except OSError as error:
        sentence = _("{file} cannot be read: {reason}")
        reason = error.strerror or error
        raise Refusal("unknown", sentence.format(file=path, reason=reason)) from None
    if len(sealed) > SEALED_LIMIT:
        sentence = _("{file} is larger than a bundle may be ({limit} MB).")
        limit = SEALED_LIMIT // 1_000_000
        raise Refusal("too_large", sentence.format(file=file, limit=limit))
    if not sealed:
        sentence = _("{file} is empty: copy or send it again.")
        raise Refusal("not_a_bundle", sentence.format(file=file))
    if not sealed.startswith(age.MARK):
        if age.MARK.startswith(sealed):
            raise _damaged(file)
        raise Refusal("not_a_bundle", _("{file} is not a sealed bundle.").format(file=file))
    return sealed


def write_sealed(path: Path, sealed: bytes) -> None:
    """Write a sealed file, whole or not at all. Raises Refusal."""
    if len(sealed) > SEALED_LIMIT:
        sentence = _("{file} would be larger than a bundle may be ({limit} MB): seal less at once.")
        limit = SEALED_LIMIT // 1_000_000
        raise Refusal("too_large", sentence.format(file=path.name, limit=limit))
    draft = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_draft(draft, sealed)
        draft.replace(path)
    except OSError as error:
        sentence = _("{file} cannot be written: {reason}")
        reason = error.strerror or error
        raise Refusal("invalid", sentence.format(file=path, reason=reason)) from None
    finally:
        with suppress(OSError):
            draft.unlink()


def _write_draft(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _damaged(file: str) -> Refusal:
    sentence = _("{file} was damaged or cut short on its way: ask for it again.")
    return Refusal("damaged", sentence.format(file=file))
