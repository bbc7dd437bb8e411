"""Whether a certificate stands: what the register says of it, and a list of what was withdrawn."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from stepback_course.awards.credential import credential_of, signed
from stepback_course.awards.models import Withdrawal
from stepback_course.clock import instant
from tests.awards.credential.making import AT, KEY, LATER, SOMEBODY_ELSES
from tests.awards.verifying.making import (
    CHECKED,
    OTHER,
    TRUSTED,
    knowing,
    listing,
    listing_of_others,
    page,
    registered,
)


def test_what_the_register_revoked_or_replaced_is_said_to_be(verified: Any) -> None:
    ended = {"ended": instant(LATER - timedelta(days=1)), "reason": "name"}
    revoked = verified(page(), knowing(register=registered(state="revoked", **ended)))
    replaced = verified(
        page(), knowing(register=registered(state="replaced", replaced_by=OTHER, **ended))
    )

    assert (revoked.outcome, revoked.exit_code) == ("revoked", 7)
    assert "2 April 2026" in revoked.sentences[0]
    assert (replaced.outcome, replaced.exit_code) == ("replaced", 6)
    assert OTHER in replaced.sentences[0]


def test_what_the_list_has_is_said_to_be_revoked_or_replaced(verified: Any) -> None:
    at = instant(LATER - timedelta(days=1))
    revoked = listing(Withdrawal(CHECKED.number, "revoked", at, ""))
    replaced = listing(Withdrawal(CHECKED.number, "replaced", at, OTHER))
    somebody_elses = listing(Withdrawal(OTHER, "revoked", at, ""))

    assert verified(page(), knowing(withdrawn=revoked)).outcome == "revoked"
    assert verified(page(), knowing(withdrawn=replaced)).outcome == "replaced"
    assert verified(page(), knowing(withdrawn=somebody_elses)).outcome == "trusted"


def test_a_list_from_before_the_certificate_leaves_it_open(verified: Any) -> None:
    older, years_older = (
        verified(page(), knowing(withdrawn=listing(at=AT - before)))
        for before in (timedelta(seconds=1), timedelta(days=900))
    )
    at_once = verified(page(), knowing(withdrawn=listing(at=AT)))

    for verdict in (older, years_older):
        assert (verdict.outcome, verdict.exit_code) == ("status unknown", 4)
        assert "before this certificate was" in verdict.sentences[0]
    assert at_once.outcome == "trusted"
    assert "What happened since is not known here" in at_once.sentences[0]


def test_a_list_of_another_issuer_says_nothing_of_a_certificate(verified: Any) -> None:
    theirs = Withdrawal(CHECKED.number, "revoked", instant(LATER), "")
    for listed in (listing_of_others(), listing_of_others(theirs)):
        verdict = verified(page(), knowing(issuers=TRUSTED, withdrawn=listed))
        assert (verdict.outcome, verdict.exit_code) == ("status unknown", 4)
        assert "not about the key that signed this" in verdict.sentences[0]


def test_a_list_that_the_issuers_next_key_signed_is_about_certificates_of_the_one_before(
    verified: Any,
) -> None:
    keys = [KEY.did, SOMEBODY_ELSES.did]
    ended = Withdrawal(CHECKED.number, "revoked", instant(LATER), "")
    stands = knowing(issuers=TRUSTED, withdrawn=listing_of_others(keys=keys))
    revoked = knowing(issuers=TRUSTED, withdrawn=listing_of_others(ended, keys=keys))

    assert verified(page(), stands).outcome == "trusted"
    assert verified(page(), revoked).outcome == "revoked"


def test_a_register_without_the_number_leaves_it_open(verified: Any) -> None:
    verdict = verified(page(), knowing(register={}.get))

    assert verdict.outcome == "status unknown"
    assert "no certificate" in verdict.sentences[0]


def test_what_the_register_has_not_is_not_trusted_for_being_on_no_list(verified: Any) -> None:
    ended = Withdrawal(CHECKED.number, "revoked", instant(LATER), "")
    not_listed = verified(page(), knowing(register={}.get, withdrawn=listing()))
    listed = verified(page(), knowing(register={}.get, withdrawn=listing(ended)))

    assert not_listed.outcome == "status unknown"
    assert "no certificate" in not_listed.sentences[0]
    assert listed.outcome == "revoked"


def test_a_list_counts_that_is_newer_than_the_copy_of_the_register_here(verified: Any) -> None:
    ended = Withdrawal(CHECKED.number, "revoked", instant(LATER), "")
    known = knowing(register=registered())

    assert verified(page(), replace(known, withdrawn=listing())).outcome == "trusted"
    verdict = verified(page(), replace(known, withdrawn=listing(ended)))
    assert (verdict.outcome, verdict.exit_code) == ("revoked", 7)


def test_another_issuers_certificate_is_not_altered_for_having_a_number_of_the_register(
    verified: Any,
) -> None:
    """Everybody counts from one."""
    known = knowing(issuers=TRUSTED, register=registered())
    theirs = signed(credential_of(CHECKED, issuer=SOMEBODY_ELSES.did, at=AT), SOMEBODY_ELSES, AT)

    assert verified(theirs, known).outcome == "status unknown"
    assert verified(theirs, replace(known, withdrawn=listing_of_others())).outcome == "trusted"
    assert verified(page(), known).outcome == "trusted"
