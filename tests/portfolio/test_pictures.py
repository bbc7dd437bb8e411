"""What is kept of a picture: what is seen, and nothing else."""

import io
import struct

import pytest
from PIL import Image

from stepback_course.portfolio.evidence import pictures
from stepback_course.portfolio.evidence.pictures import without_metadata
from stepback_course.portfolio.evidence.rules import Picture
from stepback_course.text.refusals import Refusal
from tests.portfolio.pictures import TELLTALE, drawing, photograph


def opened(content: bytes) -> Image.Image:
    """A picture, read whole."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def test_the_sample_has_what_is_to_be_removed() -> None:
    sample = opened(photograph())
    assert sample.getexif()[0x010F] == TELLTALE
    assert sample.getexif().get_ifd(0x8825)
    assert TELLTALE.encode() in photograph()


def test_nothing_that_a_camera_wrote_is_left() -> None:
    kept, ending = without_metadata(photograph(), "jpg")
    assert ending == "jpg"
    assert TELLTALE.encode() not in kept
    assert b"Exif" not in kept
    assert not opened(kept).getexif()
    assert set(opened(kept).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_nothing_that_a_drawing_says_of_itself_is_left() -> None:
    assert TELLTALE.encode() in drawing()
    kept, ending = without_metadata(drawing(), "png")
    assert ending == "png"
    assert TELLTALE.encode() not in kept
    assert opened(kept).info == {}


def test_a_picture_stays_the_way_up_it_was_seen() -> None:
    kept, _ending = without_metadata(photograph(turned=True), "jpg")
    picture = opened(kept)
    assert picture.size == (20, 40)
    above, below = picture.getpixel((10, 5)), picture.getpixel((10, 35))
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert above[1] < 60  # red
    assert min(below) > 200  # white


def test_what_is_see_through_stays_so() -> None:
    kept, _ending = without_metadata(drawing(), "png")
    assert opened(kept).getpixel((5, 5)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("kind", "name"), [("gif", "GIF"), ("webp", "WEBP"), ("tif", "TIFF"), ("bmp", "BMP")]
)
def test_pictures_of_other_kinds_become_common_ones(kind: Picture, name: str) -> None:
    kept, ending = without_metadata(drawing(name), kind)
    assert ending == "png"
    assert opened(kept).size == (10, 10)


@pytest.mark.parametrize("cut", [4, 60, 300])
def test_a_damaged_picture_is_refused(cut: int) -> None:
    with pytest.raises(Refusal, match="cannot be read: it may be damaged"):
        without_metadata(photograph()[:cut], "jpg")


def test_a_picture_whose_places_are_fractions_is_refused() -> None:
    where_its_lines_lie = struct.pack("<HH", 273, 4)
    content = drawing("TIFF").replace(where_its_lines_lie, struct.pack("<HH", 273, 5))
    with pytest.raises(Refusal, match="cannot be read: it may be damaged"):
        without_metadata(content, "tif")


def test_a_picture_of_another_kind_than_it_begins_with_is_refused() -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        without_metadata(photograph(), "png")


def test_a_picture_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "PIXELS_LIMIT", 799)
    with pytest.raises(Refusal, match="million pixels") as refusal:
        without_metadata(photograph(), "jpg")
    assert refusal.value.code == "too_large"


def test_a_picture_that_says_it_is_endless_is_refused_as_too_large() -> None:
    wide = io.BytesIO()
    Image.new("1", (1, 1)).save(wide, "BMP")
    endless = wide.getvalue()[:18] + (40_000).to_bytes(4, "little") * 2 + wide.getvalue()[26:]
    with pytest.raises(Refusal, match="more than 80 million pixels: make it smaller"):
        without_metadata(endless, "bmp")
