"""The file of a key opens with its passphrase only, and nothing in it is believed unchecked."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stepback_course.awards.keys import sealed
from stepback_course.awards.keys.passphrase import (
    LONGEST,
    WrongPassphrase,
    check_new_passphrase,
    passphrase_bytes,
)
from stepback_course.awards.keys.sealed import (
    HIGHEST_WORK,
    LOWEST_WORK,
    WORK,
    read_key_file,
    seal,
    unseal,
)
from stepback_course.awards.keys.signing import key_from_seed, new_key
from stepback_course.text import canonical
from stepback_course.text.refusals import Refusal
from tests.awards.keys.chests import PASSPHRASE

PATH = Path("signing-key.json")
KEY = key_from_seed(bytes(range(32)))
MADE = "2026-03-04T12:03:04.000Z"
CONTENT = seal(KEY, PASSPHRASE, made=MADE, work=LOWEST_WORK)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def changed(**members: Any) -> bytes:
    """Return the file with other members, and with the checksum that then fits."""
    document = json.loads(CONTENT) | members
    header = {k: v for k, v in document.items() if k not in ("ciphertext", "checksum")}
    fitting = sealed._checksum(canonical(header), str(document["ciphertext"]))
    return json.dumps(document | {"checksum": fitting}).encode()


def stretching(**parameters: Any) -> bytes:
    """Return the file with other parameters of scrypt."""
    return changed(kdf=json.loads(CONTENT)["kdf"] | parameters)


def refusal_of(content: bytes) -> Refusal:
    with pytest.raises(Refusal) as refused:
        read_key_file(content, PATH)
    return refused.value


@pytest.fixture
def no_guessing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be derived from a passphrase."""

    def derive(*_arguments: object) -> bytes:
        pytest.fail("a passphrase was tried")

    monkeypatch.setattr(sealed.Stretching, "key", derive)


def test_the_passphrase_brings_back_the_key() -> None:
    file = read_key_file(CONTENT, PATH)
    assert (file.did, file.made) == (KEY.did, MADE)
    assert unseal(file, PASSPHRASE, PATH) == KEY


def test_a_new_file_costs_whoever_guesses_what_is_advised() -> None:
    assert WORK == 2**17
    assert LOWEST_WORK < WORK < HIGHEST_WORK
    kdf = read_key_file(CONTENT, PATH).kdf
    assert (kdf.name, kdf.n, kdf.r, kdf.p, len(kdf.salt)) == ("scrypt", LOWEST_WORK, 8, 1, 32)


def test_scrypt_is_the_one_of_the_standard() -> None:
    # RFC 7914, section 12, has no vector within our limits: hashlib's is another implementation.
    import hashlib

    kdf = read_key_file(CONTENT, PATH).kdf
    salt = bytes.fromhex(kdf.salt)
    theirs = hashlib.scrypt(b"words", salt=salt, n=kdf.n, r=8, p=1, dklen=32, maxmem=2**26)
    assert kdf.key(b"words") == theirs


def test_two_files_of_one_key_share_neither_salt_nor_nonce() -> None:
    other = json.loads(seal(KEY, PASSPHRASE, made=MADE, work=LOWEST_WORK))
    mine = json.loads(CONTENT)
    assert mine["kdf"]["salt"] != other["kdf"]["salt"]
    assert mine["nonce"] != other["nonce"]
    assert mine["ciphertext"] != other["ciphertext"]


def test_neither_the_private_half_nor_the_passphrase_is_in_the_file() -> None:
    text = CONTENT.decode()
    assert KEY.seed.hex() not in text
    assert not any(word in text for word in PASSPHRASE.split())


@pytest.mark.parametrize("wrong", ["", "lark button comet", PASSPHRASE.upper(), PASSPHRASE + "!"])
def test_another_passphrase_is_refused_with_what_to_do(wrong: str) -> None:
    with pytest.raises(WrongPassphrase, match=r"does not open the key in signing-key\.json") as no:
        unseal(read_key_file(CONTENT, PATH), wrong, PATH)
    assert "stepback key restore" in str(no.value)
    assert no.value.code == "invalid"


def test_a_passphrase_is_the_same_however_its_words_are_spaced_and_its_accents_typed() -> None:
    content = seal(KEY, "môr mynydd afon coed", made=MADE, work=LOWEST_WORK)
    assert unseal(read_key_file(content, PATH), "  mo\u0302r  mynydd afon coed\n", PATH) == KEY


def test_every_changed_character_of_the_file_is_noticed_before_a_passphrase_is_tried(
    no_guessing: None,
) -> None:
    text = CONTENT.decode()
    for place, right in enumerate(text):
        if right.isspace():
            continue
        for wrong in {"0", "7", "a", "x", '"'} - {right}:
            refused = refusal_of((text[:place] + wrong + text[place + 1 :]).encode())
            assert refused.code in ("damaged", "newer_format")


@pytest.mark.parametrize("length", range(0, len(CONTENT) - 2, 7))
def test_a_file_that_ends_early_is_damaged(length: int) -> None:
    assert refusal_of(CONTENT[:length]).code == "damaged"


@pytest.mark.parametrize(
    "members", [{"made": "2020-01-01T00:00:00.000Z"}, {"did": new_key().did}, {"nonce": "0" * 24}]
)
def test_what_is_said_openly_of_a_key_cannot_be_changed_either(members: dict[str, str]) -> None:
    file = read_key_file(changed(**members), PATH)
    with pytest.raises(WrongPassphrase):
        unseal(file, PASSPHRASE, PATH)


def test_a_file_that_was_sealed_with_another_name_is_damaged() -> None:
    other = key_from_seed(bytes(32))
    swapped = type(KEY)(KEY.did, other.seed)
    file = read_key_file(seal(swapped, PASSPHRASE, made=MADE, work=LOWEST_WORK), PATH)
    with pytest.raises(Refusal, match=r"signing-key\.json is damaged"):
        unseal(file, PASSPHRASE, PATH)


@pytest.mark.parametrize(
    "parameters",
    [
        {"n": HIGHEST_WORK * 2},
        {"n": 2**40},
        {"n": LOWEST_WORK // 2},
        {"n": 1},
        {"n": 0},
        {"n": -2},
        {"n": LOWEST_WORK + 1},
        {"n": str(LOWEST_WORK)},
        {"r": 1},
        {"r": 2**20},
        {"p": 1000},
        {"name": "pbkdf2"},
        {"salt": ""},
        {"salt": "00"},
        {"more": 1},
    ],
)
def test_parameters_that_eat_memory_or_protect_too_little_are_refused_untried(
    parameters: dict[str, Any], no_guessing: None
) -> None:
    refused = refusal_of(stretching(**parameters))
    assert "is not protected as this program protects a key" in str(refused)
    assert "Nothing was tried" in str(refused)


@given(st.binary(max_size=2000))
def test_whatever_lies_there_in_place_of_a_key_is_refused_in_a_sentence(content: bytes) -> None:
    assert refusal_of(content).code == "damaged"


@given(st.data())
def test_a_key_with_another_member_is_refused_in_a_sentence(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*json.loads(CONTENT), "more"]))
    document = json.loads(CONTENT) | {name: data.draw(ANYTHING)}
    assume(document != json.loads(CONTENT))
    assert refusal_of(json.dumps(document).encode()).code in ("damaged", "newer_format")


def test_a_file_of_a_newer_program_says_so() -> None:
    refused = refusal_of(changed(version=2))
    assert refused.code == "newer_format"
    assert "newer version" in str(refused)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\x00\xff\xfe",
        b"[" * 10_000,
        b'{"a":' * 2_000,
        b"# schema: stepback.keyring/1\nAGE-SECRET-KEY-1QQ\n",
        KEY.pem,
        b'{"kty": "OKP", "crv": "Ed25519", "x": "", "d": ""}',
    ],
)
def test_a_file_that_is_no_key_of_this_program_is_named(content: bytes) -> None:
    refused = refusal_of(content)
    assert refused.code == "damaged"
    assert "signing-key.json is not a signing key of this program" in str(refused)
    assert "stepback key restore" in str(refused)


@pytest.mark.parametrize("weak", ["", "one two three", "x" * 14, "ab ab ab ab ab ab", "a" * 30])
def test_a_passphrase_that_is_easily_guessed_locks_nothing(weak: str) -> None:
    with pytest.raises(Refusal, match="four words"):
        check_new_passphrase(weak)


def test_spaces_do_not_make_a_passphrase_longer() -> None:
    with pytest.raises(Refusal, match="has 13 characters"):
        check_new_passphrase("one    two    three")


def test_a_passphrase_has_an_end() -> None:
    check_new_passphrase("lark button " * 40)
    with pytest.raises(Refusal, match="500 characters at most"):
        passphrase_bytes("x" * (LONGEST + 1))
