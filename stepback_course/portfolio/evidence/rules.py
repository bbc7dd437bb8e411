"""Which files may be evidence, what they are called here, and what is said of them; without I/O."""

import io
import zipfile
from collections.abc import Iterable
from typing import Literal

from stepback_course.course.models import Unit
from stepback_course.portfolio.models import Consent, EvidenceFile
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal

MEGABYTE = 1_000_000
FILE_LIMIT = 20 * MEGABYTE
"""The largest file, in bytes."""
PORTFOLIO_LIMIT = 100 * MEGABYTE
"""The most that all files of one portfolio have together, in bytes."""
FILES_LIMIT = 50
"""The most files that one unit has."""

Picture = Literal["jpg", "png", "webp", "gif", "bmp", "tif"]
Document = Literal["pdf", "docx", "odt", "txt"]
PICTURES: frozenset[str] = frozenset({"jpg", "png", "webp", "gif", "bmp", "tif"})

_BEGINNINGS: tuple[tuple[bytes, Picture | Document], ...] = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"%PDF-", "pdf"),
)
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def kind_of(content: bytes) -> Picture | Document:
    """Return what a file is by what is in it, whatever it is called.

    Raises Refusal for an empty file, one that is too large, and one of another kind.
    """
    if not content:
        raise Refusal("invalid", _("this file is empty"))
    require_size(len(content))
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(_ZIP) and (document := _office_kind(content)):
        return document
    if _is_text(content):
        return "txt"
    raise Refusal("invalid", _unknown_kind(content))


def require_size(size: int) -> None:
    """Raise Refusal where a file is larger than one may be."""
    if size > FILE_LIMIT:
        raise Refusal(
            "too_large",
            _(
                "this file has more than {limit} MB: make it smaller, for example with fewer pages"
                " or a smaller picture"
            ).format(limit=FILE_LIMIT // MEGABYTE),
        )


def require_room(unit_files: Iterable[EvidenceFile], size: int, used: int) -> None:
    """Raise Refusal where a file of `size` would be too much, `used` being what there is already.

    Both are in bytes, `used` over the whole portfolio.
    """
    if len(list(unit_files)) >= FILES_LIMIT:
        raise Refusal(
            "too_large",
            _("this unit has {limit} files already: remove one first").format(limit=FILES_LIMIT),
        )
    if used + size > PORTFOLIO_LIMIT:
        raise Refusal(
            "too_large",
            _(
                "with this file your portfolio would have {size} of files, more than"
                " {limit} MB: remove one first, or make this one smaller"
            ).format(size=shown_size(used + size), limit=PORTFOLIO_LIMIT // MEGABYTE),
        )


def neutral_name(unit: str, number: int, ending: str) -> str:
    """Return what a file is called here, which tells nothing of who it is about."""
    return f"{unit}-{number}.{ending}"


def require_images(unit: Unit, files: Iterable[EvidenceFile], consent: Consent | None) -> None:
    """Raise Refusal where a file shows a learner and permission does not cover images."""
    if consent is not None and consent.covers("images"):
        return
    for file in files:
        if file.learner:
            raise Refusal(
                "not_ready",
                _(
                    "'{file}' of '{unit}' shows a learner, and no permission for images is"
                    " recorded: record it on the page Permission of the case study, or remove the"
                    " file"
                ).format(file=file.name, unit=unit.title),
            )


def require_permitted(learner: bool, consent: Consent | None) -> None:
    """Raise Refusal where a file is to be said to show a learner and no images are permitted."""
    if learner and not (consent and consent.covers("images")):
        raise Refusal(
            "not_ready",
            _(
                "this file shows a learner, and no permission for images is recorded: record it"
                " first, on the page Permission of the case study"
            ),
        )


def evidence_lines(files: Iterable[EvidenceFile]) -> list[str]:
    """Return a line for each file: what it is called, what it shows, how large it is."""
    return [
        (
            _("{name}: {shows} ({size}; it shows a learner)")
            if file.learner
            else _("{name}: {shows} ({size})")
        ).format(name=file.name, shows=file.shows, size=shown_size(file.size))
        for file in files
    ]


def shown_size(size: int) -> str:
    """Return a size in bytes as people read it: 640 kB, 3.2 MB."""
    if size < 1000:
        return ngettext("{count} byte", "{count} bytes", size).format(count=size)
    if size < MEGABYTE:
        return _("{count} kB").format(count=round(size / 1000))
    return _("{count} MB").format(count=f"{size / MEGABYTE:.1f}")


def _office_kind(content: bytes) -> Document | None:
    """Return which document a zip is, or None; one with macros in it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            if "word/document.xml" in names:
                return "docx"
            mimetype = archive.getinfo("mimetype") if "mimetype" in names else None
            is_text = mimetype is not None and mimetype.file_size < 100
            if is_text and archive.read("mimetype") == b"application/vnd.oasis.opendocument.text":
                return "odt"
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    return None


def _is_text(content: bytes) -> bool:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(ord(letter) < 0x20 and letter not in "\n\r\t\f" for letter in words)


def _unknown_kind(content: bytes) -> str:
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return _("this picture is in a telephone's own format (HEIC): save it as JPEG first")
    if content.startswith((_OLD_OFFICE, _ZIP)):
        return _(
            "this document is of a kind that is not taken (an older one, a table, a presentation,"
            " or one with macros): save it as PDF first"
        )
    return _("this is no picture (JPEG, PNG, WebP) and no document (PDF, Word, OpenDocument, text)")
