"""Pictures with everything in them that a telephone writes."""

import io

from PIL import Image, PngImagePlugin

TELLTALE = "Ysgol y Gors 51.5007N"


def photograph(*, size: tuple[int, int] = (40, 20), turned: bool = False) -> bytes:
    """A JPEG with a place, a device, a comment and a thumbnail; its left half is red."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F] = TELLTALE  # the maker of the device
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}  # where it was taken
    if turned:
        exif[0x0112] = 6  # shown turned by a quarter to the right
    written = io.BytesIO()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{TELLTALE}</x:xmpmeta>".encode()
    picture.save(written, "JPEG", exif=exif, comment=TELLTALE.encode(), xmp=xmp, quality=95)
    # What comes behind the end of a picture is shown by no viewer, and kept by many programs.
    return written.getvalue() + TELLTALE.encode()


def drawing(kind: str = "PNG") -> bytes:
    """A see-through picture with a text in it."""
    picture = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    written = io.BytesIO()
    if kind == "PNG":
        said = PngImagePlugin.PngInfo()
        said.add_text("Author", TELLTALE)
        picture.save(written, "PNG", pnginfo=said)
    else:
        picture.save(written, kind)
    return written.getvalue()
