"""A backup that was opened: something to copy from, nothing of which is believed unchecked."""

import hashlib
import json
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from struct import error as struct_error
from typing import IO, BinaryIO, cast

from stepback_course.store.changes import check_changes, standing
from stepback_course.store.moving.archive import (
    MANIFEST,
    PORTION,
    SCHEMA,
    KeptFolder,
    Manifest,
    file_member,
    folder_member,
)
from stepback_course.store.moving.fingerprint import folder_content, store_hash
from stepback_course.store.moving.members import check_members, foreign
from stepback_course.store.moving.sources import Progress, Reader, unwatched
from stepback_course.store.port import Corrupt, Finding, NewerFormat, TooLarge
from stepback_course.store.record import Record
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

_SCHEMA = re.compile(r"stepback\.backup/\d{1,9}")
_IN_MEMORY = 16 * 1024**2
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct_error,
    EOFError,
    OSError,
    ValueError,
    RecursionError,
    NotImplementedError,
)


@contextmanager
def opened_archive(path: Path) -> "Iterator[Archive]":
    """Open the backup at `path`. Raises Refusal where it is none, Corrupt, NewerFormat."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise Refusal(
            "invalid",
            _("{path} cannot be opened ({reason}).").format(path=path, reason=error.strerror),
        ) from error
    with file:
        yield Archive(file, path)


class Archive:
    """A backup as a source of folders and files."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        """Look at the members and read the manifest. Raises Refusal, Corrupt, NewerFormat."""
        self._path = path
        try:
            size = file.seek(0, os.SEEK_END)
            self._zip = zipfile.ZipFile(file)
        except _BROKEN as error:
            sentence = _("{path} is not a backup of stepback, or its end is missing.")
            raise foreign(sentence, path) from error
        check_members(self._zip.infolist(), path, size)
        self.manifest = self._read_manifest()
        self._check_listing()

    def folders(self) -> Iterator[str]:
        """Yield the name of every folder, in the order of their names without case."""
        return iter(sorted(self.manifest.folders, key=str.lower))

    def records(self, folder: str) -> dict[str, Record]:
        """Return a folder's records by name, as they are in the backup. Raises Corrupt."""
        content = b"".join(self._portions(folder_member(folder)))
        if hashlib.sha256(content).hexdigest() != self.manifest.folders[folder]:
            raise self._damaged(folder)
        try:
            kept = KeptFolder.model_validate(json.loads(content)).as_records()
            check_changes(standing(kept))
            canonical = folder_content(folder, kept)
        except (ValueError, RecursionError, TooLarge) as error:
            raise self._damaged(folder) from error
        if canonical != content:
            raise self._damaged(folder)
        return kept

    def files(self) -> Iterator[str]:
        """Yield the hash of every kept file, in order."""
        return iter(sorted(self.manifest.files))

    def open_file(self, digest: str) -> BinaryIO:
        """Open a file's bytes, after comparing them with their hash. Raises Corrupt, Refusal."""
        with ExitStack() as undo:
            spooled = undo.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))
            found = hashlib.sha256()
            for portion in self._portions(file_member(digest)):
                found.update(portion)
                self._spool(spooled, portion)
            if found.hexdigest() != digest:
                raise self._damaged(digest)
            spooled.seek(0)
            undo.pop_all()
            return cast("BinaryIO", spooled)

    def _spool(self, spooled: IO[bytes], portion: bytes) -> None:
        try:
            spooled.write(portion)
        except OSError as error:
            sentence = _("A file of {path} did not fit into the temporary folder ({reason}).")
            told = sentence.format(path=self._path, reason=error.strerror)
            raise Refusal("invalid", told) from error

    def _portions(self, member: str) -> Iterator[bytes]:
        """Yield the bytes of a member, never more than the limits that were checked."""
        try:
            with self._zip.open(member) as packed:
                while portion := packed.read(PORTION):
                    yield portion
        except _BROKEN as error:
            raise self._damaged(member) from error

    def _read_manifest(self) -> Manifest:
        try:
            document = json.loads(b"".join(self._portions(MANIFEST)))
            schema = document["schema"]
            if _SCHEMA.fullmatch(schema) and schema != SCHEMA:
                sentence = _(
                    "{path} was made by a newer stepback. Install the newest version to restore it."
                )
                raise NewerFormat(sentence.format(path=self._path))
            return Manifest.model_validate(document)
        except (Corrupt, KeyError, TypeError, ValueError, RecursionError) as error:
            sentence = _("{path} is not a backup of stepback, or its manifest is damaged.")
            raise foreign(sentence, self._path) from error

    def _check_listing(self) -> None:
        """Refuse a backup whose manifest and members are not the same."""
        listed = [MANIFEST, *self.manifest.members()]
        if sorted(listed) != sorted(self._zip.namelist()):
            raise foreign(_("{path} does not hold what its manifest lists."), self._path)
        if store_hash(self.manifest.folders, self.manifest.files) != self.manifest.hash:
            raise foreign(_("The manifest of {path} does not agree with itself."), self._path)

    def _damaged(self, place: str) -> Corrupt:
        sentence = _("{place} is damaged in {path}: it is not what was put into the backup.")
        return Corrupt(sentence.format(place=place, path=self._path))


def verify(archive: Archive, progress: Progress = unwatched) -> list[Finding]:
    """Read everything in a backup and return what is damaged in it."""
    reader = Reader(archive)
    records = 0
    for folder in archive.folders():
        progress(folder)
        records += len(reader.records(folder) or ())
    for digest in archive.files():
        progress(digest)
        content = reader.open_file(digest)
        if content:
            content.close()
    if not reader.unread and records != archive.manifest.records:
        sentence = _("The manifest counts {listed} records, and there are {found}.")
        told = sentence.format(listed=archive.manifest.records, found=records)
        reader.unread.append(Finding(MANIFEST, told))
    return reader.unread
