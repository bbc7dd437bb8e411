"""Whatever is no bundle, or not what its sender sealed, is refused in a sentence."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from stepback_course.handover.envelope import sealing
from stepback_course.handover.envelope.bundle import open_bundle
from stepback_course.handover.keys.keyring import Keyring
from stepback_course.text.refusals import Refusal
from tests.handover.envelopes import (
    MEMBERS,
    envelope,
    keyring,
    manifest_of,
    recipient,
    refusal_of,
    sealed,
    whole,
    zipped,
)


def test_a_bundle_made_by_hand_as_it_should_be_is_opened(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    path = sealed(tmp_path / "work", zipped(whole(cerys, office)), office)
    assert open_bundle(path, office).read("portfolio.json") == MEMBERS["portfolio.json"]
    path = sealed(path, zipped(whole(cerys, office), zipfile.ZIP_STORED), office)
    assert open_bundle(path, office).read("portfolio.json") == MEMBERS["portfolio.json"]


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (b"", "not_a_bundle", "work is empty"),
        (b"PK\x05\x06" + bytes(18), "not_a_bundle", "work is not a sealed bundle"),
        (b"\x00\xff" * 99, "not_a_bundle", "work is not a sealed bundle"),
        (b"age-encr", "damaged", "cut short on its way"),
        (b"age-encryption.org/v1\n", "damaged", "cut short on its way"),
        (b"age-encryption.org/v1\n-> X25519 x\n\n---\n", "damaged", "cut short on its way"),
    ],
)
def test_what_is_no_bundle_is_refused(
    tmp_path: Path, office: Keyring, content: bytes, code: str, sentence: str
) -> None:
    (tmp_path / "work").write_bytes(content)
    refused = refusal_of(tmp_path / "work", office)
    assert refused.code == code
    assert sentence in str(refused)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path, office: Keyring) -> None:
    (tmp_path / "folder").mkdir()
    assert str(refusal_of(tmp_path / "folder", office)) == "folder is a folder, not a bundle."
    refused = refusal_of(tmp_path / "nowhere", office)
    assert refused.code == "unknown"
    assert "cannot be read: No such file" in str(refused)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_would_be_read_forever_is_refused(tmp_path: Path, office: Keyring) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert str(refusal_of(tmp_path / "pipe", office)) == "pipe is no ordinary file."


def test_a_file_without_permission_is_refused(
    tmp_path: Path, office: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_allowed(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "work").write_bytes(b"age")
    monkeypatch.setattr(Path, "open", not_allowed)
    assert "cannot be read: Permission denied" in str(refusal_of(tmp_path / "work", office))


def test_a_file_larger_than_any_bundle_is_not_even_opened(
    tmp_path: Path, office: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "SEALED_LIMIT", 1_000)
    (tmp_path / "work").write_bytes(b"age-encryption.org/v1\n" + bytes(1_000))
    assert refusal_of(tmp_path / "work", office).code == "too_large"


def test_every_flipped_byte_and_every_cut_is_refused(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    path = sealed(tmp_path / "work", zipped(whole(cerys, office)), office)
    sound = path.read_bytes()
    for position in range(0, len(sound), 5):
        path.write_bytes(sound[:position] + bytes([sound[position] ^ 1]) + sound[position + 1 :])
        assert refusal_of(path, office).code in {"damaged", "not_for_here", "not_a_bundle"}
    for length in range(0, len(sound), 11):
        path.write_bytes(sound[:length])
        assert refusal_of(path, office).code in {"damaged", "not_a_bundle"}
    path.write_bytes(sound + b"x")
    assert refusal_of(path, office).code == "damaged"


def test_a_bundle_sealed_again_for_somebody_else_is_refused(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    dafydd = keyring(tmp_path, "dafydd")
    path = sealed(tmp_path / "work", zipped(whole(cerys, office)), dafydd)
    refused = refusal_of(path, dafydd)
    assert refused.code == "not_for_here"
    assert "was made for somebody else and passed on" in str(refused)


def test_a_manifest_signed_by_somebody_else_is_refused(
    tmp_path: Path, cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal]
) -> None:
    manifest = manifest_of(cerys, office).encoded
    forger = keyring(tmp_path, "forger")
    refused = refusal(zipped([*envelope(manifest, forger), *MEMBERS.items()]))
    assert refused.code == "altered"
    assert "the signature is not its sender's" in str(refused)


@pytest.mark.parametrize("signature", [b"", b"x" * 63, bytes(64), b"x" * 65])
def test_a_signature_that_is_none_is_refused(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal], signature: bytes
) -> None:
    entries = whole(cerys, office)
    entries[1] = ("signature", signature)
    assert refusal(zipped(entries)).code == "altered"


@pytest.mark.parametrize(
    ("replaced", "instead"),
    [(b"submission", b"feedback"), (b"PR-CERYS", b"PR-DAFYD"), (b"2026-03-04", b"2026-03-03")],
)
def test_a_manifest_changed_after_it_was_signed_is_refused(
    cerys: Keyring,
    office: Keyring,
    refusal: Callable[[bytes], Refusal],
    replaced: bytes,
    instead: bytes,
) -> None:
    entries = whole(cerys, office)
    content = manifest_of(cerys, office).encoded
    assert replaced in content
    entries[0] = ("manifest.json", content.replace(replaced, instead))
    assert "the signature is not its sender's" in str(refusal(zipped(entries)))


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"\xff", b'{"schema":1}', b"[" * 100_000])
def test_a_manifest_that_is_none_is_refused(
    cerys: Keyring, refusal: Callable[[bytes], Refusal], content: bytes
) -> None:
    assert refusal(zipped(envelope(content, cerys))).code == "altered"


def test_a_manifest_of_a_newer_release_is_named_as_such(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal]
) -> None:
    content = json.loads(manifest_of(cerys, office).encoded)
    content |= {"schema": "stepback.bundle/2", "seal": "wax"}
    refused = refusal(zipped(envelope(json.dumps(content).encode(), cerys)))
    assert refused.code == "newer_format"
    assert "install the newest version" in str(refused)


@pytest.mark.parametrize("at", [b"0001-01-01T00:00:00.000Z", b"0001-01-01T00:00:00.000+05:00"])
def test_a_moment_on_a_day_that_there_never_was_is_refused(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal], at: bytes
) -> None:
    manifest = manifest_of(cerys, office)
    content = manifest.encoded.replace(manifest.created.encode(), at)
    refused = refusal(zipped([*envelope(content, cerys), *MEMBERS.items()]))
    assert refused.code == "altered"
    assert "this is not an instant" in str(refused)


def test_a_manifest_that_would_take_for_ever_to_read_is_refused(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal]
) -> None:
    content = manifest_of(cerys, office).encoded + b" " * 1_000_000
    refused = refusal(zipped([*envelope(content, cerys), *MEMBERS.items()], zipfile.ZIP_STORED))
    assert "'manifest.json' in it is larger than it should be" in str(refused)


def test_a_missing_part_of_the_envelope_is_refused(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal]
) -> None:
    entries = whole(cerys, office)
    assert "'manifest.json' is missing in it" in str(refusal(zipped(entries[1:])))
    assert "'signature' is missing in it" in str(refusal(zipped([entries[0], *entries[2:]])))


def test_a_member_that_is_not_listed_or_not_there_is_refused(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal]
) -> None:
    entries = whole(cerys, office)
    assert "'extra' was added to it" in str(refusal(zipped([*entries, ("extra", b"")])))
    assert "'files/a1' is missing in it" in str(refusal(zipped(entries[:-1])))


@pytest.mark.parametrize(
    "content", [b"", b"?", MEMBERS["files/a1"][:-1] + b"?", MEMBERS["files/a1"] + b"?"]
)
def test_a_member_whose_bytes_are_others_is_refused(
    cerys: Keyring, office: Keyring, refusal: Callable[[bytes], Refusal], content: bytes
) -> None:
    refused = refusal(zipped([*whole(cerys, office)[:-1], ("files/a1", content)]))
    assert refused.code == "altered"
    assert "'files/a1' in it" in str(refused)


def test_a_recipient_beside_the_signed_one_gains_nothing(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    eve = keyring(tmp_path, "eve")
    forged = manifest_of(cerys, office).model_copy(
        update={"to": (recipient(office), recipient(eve, "PR-EVE"))}
    )
    entries = [*envelope(forged.encoded, eve), *MEMBERS.items()]
    path = sealed(tmp_path / "work", zipped(entries), eve, office)
    assert refusal_of(path, office).code == "altered"
