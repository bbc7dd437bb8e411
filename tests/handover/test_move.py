"""Where there is no key to seal for, six words lock a bundle."""

import random
from pathlib import Path

import pytest

from stepback_course.handover.envelope.bundle import (
    needs_words,
    open_bundle,
    open_move,
    seal,
    seal_move,
)
from stepback_course.handover.envelope.passphrase import COUNT, WORDS, new_words, typed_words
from stepback_course.handover.keys import age
from stepback_course.text.refusals import Refusal
from tests.handover.envelopes import (
    MEMBERS,
    ORGANISATION,
    envelope,
    keyring,
    manifest_of,
    recipient,
    sealed,
    zipped,
)

WORDS_OF_CERYS = "acorn badger lantern puffin thistle wren"
CREATED = "2026-03-04T12:03:04.000Z"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything of Cerys, locked with words; locking takes a second, so once is enough."""
    folder = tmp_path_factory.mktemp("locked")
    seal_move(
        folder / "move",
        words=WORDS_OF_CERYS,
        keyring=keyring(folder, "old"),
        sender="PR-CERYS",
        organisation=ORGANISATION,
        members=MEMBERS,
        created=CREATED,
    )
    return folder / "move"


def test_words_alone_open_a_move(locked: Path) -> None:
    assert needs_words(locked)
    bundle = open_move(locked, WORDS_OF_CERYS)
    assert {name: bundle.read(name) for name in bundle.manifest.members} == MEMBERS
    assert (bundle.manifest.kind, bundle.manifest.to) == ("move", ())


def test_other_words_open_nothing(locked: Path) -> None:
    with pytest.raises(Refusal, match="does not open with these words") as refused:
        open_move(locked, "acorn badger lantern puffin thistle wolf")
    assert refused.value.code == "not_for_here"


def test_a_key_opens_no_move(locked: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="move is locked with words"):
        open_bundle(locked, keyring(tmp_path, "new"))


def test_words_open_nothing_that_was_sealed_for_a_key(tmp_path: Path) -> None:
    office = keyring(tmp_path, "office")
    path = tmp_path / "work"
    seal(
        path,
        keyring=keyring(tmp_path, "cerys"),
        kind="submission",
        sender="PR-CERYS",
        recipients=[recipient(office)],
        organisation=ORGANISATION,
        recovery=None,
        members=MEMBERS,
        created=CREATED,
    )
    assert not needs_words(path)
    with pytest.raises(Refusal, match="work is not locked with words"):
        open_move(path, WORDS_OF_CERYS)


def test_a_move_passed_on_under_somebody_elses_key_is_refused(tmp_path: Path) -> None:
    cerys, office = keyring(tmp_path, "cerys"), keyring(tmp_path, "office")
    manifest = manifest_of(cerys, office).model_copy(update={"kind": "move", "to": ()})
    content = zipped([*envelope(manifest.encoded, cerys), *MEMBERS.items()])
    with pytest.raises(Refusal, match="made for somebody else and passed on"):
        open_bundle(sealed(tmp_path / "work", content, office), office)


def test_a_submission_passed_on_under_words_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cerys, office = keyring(tmp_path, "cerys"), keyring(tmp_path, "office")
    content = zipped([*envelope(manifest_of(cerys, office).encoded, cerys), *MEMBERS.items()])
    monkeypatch.setattr(age, "unlock", lambda _locked, _words: content)
    (tmp_path / "work").write_bytes(age.MARK + b"-> scrypt x 18\n")
    with pytest.raises(Refusal, match="made for somebody else and passed on"):
        open_move(tmp_path / "work", WORDS_OF_CERYS)


def test_only_a_move_goes_without_a_recipient(tmp_path: Path) -> None:
    cerys, office = keyring(tmp_path, "cerys"), keyring(tmp_path, "office")
    manifest = manifest_of(cerys, office).model_copy(update={"to": ()})
    content = zipped([*envelope(manifest.encoded, cerys), *MEMBERS.items()])
    with pytest.raises(Refusal, match="a move is locked with words"):
        open_bundle(sealed(tmp_path / "work", content, office), office)


def test_a_guess_costs_more_than_it_is_worth(locked: Path) -> None:
    head = locked.read_bytes().split(b"\n", 2)[1]
    assert head.startswith(b"-> scrypt ")
    assert int(head.split()[-1]) > 10


def test_words_that_would_take_for_ever_to_try_are_refused_at_once(
    locked: Path, tmp_path: Path
) -> None:
    version, head, rest = locked.read_bytes().split(b"\n", 2)
    slow = b" ".join([*head.split(b" ")[:-1], b"40"])
    (tmp_path / "slow").write_bytes(b"\n".join([version, slow, rest]))
    with pytest.raises(Refusal, match="slow would take this computer too long to open"):
        open_move(tmp_path / "slow", WORDS_OF_CERYS)


def test_there_are_512_different_short_plain_words() -> None:
    assert len(WORDS) == len(set(WORDS)) == 512
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 7 for word in WORDS)


def test_six_words_are_chosen_each_from_all() -> None:
    choose = random.Random(7).choice
    given = [new_words(choose) for _time in range(500)]
    assert all(len(words.split(" ")) == COUNT for words in given)
    assert len(set(given)) == 500
    assert {word for words in given for word in words.split(" ")} == set(WORDS)
    assert new_words() != new_words()


@pytest.mark.parametrize(
    "typed",
    [
        WORDS_OF_CERYS,
        "  Acorn BADGER\tlantern\npuffin thistle wren ",
        "acorn-badger-lantern-puffin-thistle-wren",
        "acorn, badger, lantern, puffin, thistle, wren",
    ],
)
def test_words_count_however_they_are_typed(typed: str) -> None:
    assert typed_words(typed) == WORDS_OF_CERYS


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "give all six words, with spaces between them: these are 0"),
        ("acorn badger", "these are 2"),
        (WORDS_OF_CERYS + " wren", "these are 7"),
        ("acorn badger lantern puffin thistle renn", "'renn' is none of the words"),
        ("acorn badger lantern puffin thistle \x1b[31mwrem", "'wrem' is none of the words"),
    ],
)
def test_words_that_were_not_given_out_are_named(typed: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        typed_words(typed)
