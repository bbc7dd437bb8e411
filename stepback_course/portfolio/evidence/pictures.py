"""Pictures as they are kept: what is seen, and nothing that the camera wrote beside it."""

import io
import warnings
from struct import error as struct_error
from typing import TYPE_CHECKING, Literal

from stepback_course.portfolio.evidence.rules import Picture
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS_LIMIT = 80_000_000
"""The largest picture in pixels: unpacked it takes a quarter of a gigabyte."""
QUALITY = 90
"""Of a JPEG, from 1 to 95."""

_READERS: dict[Picture, str] = {
    "jpg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
    "gif": "GIF",
    "bmp": "BMP",
    "tif": "TIFF",
}


_DAMAGED = (
    OSError,
    ValueError,
    TypeError,
    SyntaxError,
    ArithmeticError,
    LookupError,
    MemoryError,
    struct_error,
)
"""What a reader trips over in a picture that is not as it should be."""


def without_metadata(content: bytes, kind: Picture) -> tuple[bytes, Literal["jpg", "png"]]:
    """Return a picture written anew, the way up it is shown, and the ending of its name.

    Only its pixels are taken over: no place, day, device, title, thumbnail or colour profile, and
    of several pictures in a file only the first. Raises Refusal where it cannot be read.
    """
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[_READERS[kind]]) as opened:
                width, height = opened.size
                _require_not_too_many(width * height)
                shown = _in_common_colours(ImageOps.exif_transpose(opened))
                is_photograph = kind in ("jpg", "webp") and shown.mode == "RGB"
    except Refusal:
        raise
    except Image.DecompressionBombError:
        raise _too_many() from None
    except _DAMAGED as error:
        raise Refusal("invalid", _("this picture cannot be read: it may be damaged")) from error
    bare = Image.frombytes(shown.mode, shown.size, shown.tobytes())
    written = io.BytesIO()
    if is_photograph:
        bare.save(written, "JPEG", quality=QUALITY)
        return written.getvalue(), "jpg"
    bare.save(written, "PNG", optimize=False)
    return written.getvalue(), "png"


def _in_common_colours(picture: "Image") -> "Image":
    """Return a picture in the colours that every screen shows: sRGB, with what is see-through."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            common = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, own, common, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):  # a profile that says nothing is no loss
            return picture.convert("RGB")
        return converted or picture.convert("RGB")
    has_holes = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    return picture.convert("RGBA" if has_holes else "RGB")


def _require_not_too_many(pixels: int) -> None:
    if pixels > PIXELS_LIMIT:
        raise _too_many()


def _too_many() -> Refusal:
    return Refusal(
        "too_large",
        _("this picture has more than {limit} million pixels: make it smaller first").format(
            limit=PIXELS_LIMIT // 1_000_000
        ),
    )
