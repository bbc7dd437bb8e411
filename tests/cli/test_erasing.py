"""A word is erased by command: from the store, its copies, and backups that are restored."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from stepback_course.clock import system_clock
from stepback_course.course.packed import packed_root
from stepback_course.course.reader import read_course
from tests.cli.running import Program
from tests.filling import CONSENT

P, VOICE = "P-1", "learners-voice"
WORD = "quokkafern"
ACTIVITY = "learner-and-setting"
ASKED = {
    "op": "consent",
    "portfolio": P,
    **CONSENT.model_dump(mode="json", exclude={"withdrawn"}),
}


def respond(value: str, unit: str = VOICE, activity: str = ACTIVITY) -> dict[str, object]:
    return {
        "op": "respond",
        "portfolio": P,
        "unit": unit,
        "activity": activity,
        "value": value,
    }


@pytest.fixture
def written(team: Program) -> Program:
    """A store in which a practitioner wrote a word about a learner, twice."""
    lines = [ASKED, respond(f"{WORD} waited."), respond(f"{WORD} waited, and then went.")]
    assert all(answer["ok"] for answer in team.batch(lines))
    return team


def places_with(word: str, *roots: Path) -> list[Path]:
    files = [path for root in roots for path in root.rglob("*") if path.is_file()]
    return [path for path in files if word.encode() in path.read_bytes()]


def without_backups(program: Program) -> list[Path]:
    """Return every folder of the program's, but not the backups that a person made of it."""
    return [path for path in program.folder.iterdir() if path.is_dir()]


def test_what_goes_what_stays_and_what_is_out_of_reach_is_shown_and_asked(
    written: Program,
) -> None:
    done = written.run("erase", "case-study", "--portfolio", P, text="no\n")
    assert done.exit_code == 1
    assert "Nothing was erased." in done.stdout
    for told in ("This goes:", "This stays:", "yours to destroy:", "Paper:", "Type 'erase'"):
        assert told in done.stdout
    assert places_with(WORD, written.store)


def test_nobody_at_the_keyboard_means_no(written: Program) -> None:
    done = written.run("erase", "case-study", "--portfolio", P)
    assert done.exit_code == 1
    assert places_with(WORD, written.store)


def test_a_word_is_erased_from_the_store_the_cache_and_a_backup_that_is_restored(
    written: Program,
) -> None:
    backup = written.folder / "before.zip"
    written.out("store", "backup", str(backup))
    written.out("queue", acting="AS-MEG")
    assert places_with(WORD, *without_backups(written))
    done = written.out("erase", "case-study", "--portfolio", P, text="erase\n")
    assert "Erased" in done
    assert places_with(WORD, *without_backups(written)) == []
    restored = written.folder / "restored"
    printed = written.out("--store", str(restored), "store", "restore", str(backup))
    assert f"{P}: what was erased on" in printed
    assert "Both hold the same." in printed
    assert places_with(WORD, *without_backups(written)) == []
    sound = written.out("--store", str(restored), "store", "check", "--trail")
    assert "Nothing is damaged" in sound


def test_a_word_that_was_erased_is_not_copied_from_an_older_copy_of_the_store(
    written: Program,
) -> None:
    older, target = written.folder / "older", written.folder / "target"
    shutil.copytree(written.store, older)
    written.out("erase", "case-study", "--portfolio", P, "--yes")
    printed = written.out("store", "copy", str(older), str(target))
    assert f"{P}: what was erased on" in printed
    assert "Both hold the same." in printed
    assert places_with(WORD, target) == []
    assert places_with(WORD, older)


def test_a_restoring_that_was_interrupted_goes_on_without_the_word(
    written: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, restored = written.folder / "before.zip", written.folder / "restored"
    written.out("store", "backup", str(backup))
    written.out("erase", "case-study", "--portfolio", P, "--yes")
    from stepback_course.store.tinydb.engine import TinyDBStore

    really: Callable[..., bool] = TinyDBStore.take_over
    count = [0]

    def stop_in_the_middle(store: TinyDBStore, *arguments: object, **options: object) -> bool:
        count[0] += 1
        if count[0] == 5:
            raise KeyboardInterrupt
        return really(store, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(TinyDBStore, "take_over", stop_in_the_middle)
        assert written.run("--store", str(restored), "store", "restore", str(backup)).exit_code
    printed = written.out("--store", str(restored), "store", "restore", str(backup))
    assert "Both hold the same." in printed
    assert places_with(WORD, restored) == []


def test_a_backup_that_is_younger_than_the_erasure_is_restored_as_it_is(
    written: Program,
) -> None:
    written.out("erase", "case-study", "--portfolio", P, "--yes")
    assert all(each["ok"] for each in written.batch([ASKED, respond("Another learner.")]))
    backup, restored = written.folder / "after.zip", written.folder / "restored"
    written.out("store", "backup", str(backup))
    printed = written.out("--store", str(restored), "store", "restore", str(backup))
    assert "what was erased on" not in printed
    assert places_with("Another learner.", restored)


def test_another_portfolio_of_the_same_id_is_restored_whole(
    written: Program, tmp_path: Path
) -> None:
    backup = written.folder / "before.zip"
    written.out("store", "backup", str(backup))
    written.out("erase", "case-study", "--portfolio", P, "--yes")
    (path,) = (written.folder / "erased").iterdir()
    tombstone = json.loads(path.read_text())
    path.write_text(json.dumps(tombstone | {"enrolled": ["0" * 64]}))
    restored = written.folder / "restored"
    written.out("--store", str(restored), "store", "restore", str(backup))
    assert places_with(WORD, restored)


def test_the_tombstones_of_another_computer_are_brought_along(written: Program) -> None:
    backup, elsewhere = written.folder / "before.zip", written.folder / "brought.d"
    written.out("store", "backup", str(backup))
    written.out("erase", "case-study", "--portfolio", P, "--yes")
    (written.folder / "erased").rename(elsewhere)
    restored = written.folder / "restored"
    written.out(
        "--store", str(restored), "store", "restore", str(backup), "--erased", str(elsewhere)
    )
    assert places_with(WORD, restored) == []


def test_a_damaged_tombstone_stops_restoring_with_a_sentence(written: Program) -> None:
    backup = written.folder / "before.zip"
    written.out("store", "backup", str(backup))
    written.out("erase", "case-study", "--portfolio", P, "--yes")
    (path,) = (written.folder / "erased").iterdir()
    path.write_text("{")
    restored = written.folder / "restored"
    done = written.run("--store", str(restored), "store", "restore", str(backup))
    assert done.exit_code == 1
    assert "must not come back from a backup" in done.stderr
    assert not restored.exists()


def test_the_folder_of_tombstones_is_for_its_owner_alone(written: Program) -> None:
    written.out("erase", "case-study", "--portfolio", P, "--yes")
    folder = written.folder / "erased"
    (path,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)


def test_what_was_erased_is_listed_and_never_what_it_said(written: Program) -> None:
    assert "Nothing was erased." in written.out("erase", "list", "--portfolio", P)
    written.out("erase", "case-study", "--portfolio", P, "--why", "permission withdrawn", "--yes")
    listed = written.out("erase", "list", "--portfolio", P)
    assert "learners-voice, by owner (permission was taken back)" in listed
    (row,) = written.rows("erase", "list", "--portfolio", P)
    assert row["units"] == [VOICE]
    assert "No erasure waits" in written.out("erase", "finish")


def test_a_practitioner_need_not_name_their_only_portfolio(written: Program) -> None:
    written.out("erase", "case-study", "--yes", acting="PR-1")
    assert places_with(WORD, written.store) == []
    done = written.run("erase", "case-study", "--yes", acting="CO-ANN")
    assert "--portfolio" in done.stderr


def test_a_unit_is_erased_and_the_others_stay(written: Program) -> None:
    course = read_course(packed_root())
    unit = course.units[0]
    activity = next(each for each in unit.activities if each.kind == "reflection")
    written.batch([respond("wallabyleaf here", unit.id, activity.id)])
    written.out("erase", "unit", unit.id, "--portfolio", P, "--yes")
    assert places_with("wallabyleaf", written.store) == []
    assert places_with(WORD, written.store)
    written.out("erase", "everything", "--portfolio", P, "--yes")
    assert places_with(WORD, written.store) == []


def test_who_may_not_is_told_so(written: Program) -> None:
    done = written.run("erase", "case-study", "--portfolio", P, "--yes", acting="AS-MEG")
    assert done.exit_code == 1
    assert "may not do this" in done.stderr
    assert places_with(WORD, written.store)


def test_what_is_due_is_listed_and_stays(written: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No case study is older than 24 months." in written.out("erase", "due")
    later = system_clock() + timedelta(days=800)
    monkeypatch.setattr("stepback_course.cli.house.system_clock", lambda: later)
    assert P in written.out("erase", "due")
    (row,) = written.rows("erase", "due", "--months", "3")
    assert (row["portfolio"], row["unit"]) == (P, VOICE)
    assert places_with(WORD, written.store)
