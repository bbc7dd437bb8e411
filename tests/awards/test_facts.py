"""What a certificate may say, and what cannot be."""

from typing import Any

import pytest
from pydantic import ValidationError

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.numbers import compose
from tests.awards.page.making import ADDRESS, facts


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": "SBP-2026-00042-35"}, "does not add up"),
        ({"number": compose("SPECIMEN", 2026, 1)}, "is of the wrong series"),
        ({"specimen": True}, "is of the wrong series"),
        ({"name": ""}, "at least 1 item"),
        ({"name": "W" * 121}, "at most 120 items"),
        ({"setting": "W" * 301}, "at most 300 items"),
        ({"entitlement": ""}, "at least 1 item"),
        ({"entitlement": "W" * 301}, "at most 300 items"),
        ({"contact": "W" * 301}, "at most 300 items"),
        ({"days": -1}, "greater than or equal to 0"),
        ({"level": "3"}, "Extra inputs are not permitted"),
        ({"language": "fr"}, "Input should be 'en', 'cy' or 'en-cy'"),
        ({"replaces": "SBP-2026-00042-35"}, "does not add up"),
        ({"replaces": "an earlier one"}, "is not a certificate number"),
        ({"check_address": "http://example.org"}, "should match pattern"),
        ({"check_address": "https://example.org/#here"}, "should match pattern"),
        ({"check_address": "javascript:alert(1)"}, "should match pattern"),
        ({"check_address": "https://"}, "should match pattern"),
    ],
)
def test_facts_that_cannot_be_are_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        facts(**changes)


@pytest.mark.parametrize("address", ["", ADDRESS, "https://example.org/c?lang=cy"])
def test_a_check_address_is_a_secure_page_or_none(address: str) -> None:
    assert facts(check_address=address).check_address == address


def test_facts_stay_on_one_line_and_cannot_be_changed() -> None:
    snapshot = facts(name="Ann\n\n  Other\u202e")

    assert snapshot.name == "Ann Other"
    with pytest.raises(ValidationError, match="frozen"):
        snapshot.name = "Somebody Else"  # type: ignore[misc]  # what is tried is what mypy refuses


def test_facts_survive_the_register_unchanged() -> None:
    assert CertificateFacts.model_validate_json(facts().model_dump_json()) == facts()


def test_numbers_are_kept_as_they_are_printed() -> None:
    earlier = compose("SBP", 2026, 7)

    assert facts(replaces=earlier.lower()).replaces == earlier
