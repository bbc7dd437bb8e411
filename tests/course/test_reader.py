"""Reading a course: what comes out of a sound one, and what is said about each slip."""

import errno
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepback_course.course.problems import Problems
from stepback_course.course.reader import read_course
from tests.course.conftest import (
    CASE,
    COURSE,
    FIRST,
    JUDGING,
    SECOND,
    SMALL_COURSE,
    CourseFolder,
    zipped,
)
from tests.course.slips import NOT_AN_IDENTIFIER, SLIPS


def test_a_sound_course_is_read_in_the_order_of_its_list(folder: CourseFolder) -> None:
    folder.change(COURSE, "statement-01, statement-02", "statement-02, statement-01")

    course = folder.read()

    assert course.unit_ids == ("statement-02", "statement-01", "learners-voice")
    assert (course.id, course.version, course.origin) == ("small", "2026.1", "illustrative")
    assert course.aims == ("To be read.",)
    assert course.rules.attempts == 3
    assert course.rules.award.entitlement == "May step back."


def test_a_statement_has_its_reading_and_one_part(folder: CourseFolder) -> None:
    unit = folder.read().units[0]

    assert unit.kind == "statement"
    assert unit.reading == "Waiting is **work**."
    assert unit.sources == ("A body, a title, 2020",)
    assert [part.id for part in unit.parts] == ["activities"]
    assert [activity.id for activity in unit.activities] == ["why", "seconds"]
    assert [criterion.id for criterion in unit.criteria] == ["waits"]
    assert unit.criteria[0].evidence == ("why", "seconds")
    assert not unit.needs_consent


def test_the_case_study_has_its_parts_with_permission_first(folder: CourseFolder) -> None:
    unit = folder.read().units[-1]

    assert unit.kind == "case-study"
    assert unit.reading == "Listen first."
    assert [(part.id, part.consent) for part in unit.parts] == [
        ("permission", True),
        ("voice", False),
    ]
    assert unit.part_of("goals").id == "voice"
    assert unit.needs_consent


def test_the_hash_changes_with_any_word_and_with_nothing_else(folder: CourseFolder) -> None:
    before = folder.read().hash
    folder.write(SECOND, SMALL_COURSE[SECOND].replace("title: I notice", "title:   'I notice'"))
    assert folder.read().hash == before
    folder.write(SECOND, SMALL_COURSE[SECOND].replace("I notice", "I noticed"))
    assert folder.read().hash != before


def test_words_that_other_readers_take_for_values_stay_words(folder: CourseFolder) -> None:
    folder.change(COURSE, "To be read.", "no\n  - 3.10\n  - 12:30\n  - 2026-03-04\n  - 010")

    assert folder.read().aims == ("no", "3.10", "12:30", "2026-03-04", "010")


@pytest.mark.parametrize(("file", "old", "new", "told"), SLIPS)
def test_one_slip_is_told_once_where_it_is(
    folder: CourseFolder, file: str, old: str, new: str, told: str
) -> None:
    folder.change(file, old, new)

    assert folder.problems() == [told if told.startswith("content/") else f"{file}:{told}"]


@pytest.mark.parametrize("name", [COURSE, CASE, JUDGING])
def test_a_missing_file_is_told_at_its_name(folder: CourseFolder, name: str) -> None:
    folder.remove(name)

    assert folder.problems() == [f"{name}:1:1: this file is missing"]


def test_a_missing_statement_is_told_where_it_is_listed_and_judged(folder: CourseFolder) -> None:
    folder.remove(FIRST)

    assert folder.problems() == [
        f"{JUDGING}:5:3: no file has the unit 'statement-01'",
        f"{COURSE}:8:9: no file has the unit 'statement-01'",
    ]


def test_a_course_without_statements_is_told(folder: CourseFolder) -> None:
    folder.remove(FIRST)
    folder.remove(SECOND)

    assert (
        "content/statements:1:1: a course has a file for each statement in this folder"
        in folder.problems()
    )


def test_every_problem_is_told_in_order_of_file_and_line_number(folder: CourseFolder) -> None:
    folder.write(
        FIRST,
        SMALL_COURSE[FIRST]
        .replace("title: I wait", "titel: I wait")
        .replace("id: seen", "id: i saw")
        .replace("minutes: 10", "minutes: ten"),
    )
    folder.remove(CASE)
    folder.change(JUDGING, "attempts: 3", "attempts: 30")

    assert folder.problems() == [
        f"{JUDGING}:1:11: 'attempts' should be 10 or less",
        f"{CASE}:1:1: this file is missing",
        f"{FIRST}:3:1: 'titel' is not known here (did you mean 'title'?)",
        f"{FIRST}:12:14: 'minutes' should be a whole number",
        f"{FIRST}:21:14: {NOT_AN_IDENTIFIER.format('i saw')}",
    ]


def test_a_slip_in_an_activity_does_not_make_evidence_unknown(folder: CourseFolder) -> None:
    folder.change(FIRST, "prompt: Watch.", "promt: Watch.")

    assert folder.problems() == [
        f"{FIRST}:17:5: 'promt' is not known here (did you mean 'prompt'?)"
    ]


def test_a_duplicate_id_across_files_is_told_once(folder: CourseFolder) -> None:
    folder.change(SECOND, "id: statement-02", "id: statement-01")

    assert folder.problems() == [f"{SECOND}:2:5: the unit 'statement-01' is in {FIRST} already"]


def test_escape_sequences_in_a_file_are_never_repeated_to_the_terminal(
    folder: CourseFolder,
) -> None:
    folder.change(FIRST, "id: seen", r'id: "\e]0;owned\a\e[31mseen"')

    [told] = folder.problems()

    assert told.isprintable()


def test_problems_are_one_error_whose_text_is_every_line(folder: CourseFolder) -> None:
    folder.remove(CASE)
    folder.remove(JUDGING)

    with pytest.raises(Problems) as caught:
        folder.read()

    assert str(caught.value).splitlines() == folder.problems()
    assert caught.value.code == "invalid"


def test_problems_name_files_from_the_current_folder(
    folder: CourseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.remove(CASE)
    monkeypatch.chdir(folder.root.parent)
    assert folder.problems() == [f"course/{CASE}:1:1: this file is missing"]


def test_a_place_without_a_course_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="there is no folder and no zip of a course here"):
        read_course(tmp_path / "nowhere")


def test_a_file_that_may_not_be_read_is_told(
    folder: CourseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_anything: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)

    assert folder.problems() == [".:1:1: this cannot be read: Permission denied"]


def test_a_folder_with_more_files_than_a_course_has_is_not_read(folder: CourseFolder) -> None:
    for number in range(196):
        folder.write(f"content/statements/{number + 3:03}.md", "x")
    assert folder.problems() == [".:1:1: a course has at most 200 files"]

    folder.remove("content/statements/003.md")
    assert len(folder.problems()) == 195


def test_hidden_files_and_other_kinds_beside_statements_are_passed_over(
    folder: CourseFolder,
) -> None:
    for name in (".01-wait.md.swp", ".hidden.md", "_draft.md", "notes.txt"):
        folder.write(f"content/statements/{name}", "not a statement")

    assert folder.problems() == []


def test_a_course_inside_a_zipped_package_is_read(folder: CourseFolder) -> None:
    with zipfile.ZipFile(zipped(SMALL_COURSE)) as package:
        assert read_course(zipfile.Path(package)) == folder.read()


def test_problems_in_a_zipped_package_name_the_file_alone(folder: CourseFolder) -> None:
    files = {name: text for name, text in SMALL_COURSE.items() if name != CASE}
    with (
        zipfile.ZipFile(zipped(files)) as package,
        pytest.raises(Problems) as caught,
    ):
        read_course(zipfile.Path(package))
    assert str(caught.value) == f"{CASE}:1:1: this file is missing"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(SMALL_COURSE)),
    place=st.integers(min_value=0, max_value=900),
    cut=st.integers(min_value=0, max_value=40),
    put=st.text(alphabet="\t\n #&*!|>'\"%@`{}[],:-?abc0é\x00\x85\u2028", max_size=8),
)
def test_no_edit_of_a_file_is_met_with_anything_but_sentences(
    folder: CourseFolder, name: str, place: int, cut: int, put: str
) -> None:
    text = SMALL_COURSE[name]
    folder.write(name, text[:place] + put + text[place + cut :])

    for problem in folder.problems():
        assert re.fullmatch(r"[a-z/0-9.-]+:\d+:\d+: [^\n]{10,}", problem)
        assert "pydantic" not in problem
        assert "Input should" not in problem
    folder.write(name, text)
    assert folder.problems() == []
