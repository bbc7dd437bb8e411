"""The zip inside a bundle: written so that it can be read, and read without trusting it."""

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping

from stepback_course.handover.envelope.manifest import MEMBERS_LIMIT, RESERVED
from stepback_course.text import _
from stepback_course.text.problems import shown
from stepback_course.text.refusals import Refusal

RATIO_LIMIT = 50
"""How many times larger than its packed form a member may be, beyond RATIO_FREE bytes."""
RATIO_FREE = 100_000

_PORTION = 65_536
_WHEN = (1980, 1, 1, 0, 0, 0)
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_DIRECTORY_LIMIT = 1_000_000
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return members as a zip; the same members give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.external_attr = (stat.S_IFREG | 0o600) << 16
            # What is large is a picture or a page that does not shrink, and what would shrink a
            # great deal would be refused as a zip bomb where it is opened.
            small = len(content) <= RATIO_FREE
            entry.compress_type = zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED
            archive.writestr(entry, content)
    return packed.getvalue()


class Packed:
    """The members of a zip that came from elsewhere."""

    def __init__(self, content: bytes, file: str) -> None:
        """Look at what the zip has; `file` is the bundle's name for people. Raises Refusal."""
        self._file = file
        self._require_small_directory(content)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except _UNREADABLE:
            raise self._no_zip() from None
        self._entries: dict[str, zipfile.ZipInfo] = {}
        seen = set()
        for entry in self._archive.infolist():
            self._check(entry)
            name = unicodedata.normalize("NFC", entry.filename).casefold()
            if name in seen:
                raise self._odd(_("'{name}' is in it twice"), entry.filename)
            seen.add(name)
            self._entries[entry.filename] = entry

    @property
    def names(self) -> set[str]:
        """The names of all members."""
        return set(self._entries)

    def read(self, name: str, limit: int) -> bytes:
        """Return a member's bytes, counted as they come and not as the zip states them.

        Raises Refusal where there are more than `limit`, or where they were packed far smaller.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise self._odd(_("'{name}' is missing in it"), name)
        ratio = max(RATIO_FREE, entry.compress_size * RATIO_LIMIT)
        content = bytearray()
        try:
            with self._archive.open(entry) as packed:
                while portion := packed.read(_PORTION):
                    content += portion
                    if len(content) > limit:
                        raise self._odd(_("'{name}' in it is larger than it should be"), name)
                    if len(content) > ratio:
                        raise self._too_large(name)
        except _UNREADABLE:
            raise self._odd(_("'{name}' in it cannot be unpacked"), name) from None
        return bytes(content)

    def _require_small_directory(self, content: bytes) -> None:
        """Refuse a long list of members before any of it is read."""
        if len(content) < _END.size:
            raise self._no_zip()
        mark, _disk, _first, _here, count, size, _start, comment = _END.unpack(
            content[-_END.size :]
        )
        if mark != _END_MARK or comment:
            raise self._no_zip()
        if count > MEMBERS_LIMIT + len(RESERVED) or size > _DIRECTORY_LIMIT:
            raise Refusal(
                "too_large",
                _(
                    "{file} has more parts than a bundle may have ({limit:,}): nothing was taken."
                ).format(file=self._file, limit=MEMBERS_LIMIT),
            )

    def _check(self, entry: zipfile.ZipInfo) -> None:
        """Refuse a member that is no plain file with a plain name."""
        name = entry.orig_filename
        parts = name.split("/")
        if {"", ".", ".."} & set(parts) or any(sign in name for sign in ("\\", ":", "\0")):
            raise self._odd(_("'{name}' in it is a folder or a path that leads elsewhere"), name)
        if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
            raise self._odd(_("'{name}' in it is a link, not a file"), name)
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
            raise self._odd(_("'{name}' in it is packed in an unusual way"), name)

    def _too_large(self, name: str) -> Refusal:
        return Refusal(
            "too_large",
            _(
                "{file}: '{name}' in it unpacks to far more than it should: nothing was taken."
            ).format(file=self._file, name=shown(name)),
        )

    def _no_zip(self) -> Refusal:
        return Refusal(
            "not_a_bundle",
            _("{file} is sealed like a bundle, but what is inside is none.").format(
                file=self._file
            ),
        )

    def _odd(self, reason: str, name: str) -> Refusal:
        return altered(self._file, reason.format(name=shown(name)))


def altered(file: str, reason: str) -> Refusal:
    """Return the refusal of a bundle that is not what its sender sealed."""
    return Refusal(
        "altered",
        _(
            "{file} is not what its sender sealed: {reason}. Nothing was taken: ask for it again."
        ).format(file=file, reason=reason),
    )
