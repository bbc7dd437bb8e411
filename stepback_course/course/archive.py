"""Reads a course out of a zip without trusting what the zip says about itself."""

import re
import stat
import unicodedata
import zipfile
import zlib
from struct import error as struct_error
from typing import IO

from stepback_course.course.documents import FILES_LIMIT
from stepback_course.course.problems import Problem, Problems
from stepback_course.text import _
from stepback_course.text.problems import shown as told

BYTES_LIMIT = 20_000_000
"""The most that all members together may unpack to; counted while reading."""
RATIO_LIMIT = 100
"""How many times larger than its packed form a member may be."""

_PORTION = 65_536
_WANTED = re.compile(
    r"content/course\.yaml|content/learners-voice\.md|content/statements/[^/._][^/]*\.md"
    r"|assessments/practitioner\.yaml"
)
_HARMLESS = re.compile(
    r"(?:README|LICENSE)(?:\.md|\.txt)?|assessments/whole-school-mark\.yaml|assessments/schemes/[^/]+\.yaml"
    r"|__MACOSX/.*|(?:.*/)?\.DS_Store"
)
_ENCRYPTED = 0x1
_FOLDERS = {"content", "assessments"}
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct_error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class _Refused(Exception):
    """The zip is not one that a course comes in; the text says why."""


def files_in_zip(stream: IO[bytes], shown: str) -> dict[str, bytes]:
    """Return the course files in a zip, by their names inside the course.

    One folder around everything is allowed. `shown` is the zip's name for people. Raises Problems.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            return _files(archive)
    except _Refused as refusal:
        raise Problems([Problem(shown, 1, 1, str(refusal))]) from refusal
    except _DAMAGED as error:
        sentence = _("this is not a zip that can be read, or it is damaged")
        raise Problems([Problem(shown, 1, 1, sentence)]) from error


def _files(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > FILES_LIMIT:
        raise _Refused(_("the zip has more than {limit} members").format(limit=FILES_LIMIT))
    for member in members:
        _check(member)
    _check_names(members)
    left = BYTES_LIMIT
    files = {}
    top = _top_folder(members)
    for member in members:
        name = member.filename.removeprefix(top)
        if member.is_dir() or _HARMLESS.fullmatch(name):
            continue
        if not _WANTED.fullmatch(name):
            sentence = _("'{name}' does not belong in a course: take it out of the zip")
            raise _Refused(sentence.format(name=told(name)))
        files[name] = _content(archive, member, left)
        left -= len(files[name])
    return files


def _check(member: zipfile.ZipInfo) -> None:
    """Refuse a member that could lead out of the course, or is no plain file or folder."""
    name = member.orig_filename
    parts = name.removesuffix("/").split("/")
    if {"", ".", ".."} & set(parts) or any(sign in name for sign in ("\\", ":", "\0")):
        sentence = _("'{name}' in the zip is a path that leads elsewhere")
        raise _Refused(sentence.format(name=told(name)))
    mode = stat.S_IFMT(member.external_attr >> 16)
    if mode not in (0, stat.S_IFREG, stat.S_IFDIR):
        sentence = _("'{name}' in the zip is a link, not a file")
        raise _Refused(sentence.format(name=told(name)))
    if member.flag_bits & _ENCRYPTED or member.compress_type not in _METHODS:
        sentence = _("'{name}' in the zip is encrypted or packed in an unusual way")
        raise _Refused(sentence.format(name=told(name)))


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    """Refuse two members that one folder could not hold beside each other on every system."""
    seen = set()
    for member in members:
        name = unicodedata.normalize("NFC", member.filename).casefold()
        if name in seen:
            sentence = _("'{name}' is in the zip twice")
            raise _Refused(sentence.format(name=told(member.filename)))
        seen.add(name)


def _top_folder(members: list[zipfile.ZipInfo]) -> str:
    """Return the one folder around everything, with its slash, or nothing."""
    names = [member.filename for member in members if not member.is_dir()]
    tops = {name.partition("/")[0] for name in names if not _HARMLESS.fullmatch(name)}
    return f"{tops.pop()}/" if len(tops) == 1 and not tops & _FOLDERS else ""


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """Return a member's bytes, counted as they come and not as the zip states them."""
    most = min(left, max(member.compress_size, 1) * RATIO_LIMIT)
    content = bytearray()
    with archive.open(member) as packed:
        while portion := packed.read(_PORTION):
            content += portion
            if len(content) > most:
                sentence = _("'{name}' in the zip unpacks to far more than a course needs")
                raise _Refused(sentence.format(name=told(member.filename)))
    return bytes(content)
