"""Names that lead a template astray, and names that are hard to print."""

import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from stepback_course.awards.page import USUAL, CannotPrint, Look, pictured, press, printed
from stepback_course.text.refusals import Refusal
from tests.awards.page.making import LONG_NAME, answer, facts, read, tool, words_on

HOSTILE = [
    '#panic("x")',
    '#read("/etc/passwd")',
    '#read("theme.typ")',
    "$ x $ ] #pagebreak() [",
    "*bold* _it_",
    "@ref <label>",
    "{{7*7}}",
    "{name} {number} {days}",
    '"); DROP TABLE',
    r"\u{41} \ // /* comment",
    "= heading",
    "https://example.org",
    "O'Brien & Sons -- <tag> ...",
]
DIFFICULT = [
    "Łukasz Żółć",
    "Zażółć Gęślą-Jaźń",
    "Nguyễn Thị Ánh",
    "Ŵyn Ŷs ŵŷ ÂÊÎÔÛ ẁ ỳ ẅ ẃ",
    "Ελένη Παππά",
    "Олена Ковальчук",
    "Sinéad Ní Bhríain",
    "Ağaoğlu Çelik",
]
OTHER_SCRIPTS = ["अनीता शर्मा", "ירושלים כהן", "محمد علي", "محمد الأحمد"]


@pytest.mark.parametrize("language", ["en", "en-cy"])
@pytest.mark.parametrize("name", HOSTILE + DIFFICULT)
def test_a_name_is_printed_character_for_character_on_one_page(name: str, language: str) -> None:
    page = printed(facts(name=name, language=language))

    assert len(read(page).pages) == 1
    assert name in words_on(page)


@pytest.mark.parametrize("name", [*HOSTILE, *DIFFICULT, *OTHER_SCRIPTS, LONG_NAME])
def test_pdftotext_gives_the_name_exactly(name: str, tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(printed(facts(name=name)))
    text = answer(tool("pdftotext"), tmp_path / "page.pdf", "-")
    # It wraps what is written from right to left in marks, and turns the letters of a ligature.
    lines = [line.strip("\u202b\u202c") for line in text.splitlines()]

    if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in name):
        assert sorted(name) in [sorted(line) for line in lines]
    else:
        # A line may end after a hyphen.
        assert name in " ".join(text.split()) or name in "".join(lines)


def test_letters_typed_in_two_parts_are_printed_as_one() -> None:
    assert "Siân" in words_on(printed(facts(name="Sia\u0302n")))


def test_what_turns_or_hides_letters_never_reaches_the_page() -> None:
    words = words_on(printed(facts(name="Ann\u202e rehtO\u2066\u200e\x07")))

    assert "Ann rehtO" in words


def test_a_name_that_is_too_long_is_no_fact() -> None:
    with pytest.raises(ValidationError, match="at most 120"):
        facts(name="W" * 121)


@pytest.mark.parametrize(
    ("field", "text", "character", "code_points"),
    [
        ("name", "Ann 王", "王", "U+738B"),
        ("setting", "Ysgol 😀", "😀", "U+1F600"),
        ("signatory", "A\u1b34", "\u1b34", "U+1B34"),
        ("issuer", "1\ufe0f\u20e3", "\ufe0f", "U+FE0F"),
        ("contact", "王@example.org", "王", "U+738B"),
        ("signatory_role_in_welsh", "王", "王", "U+738B"),
    ],
)
@pytest.mark.parametrize("make", [printed, pictured])
def test_a_character_that_no_font_has_is_refused_by_field(
    make: Any, field: str, text: str, character: str, code_points: str
) -> None:
    with pytest.raises(CannotPrint) as refusal:
        make(facts(**{"check_address": "", "language": "en-cy", field: text}))

    assert (refusal.value.field, refusal.value.character) == (field, character)
    assert code_points in str(refusal.value)


def test_a_refused_name_is_told_by_the_character_in_the_way() -> None:
    with pytest.raises(CannotPrint) as refusal:
        printed(facts(name="王小明"))

    assert str(refusal.value) == (
        "the certificate's fonts do not have '王' (U+738B), which is in the holder's name:"
        " write it with other letters"
    )


def test_every_field_of_text_has_words_for_its_refusal() -> None:
    texts = [field for field, value in facts() if isinstance(value, str)]

    for field in set(texts) - {"number", "language", "replaces"}:
        assert str(CannotPrint(field, "王"))


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ('#panic("out of ink")', "certificate.typ, line 1: certificates cannot be printed in this"),
        ("= 王", "certificate.typ, line 1: certificates cannot be printed in this look"),
        ('#read("../secret.txt")', "the template reads a file outside its folder"),
        ('#read("../../../etc/hostname")', "the template reads a file outside its folder"),
        ('#read("/etc/hostname")', "the template reads a file that is not in the folder"),
    ],
)
def test_a_fault_of_the_template_is_not_taken_for_one_of_the_facts(
    template: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence) as refusal:
        printed(facts(), Look((("certificate.typ", template.encode()),)))

    assert not isinstance(refusal.value, CannotPrint)


def test_an_own_look_leaves_no_folder_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = press.Press(Look((("certificate.typ", b"= Hello"),)))
    assert len(list(tmp_path.iterdir())) == 1

    del made

    assert not list(tmp_path.iterdir())


def test_a_press_is_set_up_once_for_a_look() -> None:
    assert press.press_of(USUAL) is press.press_of(Look())
