"""A file is called trusted only where everything about it is known and as it was issued."""

import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from stepback_course.awards.checking.claims import check_url
from stepback_course.awards.credential import credential_of, signed
from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.awards.numbers import compose
from stepback_course.awards.page import USUAL, Look, printed
from stepback_course.awards.verifying import pages
from stepback_course.awards.verifying.verdict import usual_look
from stepback_course.clock import instant
from stepback_course.text.canonical import canonical
from tests.awards.credential.making import AT, KEY, LATER, SOMEBODY_ELSES, facts
from tests.awards.verifying.making import (
    CHECKED,
    CODE,
    CREDENTIAL,
    badge,
    entry,
    knowing,
    listing,
    page,
    registered,
)


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
