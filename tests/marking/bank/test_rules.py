"""Finding a comment by a few letters, and filling it."""

import pytest

from stepback_course.marking.bank.models import Comment, Listed, Wanted
from stepback_course.marking.bank.rules import emptied, filled, found, require_placeholders
from tests.house import packed_course

UNIT = packed_course().units[0]
FIRST, SECOND = (criterion.id for criterion in UNIT.criteria[:2])
WANTED = Wanted(UNIT, FIRST, "Cerys")


def listed(
    text: str, *, unit: str | None = None, criterion: str | None = None, used: int = 0
) -> Listed:
    comment = Comment(id=f"C-{abs(hash(text))}", text=text, unit=unit, criterion=criterion)
    return Listed(comment, "own", used)


def texts(comments: list[Listed], letters: str = "", wanted: Wanted = WANTED) -> list[str]:
    return [each.comment.text for each in found(comments, letters, wanted)]


def test_each_word_that_is_typed_begins_a_word_of_the_comment() -> None:
    comments = [listed("Say when you waited"), listed("Say whom you asked")]

    assert texts(comments, "wh") == ["Say when you waited", "Say whom you asked"]
    assert texts(comments, "wai sa") == ["Say when you waited"]
    assert texts(comments, "aited") == []


def test_accents_and_case_do_not_count() -> None:
    assert texts([listed("Beth ddigwyddodd yn y Tŷ?")], "TY") == ["Beth ddigwyddodd yn y Tŷ?"]


def test_what_is_for_this_criterion_comes_first_then_what_is_used_most() -> None:
    comments = [
        listed("any", used=9),
        listed("any but rarer", used=1),
        listed("this unit", unit=UNIT.id),
        listed("this criterion", unit=UNIT.id, criterion=FIRST),
    ]

    assert texts(comments) == ["this criterion", "this unit", "any", "any but rarer"]


def test_what_is_for_something_else_is_found_only_by_its_letters() -> None:
    elsewhere = [
        listed("other criterion", unit=UNIT.id, criterion=SECOND),
        listed("other unit", unit="statement-09"),
        listed("other box", criterion="next-step"),
    ]

    assert texts(elsewhere) == []
    assert sorted(texts(elsewhere, "oth")) == ["other box", "other criterion", "other unit"]


def test_a_comment_for_one_of_the_three_boxes_fits_every_unit() -> None:
    box = Wanted(UNIT, "next-step", "Cerys")

    assert texts([listed("Do it once more", criterion="next-step")], wanted=box) == [
        "Do it once more"
    ]


def test_placeholders_are_filled_with_what_they_stand_for() -> None:
    assert filled("{name}, read { Unit } again.", WANTED) == "Cerys, read Statement 1 again."


def test_a_name_with_braces_in_it_is_not_filled_again() -> None:
    assert filled("{name}!", Wanted(UNIT, FIRST, "{unit}")) == "{unit}!"


def test_what_was_written_for_one_submission_is_emptied_of_what_was_its_own() -> None:
    text = "Cerys, in Statement 1 you say what Cerysa did."

    assert emptied(text, WANTED) == "{name}, in {unit} you say what Cerysa did."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Well done {nmae}", "did you mean {name}"),
        ("Well done {school}", "there are {name} and {unit}"),
    ],
)
def test_a_placeholder_that_is_none_is_named(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="is no placeholder") as refused:
        require_placeholders(text)
    assert sentence in str(refused.value)
