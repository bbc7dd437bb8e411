"""Each kind of thing that may tell who a child is, and what looks like it and is not."""

import unicodedata

import pytest

from stepback_course.text.identifying import Kind, giveaways, name_giveaways


def found(text: str, setting: str = "", allowed: tuple[str, ...] = ()) -> list[tuple[Kind, str]]:
    """Return the kind and the words of what is found in 2026."""
    seen = giveaways(text, year=2026, setting=setting, allowed=allowed)
    for giveaway in seen:
        assert text[giveaway.start : giveaway.end] == giveaway.words
    return [(giveaway.kind, giveaway.words) for giveaway in seen]


@pytest.mark.parametrize(
    "postcode",
    [
        "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB", "GIR 0AA",
        "LL57 2DG", "ll57 2dg", "LL572DG", "LL57  2DG", "LL57-2DG",
    ],
)  # fmt: skip
def test_a_postcode_is_found_however_it_is_written(postcode: str) -> None:
    assert found(f"They live at {postcode} now.") == [("postcode", postcode)]


def test_the_first_half_of_a_postcode_is_one_where_it_is_called_so() -> None:
    assert found("Their postcode is CF10.") == [("postcode", "CF10")]
    assert found("We sat in room CF10.") == []


@pytest.mark.parametrize(
    "text", ["from 9.15 to 9.50", "at KS2 5AB level", "A4 paper", "24-point", "1 in 10,000", "2:30"]
)
def test_what_is_no_postcode_and_no_number_stands(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "written",
    [
        "14/03/2016", "14.03.2016", "14-3-2016", "14/3/16", "2016-03-14", "14 March 2016",
        "14th March 2016", "14th of March, 2016", "March 14th, 2016", "14 Mar 2016",
        "the fourteenth of March 2016", "the fourteenth of March two thousand and sixteen",
        "the fourteenth of March twenty sixteen", "March the fourteenth, 2016", "14 Mawrth 2016",
        "14eg o Fawrth 2016", "y trydydd o Fai 2016",
    ],
)  # fmt: skip
def test_a_date_some_years_ago_is_taken_for_a_birth_date(written: str) -> None:
    assert found(f"The form says {written} at the top.") == [("birth date", written)]


@pytest.mark.parametrize(
    "sentence",
    [
        "On 4 March 2026 I waited.",
        "We began on the fourteenth of March.",
        "From 12/01/26 until 6/2/26 I kept a log.",
        "Ar 3 Mawrth 2026 arhosais i.",
        "Section 1.2.14 of the guide.",
        "On 4 March 1995 the school opened.",
    ],
)
def test_a_working_day_stands(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("Her birthday is on the third of May.", "the third of May"),
        ("She was born in May 2016.", "May 2016"),
        ("He turned nine on 4 July.", "4 July"),
        ("DOB 4.7.16", "4.7.16"),
        ("Ganwyd hi ar 12 Ionawr.", "12 Ionawr"),
    ],
)
def test_beside_words_about_being_born_any_date_counts(sentence: str, date: str) -> None:
    assert found(sentence) == [("birth date", date)]


def test_what_is_said_of_a_birthday_does_not_reach_the_next_sentence() -> None:
    assert found("It was her birthday. On 4 July I waited.") == []


@pytest.mark.parametrize(
    "number",
    [
        "07700 900123", "07700900123", "07700-900-123", "01632 960001", "020 7946 0018",
        "(029) 2018 0000", "+44 7700 900123", "+447700900123", "0044 7700 900123",
    ],
)  # fmt: skip
def test_a_telephone_number_is_found_however_it_is_written(number: str) -> None:
    assert found(f"Dad is on {number} after four.") == [("phone", number)]


def test_a_short_number_is_one_where_somebody_is_called() -> None:
    assert found("Ring 201800 before noon.") == [("phone", "201800")]
    assert found("Ring 07700 900123 before noon.") == [("phone", "07700 900123")]
    assert found("He counted to 201800.") == []


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("write to mum@example.org", "e-mail", "mum@example.org"),
        ("write to mum at example dot org", "e-mail", "mum at example dot org"),
        ("he is @robot_boy9 there", "e-mail", "@robot_boy9"),
        ("H801200001001 on the label", "number", "H801200001001"),
        ("NHS number 943 476 5919", "number", "943 476 5919"),
        ("pupil number 48213", "number", "48213"),
        ("AB123456C came", "number", "AB123456C"),
        ("the ULN 9912345678", "number", "9912345678"),
        ("home is 27 Station Road", "address", "27 Station Road"),
        ("home is 14 Heol y Deri", "address", "14 Heol y Deri"),
    ],
)
def test_each_kind_is_told_from_the_others(text: str, kind: Kind, words: str) -> None:
    assert found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "said",
    ["Ysgol Bryn Derwen", "Bryn Derwen", "bryn derwen", "BRYN DERWEN", "Bryn Derwen School"],
)
def test_the_setting_is_found_whole_and_for_short(said: str) -> None:
    setting = "Ysgol Gynradd Bryn Derwen"
    assert found(f"All of it was at {said}.", setting) == [("setting", said)]


def test_a_setting_named_by_an_everyday_word_counts_only_with_its_capital() -> None:
    assert found("We went to the park.", "Park Primary School") == []
    assert found("All of Park sang.", "Park Primary School") == [("setting", "Park")]


def test_a_setting_with_an_apostrophe_is_found_with_either_kind() -> None:
    assert found("At St Mair’s we sing.", "St Mair's School") == [("setting", "St Mair’s")]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Then Siân's bag was packed.", "Siân"),
        ("I asked Mrs Pritchard about it.", "Mrs Pritchard"),
        ("I met K. Morgan there.", "K. Morgan"),
        ("I met Dr. Bowen there.", "Dr. Bowen"),
        ("I met my uncle Gwilym there.", "Gwilym"),
        ("I met Ifan. A good day.", "Ifan"),
        ("I met Ifan J. there.", "Ifan J"),
        ("Aneurin ap Rhys read it.", "Aneurin ap Rhys"),
        ("then megan laughed", "megan"),
        ("I saw MEGAN there", "MEGAN"),
        ("Grace put her hand up.", "Grace"),
        ("Grace's hand went up.", "Grace"),
        ("It was May who read.", "May"),
        ("We went to Llanfairfechan once.", "Llanfairfechan"),
        ("Xanthe asked me to leave.", "Xanthe"),
        ("We saw O'Connor run.", "O'Connor"),
    ],
)
def test_a_name_is_found_whole(sentence: str, name: str) -> None:
    assert found(sentence) == [("name", name)]


@pytest.mark.parametrize(
    "sentence",
    [
        "In May we read Braille on Mondays with the QTVI.",
        "Grace at lunch is said by all.",
        "Will I wait? May I ask?",
        'She said, "Leave it to me."',
        "St David's Day was loud.",
        "He rang his uncle. That was all.",
        "1. Wait\n2. Watch\n- Then ask",
        "Finding My Way Round School",
    ],
)
def test_capitals_alone_are_no_names(sentence: str) -> None:
    assert found(sentence) == []


def test_a_word_that_stands_in_small_letters_elsewhere_is_no_name() -> None:
    assert found("He uses the reader. I call it the Reader.") == []


def test_names_that_are_allowed_stand_whatever_their_case() -> None:
    assert found("Then Megan sat by Osian.", allowed=("megan",)) == [("name", "Osian")]
    assert found("Then Megan Price sat.", allowed=("Megan", "Price")) == []
    assert found("Then Megan Price sat.", allowed=("Megan",)) == [("name", "Megan Price")]


def test_only_names_can_be_allowed() -> None:
    assert found("Home is LL57 2DG.", allowed=("LL57 2DG",)) == [("postcode", "LL57 2DG")]


def test_nothing_is_found_twice() -> None:
    text = "Ring 07700 900123 at 14 Station Road, LL57 2DG"
    assert [kind for kind, _words in found(text)] == ["phone", "address", "postcode"]


@pytest.mark.parametrize(
    ("file_name", "words"),
    [
        ("Megan_Jones_2016.jpg", ["Megan"]),
        ("megan-support-plan.png", ["megan"]),
        ("meganSupportPlan.png", ["megan"]),
        (unicodedata.normalize("NFD", "Siôn.png"), ["Siôn"]),
        ("C:\\pictures\\Osian.png", ["Osian"]),
        ("LL57 2DG.txt", ["LL57 2DG"]),
        ("report 2014_05_03.pdf", ["2014-05-03"]),
        ("Bryn_Derwen_map.pdf", ["Bryn Derwen"]),
        ("Support Plan Final.docx", []),
        ("IMG_20260304_1200.jpg", []),
    ],
)
def test_the_name_of_a_file_is_looked_through(file_name: str, words: list[str]) -> None:
    seen = name_giveaways(file_name, year=2026, setting="Ysgol Bryn Derwen")
    assert [giveaway.words for giveaway in seen] == words


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "-" * 50_000, "Megan, " * 7_000, "(0" * 25_000, "a at " * 10_000, ""]
)
def test_a_long_text_of_any_kind_is_got_through(text: str) -> None:
    assert len(giveaways(text, year=2026, setting="Ysgol Bryn Derwen")) == text.count("Megan")
