# ruff: noqa: E501 - what is expected stands whole, as a person would read it
"""Every refusal of a model is a sentence of ours."""

import datetime
from typing import Annotated, Any, Literal

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from stepback_course.text.fields import Identifier, Line, Name, Note
from stepback_course.text.problems import options_of, sentence_of, sentences, shown


def told(kind: Any, value: object) -> list[str]:
    """Return what is said where `value` is not taken as `kind`."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    return sentences(caught.value)


class Row(BaseModel):
    """A row of a list."""

    model_config = ConfigDict(extra="forbid")

    when: Literal["day-1", "after"] = "after"
    minutes: Annotated[int, Field(ge=1, le=600)] = 1


class Left(BaseModel):
    """One of two kinds."""

    kind: Literal["left"]
    size: int


class Right(BaseModel):
    """The other of two kinds."""

    kind: Literal["right"]


Either = Annotated[Left | Right, Field(discriminator="kind")]


def raising(_value: object) -> object:
    """Refuse whatever comes."""
    raise ValueError("this is \x1b[31mnot\x1b[0m so")


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        (Left, {"kind": "left"}, "'size' is missing"),
        (Row, {"colour": 1}, "'colour' is not known here"),
        (Row, {"minutes": "x"}, "'minutes' should be a whole number"),
        (Row, {"minutes": 1.5}, "'minutes' should be a whole number"),
        (Row, {"minutes": "9" * 5000}, "'minutes' should be a whole number"),
        (Row, {"minutes": None}, "'minutes' should be a whole number"),
        (Row, {"minutes": 0}, "'minutes' should be 1 or more"),
        (Row, {"minutes": 601}, "'minutes' should be 600 or less"),
        (Row, {"when": "noon"}, "'when' is 'noon', which is not one of: day-1, after"),
        (Row, {"when": None}, "'when' is 'None', which is not one of: day-1, after"),
        (Row, 3, "this should be names with a value each"),
        (dict[str, int], 3, "this should be names with a value each"),
        (bool, "perhaps", "this should be true or false"),
        (list[int], {}, "this should be a list"),
        (tuple[int, ...], "ab", "this should be a list"),
        (datetime.date, "March", "this should be a day, written as 2026-03-04"),
        (datetime.date, [], "this should be a day, written as 2026-03-04"),
        (Line, 3, "this should be text"),
        (Line, "x" * 301, "this is too long: at most 300 characters fit here"),
        (Note, "x" * 4001, "this is too long: at most 4,000 characters fit here"),
        (Name, "  ", "this is empty"),
        (Annotated[Note, Field(min_length=1)], "", "this is empty"),
        (Annotated[str, Field(min_length=5)], "x", "this is too short: it needs at least 5 characters"),
        (Annotated[str, Field(max_length=1)], "xy", "this is too long: at most 1 character fits here"),
        (Annotated[list[int], Field(max_length=1)], [1, 2], "this has too many entries: at most 1 fits here"),
        (Annotated[list[int], Field(min_length=2)], [1], "this has too few entries: it needs at least 2"),
        (Identifier, "no good", "'no good' is not an identifier: use 1 to 40 letters, digits and hyphens"),
        (Identifier, "CON", "'CON' is a name that Windows keeps for a device"),
        (Either, {}, "'kind' is missing"),
        (Either, {"kind": "top"}, "'kind' is 'top', which is not one of: left, right"),
        (Either, {"kind": "left"}, "'size' is missing"),
        (Either, "left", "this should be names with a value each"),
        (Annotated[str, AfterValidator(raising)], "x", "this is not so"),
        (Annotated[str, Field(pattern="^a$")], "b", "this is not written the way it is expected here"),
        (complex, "x", "this is not written the way it is expected here"),
    ],
)  # fmt: skip
def test_each_refusal_says_what_is_wrong_and_what_is_expected(
    kind: Any, value: object, sentence: str
) -> None:
    assert told(kind, value) == [sentence]


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        (list[Row], [{}, {}, {"minutes": 0}], "'minutes' in entry 3 should be 1 or more"),
        (list[int], [1, "x"], "entry 2 should be a whole number"),
        (dict[str, list[int]], {"pile": [1, "x"]}, "entry 2 of 'pile' should be a whole number"),
        (dict[str, Row], {"pile": {"minutes": 0}}, "'minutes' should be 1 or more"),
        (dict[Identifier, int], {"no good": 1}, "'no good' is not an identifier: use 1 to 40 letters, digits and hyphens"),
        (dict[Annotated[str, Field(max_length=3)], int], {"long": 1}, "'long' is too long: at most 3 characters fit here"),
    ],
)  # fmt: skip
def test_the_sentence_says_where_in_an_answer_it_is(
    kind: Any, value: object, sentence: str
) -> None:
    assert told(kind, value) == [sentence]


def test_every_refusal_is_told_in_order() -> None:
    assert told(Row, {"when": "noon", "minutes": 0, "colour": 1}) == [
        "'when' is 'noon', which is not one of: day-1, after",
        "'minutes' should be 1 or more",
        "'colour' is not known here",
    ]


def test_a_list_is_not_called_too_short_because_its_entries_are_wrong() -> None:
    kind = Annotated[tuple[Row, ...], Field(min_length=1)]
    assert told(kind, [{"minutes": 0}]) == ["'minutes' in entry 1 should be 1 or more"]


def test_an_error_that_is_no_model_s_passes_its_own_sentence_on() -> None:
    assert sentences(ValueError("card 'a' is \x1b[1mthere\x1b[0m\ntwice")) == [
        "card 'a' is there twice"
    ]


def test_what_somebody_wrote_is_repeated_clean_and_short() -> None:
    assert shown("\x1b]0;x\x07a\nb") == "a b"
    assert shown("x" * 61) == "x" * 59 + "…"
    assert shown("x" * 60) == "x" * 60
    [sentence] = told(Row, {"\x1b[31m" + "y" * 1_000_000: 1})
    assert sentence == f"'{'y' * 59}…' is not known here"


def test_the_options_of_a_choice_can_be_had_for_suggestions() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(list[Row | Any]).validate_python(3)
    assert options_of(caught.value.errors()[0]) == []
    with pytest.raises(ValidationError) as caught:
        Row.model_validate({"when": "noon"})
    assert options_of(caught.value.errors()[0]) == ["day-1", "after"]


def test_no_address_of_a_library_s_pages_is_ever_shown() -> None:
    with pytest.raises(ValidationError) as caught:
        Row.model_validate({"minutes": "x"})
    for details in caught.value.errors():
        assert "url" in details
        assert "http" not in sentence_of(details)
