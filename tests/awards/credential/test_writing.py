"""A credential says what the certificate says, of its holder the name only, in one fixed text."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openbadgeslib.ob3 import OB3LdpVerifier
from openbadgeslib.ob3.ldp import add_data_integrity_proof

from stepback_course.awards.credential import credential_of, facts_digest
from stepback_course.awards.keys.signing import key_from_seed
from stepback_course.awards.numbers import compose
from stepback_course.text.canonical import canonical
from tests.awards.credential.making import AT, KEY, SOMEBODY_ELSES, facts, issued

VECTORS = Path(__file__).parents[4] / "shared" / "vectors"
SCHEMA = VECTORS / "ob3-json-schema" / "ob_v3p0_achievementcredential_schema.json"
W3C = VECTORS / "w3c-vc-di-eddsa" / "TestVectors"
BASE_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def document(**changes: Any) -> dict[str, Any]:
    """Return an unsigned credential as JSON has it."""
    content: dict[str, Any] = json.loads(
        json.dumps(credential_of(facts(**changes), issuer=KEY.did, at=AT))
    )
    return content


def test_a_credential_says_what_the_certificate_says() -> None:
    credential = document()
    subject = credential["credentialSubject"]

    assert subject["identifier"][0]["identityHash"] == "Siân Llŷr Gwynedd-Price"
    assert subject["licenseNumber"] == compose("SBP", 2026, 42)
    assert subject["achievement"]["name"] == "Step-back Practitioners Course"
    assert credential["issuer"]["id"] == KEY.did
    assert credential["issuer"]["name"] == "Positive Eye Ltd"
    assert credential["awardedDate"] == "2026-03-04T00:00:00Z"
    assert credential["validFrom"] == "2026-03-04T12:00:00Z"
    assert "validUntil" not in credential
    assert "credentialStatus" not in credential


@pytest.mark.parametrize(
    ("language", "course"),
    [
        ("en", "Step-back Practitioners Course"),
        ("cy", "Cwrs Ymarferwyr Camu'n Ôl"),
        ("en-cy", "Step-back Practitioners Course / Cwrs Ymarferwyr Camu'n Ôl"),
    ],
)
def test_the_course_is_called_what_the_page_calls_it(language: str, course: str) -> None:
    welsh = document(language=language, course_in_welsh="Cwrs Ymarferwyr Camu'n Ôl")
    untranslated = document(language=language)

    assert welsh["credentialSubject"]["achievement"]["name"] == course
    names = untranslated["credentialSubject"]["achievement"]["name"]
    assert names == "Step-back Practitioners Course"


def test_of_the_holder_it_says_the_name_only() -> None:
    assert "Ysgol" not in json.dumps(document(), ensure_ascii=False)


def test_a_specimen_says_so_wherever_a_wallet_shows_a_title() -> None:
    credential = document(specimen=True, number=compose("SPECIMEN", 2026, 42))

    for shown in (credential, credential["credentialSubject"]["achievement"]):
        assert shown["name"].startswith("SPECIMEN: ")
        assert "nobody's award" in shown["description"]


def test_an_award_that_ends_lasts_to_the_end_of_its_last_day_in_london() -> None:
    winter, summer = (
        document(valid_until=date(2028, 1, 31)),
        document(valid_until=date(2028, 7, 31)),
    )

    assert winter["validUntil"] == "2028-01-31T23:59:59Z"
    assert summer["validUntil"] == "2028-07-31T22:59:59Z"


def test_two_issuers_with_the_same_number_have_different_credentials() -> None:
    other = credential_of(facts(), issuer=SOMEBODY_ELSES.did, at=AT)

    assert other["id"] != document()["id"]


@pytest.mark.parametrize("changes", [{"setting": "Ysgol Arall"}, {"signatory": "Ann Other"}])
def test_what_is_printed_but_not_in_it_is_bound_by_its_hash(changes: dict[str, str]) -> None:
    assert facts_digest(facts(**changes)) != facts_digest(facts())
    assert document(**changes) != document()


def test_the_same_facts_give_the_same_bytes_in_another_process_without_a_clock() -> None:
    script = (
        "import openbadgeslib.ob3.ldp as ldp; ldp.datetime = None;"
        "import sys; from tests.awards.credential.making import issued;"
        "sys.stdout.buffer.write(issued())"
    )
    there = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

    assert there.stdout == issued()
    assert issued(at=AT + timedelta(days=1)) != issued()


def test_it_is_written_in_one_fixed_text_with_its_proof_in_a_list() -> None:
    text = issued()

    assert text == canonical(json.loads(text))
    assert [proof["created"] for proof in json.loads(text)["proof"]] == ["2026-03-04T12:00:00Z"]


def test_the_library_that_signs_takes_it_for_its_issuer() -> None:
    badge = OB3LdpVerifier.for_issuer_did(KEY.did).verify(issued())

    assert badge.issuer.name == "Positive Eye Ltd"
    assert badge.achievement.name == "Step-back Practitioners Course"


@pytest.mark.skipif(not SCHEMA.exists(), reason="the Open Badges schema is not beside the tree")
@pytest.mark.parametrize("changes", [{}, {"valid_until": date(2028, 1, 31)}, {"language": "cy"}])
def test_it_is_valid_by_the_schema_of_open_badges(changes: dict[str, Any]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = jsonschema.Draft201909Validator(json.loads(SCHEMA.read_bytes()))
    credential = json.loads(issued(**changes))

    assert [error.message for error in schema.iter_errors(credential)] == []
    del credential["validFrom"]
    assert [error.message for error in schema.iter_errors(credential)]


@pytest.mark.skipif(not W3C.is_dir(), reason="the vectors of the W3C are not beside the tree")
def test_the_library_signs_as_in_the_recommendation_of_the_w3c() -> None:
    pair = json.loads((W3C / "keyPair.json").read_bytes())
    expected = json.loads((W3C / "eddsa-rdfc-2022" / "signedDataInt.json").read_bytes())
    proof = expected.pop("proof")
    # The vectors' own vocabulary, as it is published.
    examples = {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}
    made = add_data_integrity_proof(
        expected,
        key_from_seed(seed_of(pair["privateKeyMultibase"])).pem,
        proof["verificationMethod"],
        created=datetime.fromisoformat(proof["created"]),
        extra_contexts={"https://www.w3.org/ns/credentials/examples/v2": examples},
    )

    assert made["proof"]["proofValue"] == proof["proofValue"]


def seed_of(multibase: str) -> bytes:
    """Return the 32 bytes of a private key as the W3C writes it, in base 58 behind two bytes."""
    number = 0
    for character in multibase.removeprefix("z"):
        number = number * 58 + BASE_58.index(character)
    return number.to_bytes(34, "big")[2:]
