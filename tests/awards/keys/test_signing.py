"""A key has a public name, signs, and shows nothing else of itself."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.awards.keys.did import did_of, method_of, public_of
from stepback_course.awards.keys.signing import is_signed, key_from_seed, new_key

KEYS_OF_W3C = (
    Path(__file__).parents[4] / "shared/vectors/w3c-vc-di-eddsa/TestVectors/proof-set-chain"
)
# RFC 8032, section 7.1, test 1.
SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
SIGNATURE = bytes.fromhex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
    "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)
DID = "did:key:z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd"
"""The key of the seed 00 01 02 … 1f, as openbadgeslib and others name it."""


def test_a_key_signs_as_the_standard_says() -> None:
    key = key_from_seed(SEED)
    assert key.public == PUBLIC
    assert key.sign(b"") == SIGNATURE


def test_a_key_is_named_as_others_name_it() -> None:
    key = key_from_seed(bytes(range(32)))
    assert key.did == DID
    assert key.method == f"{DID}#{DID.removeprefix('did:key:')}" == method_of(DID)


@pytest.mark.skipif(not KEYS_OF_W3C.is_dir(), reason="the public vectors are not here")
def test_keys_of_the_w3c_have_the_names_that_it_gives_them() -> None:
    pairs = json.loads((KEYS_OF_W3C / "multiKeyPairs.json").read_text())
    assert len(pairs) == 4
    for pair in pairs.values():
        name = f"did:key:{pair['publicKeyMultibase']}"
        assert did_of(public_of(name)) == name


def test_openbadgeslib_reads_the_same_key_from_the_name_and_from_the_private_half() -> None:
    from cryptography.hazmat.primitives.serialization import (
        load_pem_private_key,
        load_pem_public_key,
    )
    from openbadgeslib.ob3.did import resolve_did

    key = key_from_seed(SEED)
    named = load_pem_public_key(resolve_did(key.did))
    assert load_pem_private_key(key.pem, None).public_key() == named


@given(st.binary(min_size=32, max_size=32))
def test_every_public_half_has_one_name(public: bytes) -> None:
    assert public_of(did_of(public)) == public


@pytest.mark.parametrize(
    "text",
    [
        "",
        "did:key:",
        "did:web:example.org",
        DID.removeprefix("did:key:"),
        DID.removeprefix("did:key:z"),
        DID + "d",
        DID[:-1],
        DID.replace("R", "0"),
        DID.replace("R", "é"),
        "did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc",  # a key that cannot sign
        "did:key:z" + "1" * 47,
        "did:key:z" + "z" * 47,
        "did:key:z" + "z" * 1_000_000,
    ],
)
def test_what_names_no_signing_key_is_refused_in_a_short_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="does not name a signing key") as refused:
        public_of(text)
    assert len(str(refused.value)) < 200


def test_no_key_has_a_second_name() -> None:
    number = int.from_bytes(b"\xed\x01" + public_of(DID), "big") + 2**272
    alias = written_out(number)
    assert len(alias) == 47
    with pytest.raises(ValueError, match="does not name a signing key"):
        public_of(f"did:key:z{alias}")


def written_out(number: int) -> str:
    """Return a number in base 58."""
    letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    return written_out(number // 58) + letters[number % 58] if number else ""


def test_a_signature_is_good_for_one_key_and_one_message() -> None:
    key, signature = key_from_seed(SEED), key_from_seed(SEED).sign(b"met")
    assert is_signed(key.did, b"met", signature)
    assert not is_signed(key.did, b"not met", signature)
    assert not is_signed(DID, b"met", signature)
    assert not is_signed(key.did, b"met", signature[:-1])
    assert not is_signed("did:key:z", b"met", signature)


def test_the_private_half_is_not_shown_with_a_key() -> None:
    key = new_key()
    assert key.did in repr(key) == f"SigningKey(did='{key.did}')"
    assert new_key().seed != key.seed


def test_a_private_half_of_another_length_is_none() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        key_from_seed(SEED[:-1])
