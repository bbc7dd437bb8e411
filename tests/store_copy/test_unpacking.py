"""Nothing in a backup is believed: whatever is strange, damaged or a trap is refused."""

import json
import random
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepback_course.store import Corrupt, NewerFormat, StoreError
from stepback_course.store.moving import members as limits
from stepback_course.store.moving.archive import MANIFEST
from stepback_course.store.moving.packing import write_backup
from stepback_course.store.moving.unpacking import opened_archive
from stepback_course.text import canonical
from stepback_course.text.refusals import Refusal
from tests.store_copy.conftest import MADE
from tests.store_copy.imperfect import everything, small
from tests.store_copy.zips import Members, forge, manifest_of, members_of, put_together, verified

P_1 = "folders/portfolio/P-1.json"


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of a small store."""
    write_backup(small(), tmp_path / "b.zip", about="x", made=MADE)
    return tmp_path / "b.zip"


@pytest.fixture
def members(backup: Path) -> Members:
    """Its members."""
    return members_of(backup)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip" * 1000, bytes(10_000)])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.zip").write_bytes(content)
    with pytest.raises(Refusal, match="is not a backup of stepback"):
        verified(tmp_path / "b.zip")


def test_a_backup_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.zip", tmp_path):
        with pytest.raises(Refusal, match="cannot be opened"):
            verified(path)


def test_a_backup_cut_off_anywhere_is_refused(backup: Path) -> None:
    whole = backup.read_bytes()
    for length in range(0, len(whole), 7):
        backup.write_bytes(whole[:length])
        with pytest.raises(Refusal):
            verified(backup)


@pytest.mark.parametrize("start", range(4))
def test_a_flipped_byte_is_noticed_or_changes_nothing(backup: Path, start: int) -> None:
    whole, content = backup.read_bytes(), everything(small())
    noticed = 0
    for place in range(7 * start, len(whole), 28):
        backup.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            with opened_archive(backup) as archive:
                assert everything(archive) == content
        except (Refusal, StoreError):
            noticed += 1
    assert noticed > len(whole) / 56


@pytest.mark.parametrize(
    "name",
    [
        "../outside.json",
        "/etc/passwd",
        "folders/../../outside.json",
        "folders/portfolio/P-2/x.json",
        "folders\\portfolio\\P-2.json",
        "C:/x",
        "folders/",
        "files/short",
        "README.txt",
        "\x1b[31mred",
        "folders/portfolio/P-9.json",
    ],
)
def test_a_member_that_no_backup_has_is_refused(backup: Path, members: Members, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        verified(put_together(backup, members | {name: b"{}"}))
    assert str(backup) in str(refused.value)
    assert "\x1b" not in str(refused.value)


def test_a_member_that_is_missing_is_refused(backup: Path, members: Members) -> None:
    for name in members:
        with pytest.raises(Refusal):
            verified(put_together(backup, {n: c for n, c in members.items() if n != name}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [P_1, P_1.lower(), MANIFEST])
def test_a_member_that_is_there_twice_is_refused(backup: Path, members: Members, name: str) -> None:
    put_together(backup, members)
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr(name, members[P_1])
    with pytest.raises(Refusal):
        verified(backup)


def test_two_folders_whose_names_differ_only_in_case_are_refused(
    backup: Path, members: Members
) -> None:
    other = members["folders/person/Anwen.json"].replace(b"person/Anwen", b"person/ANWEN")
    both = members | {"folders/person/ANWEN.json": other}

    with pytest.raises(Refusal, match="twice"):
        verified(forge(backup, both, change_count))


def test_two_members_that_share_their_bytes_are_refused(backup: Path, members: Members) -> None:
    evidence = next(name for name in members if name.startswith("files/"))
    put_together(backup, members | {evidence: random.Random(1).randbytes(20_000)})
    with zipfile.ZipFile(backup, "a") as archive:
        for number in range(100):
            member = zipfile.ZipInfo(f"files/{number:064}")
            original = archive.getinfo(evidence)
            for field in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(member, field, getattr(original, field))
            archive.filelist.append(member)
            archive.NameToInfo[member.filename] = member
        archive.writestr("files/" + "f" * 64, b"")
    with pytest.raises(Refusal, match="unpacks to far more"):
        verified(backup)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFDIR])
def test_a_member_that_is_no_plain_file_is_refused(
    backup: Path, members: Members, kind: int
) -> None:
    content = members.pop(P_1)
    put_together(backup, members)
    with zipfile.ZipFile(backup, "a") as archive:
        member = zipfile.ZipInfo(P_1)
        member.external_attr = (kind | 0o600) << 16
        archive.writestr(member, content)
    with pytest.raises(Refusal, match="no folder or file of a store"):
        verified(backup)


def test_an_unusual_packing_is_refused(backup: Path, members: Members) -> None:
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(Refusal, match="packed in an unusual way"):
        verified(backup)


@pytest.mark.parametrize("name", [P_1, MANIFEST, "files/" + "0" * 64])
def test_a_bomb_is_refused_before_it_is_unpacked(
    backup: Path, members: Members, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_together(backup, members | {name: bytes(50_000_000)})
    monkeypatch.delattr(zipfile.ZipFile, "open")
    with pytest.raises(Refusal, match="unpacks to far more"):
        verified(backup)


@pytest.mark.parametrize(
    "limit", ["MEMBERS_LIMIT", "FOLDER_LIMIT", "MANIFEST_LIMIT", "TOTAL_LIMIT"]
)
def test_more_than_the_limits_allow_is_refused(
    backup: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(limits, limit, 2)
    with pytest.raises(Refusal):
        verified(backup)


def test_bytes_that_are_not_those_of_the_manifest_are_damage(
    backup: Path, members: Members
) -> None:
    evidence = next(name for name in members if name.startswith("files/"))
    other = members[P_1].replace("tŷ".encode(), b"ty")
    assert other != members[P_1]
    for name, content in ((P_1, other), (evidence, b"something else")):
        (finding,) = verified(put_together(backup, members | {name: content}))
        assert finding.place in name
        assert "is damaged in" in finding.sentence
        with opened_archive(backup) as archive, pytest.raises(Corrupt):
            archive.records("portfolio/P-1") if name == P_1 else archive.open_file(finding.place)


def nest(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


def forged_record(**changes: Any) -> bytes:
    record = {"revision": 1, "document": {}, "summary": None} | changes
    return canonical({"folder": "portfolio/P-1", "records": {"profile": record}})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"not json",
        b"\xff",
        nest(12_000),
        b'{"folder":"portfolio/P-1","records":{}}',
        canonical({"folder": "portfolio/P-2", "records": {}}),
        forged_record(revision=0),
        forged_record(revision=10**30),
        forged_record(revision=1.0),
        forged_record(revision="1"),
        forged_record(document=[]),
        forged_record(document={"a": "\0"}),
        forged_record(document={"a": random.Random(1).randbytes(4_300_000).hex()}),
        forged_record(summary={}),
        forged_record(summary={"kind": "x", "y": []}),
        forged_record(more=1),
        forged_record().replace(b'"document":{}', b'"document":{"a":NaN}'),
        forged_record().replace(b'"document":{}', b'"document":{"a":1,"a":2}'),
        forged_record().replace(b'"document":{}', b'"document":{"a":"\\ud800"}'),
        forged_record().replace(b'"document":{}', b'"document": {}'),
        forged_record().replace(b'"profile"', b'"../profile"'),
        forged_record().replace(b"portfolio/P-1", b"portfolio/P-2"),
    ],
)
def test_a_folder_that_no_store_could_hold_is_damage_even_where_its_hash_is_right(
    backup: Path, members: Members, content: bytes
) -> None:
    def count(manifest: dict[str, Any]) -> None:
        manifest["records"] = 3

    (finding,) = verified(forge(backup, members | {P_1: content}, count))
    assert finding.place == "portfolio/P-1"


def change_count(manifest: dict[str, Any]) -> None:
    manifest["records"] += 1


def test_a_count_that_is_wrong_is_damage(backup: Path, members: Members) -> None:
    (finding,) = verified(forge(backup, members, change_count))
    assert "counts 4 records, and there are 3" in finding.sentence


def set_to(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(manifest: dict[str, Any]) -> None:
        manifest[key] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        set_to("schema", "something/1"),
        set_to("schema", None),
        set_to("made", "yesterday"),
        set_to("made", "0001-01-01T00:00:00+14:00"),
        set_to("records", -1),
        set_to("more", 1),
        set_to("lacking", ["x" * 10_000]),
        lambda manifest: manifest.pop("schema"),
        lambda manifest: manifest["files"].append(manifest["files"][0]),
    ],
)
def test_a_manifest_of_another_form_is_refused(
    backup: Path, members: Members, change: Callable[[dict[str, Any]], None]
) -> None:
    with pytest.raises(Refusal):
        verified(forge(backup, members, change))


@pytest.mark.parametrize("content", [b"", b"[]", b"1", b"\xff", nest(12_000)])
def test_a_manifest_that_is_none_is_refused(backup: Path, members: Members, content: bytes) -> None:
    with pytest.raises(Refusal, match="its manifest is damaged"):
        verified(put_together(backup, members | {MANIFEST: content}))


def test_a_manifest_that_states_another_hash_is_refused(backup: Path, members: Members) -> None:
    manifest = manifest_of(backup) | {"hash": "0" * 64}
    content = json.dumps(manifest).encode()
    with pytest.raises(Refusal, match="does not agree with itself"):
        verified(put_together(backup, members | {MANIFEST: content}))


def test_a_backup_of_a_newer_program_says_so(backup: Path, members: Members) -> None:
    with pytest.raises(NewerFormat, match="newer stepback"):
        verified(forge(backup, members, set_to("schema", "stepback.backup/2")))
