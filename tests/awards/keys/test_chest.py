"""A chest keeps one key of this computer, locked unless somebody is using it."""

import os
import stat
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from stepback_course.awards.keys import folder as key_folder
from stepback_course.awards.keys.chest import KeyChest, issuing_folder
from stepback_course.awards.keys.folder import FILE_NAME, REHEARSED_NAME, SIZE_LIMIT
from stepback_course.awards.keys.paper import paper
from stepback_course.awards.keys.signing import new_key
from stepback_course.cli.house import default_store
from stepback_course.text.refusals import Refusal
from tests.awards.keys.chests import PASSPHRASE, chest_in
from tests.house import NOW

pytestmark = pytest.mark.usefixtures("quick_guesses")

OTHER_WORDS = "goat meadow parcel tin"
no_modes = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")


class Wristwatch:
    """A clock that a test sets."""

    def __init__(self) -> None:
        """Begin at NOW."""
        self.now = NOW

    def __call__(self) -> datetime:
        """Return the present instant."""
        return self.now

    def pass_by(self, **time: int) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


def test_a_new_chest_is_empty_and_locked(chest: KeyChest) -> None:
    assert chest.did is None
    assert chest.unlocked() is None
    assert not chest.is_unlocked
    with pytest.raises(Refusal, match="no signing key on this computer"):
        chest.unlock(PASSPHRASE)


def test_a_key_that_was_made_is_unlocked_and_is_the_same_after_locking(chest: KeyChest) -> None:
    made = chest.make(PASSPHRASE)
    assert chest.unlocked() == made
    chest.lock()
    assert chest.unlocked() is None
    assert chest.did == made.did
    assert chest.unlock(PASSPHRASE) == made == chest.unlocked()


def test_another_sitting_begins_locked(locked: KeyChest) -> None:
    locked.unlock(PASSPHRASE)
    assert not chest_in(locked.path.parent).is_unlocked
    assert chest_in(locked.path.parent).did == locked.did


def test_a_wrong_passphrase_leaves_the_chest_as_it_was(locked: KeyChest) -> None:
    with pytest.raises(Refusal, match="does not open the key"):
        locked.unlock(OTHER_WORDS)
    assert not locked.is_unlocked
    key = locked.unlock(PASSPHRASE)
    with pytest.raises(Refusal, match="does not open the key"):
        locked.unlock(OTHER_WORDS)
    assert locked.unlocked() == key


def test_a_key_locks_itself_after_its_minutes_without_use(tmp_path: Path) -> None:
    watch = Wristwatch()
    chest = chest_in(tmp_path, watch)
    chest.make(PASSPHRASE)
    watch.pass_by(minutes=14, seconds=59)
    assert chest.locks_at is not None
    watch.pass_by(seconds=1)
    assert not chest.is_unlocked
    assert chest.unlocked() is None
    watch.pass_by(minutes=-5)
    assert chest.unlocked() is None


def test_use_keeps_a_key_unlocked_and_looking_whether_it_is_does_not(tmp_path: Path) -> None:
    watch = Wristwatch()
    chest = chest_in(tmp_path, watch)
    chest.make(PASSPHRASE)
    watch.pass_by(minutes=10)
    assert chest.locks_at == NOW + timedelta(minutes=15)
    assert chest.unlocked() is not None
    watch.pass_by(minutes=10)
    assert chest.locks_at == NOW + timedelta(minutes=25)
    watch.pass_by(minutes=5)
    assert not chest.is_unlocked
    assert chest.unlocked() is None


def test_a_clock_that_was_put_back_locks_a_key(tmp_path: Path) -> None:
    watch = Wristwatch()
    chest = chest_in(tmp_path, watch)
    chest.make(PASSPHRASE)
    watch.pass_by(days=-1)
    assert not chest.is_unlocked


def test_the_minutes_are_the_ones_that_were_asked_for(tmp_path: Path) -> None:
    watch = Wristwatch()
    chest_in(tmp_path, watch).make(PASSPHRASE)
    chest = KeyChest(tmp_path, watch, minutes=1)
    chest.unlock(PASSPHRASE)
    watch.pass_by(seconds=60)
    assert chest.unlocked() is None


def test_a_second_key_is_not_made_over_the_first(locked: KeyChest) -> None:
    content = locked.path.read_bytes()
    with pytest.raises(Refusal, match="there is a signing key on this computer already"):
        locked.make(OTHER_WORDS)
    assert locked.path.read_bytes() == content
    assert not locked.is_unlocked


def test_of_several_who_make_a_key_at_once_one_does(tmp_path: Path) -> None:
    together, made, refused = threading.Barrier(4), [], []

    def make() -> None:
        chest = chest_in(tmp_path / "chest")
        together.wait()
        try:
            made.append(chest.make(PASSPHRASE).did)
        except Refusal as refusal:
            refused.append(refusal.code)

    threads = [threading.Thread(target=make) for _place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [chest_in(tmp_path / "chest").did]
    assert refused == ["taken"] * 3


def test_a_passphrase_that_is_easily_guessed_makes_no_file(chest: KeyChest) -> None:
    with pytest.raises(Refusal, match="four words"):
        chest.make("short")
    assert not chest.path.exists()


@no_modes
def test_only_its_owner_can_read_a_key(locked: KeyChest) -> None:
    assert stat.S_IMODE(locked.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(locked.path.parent.stat().st_mode) == 0o700
    assert [path.name for path in locked.path.parent.iterdir()] == [FILE_NAME]


@no_modes
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620, 0o602])
def test_a_key_that_others_can_read_is_not_used(locked: KeyChest, mode: int) -> None:
    locked.path.chmod(mode)
    with pytest.raises(Refusal, match=r"others on this computer can .*chmod 600") as refused:
        locked.unlock(PASSPHRASE)
    assert "stepback key rotate" in str(refused.value)
    locked.path.chmod(0o600)
    locked.unlock(PASSPHRASE)


def test_rotating_leaves_nothing_of_the_key_before(locked: KeyChest) -> None:
    before, content = locked.did, locked.path.read_bytes()
    made = locked.rotate(OTHER_WORDS)
    assert locked.did == made.did != before
    assert locked.unlocked() == made
    assert [path.name for path in locked.path.parent.iterdir()] == [FILE_NAME]
    assert content not in [path.read_bytes() for path in locked.path.parent.iterdir()]


@pytest.mark.parametrize("step", ["os.fsync", "os.fdopen", "pathlib.Path.replace"])
def test_what_stops_a_rotation_leaves_the_key_before(
    locked: KeyChest, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = locked.did
    with monkeypatch.context() as patched:
        patched.setattr(step, _no_room)
        with pytest.raises(Refusal, match="No space left on device"):
            locked.rotate(OTHER_WORDS)
    assert locked.did == before
    assert not locked.is_unlocked
    assert [path.name for path in locked.path.parent.iterdir()] == [FILE_NAME]


@pytest.mark.skipif(os.name == "nt", reason="Windows flushes no folder")
def test_a_name_that_may_not_last_is_no_success_and_the_key_is_whole(
    locked: KeyChest, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, flush = locked.did, os.fsync
    flushed: list[int] = []

    def only_the_first(descriptor: int) -> None:
        if flushed:
            _no_room(descriptor)
        flushed.append(descriptor)
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", only_the_first)
    with pytest.raises(Refusal, match="keys cannot be kept in"):
        locked.rotate(OTHER_WORDS)
    assert not locked.is_unlocked
    assert locked.unlock(OTHER_WORDS).did != before


@no_modes
def test_a_key_is_on_the_disk_before_it_takes_the_place_of_another(
    locked: KeyChest, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, flush, replace = [], os.fsync, Path.replace

    def noted_flush(descriptor: int) -> None:
        is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
        done.append("file" if is_file else "folder")
        flush(descriptor)

    def noted_replace(draft: Path, path: Path) -> Path:
        done.append("name")
        return replace(draft, path)

    monkeypatch.setattr(os, "fsync", noted_flush)
    monkeypatch.setattr(Path, "replace", noted_replace)
    locked.rotate(OTHER_WORDS)
    assert done == ["file", "name", "folder"]


def test_a_paper_copy_brings_a_key_to_another_computer(chest: KeyChest, tmp_path: Path) -> None:
    key = chest.make(PASSPHRASE)
    elsewhere = chest_in(tmp_path / "elsewhere")
    assert elsewhere.restore(key.seed, OTHER_WORDS) == key
    elsewhere.lock()
    assert elsewhere.unlock(OTHER_WORDS) == key


def test_a_paper_copy_gives_a_forgotten_passphrase_another(chest: KeyChest) -> None:
    key = chest.make(PASSPHRASE)
    chest.restore(key.seed, OTHER_WORDS)
    chest.lock()
    with pytest.raises(Refusal, match="does not open the key"):
        chest.unlock(PASSPHRASE)
    assert chest.unlock(OTHER_WORDS) == key


def test_a_paper_copy_never_replaces_another_key(locked: KeyChest) -> None:
    content = locked.path.read_bytes()
    with pytest.raises(Refusal, match="the key on this computer is did:key:") as refused:
        locked.restore(new_key().seed, OTHER_WORDS)
    assert "Nothing was changed" in str(refused.value)
    assert locked.path.read_bytes() == content


def test_a_rehearsal_is_noted_and_unlocks_nothing(locked: KeyChest) -> None:
    copy = paper(locked.unlock(PASSPHRASE))
    locked.lock()
    assert locked.rehearsed == ""
    locked.rehearse(copy)
    assert locked.rehearsed == "2026-03-04T12:03:04.000Z"
    assert not locked.is_unlocked
    assert copy.split("  ")[1][:4] not in (locked.path.parent / REHEARSED_NAME).read_text()


def test_a_rehearsal_with_the_copy_of_another_key_is_none(locked: KeyChest) -> None:
    with pytest.raises(Refusal, match="this is the paper copy of did:key:"):
        locked.rehearse(paper(new_key()))
    assert locked.rehearsed == ""


def test_a_new_key_needs_a_rehearsal_of_its_own(locked: KeyChest) -> None:
    locked.rehearse(paper(locked.unlock(PASSPHRASE)))
    locked.rotate(OTHER_WORDS)
    assert locked.rehearsed == ""


@pytest.mark.parametrize("content", [b"", b"\xff", b"did:key:z", b"x" * 100_000])
def test_a_damaged_note_of_a_rehearsal_is_none(locked: KeyChest, content: bytes) -> None:
    (locked.path.parent / REHEARSED_NAME).write_bytes(content)
    assert locked.rehearsed == ""


def test_a_damaged_key_is_named_and_left_as_it_is(locked: KeyChest) -> None:
    content = locked.path.read_bytes().replace(b"did:key:z6Mk", b"did:key:z6Ml")
    locked.path.write_bytes(content)
    uses: list[Callable[[], object]] = [
        lambda: locked.did,
        lambda: locked.unlock(PASSPHRASE),
        lambda: locked.restore(new_key().seed, OTHER_WORDS),
    ]
    for use in uses:
        with pytest.raises(Refusal, match=r"signing-key\.json is.* damaged"):
            use()
    assert locked.path.read_bytes() == content


def test_a_file_that_never_ends_is_read_no_further_than_needed(locked: KeyChest) -> None:
    locked.path.write_bytes(locked.path.read_bytes() + b" " * SIZE_LIMIT)
    assert locked.did is not None
    locked.path.unlink()
    locked.path.symlink_to("/dev/zero")
    with pytest.raises(Refusal, match="is not a signing key of this program"):
        locked.unlock(PASSPHRASE)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_place_of_the_key_does_not_keep_anybody_waiting(locked: KeyChest) -> None:
    locked.path.unlink()
    os.mkfifo(locked.path, 0o600)
    with pytest.raises(Refusal, match="is not a signing key of this program"):
        locked.unlock(PASSPHRASE)


def test_a_folder_in_place_of_the_key_is_refused_in_a_sentence(locked: KeyChest) -> None:
    locked.path.unlink()
    locked.path.mkdir()
    with pytest.raises(Refusal, match=r"signing-key\.json cannot be read: Is a directory"):
        locked.unlock(PASSPHRASE)


def test_a_place_without_permission_is_refused_in_a_sentence(
    locked: KeyChest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_folder, "_opened_without_waiting", _not_allowed)
    with pytest.raises(Refusal, match="cannot be read: Permission denied"):
        locked.unlock(PASSPHRASE)
    monkeypatch.setattr(Path, "mkdir", _not_allowed)
    with pytest.raises(Refusal, match=r"keys cannot be kept in .*: Permission denied"):
        chest_in(locked.path.parent / "new").make(PASSPHRASE)


def test_the_key_lies_where_the_environment_says_and_never_in_the_usual_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEPBACK_KEYS", str(tmp_path / "safe"))
    assert issuing_folder() == tmp_path / "safe" / "issuing"
    monkeypatch.delenv("STEPBACK_KEYS")
    assert issuing_folder().name == "stepback-issuing-keys"
    assert not issuing_folder().is_relative_to(default_store())


def _not_allowed(*_arguments: object, **_named: object) -> None:
    raise PermissionError(13, "Permission denied")


def _no_room(*_arguments: object, **_named: object) -> None:
    raise OSError(28, "No space left on device")
