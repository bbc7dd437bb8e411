"""The form of a backup: a zip of canonical JSON and kept files, with a manifest of hashes.

`manifest.json`, one `folders/KIND/ID.json` for each folder and one `files/HASH` for each kept file.
What backup writes keeps the limits that restore insists on.
"""

import zlib
from typing import IO, Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from stepback_course.clock import instant, parse_instant
from stepback_course.store.record import Record
from stepback_course.text.fields import Frozen, Line

SCHEMA = "stepback.backup/1"
MANIFEST = "manifest.json"

MEMBERS_LIMIT = 1_000_000
"""The most folders and files; far beyond them a server is the better place."""
FOLDER_LIMIT = 256 * 1024**2
"""The largest folder, in bytes of JSON; it is held in memory."""
MANIFEST_LIMIT = 256 * 1024**2
"""The largest manifest, in bytes."""
TOTAL_LIMIT = 1024**4
"""The most that all members together may unpack to, in bytes."""
RATIO_LIMIT = 100
"""How many times larger than its packed form a member may be."""
RATIO_FROM = 100 * 1024
"""The size in bytes up to which nobody asks for the ratio."""
PORTION = 1024**2
"""How many bytes are moved at a time."""

_Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}\z")]
_Folder = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,39}/[A-Za-z0-9][A-Za-z0-9-]{0,39}\z"),
]
_Instant = Annotated[
    str,
    StringConstraints(pattern=r"^2\d{3}-[0-9T:.Z-]{1,30}\z"),
    AfterValidator(lambda text: instant(parse_instant(text))),
]
_Count = Annotated[int, Field(ge=0)]


class Manifest(Frozen):
    """What a backup holds."""

    schema_: Annotated[Literal["stepback.backup/1"], Field(alias="schema")] = "stepback.backup/1"
    about: Line
    """Whose store it was."""
    made: _Instant
    """The instant at which it was begun."""
    hash: _Digest
    """The store's, as `fingerprint.Fingerprint` takes it."""
    records: _Count
    """How many records there are in all folders."""
    folders: dict[_Folder, _Digest]
    """Each folder's name and the SHA-256 of its member."""
    files: Annotated[tuple[_Digest, ...], Field(max_length=MEMBERS_LIMIT)]
    """The SHA-256 of each kept file, which is the name of its member as well."""
    lacking: Annotated[tuple[Line, ...], Field(max_length=MEMBERS_LIMIT)] = ()
    """The folders and files that the store had and that could not be read there."""

    def members(self) -> list[str]:
        """Return the name of every member that there has to be beside the manifest."""
        return [*map(folder_member, self.folders), *map(file_member, self.files)]


class KeptRecord(Frozen):
    """One record as a member of a backup has it."""

    model_config = ConfigDict(strict=True)

    revision: Annotated[int, Field(ge=1, lt=2**53)]
    document: dict[str, Any]
    summary: dict[str, Any] | None


class KeptFolder(Frozen):
    """One member of a backup: a folder whole."""

    folder: _Folder
    records: Annotated[dict[str, KeptRecord], Field(min_length=1)]

    def as_records(self) -> dict[str, Record]:
        """Return the records as a store holds them."""
        return {
            name: Record(self.folder, name, kept.revision, kept.document, kept.summary)
            for name, kept in self.records.items()
        }


def folder_member(folder: str) -> str:
    """Return the name of the member that holds a folder."""
    return f"folders/{folder}.json"


def file_member(digest: str) -> str:
    """Return the name of the member that holds a file."""
    return f"files/{digest}"


def is_too_dense(size: int, packed: int) -> bool:
    """Say whether a member unpacks to so much more than it is that it is taken for a trap."""
    return size > RATIO_FROM and size > packed * RATIO_LIMIT


def packed_size(content: IO[bytes]) -> int:
    """Return how many bytes a member has once it is deflated as zip does it."""
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    portions = iter(lambda: content.read(PORTION), b"")
    return sum(len(packing.compress(portion)) for portion in portions) + len(packing.flush())
