"""A file is called trusted only where everything about it is known and as it was issued."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from stepback_course.awards.checking.claims import check_url
from stepback_course.awards.checking.withdrawn import read_withdrawn, withdrawn_list
from stepback_course.awards.credential import credential_of, signed
from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.awards.models import Withdrawal
from stepback_course.awards.numbers import compose
from stepback_course.awards.page import USUAL, Look, printed
from stepback_course.awards.verifying import pages
from stepback_course.awards.verifying.verdict import (
    Known,
    Verdict,
    usual_look,
    verify_file,
)
from stepback_course.clock import instant
from stepback_course.text.canonical import canonical
from tests.awards.credential.making import AT, KEY, KNOWN, LATER, SOMEBODY_ELSES, facts
from tests.awards.verifying.making import (
    CHECKED,
    CODE,
    CREDENTIAL,
    badge,
    entry,
    knowing,
    page,
    registered,
)

OTHER = compose("SBP", 2026, 43)
TRUSTED = (*KNOWN, IssuerKey(did=SOMEBODY_ELSES.did, since=instant(AT)))
"""The issuer's key and another."""
IN_USE_FOR_YEARS = KNOWN[0].model_copy(update={"since": instant(AT - timedelta(days=1000))})


@pytest.fixture
def verified(tmp_path: Path) -> Any:
    """Return a function that says what a file with some content is worth."""

    def said(content: bytes, known: Known) -> Verdict:
        path = tmp_path / "file"
        path.write_bytes(content)
        return verify_file(path, known)

    return said


def listing(*withdrawals: Withdrawal, at: datetime = LATER) -> Any:
    """Return the issuer's signed list, as it is read."""
    return read_withdrawn(withdrawn_list(withdrawals, KEY, at), [IN_USE_FOR_YEARS])


def listing_of_others(*withdrawals: Withdrawal, keys: Sequence[str] = ()) -> Any:
    """Return a list that another key signed, and that says whose keys it is about."""
    content = withdrawn_list(withdrawals, SOMEBODY_ELSES, LATER, keys)
    return read_withdrawn(content, TRUSTED)


def edited(pdf: bytes) -> bytes:
    """Return a page on which somebody else's name stands, with the credential untouched."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    words = DecodedStreamObject()
    words.set_data(b"BT /F0 30 Tf 100 300 Td (Somebody Else) Tj ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(words)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def test_a_page_in_the_register_is_trusted(verified: Any) -> None:
    verdict = verified(page(), knowing(register=registered()))

    assert (verdict.outcome, verdict.exit_code, verdict.page) == ("trusted", 0, "same")
    assert verdict.claims.name == "Siân Llŷr Gwynedd-Price"
    assert verdict.claims.number == CHECKED.number


def test_a_page_is_trusted_without_a_register_where_the_list_is_at_hand(verified: Any) -> None:
    verdict = verified(page(), knowing(withdrawn=listing()))

    assert (verdict.outcome, verdict.page) == ("trusted", "same")
    assert any("3 April 2026" in sentence for sentence in verdict.sentences)


def test_without_register_and_list_it_is_not_known_whether_it_stands(verified: Any) -> None:
    verdict = verified(page(), knowing())

    assert (verdict.outcome, verdict.exit_code, verdict.page) == ("status unknown", 4, "same")
    assert any(CHECKED.number in sentence for sentence in verdict.sentences)


def test_a_credential_and_a_badge_of_the_register_are_trusted(verified: Any) -> None:
    assert verified(CREDENTIAL, knowing(register=registered())).outcome == "trusted"
    of_badge = verified(badge(), knowing(register=registered()))
    assert (of_badge.outcome, of_badge.page) == ("trusted", "same")


def test_the_picture_of_a_badge_is_compared_only_with_the_register(verified: Any) -> None:
    verdict = verified(badge(), knowing(withdrawn=listing()))

    assert (verdict.outcome, verdict.page) == ("status unknown", "not compared")


def test_a_key_that_nobody_knows_is_not_trusted_even_with_a_register(verified: Any) -> None:
    content = signed(credential_of(CHECKED, issuer=SOMEBODY_ELSES.did, at=AT), SOMEBODY_ELSES, AT)
    verdict = verified(content, knowing(register=registered()))

    assert (verdict.outcome, verdict.exit_code) == ("unknown issuer", 3)
    assert verdict.claims.did == SOMEBODY_ELSES.did


@pytest.mark.parametrize("more", [{"register": registered}, {"withdrawn": listing}, {}])
def test_an_edited_page_is_not_trusted(verified: Any, more: Any) -> None:
    known = knowing(**{name: made() for name, made in more.items()})
    verdict = verified(edited(page()), known)

    assert (verdict.outcome, verdict.exit_code, verdict.page) == ("altered", 8, "different")
    assert verdict.claims.name == "Siân Llŷr Gwynedd-Price"


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(page()) - 1), st.integers(1, 255), st.booleans())
def test_no_changed_byte_of_a_page_is_trusted(
    verified: Any, place: int, difference: int, has_register: bool
) -> None:
    content = bytearray(page())
    content[place] ^= difference
    more = {"register": registered()} if has_register else {"withdrawn": listing()}

    assert verified(bytes(content), knowing(**more)).outcome != "trusted"


def test_a_page_printed_anew_with_another_school_is_not_trusted(verified: Any) -> None:
    """Whoever has this program can print any page and attach a true credential to it."""
    other = CHECKED.model_copy(update={"setting": "Ysgol Arall"})
    forged = printed(other, credential=CREDENTIAL, code=CODE)

    assert verified(forged, knowing(withdrawn=listing())).outcome == "altered"


@pytest.mark.parametrize(
    "code",
    [
        "",
        "https://example.org/check/",
        CODE.replace("example.org", "example.net"),
        CODE[:-1] + ("A" if CODE[-1] != "A" else "E"),
    ],
)
def test_a_page_with_another_code_is_not_trusted(verified: Any, code: str) -> None:
    forged = printed(CHECKED, credential=CREDENTIAL, code=code)

    assert verified(forged, knowing(withdrawn=listing())).outcome == "altered"


def test_a_page_with_the_code_of_another_certificate_is_not_trusted(verified: Any) -> None:
    other = check_url(CHECKED.model_copy(update={"name": "Somebody Else"}), KEY)
    forged = printed(CHECKED, credential=CREDENTIAL, code=other)

    assert verified(forged, knowing(withdrawn=listing())).outcome == "altered"


def test_a_page_of_an_older_version_that_knew_fewer_facts_is_not_called_altered(
    verified: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fewer(content: Any) -> bytes:
        facts_there = content.get("facts", content)
        facts_there.pop("course_in_welsh", None)
        return canonical(content)

    with monkeypatch.context() as older:
        older.setattr("stepback_course.awards.page.source.canonical", fewer)
        older.setattr("stepback_course.awards.credential.writing.canonical", fewer)
        credential = signed(credential_of(CHECKED, issuer=KEY.did, at=AT), KEY, AT)
        content = printed(CHECKED, credential=credential, code=CODE)
    verdict = verified(content, knowing(withdrawn=listing()))

    assert (verdict.outcome, verdict.page) == ("status unknown", "not compared")


@pytest.mark.parametrize("language", ["cy", "en-cy"])
def test_a_page_in_welsh_is_trusted_and_its_course_has_its_welsh_name(
    verified: Any, language: str
) -> None:
    welsh = CHECKED.model_copy(update={"language": language, "course_in_welsh": "Cwrs Camu'n Ôl"})
    credential = signed(credential_of(welsh, issuer=KEY.did, at=AT), KEY, AT)
    content = printed(welsh, credential=credential, code=check_url(welsh, KEY))
    verdict = verified(content, knowing(withdrawn=listing()))

    assert verdict.outcome == "trusted"
    assert verdict.claims.course.endswith("Cwrs Camu'n Ôl")


def test_a_true_credential_on_a_page_of_ones_own_is_not_trusted(verified: Any) -> None:
    writer = PdfWriter()
    writer.add_blank_page(842, 595)
    writer.add_attachment("credential.json", CREDENTIAL)
    content = io.BytesIO()
    writer.write(content)

    assert verified(content.getvalue(), knowing(withdrawn=listing())).outcome == "altered"


def test_a_page_of_another_look_or_engine_is_not_called_altered(
    verified: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere: dict[str, Look] = {}
    unknown_look = verified(page(), knowing(withdrawn=listing(), looks=elsewhere.get))
    monkeypatch.setattr("stepback_course.awards.page.source.engine_version", lambda: "typst 9.9.9")
    other_engine = verified(page(), knowing(withdrawn=listing()))

    for verdict in (unknown_look, other_engine):
        assert (verdict.outcome, verdict.page) == ("status unknown", "not compared")


def test_the_register_knows_a_page_of_any_engine(
    verified: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "engine_version", lambda: "typst 9.9.9")

    assert verified(page(), knowing(register=registered(look="own-gone"))).outcome == "trusted"
    of_badge = verified(badge(), knowing(register=registered()))
    assert (of_badge.outcome, of_badge.page) == ("status unknown", "not compared")


def test_a_badge_with_another_picture_is_not_trusted(verified: Any) -> None:
    from PIL import Image

    from stepback_course.awards.credential import baked

    other = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(other, "PNG")
    verdict = verified(baked(other.getvalue(), CREDENTIAL), knowing(register=registered()))

    assert (verdict.outcome, verdict.page) == ("altered", "different")


def test_another_credential_under_a_number_of_the_register_is_not_trusted(verified: Any) -> None:
    another = signed(credential_of(facts(name="Somebody Else"), issuer=KEY.did, at=AT), KEY, AT)
    verdict = verified(another, knowing(register=registered()))

    assert verdict.outcome == "altered"
    assert CHECKED.number in verdict.sentences[0]


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


def test_an_award_that_ended_is_said_to_be_expired(verified: Any) -> None:
    content = signed(
        credential_of(facts(valid_until=date(2026, 3, 31)), issuer=KEY.did, at=AT), KEY, AT
    )
    last_moment = datetime(2026, 3, 31, 22, 59, 59, tzinfo=UTC)
    before, after = (
        verified(content, knowing(at=at, withdrawn=listing()))
        for at in (last_moment, last_moment + timedelta(seconds=1))
    )

    assert (before.outcome, before.exit_code) == ("trusted", 0)
    assert (after.outcome, after.exit_code) == ("expired", 5)


def test_of_a_key_that_leaked_the_register_tells_what_its_issuer_made(verified: Any) -> None:
    leaked = IssuerKey(
        did=KEY.did, since=instant(AT), until=instant(LATER), compromised_from=instant(LATER)
    )
    with_register = verified(page(), knowing(issuers=[leaked], register=registered()))
    without = verified(page(), knowing(issuers=[leaked], withdrawn=listing()))
    other = signed(credential_of(facts(name="Thief"), issuer=KEY.did, at=AT), KEY, AT)
    forged = verified(other, knowing(issuers=[leaked], register=registered()))

    assert with_register.outcome == "trusted"
    assert without.outcome == "unknown issuer"
    assert forged.outcome == "unknown issuer"


def test_an_unsigned_page_is_trusted_by_the_register_that_has_it_and_nobody_else(
    verified: Any,
) -> None:
    from hashlib import sha256

    unsigned = page(credential=None, code="")
    has_it = registered(pdf=sha256(unsigned).hexdigest(), credential="", key="", code="")

    assert verified(unsigned, knowing(register=has_it)).outcome == "trusted"
    assert verified(edited(unsigned), knowing(register=has_it)).outcome == "altered"
    assert verified(unsigned, knowing(withdrawn=listing())).outcome == "unreadable"
    assert verified(unsigned, knowing(register={}.get)).outcome == "unreadable"


def test_an_unsigned_page_in_welsh_is_shown_with_the_course_that_stands_on_it(
    verified: Any,
) -> None:
    from hashlib import sha256

    welsh = CHECKED.model_copy(
        update={"language": "cy", "course_in_welsh": "Cwrs Camu'n Ôl", "check_address": ""}
    )
    unsigned = printed(welsh, credential=None, code="")
    has_it = registered(facts=welsh, pdf=sha256(unsigned).hexdigest(), credential="", key="")

    assert verified(unsigned, knowing(register=has_it)).claims.course == "Cwrs Camu'n Ôl"


def test_a_specimen_is_called_one_first(verified: Any) -> None:
    specimen = facts(number=compose("SPECIMEN", 2026, 1), specimen=True)
    content = signed(credential_of(specimen, issuer=KEY.did, at=AT), KEY, AT)

    assert "SPECIMEN" in verified(content, knowing(withdrawn=listing())).sentences[0]


def test_a_specimen_of_somebody_unknown_is_called_one_first_too(verified: Any) -> None:
    specimen = facts(number=compose("SPECIMEN", 2026, 1), specimen=True)
    content = signed(credential_of(specimen, issuer=KEY.did, at=AT), KEY, AT)
    verdict = verified(content, knowing(issuers=[]))

    assert verdict.outcome == "unknown issuer"
    assert "SPECIMEN" in verdict.sentences[0]


def test_what_was_signed_is_not_shown_where_it_does_not_fit(verified: Any) -> None:
    content = json.loads(CREDENTIAL)
    content["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    verdict = verified(json.dumps(content).encode(), knowing(register=registered()))

    assert (verdict.outcome, verdict.claims) == ("altered", None)


def test_the_look_that_is_shipped_is_known_without_a_store() -> None:
    assert usual_look(USUAL.id) is USUAL
    assert usual_look("own-0123456789abcdef") is None
    assert entry().look == USUAL.id
