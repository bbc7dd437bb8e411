"""Looking after a store from the command line."""

import io
import json
import shutil
import sys
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest

from stepback_course.cli.progress import progress_line
from stepback_course.store import Change, Record, StoreFull, new_operation, open_store
from stepback_course.store.memory import MemoryStore
from stepback_course.store.tinydb.engine import TinyDBStore
from stepback_course.store.tinydb.marker import Marker
from tests.cli.running import Program
from tests.store_copy.zips import members_of


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a store with two made-up practitioners; to be copied, not written to."""
    program = Program(tmp_path_factory.mktemp("filled"))
    program.out("demo", "--size", "2", "--no-open")
    return program.store


@pytest.fixture
def demo(program: Program, filled: Path) -> Program:
    """The program on a store with two made-up practitioners."""
    shutil.copytree(filled, program.store)
    return program


def damage(program: Program, pattern: str) -> Path:
    """Flip a byte in every copy that the store has of something, and return its place."""
    found = sorted(program.store.rglob(pattern))
    for path in found:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0x55
        path.write_bytes(content)
    return found[0]


def rewrite(store: Path, folder: str, name: str, change: dict[str, Any]) -> None:
    """Change a record past all the rules that its unit has."""
    kept = open_store(str(store))
    record = kept.records(folder)[name]
    changed = Change(record.revision, record.document | change, record.summary)
    kept.put(folder, {name: changed}, operation=new_operation(), actor="x")
    kept.close()


def test_a_copy_is_proved_by_the_same_hash_on_both_sides(demo: Program) -> None:
    printed = demo.out("store", "copy", "store", "copied").splitlines()
    assert printed[-1] == "Both hold the same."
    (ours, from_), (theirs, to) = (line.split() for line in printed[-3:-1])
    assert ours == theirs
    assert len(ours) == 64
    assert from_.endswith("/store")
    assert to.endswith("/copied")
    again = demo.out("store", "copy", "store", "copied").splitlines()
    first, second = ([line.split() for line in lines[1:4]] for lines in (printed, again))
    assert [(what, number) for what, number, _already, _refused in first] == [
        (what, already) for what, _copied, already, _refused in second
    ]
    assert {line[3] for line in (*first, *second)} == {"0"}


def test_everything_goes_to_a_server_and_comes_back(demo: Program) -> None:
    pytest.importorskip("psycopg", reason="PostgreSQL IS NOT TESTED: install test-postgres")
    from tests.postgres.servers import store_database

    server = store_database()
    there = demo.out("store", "copy", "store", server).splitlines()
    back = demo.out("store", "copy", server, "back").splitlines()
    assert there[-1] == back[-1] == "Both hold the same."
    assert {line.split()[0] for line in there[-3:-1]} == {line.split()[0] for line in back[-3:-1]}
    assert "Nothing is damaged in postgresql://" in demo.out(
        "--store", server, "store", "check", "--trail"
    )


def test_nothing_but_the_result_is_printed_without_a_terminal(demo: Program) -> None:
    done = demo.run("store", "copy", "store", "copied")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "\r" not in done.stdout


def test_a_copy_that_differs_says_where_and_ends_with_one(demo: Program) -> None:
    demo.out("store", "copy", "store", "copied")
    other = open_store(str(demo.folder / "copied"))
    other.put_file(io.BytesIO(b"only here"), limit=100)
    other.close()
    done = demo.run("store", "copy", "store", "copied")
    assert done.exit_code == 1
    assert "is only at the target." in done.stderr
    assert "They do not hold the same" in done.stderr


def test_a_damaged_folder_is_named_by_a_copy_and_the_rest_arrives(demo: Program) -> None:
    place = damage(demo, "person~co-*.json*")
    done = demo.run("store", "copy", "store", "copied")
    assert done.exit_code == 1
    assert place.name in done.stderr
    assert "1" in done.stdout.splitlines()[1].split()
    copied = open_store(str(demo.folder / "copied"))
    assert len(list(copied.folders())) == len(list(open_store(str(demo.store)).folders())) - 1


def test_a_full_disk_in_the_middle_is_said_and_the_copy_goes_on(
    demo: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_named: object) -> bool:
        raise StoreFull("There is no room left on the disk.")

    with monkeypatch.context() as patched:
        patched.setattr(TinyDBStore, "take_over", full)
        done = demo.run("store", "copy", "store", "copied")
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "There is no room left on the disk.",
        "What was written before is safe: run the same command again to go on from there.",
    ]
    assert "Both hold the same." in demo.out("store", "copy", "store", "copied")


@pytest.mark.parametrize(
    ("source", "target", "code", "sentence"),
    [
        ("mysql://there/x", "copied", 2, "is not a kind of store"),
        ("store", "mysql://there/x", 2, "is not a kind of store"),
        ("store", "store", 1, "was named twice"),
        ("store", "store/inside", 1, "one inside the other"),
        ("mistyped", "copied", 1, "There is nothing in"),
        ("foreign", "copied", 1, "holds other things and is not a store"),
        ("store", "foreign", 1, "holds other things and is not a store"),
        ("store", "newer", 1, "newer stepback"),
        ("newer", "copied", 1, "newer stepback"),
        ("store", "newer-to-look-at", 1, "newer stepback"),
        ("store", "foreign/letter.txt", 1, "is a file, and a store is a folder"),
    ],
)
def test_what_cannot_be_copied_is_refused_in_a_sentence(
    demo: Program, source: str, target: str, code: int, sentence: str
) -> None:
    (demo.folder / "foreign").mkdir()
    (demo.folder / "foreign" / "letter.txt").write_text("Dear all")
    for name, readable_by in (("newer", 99), ("newer-to-look-at", 1)):
        (demo.folder / name).mkdir()
        marker = Marker(str(uuid.uuid4()), version=99, readable_by=readable_by)
        (demo.folder / name / "store.json").write_bytes(marker.encoded)
    done = demo.run("store", "copy", source, target)
    assert done.exit_code == code
    assert sentence in done.stderr
    assert "Traceback" not in done.output
    assert [path.name for path in (demo.folder / "foreign").iterdir()] == ["letter.txt"]


def test_a_sound_store_is_counted(demo: Program) -> None:
    printed = demo.out("store", "check", "--trail").splitlines()
    assert printed[0].split() == ["folders", "records", "files"]
    assert all(int(number) > 0 for number in printed[1].split())
    assert printed[2].startswith("Nothing is damaged in tinydb://")


def test_a_store_with_nothing_in_it_is_told_from_a_sound_one(program: Program) -> None:
    assert "There is nothing in tinydb://" in program.out("store", "check")
    assert not program.store.exists()


def test_what_is_damaged_is_listed_once_and_the_check_ends_with_one(demo: Program) -> None:
    place = damage(demo, "person~co-*.json*")
    done = demo.run("store", "check")
    assert done.exit_code == 1
    assert sum(place.name in line for line in done.stdout.splitlines()) >= 1
    assert "Nothing is damaged" not in done.stdout


def test_a_check_is_one_object_for_programs(demo: Program) -> None:
    evidence = next(path for path in demo.store.glob("files/??/*") if len(path.name) == 64)
    evidence.write_bytes(b"something else")
    done = demo.run("store", "check", "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["schema"], told["next"]) == (1, "stepback.store-check/1", None)
    read, found = told["rows"]
    assert read["kind"] == "read"
    assert read["folders"] > 0
    assert (found["kind"], found["place"]) == ("damage", str(evidence))
    assert "is damaged" in found["sentence"]


def submitted_unit(program: Program) -> tuple[str, Record]:
    """Return the folder and the record of a unit that was submitted."""
    store = open_store(str(program.store))
    for folder in store.folders():
        for name, record in store.records(folder).items():
            if name.startswith("unit/") and record.document["attempts"]:
                return folder, record
    raise AssertionError


def test_a_trail_that_was_rewritten_is_found_only_where_that_is_asked(demo: Program) -> None:
    folder, record = submitted_unit(demo)
    trail = record.document["trail"]
    forged = [trail[0] | {"at": "2020-01-01T00:00:00.000Z"}, *trail[1:]]
    rewrite(demo.store, folder, record.name, {"trail": forged})
    assert demo.run("store", "check").exit_code == 0
    done = demo.run("store", "check", "--trail")
    assert done.exit_code == 1
    assert f"{folder} {record.name}: entry 1 of its trail" in done.stdout


def test_the_first_broken_entry_is_named_with_what_it_was(demo: Program) -> None:
    folder, record = submitted_unit(demo)
    trail = record.document["trail"]
    forged = [trail[0] | {"actor": "SOMEBODY"}, *trail[1:]]
    rewrite(demo.store, folder, record.name, {"trail": forged})
    printed = demo.run("store", "check", "--trail").stdout
    assert f"entry 1 of its trail ('submit', {trail[0]['at']}) is not as" in printed


def test_a_receipt_is_told_from_one_that_fits_nothing(demo: Program) -> None:
    head = next(
        row
        for row in demo.rows("store", "check", "--trail")
        if row["kind"] == "head" and row["head"] != row["receipt"]
    )
    done = demo.run("store", "check", "--trail", "--receipt", head["receipt"][:16])
    assert done.exit_code == 0
    assert f"The receipt is of {head['place'].partition('/')[2]}, as it stood on" in done.stderr
    done = demo.run("store", "check", "--trail", "--receipt", "0000 0000 0000 0000")
    assert done.exit_code == 1
    assert "No portfolio here" in done.stderr


def test_the_heads_of_all_portfolios_are_listed_where_that_is_asked(demo: Program) -> None:
    heads = [row for row in demo.rows("store", "check", "--trail") if row["kind"] == "head"]
    printed = demo.out("store", "check", "--trail", "--heads")
    assert f"The trails of {len(heads)} portfolios are whole." in printed
    assert all(head["head"] in printed for head in heads)
    assert demo.run("store", "check", "--heads").exit_code == 2


def test_a_record_that_is_not_what_its_trail_says_is_found(demo: Program) -> None:
    folder, record = submitted_unit(demo)
    attempts = [attempt | {"withdrawn": True} for attempt in record.document["attempts"]]
    rewrite(demo.store, folder, record.name, {"attempts": attempts})
    done = demo.run("store", "check", "--trail")
    assert done.exit_code == 1
    assert "does not say what the last entry of its trail says" in done.stdout


def test_a_submission_that_is_gone_and_a_unit_that_is_none_are_found(demo: Program) -> None:
    folder, record = submitted_unit(demo)
    file = record.document["attempts"][0]["file"]
    (demo.store / "files" / file[:2] / file).unlink()
    assert "attempt 1 is not kept here" in demo.run("store", "check", "--trail").stdout
    rewrite(demo.store, folder, record.name, {"state": "flying"})
    done = demo.run("store", "check", "--trail", "--json")
    rows = [row for row in json.loads(done.stdout)["rows"] if row["kind"] == "trail"]
    assert [row["place"] for row in rows] == [f"{folder} {record.name}"]
    assert "is not the record of a unit" in rows[0]["sentence"]


def test_a_backup_is_restored_into_an_empty_store(demo: Program) -> None:
    made = demo.out("store", "backup", "all.zip")
    assert made.startswith("all.zip holds what Positive Eye Ltd had on ")
    assert demo.out("store", "restore", "--check", "all.zip") == made + "The backup is whole.\n"
    shutil.rmtree(demo.store)
    restored = demo.out("store", "restore", "all.zip").splitlines()
    assert restored[-1] == "Both hold the same."
    assert restored[-2].split()[0] == restored[-3].split()[0] == made.split()[-1]
    assert "Both hold the same." in demo.out("store", "restore", "all.zip")


def test_a_backup_does_not_replace_one_and_a_restore_does_not_mix(demo: Program) -> None:
    demo.out("store", "backup", "all.zip")
    done = demo.run("store", "backup", "all.zip")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "all.zip is there already" in done.stderr
    store = open_store(str(demo.store))
    store.put_file(io.BytesIO(b"later"), limit=10)
    store.close()
    done = demo.run("store", "restore", "all.zip")
    assert done.exit_code == 1
    assert "is not empty" in done.stderr


def test_a_backup_of_a_damaged_store_says_what_it_lacks(demo: Program) -> None:
    place = damage(demo, "person~co-*.json*")
    done = demo.run("store", "backup", "all.zip")
    assert done.exit_code == 1
    assert "It lacks what could not be read in the store: person/co-" in done.stderr
    assert place.name in done.stderr
    assert str(demo.store).encode() not in members_of(demo.folder / "all.zip")["manifest.json"]
    for arguments in (["--check", "all.zip"], ["all.zip"]):
        shutil.rmtree(demo.store, ignore_errors=True)
        again = demo.run("store", "restore", *arguments)
        assert again.exit_code == 1
        assert "It lacks what could not be read" in again.stderr


def test_a_backup_of_nothing_is_refused(program: Program) -> None:
    done = program.run("store", "backup", "all.zip")
    assert done.exit_code == 1
    assert "There is nothing in" in done.stderr
    assert not (program.folder / "all.zip").exists()


def test_a_damaged_backup_is_not_restored(demo: Program) -> None:
    demo.out("store", "backup", "all.zip")
    with zipfile.ZipFile(demo.folder / "all.zip") as archive:
        member = max(archive.infolist(), key=lambda each: each.compress_size)
    content = bytearray((demo.folder / "all.zip").read_bytes())
    content[member.header_offset + 200] ^= 0x55
    (demo.folder / "all.zip").write_bytes(content)
    shutil.rmtree(demo.store)
    done = demo.run("store", "restore", "all.zip")
    assert done.exit_code == 1
    assert "is damaged in" in done.stderr
    assert "nothing was restored" in done.stderr
    assert not demo.store.exists()


@pytest.mark.parametrize("name", ["nowhere.zip", "store", "store/store.json"])
def test_what_is_no_backup_is_refused(demo: Program, name: str) -> None:
    done = demo.run("store", "restore", name)
    assert (done.exit_code, done.stdout) == (1, "")
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_what_a_store_noticed_is_said_after_any_command(
    team: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices = ["portfolio/P-1 was recovered from its last good copy."]

    def take(_store: object) -> list[str]:
        taken, notices[:] = notices[:], []
        return taken

    monkeypatch.setattr(TinyDBStore, "notices", take)
    done = team.run("progress")
    assert done.exit_code == 0
    assert done.stderr == "portfolio/P-1 was recovered from its last good copy.\n"
    notices.append("This folder is on a network.")
    assert "This folder is on a network." in team.out("store", "check")


def test_a_line_shows_how_far_it_is_where_there_is_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    with progress_line("Copying") as progress:
        for number in range(1, 4):
            progress(f"portfolio/P-{number:030}")
    shown = capsys.readouterr().err.split("\r")
    assert shown[1].startswith("Copying 1: portfolio/P-000")
    assert {len(text) for text in shown if text} == {39}
    assert shown[-2].strip() == ""


def test_no_line_is_shown_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_line("Copying") as progress:
        progress("portfolio/P-1")
    assert capsys.readouterr().err == ""


def test_memory_is_a_store_like_any_other(demo: Program) -> None:
    done = demo.run("store", "copy", "store", MemoryStore.url)
    assert (done.exit_code, done.stderr) == (0, "")
