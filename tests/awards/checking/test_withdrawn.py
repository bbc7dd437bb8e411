"""The list of withdrawn numbers: signed, dated, and without a name."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.awards.checking import withdrawn
from stepback_course.awards.checking.withdrawn import Withdrawn, read_withdrawn, withdrawn_list
from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.awards.models import Withdrawal
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
