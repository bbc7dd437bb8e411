"""Badges: a picture of the certificate with the credential inside, in the PNG itself.

Source: Open Badges 3.0, 5.3.1: one uncompressed `iTXt` chunk, keyword `openbadgecredential`.
"""

import zlib
from collections.abc import Iterator

from stepback_course.text import _
from stepback_course.text.refusals import Refusal

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_KEYWORD = b"openbadgecredential"
_UNCOMPRESSED = b"\0\0"
_NO_LANGUAGE = b"\0\0"
_HEADER = _KEYWORD + b"\0" + _UNCOMPRESSED + _NO_LANGUAGE


def baked(png: bytes, credential: bytes) -> bytes:
    """Return a picture with a credential inside."""
    from openbadgeslib.baking import ITXT_KEYWORD_OB3, bake_png

    return bake_png(png, credential.decode(), keyword=ITXT_KEYWORD_OB3)


def unbaked(png: bytes) -> bytes:
    """Return the credential inside a picture.

    Raises Refusal where there is none, more than one or one that is not as the standard wants it,
    and where the picture is damaged.
    """
    inside = [
        content
        for name, content in _chunks(png)
        if name == b"iTXt" and content.split(b"\0", 1)[0] == _KEYWORD
    ]
    if not inside:
        raise Refusal(
            "invalid",
            _(
                "There is no credential inside this picture: programs that send or save pictures"
                " often leave it out; ask for the original file."
            ),
        )
    if len(inside) > 1:
        raise Refusal("damaged", _("This picture has more than one credential inside."))
    if not inside[0].startswith(_HEADER):
        raise Refusal("damaged", _("The credential is not inside this picture as it should be."))
    return inside[0][len(_HEADER) :]


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and content of each chunk of a PNG. Raises Refusal where one is damaged."""
    if not png.startswith(SIGNATURE):
        raise Refusal("invalid", _("This is not a PNG picture."))
    place, name = len(SIGNATURE), b""
    while name != b"IEND" and place < len(png):
        length = int.from_bytes(png[place : place + 4], "big")
        end = place + 8 + length
        name, content = png[place + 4 : place + 8], png[place + 8 : end]
        if png[end : end + 4] != zlib.crc32(name + content).to_bytes(4, "big"):
            raise _damaged()
        yield name, content
        place = end + 4
    if name != b"IEND":
        raise _damaged()


def _damaged() -> Refusal:
    return Refusal("damaged", _("This picture is damaged: ask for the original file again."))
