"""What a folder and a whole store come to in one hash, alike in every engine and in a backup."""

import hashlib
from collections.abc import Iterable, Mapping

from stepback_course.store.record import Record
from stepback_course.text import canonical


def folder_content(folder: str, records: Mapping[str, Record]) -> bytes:
    """Return a folder as canonical JSON: by name, each record's revision, document and summary."""
    return canonical(
        {
            "folder": folder,
            "records": {
                name: {
                    "revision": record.revision,
                    "document": record.document,
                    "summary": record.summary,
                }
                for name, record in records.items()
            },
        }
    )


def folder_hash(folder: str, records: Mapping[str, Record]) -> str:
    """Return the SHA-256 of `folder_content`, in hexadecimal."""
    return hashlib.sha256(folder_content(folder, records)).hexdigest()


class Fingerprint:
    """The hash of a whole store, taken line by line.

    It is the SHA-256 of a text with one line for each folder (its hash, a space, its name) in the
    order of their names without case, and then one line for each file (its hash) in order.
    """

    def __init__(self) -> None:
        """Begin with an empty store."""
        self._digest = hashlib.sha256()

    def add_folder(self, folder: str, digest: str) -> None:
        """Take the next folder."""
        self._digest.update(f"{digest} {folder}\n".encode())

    def add_file(self, digest: str) -> None:
        """Take the next file."""
        self._digest.update(f"{digest}\n".encode())

    def hexdigest(self) -> str:
        """Return the hash of what was taken so far, in hexadecimal."""
        return self._digest.hexdigest()


def store_hash(folders: Mapping[str, str], files: Iterable[str]) -> str:
    """Return the hash of the store that has exactly these folders, by their hashes, and files."""
    fingerprint = Fingerprint()
    for folder in sorted(folders, key=str.lower):
        fingerprint.add_folder(folder, folders[folder])
    for digest in sorted(files):
        fingerprint.add_file(digest)
    return fingerprint.hexdigest()
