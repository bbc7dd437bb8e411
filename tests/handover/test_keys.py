"""A keyring is made once, is kept so that only its owner reads it, and is never half there."""

import multiprocessing
import os
import stat
import threading
from pathlib import Path

import pytest

from stepback_course.cli.house import default_store
from stepback_course.handover.keys import age
from stepback_course.handover.keys import files as key_files
from stepback_course.handover.keys import keyring as keys
from stepback_course.handover.keys.files import SIZE_LIMIT, keys_root, write_once
from stepback_course.handover.keys.keyring import (
    FILE_NAME,
    fingerprint,
    known_keyring,
    open_keyring,
    verify,
)
from stepback_course.text.refusals import Refusal
from tests.house import clock


def signing_key(directory: Path) -> str:
    """Return the public signing key of a directory's keyring; runs in another process too."""
    return open_keyring(directory, clock).card.signing


def test_a_keyring_is_made_on_first_use_and_then_stays(tmp_path: Path) -> None:
    assert known_keyring(tmp_path / "keys") is None
    made = open_keyring(tmp_path / "keys", clock)
    assert made.card.made == "2026-03-04T12:03:04.000Z"
    assert open_keyring(tmp_path / "keys") == made == known_keyring(tmp_path / "keys")


def test_two_directories_have_two_keyrings(tmp_path: Path) -> None:
    one, other = open_keyring(tmp_path / "one"), open_keyring(tmp_path / "other")
    assert one.card.signing != other.card.signing
    assert one.card.sealing != other.card.sealing


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_its_owner_may_read_a_keyring(tmp_path: Path) -> None:
    open_keyring(tmp_path / "keys" / "mine")
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").rglob("*")
    }
    assert modes == {"mine": 0o700, FILE_NAME: 0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_the_age_program_could_be_given_the_file_as_it_is(tmp_path: Path) -> None:
    keyring = open_keyring(tmp_path)
    lines = (tmp_path / FILE_NAME).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [keyring.identity]


def test_private_keys_are_not_shown_with_a_keyring(tmp_path: Path) -> None:
    keyring = open_keyring(tmp_path)
    assert "SECRET" not in repr(keyring)
    values, _identity = key_files.read_key_text(tmp_path / FILE_NAME) or ({}, "")
    for secret in (values["signing"], repr(bytes.fromhex(values["signing"]))):
        assert len(secret) > 32
        assert secret not in repr(keyring)
    assert keyring.card.signing in repr(keyring)


def test_what_is_signed_is_verified_with_the_card_alone(tmp_path: Path) -> None:
    keyring = open_keyring(tmp_path)
    signature = keyring.sign(b"met")
    assert verify(keyring.card.signing, b"met", signature)
    assert not verify(keyring.card.signing, b"not met", signature)
    assert not verify(keyring.card.signing, b"met", signature[:-1])
    assert not verify(keyring.card.signing, b"met", b"")
    assert not verify(open_keyring(tmp_path / "other").card.signing, b"met", signature)
    assert not verify("not a key", b"met", signature)


def test_a_fingerprint_is_five_short_groups_of_both_keys(tmp_path: Path) -> None:
    card, other = open_keyring(tmp_path).card, open_keyring(tmp_path / "other").card
    assert [len(group) for group in fingerprint(card).split(" ")] == [4] * 5
    assert fingerprint(card) == fingerprint(card.model_copy(update={"made": other.made}))
    assert fingerprint(card) != fingerprint(card.model_copy(update={"sealing": other.sealing}))
    assert fingerprint(card) != fingerprint(card.model_copy(update={"signing": other.signing}))


def test_threads_that_begin_together_get_one_keyring(tmp_path: Path) -> None:
    together, found = threading.Barrier(8), []

    def begin() -> None:
        together.wait()
        found.append(signing_key(tmp_path / "keys"))

    threads = [threading.Thread(target=begin) for _place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [FILE_NAME]


def test_two_processes_get_one_keyring(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.map(signing_key, [tmp_path / "keys"] * 4, chunksize=1)
    assert len(set(found)) == 1


def test_whoever_comes_second_keeps_the_keyring_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quicker = []

    def overtaken(path: Path, text: str) -> bool:
        monkeypatch.setattr(keys, "write_once", write_once)
        quicker.append(open_keyring(path.parent))
        return write_once(path, text)

    monkeypatch.setattr(keys, "write_once", overtaken)
    assert open_keyring(tmp_path) == quicker[0]


def test_a_file_is_written_once_and_never_again(tmp_path: Path) -> None:
    assert write_once(tmp_path / "key.txt", "first")
    assert not write_once(tmp_path / "key.txt", "second")
    assert (tmp_path / "key.txt").read_text(encoding="utf-8") == "first"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows gives names in another way")
def test_a_keyring_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, flush, give = [], os.fsync, os.link

    def noted_flush(descriptor: int) -> None:
        is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
        done.append("file" if is_file else "folder")
        flush(descriptor)

    def noted_name(draft: Path, path: Path) -> None:
        done.append("name")
        give(draft, path)

    monkeypatch.setattr(os, "fsync", noted_flush)
    monkeypatch.setattr(os, "link", noted_name)
    open_keyring(tmp_path / "keys")
    assert done == ["folder", "file", "name", "folder"]


def test_a_full_disk_leaves_no_half_of_a_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", _no_room)
    with pytest.raises(Refusal, match=r"keys cannot be kept in .*: No space left on device"):
        open_keyring(tmp_path / "keys")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_keys_lie_where_the_environment_says_and_never_in_the_usual_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEPBACK_KEYS", str(tmp_path / "safe"))
    assert keys_root() == tmp_path / "safe"
    monkeypatch.delenv("STEPBACK_KEYS")
    assert keys_root().name == "stepback-keys"
    assert not keys_root().is_relative_to(default_store())


def test_a_place_that_is_no_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Refusal, match=r"cannot be (kept|read).*Not a directory"):
        open_keyring(tmp_path / "file" / "keys")


def test_a_place_without_permission_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "mkdir", _not_allowed)
    with pytest.raises(Refusal, match=r"keys cannot be kept in .*: Permission denied") as refused:
        open_keyring(tmp_path / "keys")
    assert "STEPBACK_KEYS" in str(refused.value)


def test_a_keyring_that_may_not_be_read_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = open_keyring(tmp_path)
    with monkeypatch.context() as context:
        context.setattr(Path, "open", _not_allowed)
        with pytest.raises(Refusal, match=r"the keys in .* cannot be read: Permission denied"):
            open_keyring(tmp_path)
    assert open_keyring(tmp_path) == made


def test_every_changed_letter_of_a_key_is_noticed(tmp_path: Path) -> None:
    open_keyring(tmp_path)
    path = tmp_path / FILE_NAME
    whole = path.read_text(encoding="utf-8")
    begin = whole.index("# schema")
    for position in range(begin, len(whole) - 1, 3):
        letter = "q" if whole[position] != "q" else "p"
        path.write_text(whole[:position] + letter + whole[position + 1 :], encoding="utf-8")
        with pytest.raises(Refusal, match=r"keyring\.txt is damaged"):
            open_keyring(tmp_path)


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"# signing: 00\n", b"x" * (SIZE_LIMIT + 1)])
def test_a_damaged_keyring_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(Refusal, match="move it away, and join again with an invitation") as refused:
        open_keyring(tmp_path)
    assert refused.value.code == "damaged"
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_only_the_public_half_of_a_key_is_a_recipient() -> None:
    identity = age.new_identity()
    assert age.is_recipient(age.recipient_of(identity))
    assert not age.is_recipient(identity)
    assert not age.is_recipient("age1")
    with pytest.raises(ValueError, match=r"."):
        age.recipient_of("AGE-SECRET-KEY-1")


def _not_allowed(*_arguments: object, **_named: object) -> None:
    raise PermissionError(13, "Permission denied")


def _no_room(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")
