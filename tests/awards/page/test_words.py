"""What the page says, in English, in Welsh, and in both."""

import json
from typing import Any

import pytest

from stepback_course.awards.numbers import compose
from stepback_course.awards.page import printed
from stepback_course.awards.page.look import templates
from tests.awards.page.making import (
    ADDRESS,
    CODE,
    LONG_NAME,
    NUMBER,
    catalogue,
    elements,
    facts,
    longest,
    read,
    specimen,
    words_on,
)

SENTENCE = "Specimen: made with an illustrative course; not an award of Positive Eye Ltd"
SENTENCE_IN_WELSH = (
    "Sbesimen: gwnaed â chwrs enghreifftiol; nid yw’n ddyfarniad gan Positive Eye Ltd"
)


def test_the_page_says_who_did_what_and_what_they_may_do() -> None:
    words = words_on(printed(facts()))

    for part in (
        "Positive Eye Ltd Certificate of Recognition This is to recognise that",
        "Siân Llŷr Gwynedd-Price Ysgol Gyfun Tŵr-y-Felin has completed the",
        "Step-back Practitioners Course two taught days, activities for ten Step-back statements,"
        " and the Learner’s Voice case study, assessed by Mair Evans",
        "and may use Step-in, Step-back techniques across their setting",
        "Ann Other Director 22 November 2026 Date of award",
        f"{NUMBER} Certificate number",
    ):
        assert part in words


def test_the_page_in_welsh_says_the_same() -> None:
    words = words_on(printed(facts(language="cy")))

    for part in (
        "Positive Eye Ltd Tystysgrif Gydnabyddiaeth Mae’r dystysgrif hon yn cydnabod bod",
        "Siân Llŷr Gwynedd-Price Ysgol Gyfun Tŵr-y-Felin wedi cwblhau Cwrs Ymarferwyr Step-back",
        "dau ddiwrnod o hyfforddiant, gweithgareddau ar gyfer deg datganiad Step-back,"
        " ac astudiaeth achos Llais y Dysgwr, wedi’u hasesu gan Mair Evans",
        "ac y caiff ddefnyddio technegau Step-in, Step-back",
        "Ann Other Cyfarwyddwr 22 Tachwedd 2026 Dyddiad dyfarnu",
        f"{NUMBER} Rhif y dystysgrif",
    ):
        assert part in words
    assert "Certificate" not in words
    assert "November" not in words


def test_the_page_in_both_says_everything_in_both_and_the_name_once() -> None:
    words = words_on(printed(facts(language="en-cy")))

    for part in (
        "Tystysgrif Gydnabyddiaeth",
        "Certificate of Recognition",
        "wedi cwblhau Cwrs Ymarferwyr Step-back",
        "has completed the Step-back Practitioners Course",
        "22 Tachwedd 2026 22 November 2026 Dyddiad dyfarnu · Date of award",
        "Ann Other Cyfarwyddwr Director",
        "Rhif y dystysgrif · Certificate number",
    ):
        assert part in words
    for once in ("Siân Llŷr Gwynedd-Price", NUMBER, "Ysgol Gyfun Tŵr-y-Felin"):
        assert words.count(once) == 1


def test_welsh_is_read_before_english_and_set_as_large() -> None:
    def sizes(language: str, words: str) -> set[float]:
        found: set[float] = set()

        def visit(text: str, _cm: Any, matrix: list[float], _font: Any, size: float) -> None:
            if words in text:
                found.add(round(abs(matrix[3]) * size, 1))

        read(printed(facts(language=language))).pages[0].extract_text(visitor_text=visit)
        return found

    words = words_on(printed(facts(language="en-cy")))
    assert words.index("Tystysgrif") < words.index("Certificate")
    assert sizes("en-cy", "cwblhau") == sizes("en-cy", "completed")
    assert sizes("en-cy", "Cyfarwyddwr") == sizes("en-cy", "Director")


def test_where_a_course_has_no_welsh_its_own_words_stand_and_are_marked_as_english() -> None:
    page = printed(facts(language="cy", course_in_welsh="", case_study_in_welsh=""))
    tree = catalogue(page)["/StructTreeRoot"]

    assert "wedi cwblhau Step-back Practitioners Course" in words_on(page)
    assert "astudiaeth achos Learner’s Voice," in words_on(page)
    assert catalogue(page)["/Lang"] == "cy-GB"
    assert [each["/Lang"] for each in elements(tree) if "/Lang" in each] == ["en-GB"]
    drawn: Any = read(page).pages[0].get_contents()
    assert drawn.get_data().count(b"/Lang(en-GB)") == 1


@pytest.mark.parametrize(
    ("language", "day", "days"),
    [
        ("en", "one taught day", "12 taught days"),
        ("cy", "un diwrnod o hyfforddiant", "12 diwrnod o hyfforddiant"),
    ],
)
def test_counts_are_words_and_agree_with_their_nouns(language: str, day: str, days: str) -> None:
    assert f"{day}," in words_on(printed(facts(language=language, days=1)))
    assert f"{days}," in words_on(printed(facts(language=language, days=12)))


def test_welsh_counts_change_their_nouns() -> None:
    words = words_on(printed(facts(language="cy", days=5, statements=2)))

    assert "pum niwrnod o hyfforddiant, gweithgareddau ar gyfer dau ddatganiad Step-back," in words


@pytest.mark.parametrize("language", ["en", "cy", "en-cy"])
def test_the_page_claims_no_level_credit_or_expiry(language: str) -> None:
    words = words_on(printed(facts(language=language), code=CODE)).lower()

    for claim in ("level", "credit", "valid", "expir", "agored", "lefel", "credyd", "dilys"):
        assert claim not in words


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Valid until 28 February 2028"), ("cy", "Yn ddilys hyd 28 Chwefror 2028")],
)
def test_an_award_that_ends_says_its_last_day(language: str, sentence: str) -> None:
    words = words_on(printed(facts(language=language, valid_until="2028-02-28")))

    assert sentence in words


def test_a_replacement_names_what_it_replaces() -> None:
    earlier = compose("SBP", 2026, 7)

    assert f"Replaces {earlier}" in words_on(printed(facts(replaces=earlier)))
    both = words_on(printed(facts(replaces=earlier, language="en-cy")))
    assert f"Yn disodli {earlier} Replaces {earlier}" in both
    assert "Replaces" not in words_on(printed(facts()))


def test_a_missing_setting_or_signatory_leaves_no_trace() -> None:
    words = words_on(printed(facts(setting="", signatory="")))

    assert "Siân Llŷr Gwynedd-Price has completed the" in words
    assert "across their setting Director 22 November 2026" in words


@pytest.mark.parametrize("language", ["en", "cy", "en-cy"])
def test_a_page_with_nothing_that_may_be_left_out_is_printed(language: str) -> None:
    without = dict.fromkeys(
        ["setting", "signatory", "signatory_role", "signatory_role_in_welsh", "contact"], ""
    )

    assert NUMBER in words_on(printed(facts(language=language, check_address="", **without)))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", f"To check this certificate, scan the code or visit: {ADDRESS}"),
        ("cy", f"I wirio’r dystysgrif hon, sganiwch y cod neu ewch i: {ADDRESS}"),
    ],
)
def test_with_a_code_the_page_says_where_to_check(language: str, sentence: str) -> None:
    words = words_on(printed(facts(language=language), code=CODE))

    assert sentence in words
    assert "certificates@example.org" not in words


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "To check this certificate, quote its number to: certificates@example.org"),
        ("cy", "I wirio’r dystysgrif hon, dyfynnwch ei rhif wrth: certificates@example.org"),
    ],
)
def test_without_a_code_the_page_says_whom_to_ask(language: str, sentence: str) -> None:
    page = printed(facts(language=language, check_address=""))

    assert sentence in words_on(page)
    assert not [each for each in elements(catalogue(page)["/StructTreeRoot"]) if "/Alt" in each]


def test_the_address_in_the_code_is_a_link_for_whoever_reads_on_a_screen() -> None:
    page = read(printed(facts(), code=CODE)).pages[0]
    annotations: Any = page["/Annots"]
    (link,) = (each.get_object() for each in annotations)

    assert link["/A"]["/URI"] == CODE
    assert "/Annots" not in read(printed(facts())).pages[0]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", [SENTENCE]),
        ("cy", [SENTENCE_IN_WELSH]),
        ("en-cy", [SENTENCE_IN_WELSH, SENTENCE]),
    ],
)
def test_a_specimen_says_so_in_its_text_before_anything_else(
    language: str, sentences: list[str]
) -> None:
    words = words_on(printed(specimen(language=language)))
    places = [words.index(sentence) for sentence in sentences]

    assert places == sorted(places)
    assert max(places) < words.index("Tystysgrif" if "cy" in language else "Certificate")
    assert words.startswith("SPECIMEN" if language == "en" else "SBESIMEN")
    assert compose("SPECIMEN", 2026, 42) in words


def test_an_award_shows_nothing_of_a_specimen() -> None:
    words = words_on(printed(facts(language="en-cy"))).lower()

    assert "specimen" not in words
    assert "sbesimen" not in words


def test_both_wordings_have_the_same_words_with_the_same_fields() -> None:
    english, welsh = (
        json.loads((templates() / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("english", "welsh")
    )

    def kind(words: str | list[str]) -> Any:
        if isinstance(words, list):
            return [kind(each) for each in words]
        return sorted(part.partition("}")[0] for part in words.split("{")[1:])

    assert {key: kind(words) for key, words in welsh.items()} == {
        key: kind(words) for key, words in english.items()
    }
    assert len(english["months"]) == len(set(welsh["months"])) == 12


@pytest.mark.parametrize("language", ["en", "cy", "en-cy"])
def test_a_long_name_is_printed_whole_on_one_page(language: str) -> None:
    page = printed(specimen(name=LONG_NAME, language=language), code=CODE)

    assert len(read(page).pages) == 1
    assert LONG_NAME in words_on(page).replace("- ", "-")


@pytest.mark.parametrize("language", ["en", "en-cy"])
@pytest.mark.parametrize("word", ["W" * 300, "Wwww " * 60], ids=["one endless word", "many words"])
def test_the_longest_text_everywhere_still_fits_one_page(word: str, language: str) -> None:
    page = printed(longest(word, language))

    assert len(read(page).pages) == 1
    text = read(page).pages[0].extract_text().replace("\n", "").replace(" ", "")
    letters = len("".join(word[:119].split())) + 1, len("".join(word[:299].split())) + 1
    assert text.count("W") + text.count("w") >= 5 * letters[0] + 5 * letters[1]
