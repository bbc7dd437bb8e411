"""The list of withdrawn numbers: signed, dated, and without a name."""

import json
import tracemalloc
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.awards.checking import withdrawn
from stepback_course.awards.checking.letters import to_letters
from stepback_course.awards.checking.withdrawn import Withdrawn, read_withdrawn, withdrawn_list
from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.awards.models import Withdrawal
from stepback_course.clock import instant
from stepback_course.text.refusals import Refusal
from tests.awards.checking.conftest import ISSUER, KEY, NEXT, NUMBER, OTHER_KEY

AT = datetime(2026, 12, 24, 23, 0, tzinfo=UTC)
REPLACED = Withdrawal(NUMBER, "replaced", "2026-07-01T23:30:00.000Z", NEXT)
REVOKED = Withdrawal(NEXT, "revoked", "2026-12-01T09:00:00.000Z")
FILE = withdrawn_list([REPLACED, REVOKED], KEY, AT)


def refused(content: bytes, issuer: IssuerKey = ISSUER) -> str:
    """The code of the refusal with which a file is met."""
    with pytest.raises(Refusal) as refusal:
        read_withdrawn(content, [issuer])
    return refusal.value.code


def with_changed(**changed: Any) -> bytes:
    """The file with some of its members changed."""
    return json.dumps(json.loads(FILE) | changed).encode()


def file_of(text: str) -> bytes:
    """The file of any text that the issuer signed as a list."""
    signature = to_letters(KEY.sign((withdrawn.PURPOSE + text).encode()))
    return json.dumps({"did": KEY.did, "list": text, "signature": signature}).encode()


def test_the_list_says_what_no_longer_stands_and_since_which_day_here() -> None:
    listed = read_withdrawn(FILE, [ISSUER])
    assert listed.day == date(2026, 12, 24)
    assert listed.of(NUMBER) == Withdrawn(
        number=NUMBER, state="replaced", since=date(2026, 7, 2), replaced_by=NEXT
    )
    found = listed.of(NEXT)
    assert found is not None
    assert (found.state, found.replaced_by) == ("revoked", "")
    assert listed.of("SBP-2026-00044-28") is None


def test_the_list_is_about_every_key_of_its_issuer_and_no_other() -> None:
    alone = read_withdrawn(FILE, [ISSUER])
    assert (alone.is_about(KEY.did), alone.is_about(OTHER_KEY.did)) == (True, False)
    for keys in ([OTHER_KEY.did], [KEY.did, OTHER_KEY.did]):
        both = read_withdrawn(withdrawn_list([], KEY, AT, keys), [ISSUER])
        assert both.is_about(KEY.did)
        assert both.is_about(OTHER_KEY.did)


def test_a_list_that_names_no_keys_is_about_the_one_that_signed_it() -> None:
    text = json.dumps({"at": instant(AT), "day": "2026-12-24", "withdrawn": []})
    listed = read_withdrawn(file_of(text), [ISSUER])
    assert listed.is_about(KEY.did)
    assert not listed.is_about(OTHER_KEY.did)


def test_an_empty_list_says_that_nothing_was_withdrawn() -> None:
    assert read_withdrawn(withdrawn_list([], KEY, AT), [ISSUER]).withdrawn == ()


def test_any_changed_byte_is_noticed() -> None:
    for place in range(len(FILE)):
        for bit in (0, 5):
            changed = bytearray(FILE)
            changed[place] ^= 1 << bit
            assert refused(bytes(changed)) in ("damaged", "unknown", "altered")


@pytest.mark.parametrize("added", [{"more": 1}, {"list": None}, {"signature": ""}, {"did": ""}])
def test_another_shape_is_refused(added: dict[str, Any]) -> None:
    assert refused(with_changed(**added)) in ("damaged", "altered")


@given(st.binary(max_size=50))
def test_any_bytes_are_refused_with_a_sentence(content: bytes) -> None:
    assert refused(content) == "damaged"


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert refused(b" " * (withdrawn.LARGEST + 1)) == "too_large"


def room_taken_to_refuse(content: bytes, code: str) -> int:
    """The most bytes that were in use while a file was refused."""
    tracemalloc.start()
    try:
        assert refused(content) == code
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (with_changed(list='{"withdrawn":[' + "{}," * 20_000 + "{}]}"), "altered"),
        (b'{"did":1,"list":[' + b"{}," * 20_000 + b"{}]}", "damaged"),
        (b"{" + b",".join(b'"%d":1' % each for each in range(8_000)) + b"}", "damaged"),
        (b'{"did":"' + b"\\n" * 30_000 + b'"}', "damaged"),
    ],
    ids=["a list that nobody signed", "objects", "members", "escapes"],
)
def test_what_nobody_signed_takes_little_more_room_than_its_file(content: bytes, code: str) -> None:
    refused(FILE.replace(b"2026", b"2027"))
    assert room_taken_to_refuse(content, code) <= 20 * len(content)


def test_a_signed_list_of_too_many_numbers_or_of_another_shape_is_refused() -> None:
    written = {"at": instant(AT), "day": "2026-12-24", "keys": [], "withdrawn": []}
    too_many = written | {"withdrawn": [0] * (withdrawn.MOST + 1)}
    keys = written | {"keys": [KEY.did] * (withdrawn.MOST_KEYS + 1)}
    for text in (json.dumps(too_many), json.dumps(keys), json.dumps(written | {"at": ""}), "[]"):
        assert refused(file_of(text)) == "damaged"


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00.000+05:00", "9999-12-31T23:59:59.999-05:00"])
def test_an_instant_that_no_calendar_has_is_refused_with_a_sentence(at: str) -> None:
    text = json.dumps({"at": at, "day": "2026-12-24", "withdrawn": []})
    assert refused(file_of(text)) == "damaged"


def test_another_keys_list_is_not_known() -> None:
    assert refused(withdrawn_list([], OTHER_KEY, AT)) == "unknown"
    assert (
        refused(withdrawn_list([], OTHER_KEY, AT).replace(OTHER_KEY.did.encode(), KEY.did.encode()))
        == "altered"
    )


def test_what_the_key_signed_for_another_purpose_is_no_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(withdrawn, "PURPOSE", "stepback certificate code 1\n")
    other = withdrawn_list([], KEY, AT)
    monkeypatch.undo()
    assert refused(other) == "altered"


@pytest.mark.parametrize(
    "changed",
    [
        {"until": "2026-12-24T22:00:00.000Z"},
        {"since": "2026-12-25T00:00:00.000Z"},
        {"until": "2026-12-31T00:00:00.000Z", "compromised_from": "2026-12-30T00:00:00.000Z"},
    ],
)
def test_a_list_of_a_key_that_did_not_count_is_refused(changed: dict[str, str]) -> None:
    assert refused(FILE, ISSUER.model_copy(update=changed)) == "withdrawn"
