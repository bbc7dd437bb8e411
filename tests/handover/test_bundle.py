"""A bundle is opened by whom it was sealed for, and every byte in it is checked before that."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from stepback_course.handover.envelope import bundle as bundles
from stepback_course.handover.envelope import packing, sealing
from stepback_course.handover.envelope.bundle import SUFFIX, Bundle, open_bundle, seal
from stepback_course.handover.envelope.manifest import MEMBERS_LIMIT, Manifest
from stepback_course.handover.keys.age import new_identity, recipient_of
from stepback_course.handover.keys.introduction import introduce
from stepback_course.handover.keys.keyring import Keyring, new_seed, verify
from stepback_course.text.refusals import Refusal
from tests.handover.envelopes import MEMBERS, ORGANISATION, keyring, recipient, unpacked

CREATED = "2026-03-04T12:03:04.000Z"


def send(
    path: Path,
    sender: Keyring,
    *to: Keyring,
    members: Mapping[str, bytes] = MEMBERS,
    recovery: str | None = None,
) -> Manifest:
    """Seal a submission of Cerys."""
    return seal(
        path,
        keyring=sender,
        kind="submission",
        sender="PR-CERYS",
        recipients=[recipient(each) for each in to],
        organisation=ORGANISATION,
        recovery=recovery,
        members=members,
        created=CREATED,
    )


def contents(bundle: Bundle) -> dict[str, bytes]:
    """Return everything that a bundle gives out."""
    return {name: bundle.read(name) for name in bundle.manifest.members}


def test_what_is_sealed_comes_out_as_it_went_in(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    path = tmp_path / f"work{SUFFIX}"
    manifest = send(path, cerys, office)
    opened = open_bundle(path, office)
    assert opened.manifest == manifest
    assert contents(opened) == MEMBERS
    assert manifest.sender.card == cerys.card
    assert (manifest.sender.person, manifest.kind, manifest.created) == (
        "PR-CERYS",
        "submission",
        CREATED,
    )


def test_two_bundles_never_have_the_same_id(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    ids = {send(tmp_path / "work", cerys, office).id for _time in range(3)}
    assert len(ids) == 3


def test_a_bundle_without_members_is_one_too(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    send(tmp_path / "empty", cerys, office, members={})
    assert contents(open_bundle(tmp_path / "empty", office)) == {}


def test_each_recipient_can_open_it(tmp_path: Path, cerys: Keyring, office: Keyring) -> None:
    meg = keyring(tmp_path, "meg")
    send(tmp_path / "work", cerys, office, meg)
    assert contents(open_bundle(tmp_path / "work", office)) == MEMBERS
    assert contents(open_bundle(tmp_path / "work", meg)) == MEMBERS


def test_nobody_else_can_open_it(tmp_path: Path, cerys: Keyring, office: Keyring) -> None:
    send(tmp_path / "work", cerys, office)
    with pytest.raises(Refusal, match="work was sealed for somebody else") as refused:
        open_bundle(tmp_path / "work", keyring(tmp_path, "dafydd"))
    assert refused.value.code == "not_for_here"


def test_its_sender_is_told_that_there_is_nothing_to_take_in(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    send(tmp_path / "work", cerys, office)
    with pytest.raises(Refusal, match="was sealed here, for office") as refused:
        open_bundle(tmp_path / "work", cerys)
    assert refused.value.code == "not_for_here"


def test_age_and_zip_alone_open_it(tmp_path: Path, cerys: Keyring, office: Keyring) -> None:
    send(tmp_path / "work", cerys, office)
    inside = unpacked(tmp_path / "work", office.identity)
    assert list(inside) == ["manifest.json", "signature", *sorted(MEMBERS)]
    assert {name: inside[name] for name in MEMBERS} == MEMBERS
    assert verify(cerys.card.signing, inside["manifest.json"], inside["signature"])
    manifest = json.loads(inside["manifest.json"])
    assert sorted(manifest) == (
        ["created", "from", "id", "introduction", "kind", "members", "organisation", "schema", "to"]
    )
    assert (manifest["schema"], manifest["to"][0]["person"]) == ("stepback.bundle/1", "office")
    assert unpacked(tmp_path / "work", cerys.identity) == inside


def test_the_recovery_key_opens_it_without_the_program(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    recovery = new_identity()
    send(tmp_path / "work", cerys, office, recovery=recipient_of(recovery))
    assert unpacked(tmp_path / "work", recovery).keys() >= MEMBERS.keys()


def test_nothing_of_what_is_inside_can_be_read_from_outside(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    send(tmp_path / "work", cerys, office)
    raw = (tmp_path / "work").read_bytes()
    for secret in (b"Cerys", b"PR-CERYS", b"portfolio.json", b"manifest", b"submission"):
        assert secret not in raw


def test_an_introduction_travels_with_it(tmp_path: Path, cerys: Keyring, office: Keyring) -> None:
    introduction = introduce(cerys, "PR-CERYS", new_seed().hex())
    seal(
        tmp_path / "hello",
        keyring=cerys,
        kind="introduction",
        sender="PR-CERYS",
        recipients=[recipient(office)],
        organisation=ORGANISATION,
        recovery=None,
        members={},
        created=CREATED,
        introduction=introduction,
    )
    assert open_bundle(tmp_path / "hello", office).manifest.introduction == introduction


def test_an_introduction_of_somebody_else_cannot_be_sealed(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    with pytest.raises(ValueError, match="the introduction is somebody else's"):
        seal(
            tmp_path / "hello",
            keyring=cerys,
            kind="introduction",
            sender="PR-CERYS",
            recipients=[recipient(office)],
            organisation=ORGANISATION,
            recovery=None,
            members={},
            created=CREATED,
            introduction=introduce(keyring(tmp_path, "dafydd"), "PR-CERYS", new_seed().hex()),
        )
    assert not (tmp_path / "hello").exists()


def test_a_long_answer_that_would_shrink_a_great_deal_is_no_zip_bomb(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    members = {"small": b"a" * packing.RATIO_FREE, "large": b"a" * 3_000_000}
    send(tmp_path / "work", cerys, office, members=members)
    assert contents(open_bundle(tmp_path / "work", office)) == members


def test_what_no_bundle_may_hold_is_not_sealed(
    tmp_path: Path, cerys: Keyring, office: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = {f"n{number}": b"" for number in range(MEMBERS_LIMIT + 1)}
    with pytest.raises(Refusal, match="more than a bundle may hold") as refused:
        send(tmp_path / "work", cerys, office, members=members)
    assert refused.value.code == "too_large"
    with monkeypatch.context() as context:
        context.setattr(bundles, "UNPACKED_LIMIT", 99)
        with pytest.raises(Refusal, match="more than a bundle may hold"):
            send(tmp_path / "work", cerys, office, members={"a": b"x" * 100})
    monkeypatch.setattr(sealing, "SEALED_LIMIT", 1_000)
    with pytest.raises(Refusal, match="would be larger than a bundle may be"):
        send(tmp_path / "work", cerys, office)
    assert not (tmp_path / "work").exists()


def test_as_many_members_as_are_allowed_come_through(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    members = {f"files/{number:064x}": b"%d" % number for number in range(MEMBERS_LIMIT)}
    send(tmp_path / "work", cerys, office, members=members)
    assert contents(open_bundle(tmp_path / "work", office)) == members


@pytest.mark.parametrize(
    "name", ["../x", "/x", "a//b", "a/", ".hidden", "a/../b", "manifest.json", "C:x", "", "x" * 151]
)
def test_a_name_that_leads_elsewhere_is_not_sealed(
    tmp_path: Path, cerys: Keyring, office: Keyring, name: str
) -> None:
    with pytest.raises(ValueError, match="cannot be the name of a part"):
        send(tmp_path / "work", cerys, office, members={name: b""})


def test_names_that_one_folder_could_not_hold_are_not_sealed(
    tmp_path: Path, cerys: Keyring, office: Keyring
) -> None:
    with pytest.raises(ValueError, match="two parts have the same name"):
        send(tmp_path / "work", cerys, office, members={"A": b"", "a": b""})


def test_a_bundle_that_cannot_be_written_leaves_the_one_before(
    tmp_path: Path, cerys: Keyring, office: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out" / "work"
    send(path, cerys, office)
    before = path.read_bytes()

    def no_room(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_room)
    with pytest.raises(Refusal, match="cannot be written: No space left on device"):
        send(path, cerys, office)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["work"]
