"""Which members a backup may have, looked at before a byte of any is unpacked."""

import re
import stat
import zipfile
from pathlib import Path

from stepback_course.store.moving.archive import (
    FOLDER_LIMIT,
    MANIFEST,
    MANIFEST_LIMIT,
    MEMBERS_LIMIT,
    TOTAL_LIMIT,
    is_too_dense,
)
from stepback_course.text import _, clean_line
from stepback_course.text.refusals import Refusal

_SEGMENT = r"[A-Za-z0-9][A-Za-z0-9-]{0,39}"
_MEMBER = re.compile(
    rf"{re.escape(MANIFEST)}|folders/{_SEGMENT}/{_SEGMENT}\.json|files/[0-9a-f]{{64}}"
)
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def check_members(members: list[zipfile.ZipInfo], path: Path, size: int) -> None:
    """Raise Refusal for what no backup has: paths, links, members twice, traps.

    `size` is that of the whole zip in bytes. What `members` say of theirs is kept to by zipfile
    when it unpacks them.
    """
    names = {member.filename.lower() for member in members}
    if len(members) > MEMBERS_LIMIT + 1 or len(names) < len(members):
        raise foreign(_("{path} is not a backup: it has a member twice, or too many."), path)
    for member in members:
        _check_member(member, path)
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    # Members that share their bytes are how a small zip unpacks to almost anything.
    if packed > size or unpacked > TOTAL_LIMIT:
        raise foreign(_("{path} is refused: it unpacks to far more than a backup has."), path)


def foreign(sentence: str, path: Path, member: str = "") -> Refusal:
    """Return the refusal of a file that this program did not write."""
    return Refusal("invalid", sentence.format(path=path, member=clean_line(member[:60])))


def _check_member(member: zipfile.ZipInfo, path: Path) -> None:
    name = member.orig_filename
    mode = stat.S_IFMT(member.external_attr >> 16)
    if not _MEMBER.fullmatch(name) or mode not in (0, stat.S_IFREG):
        sentence = _("{path} is not a backup: '{member}' in it is no folder or file of a store.")
        raise foreign(sentence, path, name)
    if member.flag_bits & _ENCRYPTED or member.compress_type not in _METHODS:
        raise foreign(_("{path} is not a backup: it is packed in an unusual way."), path)
    is_dense = is_too_dense(member.file_size, member.compress_size)
    if is_dense or member.file_size > _limit_of(name):
        sentence = _("{path} is refused: '{member}' in it unpacks to far more than a backup has.")
        raise foreign(sentence, path, name)


def _limit_of(name: str) -> int:
    """Return the most that a member may unpack to, in bytes."""
    if name == MANIFEST:
        return MANIFEST_LIMIT
    return FOLDER_LIMIT if name.startswith("folders/") else TOTAL_LIMIT
