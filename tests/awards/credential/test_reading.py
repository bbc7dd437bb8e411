"""Whatever is changed in a credential, it is not trusted; whatever is sent, there is an end."""

import copy
import json
import socket
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import openbadgeslib.ob3 as library
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepback_course.awards.credential import (
    Assessment,
    Outcome,
    assess,
    credential_of,
    reading,
    signed,
)
from stepback_course.awards.credential.reading import CREDENTIAL_LIMIT
from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.awards.numbers import compose
from stepback_course.clock import instant
from stepback_course.text.canonical import canonical
from tests.awards.credential.making import (
    AT,
    KEY,
    KNOWN,
    LATER,
    SOMEBODY_ELSES,
    facts,
    issued,
)

GOOD = issued()
Path = tuple[str | int, ...]


def assessed(document: bytes, issuers: tuple[IssuerKey, ...] = KNOWN) -> Assessment:
    """Assess a credential a month after it was issued."""
    return assess(document, issuers, at=LATER)


def places(content: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield each place of a document with what stands there, the document itself first."""
    yield path, content
    children = (
        content.items()
        if isinstance(content, dict)
        else enumerate(content)
        if isinstance(content, list)
        else ()
    )
    for name, child in children:
        yield from places(child, (*path, name))


PLACES = list(places(json.loads(GOOD)))
LEAVES = [(path, leaf) for path, leaf in PLACES if not isinstance(leaf, dict | list)]
OBJECTS = [path for path, content in PLACES if isinstance(content, dict)]
LISTS = [path for path, content in PLACES if isinstance(content, list)]
MEMBERS = [path for path, _content in PLACES if path]
WELL_KNOWN = {
    "@id": "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "@type": "Achievement",
    "@context": {"grade": "https://example.org/grade"},
    "grade": "Distinction",
    "description": "With distinction",
    "evidence": [],
    "validUntil": None,
    "credentialStatus": {"type": "BitstringStatusListEntry"},
    "expirationDate": "2020-01-01T00:00:00Z",
    "alternateName": "somebody else",
    "result": [{"type": ["Result"], "value": "A"}],
    "@graph": [],
    "@included": [{"@id": "urn:x:y", "name": "z"}],
}


def changed(path: Path, value: Any) -> bytes:
    """Return the good credential with another value at a place."""
    content = json.loads(GOOD)
    parent = content
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = value
    return canonical(content)


def test_a_credential_of_a_known_issuer_is_trusted_and_says_whose_it_is() -> None:
    assessment = assessed(GOOD)

    assert assessment.outcome == "trusted"
    claims = assessment.claims
    assert claims is not None
    assert claims.name == "Siân Llŷr Gwynedd-Price"
    assert claims.course == "Step-back Practitioners Course"
    assert claims.day == date(2026, 3, 4)
    assert claims.number == compose("SBP", 2026, 42)
    assert (claims.issuer, claims.did) == ("Positive Eye Ltd", KEY.did)


def test_white_space_and_order_of_members_are_nobodys_business() -> None:
    content = json.loads(GOOD)
    printed = json.dumps(dict(reversed(content.items())), indent=4).encode()

    assert assessed(printed).outcome == "trusted"
    assert assessed(printed).digest == assessed(GOOD).digest


def test_a_specimen_is_known_for_one() -> None:
    claims = assessed(issued(specimen=True, number=compose("SPECIMEN", 2026, 42))).claims

    assert claims is not None
    assert claims.specimen
    assert claims.course == "Step-back Practitioners Course"


@pytest.mark.parametrize("path", [path for path, _leaf in LEAVES], ids=str)
@settings(max_examples=3)
@given(data=st.data())
def test_no_changed_leaf_is_trusted(path: Path, data: st.DataObject) -> None:
    leaf = dict(LEAVES)[path]
    others: st.SearchStrategy[Any] = st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=30), st.just([leaf])
    )
    if isinstance(leaf, str):
        place = data.draw(st.integers(0, len(leaf) - 1))
        character = data.draw(st.characters(codec="utf-8"))
        slip = leaf[:place] + character + leaf[place + 1 :]
        others = st.one_of(st.just(slip), st.just(leaf + " "), others)
    value = data.draw(others.filter(lambda value: canonical(value) != canonical(leaf)))

    assert assessed(changed(path, value)).outcome != "trusted"


@pytest.mark.parametrize("path", OBJECTS, ids=str)
def test_no_added_member_is_trusted(path: Path) -> None:
    for name, value in WELL_KNOWN.items():
        if name not in dict(PLACES)[path]:
            assert assessed(changed((*path, name), value)).outcome == "altered", name


@settings(max_examples=30)
@given(st.sampled_from(OBJECTS), st.text(max_size=20), st.none() | st.booleans() | st.text())
def test_no_member_of_any_name_is_trusted(path: Path, name: str, value: object) -> None:
    if name in dict(PLACES)[path]:
        return
    assert assessed(changed((*path, name), value)).outcome != "trusted"


@pytest.mark.parametrize("path", MEMBERS, ids=str)
def test_no_left_out_member_is_trusted(path: Path) -> None:
    content = json.loads(GOOD)
    parent = content
    for step in path[:-1]:
        parent = parent[step]
    del parent[path[-1]]

    assert assessed(canonical(content)).outcome != "trusted"


@pytest.mark.parametrize("path", LISTS, ids=str)
def test_no_list_with_something_added_or_in_another_order_is_trusted(path: Path) -> None:
    items = dict(PLACES)[path]
    for others in ([*items, items[0]], [items[0], "x", *items[1:]], [*items[::-1], []], items[0]):
        assert assessed(changed(path, others)).outcome != "trusted"
    if len(items) > 1:
        assert assessed(changed(path, items[::-1])).outcome != "trusted"


@settings(max_examples=40)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_no_changed_byte_is_trusted(place: int, difference: int) -> None:
    document = bytearray(GOOD)
    document[place] ^= difference

    assert assessed(bytes(document)).outcome != "trusted"


def test_a_proof_of_another_credential_does_not_fit() -> None:
    other = json.loads(issued(name="Somebody Else"))
    other["proof"] = json.loads(GOOD)["proof"]

    assert assessed(canonical(other)).outcome == "altered"


def test_somebody_elses_signature_does_not_fit_under_this_issuers_name() -> None:
    theirs = signed(credential_of(facts(), issuer=KEY.did, at=AT), SOMEBODY_ELSES, AT)

    assert assessed(theirs).outcome == "altered"


def test_a_credential_of_somebody_unknown_is_not_trusted_whatever_they_call_themselves() -> None:
    assessment = assessed(issued(SOMEBODY_ELSES))

    assert assessment.outcome == "unknown issuer"
    assert assessment.claims is not None
    assert assessment.claims.did == SOMEBODY_ELSES.did


def test_a_key_counts_only_while_it_is_in_use() -> None:
    key = IssuerKey(did=KEY.did, since=instant(AT), until=instant(LATER))

    assert assessed(issued(), (key,)).outcome == "trusted"
    for moment in (AT - timedelta(days=1), LATER + timedelta(seconds=1)):
        late = assess(issued(at=moment), (key,), at=LATER + timedelta(days=1))
        assert late.outcome == "unknown issuer"
        assert "not in use" in late.sentence


def test_of_a_key_that_somebody_else_may_have_had_only_the_register_can_tell() -> None:
    before, after = (
        assessed(GOOD, (KNOWN[0].model_copy(update={"compromised_from": instant(moment)}),))
        for moment in (LATER, AT - timedelta(days=1))
    )

    assert (before.outcome, before.only_with_the_register) == ("unknown issuer", True)
    assert (after.outcome, after.only_with_the_register) == ("unknown issuer", False)
    assert "only the issuer's register can tell" in before.sentence
    assert "it is not trusted. Ask its issuer for a new one." in after.sentence


def test_what_has_ended_and_what_begins_later_is_said_to_and_still_has_to_be_signed() -> None:
    ended = issued(valid_until=date(2026, 3, 10))
    early = issued(at=LATER + timedelta(days=36_500))
    outcomes: dict[bytes, Outcome] = {ended: "expired", early: "not yet valid"}

    for document, outcome in outcomes.items():
        assert assessed(document).outcome == outcome
        assert assessed(document.replace(b"Gwynedd", b"Gwyneth")).outcome == "altered"


def test_a_last_day_put_off_is_noticed() -> None:
    ended = issued(valid_until=date(2026, 3, 10))

    assert assessed(ended.replace(b"2026-03-10", b"2036-03-10")).outcome == "altered"
    without = json.loads(ended)
    del without["validUntil"]
    assert assessed(canonical(without)).outcome == "altered"


def test_nothing_is_looked_up_on_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: object, **_options: object) -> None:
        raise AssertionError("somebody asked the network")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    on_the_web = GOOD.replace(KEY.did.encode(), b"did:web:example.org")

    assert assessed(GOOD).outcome == "trusted"
    answer = assessed(on_the_web)
    assert answer.outcome == "unreadable"
    assert "did:web" in answer.sentence


def test_where_the_library_cannot_check_nothing_is_said_about_the_credential(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise library.OB3GuardUnavailable("no")

    monkeypatch.setattr(library.OB3LdpVerifier, "verify", broken)

    assert assessed(GOOD).outcome == "unreadable"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("validUntil",), None),
        (("grade",), "Distinction"),
        (("awardedDate",), "2026-03-04T12:00:00Z"),
        (("awardedDate",), "2026-02-30T00:00:00Z"),
        (("proof", 0, "verificationMethod"), SOMEBODY_ELSES.method),
        (("credentialSubject", "achievement", "name"), "SPECIMEN: of nothing"),
        (("credentialSubject", "licenseNumber"), compose("SPECIMEN", 2026, 42)),
        (("credentialSubject", "licenseNumber"), "sbp-2026-00042-34"),
        (("credentialSubject", "identifier", 0, "hashed"), 0),
        (("credentialSubject", "identifier", 0, "identityHash"), "Si\u202ean"),
        (("credentialSubject", "identifier", 0, "identityHash"), "Siân " * 210),
    ],
    ids=str,
)
def test_the_form_alone_refuses_what_no_certificate_says(
    path: Path, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library.OB3LdpVerifier, "verify", lambda *_arguments: None)

    assert assessed(changed(("issuer", "name"), "Somebody Else")).outcome == "trusted"
    assert assessed(changed(path, value)).outcome == "altered"


def bomb(size: int) -> bytes:
    """Return a graph whose nodes nobody can tell apart: canonicalising it takes an age."""
    content = json.loads(GOOD)
    knot: list[dict[str, Any]] = [{"id": f"_:b{each}"} for each in range(size)]
    for node in knot:
        node["evidence"] = [{"id": other["id"]} for other in knot if other is not node]
    content["credentialSubject"]["evidence"] = knot
    return canonical(content)


HOSTILE = {
    "a graph bomb": bomb(12),
    "a large graph bomb": bomb(50),
    "too large": b"{" + b" " * CREDENTIAL_LIMIT + b"}",
    "deep": b'{"credentialSubject":' + b"[" * 60_000,
    "deep objects": b'{"credentialSubject":' + b'{"a":' * 10_000,
    "a long number": b'{"credentialSubject":' + b"9" * 60_000 + b"}",
    "many members": b'{"credentialSubject":{'
    + b",".join(b'"%d":1' % each for each in range(5_000))
    + b"}}",
    "many contexts": canonical(
        json.loads(GOOD) | {"@context": ["https://www.w3.org/ns/credentials/v2"] * 1_000}
    ),
    "half a letter": GOOD.replace(b"Gwynedd", b"\\ud800"),
    "not a number": GOOD.replace(b"false", b"NaN"),
    "another encoding": GOOD.decode().encode("utf-16"),
    "nothing": b"",
    "a word": b'"credential"',
    "a list": b"[]",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_gets_a_sentence_sooner_than_what_is_good(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessed(GOOD)
    started = time.process_time()
    assessed(GOOD)
    of_a_good_one = time.process_time() - started

    # Nothing of the kind ever gets as far as being taken for a graph.
    monkeypatch.setattr(library.OB3LdpVerifier, "verify", None)
    started = time.process_time()
    assessment = assessed(HOSTILE[name])
    took = time.process_time() - started

    assert assessment.outcome in ("altered", "unreadable")
    assert assessment.claims is None
    assert assessment.sentence
    assert took <= 2 * of_a_good_one


@pytest.mark.parametrize("year", ["0001", "0999"])
def test_an_instant_before_all_calendars_is_refused_with_a_sentence(
    year: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever made a key can sign any year."""
    monkeypatch.setattr(reading, "_is_signed", lambda *_arguments: True)
    content = json.loads(GOOD) | {"validUntil": f"{year}-01-01T00:00:00Z"}

    assert assessed(canonical(content)).outcome == "altered"


def test_what_is_too_large_is_not_even_read() -> None:
    padded = GOOD + b" " * (CREDENTIAL_LIMIT - len(GOOD))

    assert assessed(padded).outcome == "trusted"
    assert "too large" in assessed(padded + b" ").sentence


@pytest.mark.parametrize("twin", [b'"name":"Another",', b'"name":"Certificate of Recognition",'])
def test_what_says_a_thing_twice_is_not_trusted(twin: bytes) -> None:
    document = GOOD.replace(b'"name":"Certificate', twin + b'"name":"Certificate', 1)

    assert json.loads(document) == json.loads(GOOD)
    assert "twice" in assessed(document).sentence


def test_a_good_open_badge_of_another_form_is_not_trusted_and_not_called_altered() -> None:
    other = json.loads(issued(SOMEBODY_ELSES))
    other["credentialSubject"]["achievement"]["image"] = {
        "id": "https://a.example",
        "type": "Image",
    }

    answer = assessed(canonical(copy.deepcopy(other)))

    assert answer.outcome == "unreadable"
    assert "issuer" in answer.sentence
