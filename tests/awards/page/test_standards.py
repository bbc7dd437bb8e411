"""The page for machines: archive and accessibility standards, attachments, and the same bytes."""

import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.page import (
    TEMPLATE_VERSION,
    USUAL,
    Look,
    engine_version,
    printed,
    read_source,
)
from stepback_course.awards.page.source import SOURCE_LIMIT
from stepback_course.text import canonical
from stepback_course.text.refusals import Refusal
from tests.awards.page.making import (
    ADDRESS,
    CODE,
    CREDENTIAL,
    NUMBER,
    answer,
    catalogue,
    elements,
    facts,
    read,
    specimen,
    tool,
)

LOOK_BY_VERSION = {"certificate-2": "usual-a2dd96b51a05cbe9"}


@pytest.fixture(scope="module", params=["en", "cy", "en-cy"])
def full(request: pytest.FixtureRequest) -> bytes:
    """A page with all that a page can have."""
    return printed(specimen(language=request.param), credential=CREDENTIAL, code=CODE)


def fonts_of(page: Any) -> dict[str, Any]:
    """The descriptor of each font on the page, by the font's name."""
    descendants = [
        font.get_object()["/DescendantFonts"][0].get_object()
        for font in page["/Resources"]["/Font"].values()
    ]
    return {str(font["/BaseFont"]): font["/FontDescriptor"] for font in descendants}


def test_the_pdf_says_its_title_language_author_and_number() -> None:
    page = printed(facts())
    metadata: Any = read(page).metadata

    assert metadata.title == "Certificate of Recognition – Siân Llŷr Gwynedd-Price"
    assert metadata.author == "Positive Eye Ltd"
    assert metadata["/Keywords"] == NUMBER
    assert metadata.creation_date == datetime(2026, 11, 22, tzinfo=UTC)
    assert catalogue(page)["/Lang"] == "en-GB"
    assert catalogue(page)["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_each_language_of_a_page_in_both_is_marked() -> None:
    root = catalogue(printed(facts(language="en-cy")))

    assert root["/Lang"] == "cy-GB"
    assert "en-GB" in [each.get("/Lang") for each in elements(root["/StructTreeRoot"])]


def test_the_pdf_is_tagged_with_its_title_before_its_holder(full: bytes) -> None:
    root = catalogue(full)
    tags = [str(each["/S"]) for each in elements(root["/StructTreeRoot"])]
    headings = [tag for tag in tags if tag.startswith("/H")]

    assert root["/MarkInfo"]["/Marked"].value is True
    assert headings in (["/H1", "/H2"], ["/H1", "/H1", "/H2"])
    assert tags.count("/Figure") == 1


def test_every_picture_has_a_text_instead(full: bytes) -> None:
    figures = [
        each for each in elements(catalogue(full)["/StructTreeRoot"]) if each["/S"] == "/Figure"
    ]

    assert [ADDRESS in str(figure["/Alt"]) for figure in figures] == [True]


def test_the_pdf_names_its_archive_and_accessibility_standards(full: bytes) -> None:
    metadata = catalogue(full)["/Metadata"].get_data().decode()

    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_the_page_is_a4_landscape_and_every_font_is_inside_it(full: bytes) -> None:
    page = read(full).pages[0]
    fonts = fonts_of(page)

    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {
        "AtkinsonHyperlegible",
        "LibertinusSerif",
    }
    for descriptor in fonts.values():
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_an_independent_checker_of_accessibility_finds_nothing(full: bytes, tmp_path: Path) -> None:
    pdfua = pytest.importorskip("pdfua", reason="pdfua is not installed here")
    (tmp_path / "page.pdf").write_bytes(full)

    report = pdfua.validate(tmp_path / "page.pdf")

    assert not report.findings


def test_pikepdf_finds_what_the_standards_ask_for(full: bytes) -> None:
    pikepdf = pytest.importorskip("pikepdf", reason="pikepdf is not installed here")
    with pikepdf.open(io.BytesIO(full)) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang) in {"en-GB", "cy-GB"}
        assert pdf.Root.MarkInfo.Marked is True
        assert len(pdf.Root.OutputIntents) == 1
        attached = pdf.attachments["credential.json"]
        assert attached.get_file().read_bytes() == CREDENTIAL
        assert attached.get_file().mime_type == "application/ld+json"
        assert str(attached.obj.AFRelationship) == "/Source"
        assert str(pdf.attachments["page.json"].obj.AFRelationship) == "/Supplement"
        assert not pdf.check_pdf_syntax()


def test_qpdf_finds_no_fault(full: bytes, tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(full)

    assert "No syntax or stream encoding errors" in answer(
        tool("qpdf"), "--check", tmp_path / "page.pdf"
    )


def test_without_a_credential_only_its_source_is_attached() -> None:
    assert list(read(printed(facts())).attachments) == ["page.json"]


def test_a_page_is_printed_again_from_what_is_attached_to_it() -> None:
    page = printed(specimen(language="en-cy"), credential=CREDENTIAL, code=CODE)
    attached = read(page).attachments
    source = read_source(attached["page.json"][0])

    again = printed(source.facts, credential=attached["credential.json"][0], code=source.code)

    assert source.is_of(USUAL)
    assert again == page
    assert canonical(json.loads(attached["page.json"][0])["facts"]) == canonical(
        specimen(language="en-cy").model_dump(mode="json")
    )


def test_another_look_or_engine_cannot_print_the_same_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = read_source(read(printed(facts())).attachments["page.json"][0])

    assert not source.is_of(Look((("certificate.typ", b""),)))
    assert not source.model_copy(update={"engine": "typst 0.1"}).is_of(USUAL)


@pytest.mark.parametrize(
    "attached",
    [b"", b"{", b"null", b'{"facts":{}}', b"[" * 60_000, b" " * 64_000 + b"{}", b"\xff\xfe"],
)
def test_a_source_that_is_none_is_refused_in_a_sentence(attached: bytes) -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        read_source(attached)


def test_a_source_that_is_too_long_is_not_even_read() -> None:
    attached = read(printed(facts())).attachments["page.json"][0]

    with pytest.raises(Refusal, match="cannot be read"):
        read_source(attached + b" " * SOURCE_LIMIT)


def test_a_source_with_a_member_that_is_not_ours_is_refused() -> None:
    attached = json.loads(read(printed(facts())).attachments["page.json"][0])

    with pytest.raises(Refusal, match="cannot be read"):
        read_source(json.dumps(attached | {"grade": "Distinction"}).encode())


def hash_elsewhere(*before: str) -> str:
    """The hash of a full page that another process prints, in another time zone."""
    program = (
        "import hashlib, sys\n"
        "from stepback_course.awards.facts import CertificateFacts\n"
        "from stepback_course.awards.page import printed\n"
        "facts = CertificateFacts.model_validate_json(sys.stdin.read())\n"
        f"page = printed(facts, credential={CREDENTIAL!r}, code={CODE!r})\n"
        "print(hashlib.sha256(page).hexdigest())\n"
    )
    elsewhere = subprocess.run(
        [*before, sys.executable, "-c", program],
        input=facts().model_dump_json(),
        encoding="utf-8",
        capture_output=True,
        check=True,
        env=os.environ | {"TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8"},
    )
    return elsewhere.stdout.strip()


def test_the_same_facts_give_the_same_bytes_in_another_process() -> None:
    page = printed(facts(), credential=CREDENTIAL, code=CODE)

    assert printed(facts(), credential=CREDENTIAL, code=CODE) == page
    assert hash_elsewhere() == hashlib.sha256(page).hexdigest()


def test_the_same_facts_give_the_same_bytes_a_day_later() -> None:
    faketime = tool("faketime")
    assert answer(faketime, "-f", "+1d", "date", "+%j") != answer("date", "+%j")

    page = printed(facts(), credential=CREDENTIAL, code=CODE)

    assert hash_elsewhere(faketime, "-f", "+1d") == hashlib.sha256(page).hexdigest()


def test_a_template_that_asks_for_today_is_told_the_day_of_the_award() -> None:
    asking = b"#let day = datetime.today()\n= #day.display()"

    page = printed(facts(awarded_on="2025-01-31"), Look((("certificate.typ", asking),)))

    assert "2025-01-31" in read(page).pages[0].extract_text()


def test_facts_of_before_print_as_they_are_kept() -> None:
    """Records that know nothing of languages, contact or check address can still be read."""
    older = facts().model_dump(mode="json")
    for later in ("language", "contact", "check_address", "replaces", "valid_until"):
        del older[later]
    for field in ("course", "case_study", "entitlement", "signatory_role"):
        del older[f"{field}_in_welsh"]

    metadata: Any = read(printed(CertificateFacts.model_validate(older))).metadata

    assert metadata["/Keywords"] == NUMBER


def test_a_changed_template_gets_a_version_of_its_own() -> None:
    """Add the new id under a new version: the register says which template printed a page."""
    assert USUAL.id == LOOK_BY_VERSION[TEMPLATE_VERSION]


def test_all_that_prints_is_named_with_its_version() -> None:
    """With other fonts or another square code, a page of before has other bytes."""
    parts = dict(part.rsplit(" ", 1) for part in engine_version().split(", "))
    assert parts.keys() == {"typst", "segno", "fontpkg-atkinson-hyperlegible"}
    assert all(version[0].isdecimal() for version in parts.values())


def test_reading_facts_and_looks_does_not_load_the_printing_engine() -> None:
    program = "import sys, stepback_course.awards.looks; print({'typst', 'segno'} & {*sys.modules})"
    answered = subprocess.run(
        [sys.executable, "-c", program], encoding="utf-8", capture_output=True, check=True
    )

    assert answered.stdout.strip() == "set()"
