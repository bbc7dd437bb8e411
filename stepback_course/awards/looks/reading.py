"""Reading a look from a folder: what belongs in it, how large it may be, and that it prints."""

import io
import json
import re
from pathlib import Path

from stepback_course.awards.looks.trial import try_out
from stepback_course.awards.page.look import TEMPLATE, Look, templates
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

WORDINGS = ("english.json", "welsh.json")
PICTURES = tuple(
    f"{kind}.{ending}" for kind in ("logo", "signature") for ending in ("png", "jpg", "svg")
)
TEXT_LIMIT = 200_000
"""The most bytes of a template or a wording."""
PICTURE_LIMIT = 4_000_000
"""The most bytes of a picture."""
PIXELS_LIMIT = 25_000_000
"""The most pixels of a picture: at 300 to the inch, more than a whole page."""

_FIELD = re.compile(r"\{\w+\}")
_PACKAGE = re.compile(rb'"@[^"]*/')
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})


def read_look(folder: Path) -> Look:
    """Return the look whose files a folder holds, once specimens were printed with it.

    Raises Refusal where something else is in the folder, where a file is too large, broken, or
    outside the folder, and where a specimen does not come out as a certificate must.
    """
    try:
        names = sorted(path.name for path in folder.iterdir() if not _is_left_by_system(path.name))
        own = tuple((name, _content(folder / name)) for name in names)
    except OSError as error:
        raise Refusal(
            "unknown",
            _("the folder {folder} cannot be read: {reason}").format(
                folder=folder, reason=error.strerror or error
            ),
        ) from error
    if not own:
        raise Refusal(
            "invalid",
            _("the folder {folder} is empty: a look needs one or more of {names}").format(
                folder=folder, names=_allowed()
            ),
        )
    _require_one_of_each(names)
    look = Look(own)
    try_out(look)
    return look


def _content(path: Path) -> bytes:
    """Return a file's bytes. Raises Refusal where it does not belong in a look, and OSError."""
    if path.name not in (TEMPLATE, *WORDINGS, *PICTURES):
        raise Refusal(
            "invalid",
            _("{name} is not part of a look: a look has one or more of {names}").format(
                name=path.name, names=_allowed()
            ),
        )
    if path.is_symlink() or not path.is_file():
        raise Refusal(
            "invalid",
            _("{name} is not a file of its own: put the file itself in the folder").format(
                name=path.name
            ),
        )
    limit = PICTURE_LIMIT if path.name in PICTURES else TEXT_LIMIT
    with path.open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise _too_large(path.name, _("{limit} kB").format(limit=limit // 1000))
    if path.suffix in {".png", ".jpg"}:
        _require_picture(path.name, content)
    if path.name in WORDINGS:
        _require_wording(path.name, content)
    if path.name == TEMPLATE and _PACKAGE.search(content):
        raise Refusal(
            "invalid",
            _(
                "{name} uses a package from the internet, which may be another tomorrow: put what"
                " it needs into {name} itself"
            ).format(name=path.name),
        )
    return content


def _require_picture(name: str, content: bytes) -> None:
    """Raise Refusal where a picture is none, or would fill the memory once unpacked."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            if picture.width * picture.height <= PIXELS_LIMIT:
                picture.verify()
                return
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refusal(
            "invalid",
            _("{name} is broken or not a picture: save it again as PNG, JPG or SVG").format(
                name=name
            ),
        ) from error
    raise _too_large(name, _("{count} million pixels").format(count=PIXELS_LIMIT // 1_000_000))


def _require_wording(name: str, content: bytes) -> None:
    """Raise Refusal where a wording does not have the words of the usual one, each in its kind."""
    usual = json.loads((templates() / name).read_bytes())
    try:
        own = json.loads(content)
    except ValueError as error:
        raise Refusal(
            "invalid", _("{name} is not JSON: {reason}").format(name=name, reason=error)
        ) from error
    own = own if isinstance(own, dict) else {}
    for key, words in usual.items():
        if _kind(own.get(key)) != _kind(words):
            raise Refusal(
                "invalid",
                _("{name} has to say “{key}” the way the wording that is shipped does").format(
                    name=name, key=key
                ),
            )


def _kind(words: object) -> object:
    """Return what must be the same in two wordings: a text and its fields, or a list of texts."""
    if isinstance(words, list):
        return [_kind(each) for each in words]
    return sorted(_FIELD.findall(words)) if isinstance(words, str) else None


def _require_one_of_each(names: list[str]) -> None:
    for kind in ("logo", "signature"):
        found = [name for name in names if Path(name).stem == kind]
        if len(found) > 1:
            raise Refusal(
                "invalid",
                _("there are both {names}: leave the one that should be printed").format(
                    names=_(" and ").join(found)
                ),
            )


def _too_large(name: str, limit: str) -> Refusal:
    return Refusal(
        "too_large",
        _("{name} is too large: {limit} is the most that a look takes").format(
            name=name, limit=limit
        ),
    )


def _is_left_by_system(name: str) -> bool:
    return name.startswith(".") or name.casefold() in _LEFT_BY_SYSTEMS


def _allowed() -> str:
    return ", ".join((TEMPLATE, *WORDINGS, *PICTURES))
