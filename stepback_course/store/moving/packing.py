"""Writing everything a store holds into one file, independent of the store's engine."""

import hashlib
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from stepback_course.clock import instant
from stepback_course.store.moving.archive import (
    FOLDER_LIMIT,
    MANIFEST,
    MEMBERS_LIMIT,
    PORTION,
    RATIO_FROM,
    Manifest,
    file_member,
    folder_member,
    is_too_dense,
    packed_size,
)
from stepback_course.store.moving.fingerprint import folder_content, store_hash
from stepback_course.store.moving.sources import Progress, Reader, unwatched
from stepback_course.store.moving.unpacking import opened_archive, verify
from stepback_course.store.port import Corrupt, Finding, Store
from stepback_course.store.record import Record
from stepback_course.store.tinydb.durable import flush, flush_directory
from stepback_course.text import _, canonical
from stepback_course.text.refusals import Refusal

_IN_MEMORY = 16 * 1024**2
_STAMP = (1980, 1, 1, 0, 0, 0)
_MODE = 0o600


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup that was written holds, and what it lacks."""

    manifest: Manifest
    unread: list[Finding]
    """What could not be read in the store, and why."""


def write_backup(
    source: Store, path: Path, *, about: str, made: datetime, progress: Progress = unwatched
) -> Backup:
    """Write a backup of a whole store to `path`, which must not exist, and return what is in it.

    It gets its name once every byte is on the disk and has been read back. What cannot be read in
    the store is named, and the rest is carried. Raises Refusal where the file cannot be
    written, and what the store raises.
    """
    try:
        _require_free(path)
        with _new_file(path) as (file, temporary):
            with zipfile.ZipFile(file, "w") as archive:
                backup = _Packing(source, archive).pack(about, instant(made), progress)
            file.flush()
            flush(file.fileno())
            with opened_archive(temporary) as written:
                if damage := verify(written, progress):
                    raise Corrupt(damage[0].sentence)
    except OSError as error:
        sentence = _("{path} could not be written ({reason}), so there is no backup of this name.")
        told = sentence.format(path=path, reason=error.strerror or error)
        raise Refusal("invalid", told) from error
    return backup


def _require_free(path: Path) -> None:
    if path.exists():
        sentence = _("{path} is there already, and a backup replaces nothing: give another name.")
        raise Refusal("taken", sentence.format(path=path))


@contextmanager
def _new_file(path: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """Yield a file that is given the name `path` in the end, or removed where it came to none."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    place = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file, place
        place = place.replace(path)
        flush_directory(path.parent)
    except BaseException:
        with suppress(OSError):
            place.unlink()
        raise


class _Packing:
    """Puts one folder and one file after another into a zip."""

    def __init__(self, source: Store, archive: zipfile.ZipFile) -> None:
        self._source = source
        self._reader = Reader(source)
        self._archive = archive
        self._folders: dict[str, str] = {}
        self._files: list[str] = []
        self._records = 0

    def pack(self, about: str, made: str, progress: Progress) -> Backup:
        """Pack everything; folders go first, so that every file they name is found after them."""
        for folder in self._source.folders():
            progress(folder)
            records = self._reader.records(folder)
            if records:
                self._pack_folder(folder, records)
        for digest in self._source.files():
            progress(digest)
            content = self._reader.open_file(digest)
            if content:
                with closing(content):
                    self._pack_file(digest, content)
        unread = self._reader.unread
        manifest = Manifest(
            about=about,
            made=made,
            hash=store_hash(self._folders, self._files),
            records=self._records,
            folders=self._folders,
            files=tuple(self._files),
            lacking=tuple(each.place for each in unread),
        )
        self._add(MANIFEST, io.BytesIO(canonical(manifest.model_dump(mode="json", by_alias=True))))
        return Backup(manifest, unread)

    def _pack_folder(self, folder: str, records: dict[str, Record]) -> None:
        content = folder_content(folder, records)
        if len(content) > FOLDER_LIMIT:
            sentence = _("{folder} is larger than {limit} MB, more than a backup takes.")
            told = sentence.format(folder=folder, limit=FOLDER_LIMIT // 1024**2)
            self._reader.unread.append(Finding(folder, told))
            return
        self._folders[folder] = hashlib.sha256(content).hexdigest()
        self._records += len(records)
        self._add(folder_member(folder), io.BytesIO(content))

    def _pack_file(self, digest: str, content: BinaryIO) -> None:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spooled:
            shutil.copyfileobj(content, spooled, PORTION)
            self._files.append(digest)
            self._add(file_member(digest), spooled)

    def _add(self, name: str, content: IO[bytes]) -> None:
        if len(self._archive.filelist) > MEMBERS_LIMIT:
            sentence = _(
                "A backup holds at most {limit} folders and files, and this store has more: "
                "copy it with 'stepback store copy' instead."
            )
            raise Refusal("invalid", sentence.format(limit=MEMBERS_LIMIT))
        member = zipfile.ZipInfo(name, _STAMP)
        member.external_attr = _MODE << 16
        member.file_size = content.seek(0, io.SEEK_END)
        content.seek(0)
        packed = packed_size(content) if member.file_size > RATIO_FROM else member.file_size
        dense = is_too_dense(member.file_size, packed)
        member.compress_type = zipfile.ZIP_STORED if dense else zipfile.ZIP_DEFLATED
        content.seek(0)
        with self._archive.open(member, "w") as place:
            shutil.copyfileobj(content, place, PORTION)
