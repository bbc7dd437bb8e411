"""The certificate's page: what it says, that it cannot be led astray, and what it refuses."""

import hashlib
import io
import subprocess
import sys
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from pypdf import PdfReader

from stepback_course.awards import certificate
from stepback_course.awards.certificate import (
    TEMPLATE_VERSION,
    CannotPrint,
    CertificateFacts,
    engine_version,
    preview_certificate,
    render_certificate,
)
from stepback_course.awards.numbers import compose

SPECIMEN_SENTENCE = "Specimen: made with an illustrative course; not an award of Positive Eye Ltd"
TEMPLATES_BY_VERSION = {
    "certificate-1": "1ec759b5f814f244cfa2584e50f730eace1af38779c956167271661cdeba12a1",
}
LONG_NAME = (
    "Gwenllïan Angharad Myfanwy Rhiannon Eluned Llywelyn-Cadwaladr ap Gruffudd o Ddinbych-y-Pysgod"
)


def facts(**changes: Any) -> CertificateFacts:
    return CertificateFacts.model_validate(
        {
            "number": compose("SBP", 2026, 42),
            "name": "Siân Llŷr Gwynedd-Price",
            "course": "Step-back Practitioners Course",
            "days": 2,
            "statements": 10,
            "case_study": "Learner's Voice",
            "issuer": "Positive Eye Ltd",
            "assessed_by": "Mair Evans",
            "awarded_on": date(2026, 11, 22),
            "setting": "Ysgol Gyfun Tŵr-y-Felin",
            "entitlement": "and may use Step-in, Step-back techniques across their setting",
            "signatory": "Ann Other",
            "signatory_role": "Director",
            "specimen": False,
        }
        | changes
    )


def specimen(**changes: Any) -> CertificateFacts:
    return facts(number=compose("SPECIMEN", 2026, 42), specimen=True, **changes)


def read(page: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(page))


def words_on(page: bytes) -> str:
    """The page's text with every run of white space, line ends included, made one space."""
    return " ".join(read(page).pages[0].extract_text().split())


def structure(element: Any) -> list[str]:
    """The tags below an element of the structure tree, in reading order."""
    element = element.get_object()
    if not isinstance(element, dict):
        return []
    children = element.get("/K", [])
    children = children if isinstance(children, list) else [children]
    tags = [str(element["/S"])] if "/S" in element else []
    return tags + [tag for child in children for tag in structure(child)]


def catalogue(page: bytes) -> Any:
    """The PDF's root object, whose members are as the standard names them."""
    return read(page).root_object


def fonts_of(page: Any) -> dict[str, Any]:
    """The descriptor of each font on the page, by the font's name."""
    descendants = [
        font.get_object()["/DescendantFonts"][0].get_object()
        for font in page["/Resources"]["/Font"].values()
    ]
    return {str(font["/BaseFont"]): font["/FontDescriptor"] for font in descendants}


def test_the_page_says_who_did_what_and_what_they_may_do() -> None:
    words = words_on(render_certificate(facts()))

    for part in (
        "Positive Eye Ltd Certificate of Recognition This is to recognise that",
        "Siân Llŷr Gwynedd-Price Ysgol Gyfun Tŵr-y-Felin has completed the",
        "Step-back Practitioners Course two taught days, activities for ten Step-back statements,"
        " and a Learner’s Voice case study assessed by Mair Evans",
        "and may use Step-in, Step-back techniques across their setting",
        "Ann Other Director",
        "22 November 2026 Date of award",
        f"{compose('SBP', 2026, 42)} Certificate number",
    ):
        assert part in words


def test_the_page_claims_no_level_credit_or_expiry() -> None:
    words = words_on(render_certificate(facts())).lower()

    for claim in ("level", "credit", "valid", "expir", "accredit", "agored"):
        assert claim not in words


def test_counts_are_words_and_agree_with_their_nouns() -> None:
    words = words_on(render_certificate(facts(days=1, statements=12)))

    assert "one taught day, activities for 12 Step-back statements," in words


def test_a_missing_setting_or_signatory_leaves_no_trace() -> None:
    words = words_on(render_certificate(facts(setting="", signatory="")))

    assert "Siân Llŷr Gwynedd-Price has completed the" in words
    assert "across their setting Director 22 November 2026" in words


@pytest.mark.parametrize(
    "name",
    [
        '#panic("x")',
        '#read("/etc/passwd")',
        '#read("theme.typ")',
        "$ x $ ] #pagebreak() [",
        "*bold* _it_",
        "@ref <label>",
        "{{7*7}}",
        '"); DROP TABLE',
        r"\u{41} \ // /* comment",
        "= heading",
        "https://example.org",
        "O'Brien & Sons -- <tag> ...",
        "Łukasz Żółć",
        "Nguyễn Thị Ánh",
        "Ŵyn Ŷs ŵŷ ÂÊÎÔÛ",
        "Ελένη Παππά",
        "Олена Ковальчук",
    ],
)
def test_a_name_is_printed_character_for_character_on_one_page(name: str) -> None:
    page = render_certificate(facts(name=name))

    assert len(read(page).pages) == 1
    assert name in words_on(page)


def test_a_long_name_is_printed_whole_on_one_page() -> None:
    page = render_certificate(facts(name=LONG_NAME))

    assert len(read(page).pages) == 1
    assert LONG_NAME in words_on(page).replace("- ", "-")


@pytest.mark.parametrize("word", ["W" * 300, "Wwww " * 60], ids=["one endless word", "many words"])
def test_the_longest_text_everywhere_still_fits_one_page(word: str) -> None:
    name, line = word[:119] + "W", word[:299] + "W"
    names = dict.fromkeys(["name", "course", "case_study", "issuer", "assessed_by"], name)
    lines = dict.fromkeys(["setting", "entitlement", "signatory", "signatory_role"], line)

    page = render_certificate(specimen(**names, **lines))

    assert len(read(page).pages) == 1
    printed = read(page).pages[0].extract_text().replace("\n", "").replace(" ", "")
    assert printed.count("W") + printed.count("w") >= sum(
        len(text.replace(" ", "")) for text in (names | lines).values()
    )


def test_the_same_facts_give_the_same_bytes_in_another_process() -> None:
    page = render_certificate(facts())
    program = (
        "import hashlib, sys\n"
        "from stepback_course.awards.certificate import CertificateFacts, render_certificate\n"
        "facts = CertificateFacts.model_validate_json(sys.stdin.read())\n"
        "print(hashlib.sha256(render_certificate(facts)).hexdigest())\n"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        input=facts().model_dump_json(),
        encoding="utf-8",
        capture_output=True,
        check=True,
    )

    assert render_certificate(facts()) == page
    assert elsewhere.stdout.strip() == hashlib.sha256(page).hexdigest()


def test_the_pdf_says_its_title_language_author_and_number() -> None:
    page = render_certificate(facts())
    metadata: Any = read(page).metadata

    assert metadata.title == "Certificate of Recognition – Siân Llŷr Gwynedd-Price"
    assert metadata.author == "Positive Eye Ltd"
    assert metadata["/Keywords"] == compose("SBP", 2026, 42)
    assert metadata.creation_date == datetime(2026, 11, 22, tzinfo=UTC)
    assert catalogue(page)["/Lang"] == "en-GB"
    assert catalogue(page)["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_the_pdf_is_tagged_with_its_title_before_its_holder() -> None:
    root = catalogue(render_certificate(facts()))
    tags = structure(root["/StructTreeRoot"])

    assert root["/MarkInfo"]["/Marked"].value is True
    assert [tag for tag in tags if tag.startswith("/H")] == ["/H1", "/H2"]
    assert tags.count("/P") == 13
    assert "/Figure" not in tags


def test_the_pdf_names_its_archive_and_accessibility_standards() -> None:
    metadata = catalogue(render_certificate(facts()))["/Metadata"].get_data().decode()

    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_the_page_is_a4_landscape_and_every_font_is_inside_it() -> None:
    page = read(render_certificate(specimen())).pages[0]
    fonts = fonts_of(page)

    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {
        "AtkinsonHyperlegible",
        "LibertinusSerif",
    }
    for descriptor in fonts.values():
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_a_specimen_says_so_in_its_text_before_anything_else() -> None:
    words = words_on(render_certificate(specimen()))

    assert SPECIMEN_SENTENCE in words
    assert words.index(SPECIMEN_SENTENCE) < words.index("Certificate of Recognition")
    assert words.startswith("SPECIMEN")
    assert compose("SPECIMEN", 2026, 42) in words


def test_an_award_shows_nothing_of_a_specimen() -> None:
    assert "specimen" not in words_on(render_certificate(facts())).lower()


@pytest.mark.parametrize(
    ("field", "text", "character", "code_points"),
    [
        ("name", "Ann 王", "王", "U+738B"),
        ("setting", "Ysgol 😀", "😀", "U+1F600"),
        ("signatory", "A\u1b34", "\u1b34", "U+1B34"),
        ("issuer", "1\ufe0f\u20e3", "\ufe0f", "U+FE0F"),
    ],
)
@pytest.mark.parametrize("make", [render_certificate, preview_certificate])
def test_a_character_that_no_font_has_is_refused_by_field(
    make: Any, field: str, text: str, character: str, code_points: str
) -> None:
    with pytest.raises(CannotPrint) as refusal:
        make(facts(**{field: text}))

    assert (refusal.value.field, refusal.value.character) == (field, character)
    assert code_points in str(refusal.value)


def test_the_refusal_of_a_character_is_a_sentence_that_names_it() -> None:
    with pytest.raises(CannotPrint) as refusal:
        render_certificate(facts(name="王小明"))

    assert str(refusal.value) == (
        "the certificate's fonts do not have '王' (U+738B), which is in the holder's name:"
        " write it with other letters"
    )


def test_every_field_of_text_has_words_for_its_refusal() -> None:
    texts = [field for field, value in facts() if isinstance(value, str)]

    for field in set(texts) - {"number", "language"}:
        assert str(CannotPrint(field, "王"))


@pytest.mark.parametrize("template", ['#panic("out of ink")', "= 王"])
def test_a_fault_of_the_template_is_not_taken_for_one_of_the_facts(
    template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst

    (tmp_path / "certificate.typ").write_text(template, encoding="utf-8")
    monkeypatch.setattr(certificate, "_templates", lambda: tmp_path)

    with pytest.raises(typst.TypstError):
        render_certificate(facts())


def test_a_template_reads_nothing_outside_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst

    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "certificate.typ").write_text('#read("../secret.txt")', encoding="utf-8")
    monkeypatch.setattr(certificate, "_templates", lambda: folder)

    with pytest.raises(typst.TypstError, match="would escape"):
        render_certificate(facts())


def test_the_preview_is_a_picture_of_a4_landscape() -> None:
    picture = preview_certificate(facts())

    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert (width, height) == (1684, 1191)


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
        ({"days": -1}, "greater than or equal to 0"),
        ({"level": "3"}, "Extra inputs are not permitted"),
        ({"language": "fr"}, "Input should be 'en'"),
    ],
)
def test_facts_that_cannot_be_are_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        facts(**changes)


def test_facts_stay_on_one_line_and_cannot_be_changed() -> None:
    snapshot = facts(name="Ann\n\n  Other\u202e")

    assert snapshot.name == "Ann Other"
    with pytest.raises(ValidationError, match="frozen"):
        snapshot.name = "Somebody Else"  # type: ignore[misc]  # what is tried is what mypy refuses


def test_facts_survive_the_register_unchanged() -> None:
    assert CertificateFacts.model_validate_json(facts().model_dump_json()) == facts()


def test_a_changed_template_gets_a_version_of_its_own() -> None:
    """Add the new hash under a new version: the register says which template printed a page."""
    templates = files("stepback_course.awards") / "templates"
    content = [(templates / name).read_bytes() for name in ("certificate.typ", "theme.typ")]

    assert hashlib.sha256(b"".join(content)).hexdigest() == TEMPLATES_BY_VERSION[TEMPLATE_VERSION]


def test_the_engine_is_named_with_its_version() -> None:
    assert engine_version().startswith("typst 0.15.")


def test_reading_facts_does_not_load_the_printing_engine() -> None:
    program = "import sys, stepback_course.awards.certificate; print('typst' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program], encoding="utf-8", capture_output=True, check=True
    )

    assert answer.stdout.strip() == "False"
