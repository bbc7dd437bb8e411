"""Whatever cannot be understood in a file is named with its line, and what to do."""

import pytest

from stepback_course.plain.unit_text.carrying import preview
from stepback_course.text.refusals import Refusal
from tests.plain.unit_text.conftest import Carrier

SCALE = "[answer name-the-purpose, number 0]\n"
LOG = "[answer yesterdays-help, number 0]\n"
SORT = "[answer reach-or-replace, number 0]\n"
TEXT = "[answer one-purpose, number 0]\n"
HUGE = "1" * 5_000
"""More digits than Python makes a number of."""


@pytest.mark.parametrize(
    ("unit", "found", "instead", "sentence"),
    [
        ("statement-01", "before:", "before: many", "'many' is no number from 1 to 5"),
        ("statement-01", "before:", "Before 3", "this line is not understood"),
        ("statement-01", "before:", "between: 3", "'between' is not asked for here"),
        ("statement-01", "before:", "after: 3", "'after' stands here twice"),
        ("statement-01", "\ndate:\n", "\ndate: 31 February 2026\n", "is not in the calendar"),
        ("statement-01", "row 1:", "help: more", "'help' is not asked for here. What is: row 1"),
        ("statement-01", "pile 1:", "pile 1: 99", "'99' is no number from 1 to"),
        ("statement-01", "pile 1:", "pile 1: 2, 2", "card 2 lies in two places"),
        ("statement-01", "pile 1:", "pile 9: 2", "'pile 9' has no name yet"),
        ("statement-01", "pile 1:", "name of pile 1: Ours", "number 1 is the course's own"),
        ("statement-01", TEXT, f"Mine\n{TEXT}", "'Mine' stands outside the answers"),
        ("statement-01", TEXT, TEXT.replace("one", "no"), "this unit has no activity 'no-purpose'"),
        ("statement-01", "[end]\n", "", "the answer before this has no line [end]"),
        ("statement-01", SCALE, SCALE.replace("name-the", "one"), "is answered twice"),
        ("statement-01", "before:", f"before: {HUGE}", "is no number from 1 to 5"),
        ("statement-01", "pile 1:", f"pile {HUGE}: 2", "is not asked for here"),
        ("statement-01", SCALE, SCALE.replace("0", HUGE), "stands outside the answers"),
        ("statement-01", "stepback unit text 1", "Dear all", "this is no text of a unit"),
        ("statement-02", "item 1: no", "item 1: perhaps", "an item is followed by yes or no"),
        ("statement-02", "chosen:", "chosen: 12", "'12' is no number from 1 to"),
        ("statement-08", "success:", "success: I do it", "this target has no card"),
    ],
)
def test_a_line_that_is_not_understood_is_named(
    carrier: Carrier, unit: str, found: str, instead: str, sentence: str
) -> None:
    text = carrier.text(unit)
    assert found in text
    with pytest.raises(Refusal) as refused:
        carrier.preview(text.replace(found, instead, 1))
    assert sentence in str(refused.value)
    line = int(str(refused.value).split(":")[1])
    assert 1 <= line <= len(text.split("\n"))


def test_the_line_that_is_named_is_the_line_that_is_meant(carrier: Carrier) -> None:
    text = carrier.text("statement-01").replace("before:", "before: many", 1)
    with pytest.raises(Refusal) as refused:
        carrier.preview(text)
    named = int(str(refused.value).split(":")[1])
    assert text.split("\n")[named - 1] == "before: many"


def test_an_answer_that_is_too_long_is_named_by_its_activity(carrier: Carrier) -> None:
    with pytest.raises(Refusal, match="One piece of help, looked at closely"):
        carrier.preview(carrier.text("statement-01").replace(TEXT, TEXT + "x" * 60_000, 1))


def test_a_file_that_is_too_large_is_not_read(carrier: Carrier) -> None:
    with pytest.raises(Refusal, match="too large"):
        carrier.preview("x" * 10_000_000)


def test_a_file_that_is_no_text_is_refused_with_what_to_do(carrier: Carrier) -> None:
    with pytest.raises(Refusal, match="save it as UTF-8"):
        carrier.preview(b"caf\xe9")


def test_a_file_that_is_not_there_is_refused_in_a_sentence(carrier: Carrier) -> None:
    file = carrier.file("")
    file.unlink()
    with pytest.raises(Refusal, match="cannot be read"):
        preview(carrier.desks, file)
