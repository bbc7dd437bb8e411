"""A badge gives back the credential that was put in; one that was touched gives none to trust."""

import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib.baking import ITXT_KEYWORD_OB3, bake_png, extract_png
from PIL import Image

from stepback_course.awards.credential import assess, baked, unbaked
from stepback_course.text.refusals import Refusal
from tests.awards.credential.making import KNOWN, LATER, issued

GOOD = issued()


def picture() -> bytes:
    """Return a small PNG."""
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(content, "PNG")
    return content.getvalue()


BADGE = baked(picture(), GOOD)
START = BADGE.index(b"iTXt") - 4
END = BADGE.index(b"IEND") - 4


def is_trusted(badge: bytes) -> bool:
    """Say whether a badge has a credential inside that is trusted."""
    try:
        return assess(unbaked(badge), KNOWN, at=LATER).outcome == "trusted"
    except Refusal:
        return False


def resealed(badge: bytearray) -> bytes:
    """Return a badge whose checksum fits what is in its chunk."""
    badge[END - 4 : END] = zlib.crc32(badge[START + 4 : END - 4]).to_bytes(4, "big")
    return bytes(badge)


def test_what_was_baked_comes_out_again() -> None:
    assert unbaked(BADGE) == GOOD
    assert is_trusted(BADGE)


def test_other_programs_find_it_and_still_show_the_picture() -> None:
    assert extract_png(BADGE, keyword=ITXT_KEYWORD_OB3) == GOOD.decode()
    with Image.open(io.BytesIO(BADGE)) as shown:
        shown.load()
        assert shown.size == (8, 8)


@settings(max_examples=60)
@given(st.integers(START, END - 1), st.integers(1, 255), st.booleans())
def test_no_changed_byte_of_the_payload_is_trusted(
    place: int, difference: int, has_new_checksum: bool
) -> None:
    badge = bytearray(BADGE)
    badge[place] ^= difference
    if has_new_checksum and place < END - 4:
        badge = bytearray(resealed(badge))

    assert not is_trusted(bytes(badge))


@pytest.mark.parametrize("place", range(START, BADGE.index(b"{")))
def test_no_changed_byte_of_the_chunks_head_is_trusted(place: int) -> None:
    for difference in (1, 2, 32, 128):
        badge = bytearray(BADGE)
        badge[place] ^= difference
        assert not is_trusted(resealed(badge))


@pytest.mark.parametrize("place", range(END - 4, END))
def test_no_changed_byte_of_the_checksum_is_trusted(place: int) -> None:
    badge = bytearray(BADGE)
    badge[place] ^= 1

    assert not is_trusted(bytes(badge))


def test_a_picture_without_a_credential_gets_a_sentence() -> None:
    with pytest.raises(Refusal, match="no credential inside this picture"):
        unbaked(picture())


def test_a_picture_with_two_credentials_gets_a_sentence() -> None:
    with pytest.raises(Refusal, match="more than one"):
        unbaked(bake_png(BADGE, "{}", keyword=ITXT_KEYWORD_OB3))


@pytest.mark.parametrize("length", [0, 8, 9, 20, START + 100, len(BADGE) - 4])
def test_half_a_picture_gets_a_sentence(length: int) -> None:
    with pytest.raises(Refusal, match=r"PNG|damaged"):
        unbaked(BADGE[:length])


def test_a_picture_of_another_kind_gets_a_sentence() -> None:
    with pytest.raises(Refusal, match="not a PNG"):
        unbaked(b"GIF89a")
