"""A backup is whole or not there, says what it lacks, and opens without this program."""

import hashlib
import io
import os
import random
import stat
import zipfile
from pathlib import Path

import pytest

from stepback_course.store import Store, Unreachable
from stepback_course.store.memory import MemoryStore
from stepback_course.store.moving import packing
from stepback_course.store.moving.archive import MANIFEST
from stepback_course.store.moving.fingerprint import folder_content
from stepback_course.store.moving.packing import write_backup
from stepback_course.store.moving.unpacking import opened_archive
from stepback_course.text.refusals import Refusal
from tests.contract.writing import write
from tests.store_copy.conftest import MADE
from tests.store_copy.imperfect import Damaged, Gone, everything, fill_small, small
from tests.store_copy.zips import manifest_of, members_of, verified


def test_a_backup_is_a_zip_of_folders_files_and_a_list_of_hashes(tmp_path: Path) -> None:
    store = small()
    write_backup(store, tmp_path / "b.zip", about="Positive Eye Ltd", made=MADE)
    members = members_of(tmp_path / "b.zip")
    manifest = manifest_of(tmp_path / "b.zip")
    assert manifest["schema"] == "stepback.backup/1"
    assert (manifest["about"], manifest["made"]) == ("Positive Eye Ltd", "2026-03-04T12:03:04.000Z")
    assert (manifest["records"], manifest["lacking"]) == (3, [])
    assert set(members) == {
        MANIFEST,
        "folders/cohort/CO-1.json",
        "folders/person/Anwen.json",
        "folders/portfolio/P-1.json",
        *(f"files/{digest}" for digest in store.files()),
    }
    content = members["folders/portfolio/P-1.json"]
    assert content == folder_content("portfolio/P-1", store.records("portfolio/P-1"))
    assert manifest["folders"]["portfolio/P-1"] == hashlib.sha256(content).hexdigest()
    for digest in manifest["files"]:
        assert hashlib.sha256(members[f"files/{digest}"]).hexdigest() == digest


def test_a_whole_backup_has_nothing_damaged_and_holds_everything(
    packed: Path, cohort: Store
) -> None:
    assert verified(packed) == []
    with opened_archive(packed) as archive:
        assert everything(archive) == everything(cohort)


def test_folders_are_packed_before_the_files_they_name(tmp_path: Path) -> None:
    told: list[str] = []
    store = small()
    write_backup(store, tmp_path / "b.zip", about="x", made=MADE, progress=told.append)
    assert told[:5] == [*store.folders(), *store.files()]


def test_two_backups_of_one_moment_are_the_same_to_the_byte(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        write_backup(small(), tmp_path / name, about="x", made=MADE)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions elsewhere")
def test_only_its_owner_may_read_a_backup(tmp_path: Path) -> None:
    write_backup(small(), tmp_path / "b.zip", about="x", made=MADE)
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def test_a_backup_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"last week")
    with pytest.raises(Refusal, match="replaces nothing"):
        write_backup(small(), tmp_path / "b.zip", about="x", made=MADE)
    assert (tmp_path / "b.zip").read_bytes() == b"last week"


def test_a_backup_that_came_to_nothing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        write_backup(Gone(), tmp_path / "b.zip", about="x", made=MADE)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere" / "b.zip", Path(os.devnull) / "b.zip"):
        with pytest.raises(Refusal, match="could not be written"):
            write_backup(small(), path, about="x", made=MADE)


@pytest.mark.parametrize("step", ["flush", "flush_directory"])
def test_a_disk_that_fills_up_leaves_no_backup_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(_place: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packing, step, full)
    with pytest.raises(Refusal, match=r"could not be written \(No space left on device\)"):
        write_backup(small(), tmp_path / "b.zip", about="x", made=MADE)
    assert list(tmp_path.iterdir()) == []


def test_what_is_damaged_is_named_in_the_backup_and_the_rest_is_carried(tmp_path: Path) -> None:
    evidence = small().put_file(io.BytesIO(b"evidence"), limit=100)
    source = Damaged("person/Anwen", evidence)
    fill_small(source)
    backup = write_backup(source, tmp_path / "b.zip", about="x", made=MADE)
    assert backup.manifest.lacking == ("person/Anwen", evidence)
    assert [each.sentence for each in backup.unread] == [
        "person/Anwen is damaged.",
        f"{evidence} is damaged.",
    ]
    assert (len(backup.manifest.folders), len(backup.manifest.files)) == (2, 1)
    assert verified(tmp_path / "b.zip") == []


def test_text_that_packs_far_too_well_can_be_restored_all_the_same(tmp_path: Path) -> None:
    store = MemoryStore()
    write(store, "portfolio/P-1", "profile", {"answer": "a" * 4_000_000})
    zeros = store.put_file(io.BytesIO(bytes(4_000_000)), limit=2**30)
    noise = store.put_file(io.BytesIO(random.Random(1).randbytes(4_000_000)), limit=2**30)
    write_backup(store, tmp_path / "b.zip", about="x", made=MADE)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        kinds = {member.filename: member.compress_type for member in archive.infolist()}
    assert kinds["folders/portfolio/P-1.json"] == zipfile.ZIP_STORED
    assert kinds[f"files/{zeros}"] == zipfile.ZIP_STORED
    assert kinds[f"files/{noise}"] == zipfile.ZIP_DEFLATED
    assert verified(tmp_path / "b.zip") == []


def test_more_than_a_backup_holds_is_refused_and_copying_is_advised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "MEMBERS_LIMIT", 4)
    with pytest.raises(Refusal, match="stepback store copy"):
        write_backup(small(), tmp_path / "b.zip", about="x", made=MADE)


def test_a_folder_larger_than_a_backup_takes_is_named_as_lacking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = small()
    write(store, "portfolio/P-2", "profile", {"answer": "a" * 2000})
    monkeypatch.setattr(packing, "FOLDER_LIMIT", 1000)
    backup = write_backup(store, tmp_path / "b.zip", about="x", made=MADE)
    assert backup.manifest.lacking == ("portfolio/P-2",)
    assert "more than a backup takes" in backup.unread[0].sentence
