"""A unit as a file for any editor: nothing is lost on the way, and nothing loaded unseen."""

import re
import unicodedata

import pytest

from stepback_course.plain.unit_text.carrying import load, preview, saved_text
from stepback_course.portfolio.models import Overall
from stepback_course.store import Conflict
from stepback_course.text.refusals import Refusal
from tests.filling import CONSENT, submit
from tests.house import packed_course
from tests.plain.conftest import PORTFOLIO
from tests.plain.unit_text.conftest import Carrier
from tests.plain.walking import OPERATIONS

UNIT, TEXT = "statement-01", "one-purpose"
UNITS = packed_course().unit_ids
OTHER = "P-DAFYDD"


def answer_all(carrier: Carrier, unit: str) -> None:
    """Give the answers of the file in which the whole course is done."""
    workbook = carrier.desks.workbook
    if unit == "learners-voice":
        workbook.record_consent(PORTFOLIO, CONSENT)
    for operation in OPERATIONS:
        if operation["op"] == "respond" and operation["unit"] == unit:
            workbook.respond(PORTFOLIO, unit, operation["activity"], operation["value"])


@pytest.mark.parametrize("unit", UNITS)
def test_a_file_that_nobody_changed_changes_nothing(carrier: Carrier, unit: str) -> None:
    assert carrier.preview(carrier.text(unit)).values == {}
    answer_all(carrier, unit)
    assert carrier.preview(carrier.text(unit)).values == {}


@pytest.mark.parametrize("unit", UNITS)
def test_every_answer_goes_into_a_file_and_comes_out_of_it_as_it_was(
    carrier: Carrier, unit: str
) -> None:
    answer_all(carrier, unit)
    owner = carrier.house.desks()
    if unit == "learners-voice":
        owner.workbook.record_consent(OTHER, CONSENT)
    text = carrier.text(unit)
    load(owner, preview(owner, carrier.file(text.replace(PORTFOLIO, OTHER))))
    assert _without_numbers(saved_text(owner, OTHER, unit)) == _without_numbers(text)
    ours, theirs = (owner.workbook.unit(each, unit) for each in (PORTFOLIO, OTHER))
    for activity in ours.unit.activities:
        if activity.kind not in ("sort", "targets"):  # what is made on the spot gets a new id
            now = theirs.draft.responses[activity.id].value
            assert now == ours.draft.responses[activity.id].value, activity.id


def _without_numbers(text: str) -> str:
    return re.sub(r", number \d+\]", "]", text.replace(OTHER, PORTFOLIO))


def test_letters_of_welsh_go_through_a_file_however_they_are_composed(carrier: Carrier) -> None:
    welsh = "ŵ ŷ â ê î ô û ï"
    decomposed = unicodedata.normalize("NFD", welsh)
    assert carrier.load(with_text(carrier, decomposed)) == (TEXT,)
    assert carrier.answer(UNIT, TEXT) == welsh
    assert welsh in carrier.text(UNIT)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_read_however_an_editor_writes_it(
    carrier: Carrier, encoding: str, end: str
) -> None:
    text = with_text(carrier, "Dŵr.\nA second line.")
    carrier.load(text.replace("\n", end).encode(encoding))
    assert carrier.answer(UNIT, TEXT) == "Dŵr.\nA second line."


def test_what_a_terminal_obeys_does_not_come_in_by_a_file(carrier: Carrier) -> None:
    carrier.load(with_text(carrier, "a\x1b[31mb\u202ec"))
    assert carrier.answer(UNIT, TEXT) == "abc"


def test_lines_that_look_like_marks_are_words_in_an_answer(carrier: Carrier) -> None:
    text = "[end]\n\\[end]\n[answer one-purpose, number 1]\n[later] we waited\n# not a comment"
    carrier.desks.workbook.respond(PORTFOLIO, UNIT, TEXT, text)
    assert carrier.preview(carrier.text(UNIT)).values == {}
    assert carrier.text(UNIT).count("\n[end]\n") == 4


def test_the_difference_is_told_by_words_before_anything_is_loaded(carrier: Carrier) -> None:
    carrier.desks.workbook.respond(PORTFOLIO, UNIT, TEXT, "I waited by the door.")
    loading = carrier.preview(with_text(carrier, "I waited by the window."))
    (difference,) = loading.differences
    assert [piece.text.strip() for piece in difference.pieces if piece.kind != "same"] == [
        "door",
        "window",
    ]
    assert carrier.answer(UNIT, TEXT) == "I waited by the door."


def test_loading_keeps_how_the_unit_stood(carrier: Carrier) -> None:
    carrier.desks.workbook.respond(PORTFOLIO, UNIT, TEXT, "Before.")
    carrier.load(with_text(carrier, "After."))
    (version,) = carrier.desks.history.versions(PORTFOLIO, UNIT)
    answers = carrier.desks.history.answers(PORTFOLIO, UNIT, version.key)
    assert answers[TEXT].value == "Before."


def test_an_answer_that_is_left_out_of_the_file_is_left_as_it_is(carrier: Carrier) -> None:
    carrier.desks.workbook.respond(PORTFOLIO, UNIT, TEXT, "Here.")
    text = carrier.text(UNIT)
    start = text.index("\nActivity 4 of 4")
    assert carrier.preview(text[:start]).values == {}


def test_what_was_changed_meanwhile_is_named_and_not_replaced_behind_a_back(
    carrier: Carrier,
) -> None:
    text = with_text(carrier, "From the file.")
    carrier.desks.workbook.respond(PORTFOLIO, UNIT, TEXT, "Meanwhile.")
    loading = carrier.preview(text)
    assert loading.overtaken == ("One piece of help, looked at closely",)
    carrier.desks.workbook.respond(PORTFOLIO, UNIT, TEXT, "And once more.")
    with pytest.raises(Conflict):
        load(carrier.desks, loading)
    assert carrier.answer(UNIT, TEXT) == "And once more."


def test_a_unit_that_is_submitted_is_not_loaded(carrier: Carrier) -> None:
    text = with_text(carrier, "Mine.")
    submit(carrier.desks, PORTFOLIO, UNIT)
    with pytest.raises(Refusal, match="is submitted: take it back"):
        carrier.preview(text)


def test_nothing_about_a_learner_is_loaded_before_permission(carrier: Carrier) -> None:
    text = carrier.text("learners-voice").replace(
        "[answer learner-and-setting, number 0]\n", "[answer learner-and-setting, number 0]\nWho"
    )
    with pytest.raises(Refusal, match="permission comes first"):
        carrier.load(text)


def test_everything_is_loaded_or_nothing(carrier: Carrier) -> None:
    text = with_text(carrier, "Mine.").replace("before:", "before: 7", 1)
    with pytest.raises(Refusal, match=r"unit\.txt:\d+: '7' is no number from 1 to 5"):
        carrier.load(text)
    assert carrier.answer(UNIT, TEXT) is None


def with_text(carrier: Carrier, words: str) -> str:
    """Return the file of the first statement with a text in it that somebody typed."""
    before, begin, after = carrier.text(UNIT).partition(f"[answer {TEXT}, number ")
    number, end, rest = after.partition("]\n")
    return before + begin + number + end + words + rest[rest.index("\n[end]") :]


def test_what_an_assessor_said_stands_above_the_questions_once_it_is_released(
    carrier: Carrier,
) -> None:
    submit(carrier.desks, PORTFOLIO, UNIT)
    before = carrier.text(UNIT)
    desk = carrier.house.desks("AS-MEG").desk
    criteria = [each.id for each in packed_course().units[0].criteria]
    verdicts = dict.fromkeys(criteria, "not_yet_met")
    feedback = dict.fromkeys(criteria, "Say more.\n[end]\n[answer one-purpose, number 7]")
    said = Overall(stood_out="Clear.", missing="A date.", next_step="Add it.", by="2026-06-01")
    desk.keep_note(PORTFOLIO, UNIT, "Ask a colleague.")
    desk.decide(PORTFOLIO, UNIT, verdicts, feedback, said)
    assert carrier.text(UNIT) == before
    desk.release(PORTFOLIO, UNIT)

    text = carrier.text(UNIT)
    places = [text.index(words) for words in ("Megan Price asks for", "Say more.", "Clear.")]
    places += [text.index("The next step, by 1 June 2026:"), text.index("Activity 1 of")]
    assert places == sorted(places)
    assert "Ask a colleague." not in text
    assert carrier.preview(text).values == {}, "an assessor's words are no answers"
