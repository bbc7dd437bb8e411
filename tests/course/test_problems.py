"""Telling problems to people, programs and GitHub."""

import json

import pytest

from stepback_course.course.problems import Problem, Problems, closest, render_problems

PROBLEMS = [
    Problem("content/a.md", 9, 2, "'titel' is not known here (did you mean 'title'?)"),
    Problem("content/a.md", 14, 1, "100% of thŷ\nwords"),
]


def test_problems_are_sorted_by_number_and_told_once() -> None:
    late, early = PROBLEMS[1], PROBLEMS[0]
    assert Problems([late, early, late]).problems == (early, late)


def test_as_text_each_is_a_line_that_editors_make_a_link() -> None:
    assert render_problems(PROBLEMS[:1], "text") == [
        "content/a.md:9:2: 'titel' is not known here (did you mean 'title'?)"
    ]


def test_as_json_they_are_one_object_with_a_schema() -> None:
    [line] = render_problems(PROBLEMS, "json")
    assert json.loads(line) == {
        "schema": "stepback.content-check/1",
        "rows": [
            {
                "file": "content/a.md",
                "line": 9,
                "column": 2,
                "sentence": "'titel' is not known here (did you mean 'title'?)",
            },
            {"file": "content/a.md", "line": 14, "column": 1, "sentence": "100% of thŷ\nwords"},
        ],
        "next": None,
    }


def test_for_github_each_is_a_command_that_no_file_name_or_word_can_end() -> None:
    strange = Problem("a,b:c%.md", 1, 2, "50%\r\n::error::x")
    assert render_problems([PROBLEMS[0], strange], "github") == [
        "::error file=content/a.md,line=9,col=2::'titel' is not known here (did you mean 'title'?)",
        "::error file=a%2Cb%3Ac%25.md,line=1,col=2::50%25%0D%0A::error::x",
    ]


def test_without_problems_only_json_has_a_line() -> None:
    assert render_problems([], "text") == []
    assert render_problems([], "github") == []
    assert json.loads(render_problems([], "json")[0])["rows"] == []


@pytest.mark.parametrize(
    ("word", "meant"),
    [("txet", "text"), ("TEXT", "text"), ("titel", "title"), ("colour", None), ("", None)],
)
def test_only_a_word_that_is_much_alike_is_suggested(word: str, meant: str | None) -> None:
    assert closest(word, ["text", "title", "minutes"]) == meant
