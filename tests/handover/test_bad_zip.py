"""Whatever the zip inside a seal tries, nothing of it is given out."""

import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepback_course.handover.envelope.bundle import open_bundle
from stepback_course.handover.envelope.manifest import MEMBERS_LIMIT, Member
from stepback_course.handover.keys.keyring import Keyring
from stepback_course.text.refusals import Refusal
from tests.handover.envelopes import (
    MEMBERS,
    Entry,
    envelope,
    manifest_of,
    refusal_of,
    sealed,
    whole,
    zipped,
)


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/x", "a/../../x", "a//x", "./x", "C:\\x", "a\\x", "C:x", "folder/", "a\0b"],
)
def test_a_name_that_leads_elsewhere_is_refused(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal], name: str
) -> None:
    plain = f"n{'n' * (len(name) - 1)}"
    entries = [*whole(cerys, office), (plain, b"")]
    refused = refusal(zipped(entries).replace(plain.encode(), name.encode()))
    assert refused.code == "altered"
    assert "is a folder or a path that leads elsewhere" in str(refused)


def test_a_manifest_that_lists_a_name_that_leads_elsewhere_is_refused(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal]
) -> None:
    listed = {"../x": Member(sha256="0" * 64, size=0)}
    content = manifest_of(cerys, office, members={}).model_copy(update={"members": listed})
    refused = refusal(zipped(envelope(content.encoded, cerys)))
    assert "'../x' cannot be the name of a part" in str(refused)


@pytest.mark.parametrize("names", [("a", "a"), ("A", "a"), ("e\u0301", "\u00e9")])
def test_names_that_one_folder_could_not_hold_are_refused(
    cerys: Keyring,
    office: Keyring,
    refusal: Callable[[bytes], Refusal],
    names: tuple[str, str],
    recwarn: pytest.WarningsRecorder,
) -> None:
    entries: list[Entry] = [*whole(cerys, office), *((name, b"") for name in names)]
    assert "is in it twice" in str(refusal(zipped(entries)))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_anything_but_a_file_is_refused(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal], kind: int
) -> None:
    link = zipfile.ZipInfo("portfolio.json")
    link.external_attr = (kind | 0o777) << 16
    entries = whole(cerys, office)
    entries[2] = (link, MEMBERS["portfolio.json"])
    assert "is a link, not a file" in str(refusal(zipped(entries)))


def test_an_unusual_way_of_packing_is_refused(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal]
) -> None:
    bzipped = zipped(whole(cerys, office), zipfile.ZIP_BZIP2)
    assert "is packed in an unusual way" in str(refusal(bzipped))
    encrypted = bytearray(zipped(whole(cerys, office)))
    directory = encrypted.index(b"PK\x01\x02")
    encrypted[directory + 8] |= 1
    assert "is packed in an unusual way" in str(refusal(bytes(encrypted)))


def test_thousands_of_members_are_refused_before_they_are_listed(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal]
) -> None:
    more = [(f"n{number}", b"") for number in range(MEMBERS_LIMIT + 1)]
    refused = refusal(zipped([*whole(cerys, office), *more]))
    assert refused.code == "too_large"
    assert "more parts than a bundle may have (2,000)" in str(refused)


def test_a_zip_that_hides_how_many_members_it_has_is_refused(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal]
) -> None:
    more = [(f"{number:0100}", b"") for number in range(8_000)]
    lying = bytearray(zipped([*whole(cerys, office), *more], zipfile.ZIP_STORED))
    lying[-14:-10] = struct.pack("<2H", 4, 4)
    assert refusal(bytes(lying)).code == "too_large"


def test_a_zip_bomb_is_refused_before_it_has_unpacked(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal]
) -> None:
    bomb = {"bomb": bytes(20_000_000)}
    manifest = manifest_of(cerys, office, members=bomb).encoded
    refused = refusal(zipped([*envelope(manifest, cerys), *bomb.items()]))
    assert refused.code == "too_large"
    assert "'bomb' in it unpacks to far more than it should" in str(refused)


def test_a_member_that_says_it_is_smaller_than_it_is_gives_nothing(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal]
) -> None:
    content = zipped(whole(cerys, office), zipfile.ZIP_STORED)
    size = struct.pack("<2L", *[len(MEMBERS["files/a1"])] * 2)
    lying = content.replace(size, struct.pack("<2L", 10, 10))
    assert lying != content
    assert refusal(lying).code in {"altered", "not_a_bundle"}


def test_a_manifest_that_lists_more_than_a_bundle_may_hold_is_refused(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal]
) -> None:
    listed = {f"n{number}": Member(sha256="0" * 64, size=150_000_000) for number in range(2)}
    content = manifest_of(cerys, office, members={}).model_copy(update={"members": listed})
    refused = refusal(zipped([*envelope(content.encoded, cerys), ("n0", b""), ("n1", b"")]))
    assert refused.code == "too_large"


@pytest.mark.parametrize("content", [b"", b"hello", bytes(100), b"PK\x05\x06" + bytes(18)])
def test_what_is_sealed_but_no_zip_is_refused(
    refusal: Callable[[bytes], Refusal], content: bytes
) -> None:
    assert refusal(content).code in {"not_a_bundle", "altered"}


def test_every_changed_byte_inside_the_seal_is_refused_or_changes_nothing(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    sound = zipped(whole(cerys, office), zipfile.ZIP_STORED)
    refused = 0
    for position in range(0, len(sound), 3):
        changed = bytearray(sound)
        changed[position] ^= 0x41
        path = sealed(tmp_path / "work", bytes(changed), office)
        try:
            bundle = open_bundle(path, office)
        except Refusal:
            refused += 1
        else:
            assert bundle.manifest == manifest_of(cerys, office)
            assert {name: bundle.read(name) for name in MEMBERS} == MEMBERS
    assert refused > len(sound) // 3 // 2


_NAMES = st.text(min_size=1, max_size=20).filter(lambda name: name[0] != "\0")
"""What a zip can be made with: it cuts a name at its first NUL."""


@given(
    st.lists(st.tuples(_NAMES, st.binary(max_size=60)), max_size=6),
    st.binary(max_size=30),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[*HealthCheck])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_whatever_somebody_seals_is_refused_in_a_sentence(
    tmp_path: Path, cerys: Keyring, office: Keyring, entries: list[Entry], tail: bytes
) -> None:
    content = zipped([*whole(cerys, office)[:1], *entries]) + tail
    assert refusal_of(sealed(tmp_path / "work", content, office), office).code in {
        "altered",
        "not_a_bundle",
        "damaged",
    }
