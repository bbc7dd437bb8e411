"""What is written in a form and not sent yet, on this computer."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from stepback_course.portfolio.rescue import rescue_folder
from stepback_course.portfolio.unsent import (
    Form,
    Unsent,
    forget,
    forget_store,
    keep,
    kept,
    unsent_about,
    unsent_folder,
)
from tests.house import NOW

FORM = Form("tinydb:///store", "PR-CERYS", "P-CERYS", "statement-01", "appeal")
UNSENT = Unsent(since=NOW, answers={"": "It is there, ŵ [/].\n\nTwice."})


def test_a_form_is_read_back_as_it_was_kept_until_it_is_forgotten() -> None:
    assert kept(FORM) is None
    keep(FORM, UNSENT)
    assert kept(FORM) == UNSENT
    forget(FORM)
    assert kept(FORM) is None
    forget(FORM)


@pytest.mark.parametrize(
    "other",
    [
        replace(FORM, store="tinydb:///another"),
        replace(FORM, person="AS-MEG"),
        replace(FORM, portfolio="P-CERYS-2"),
        replace(FORM, unit="statement-02"),
        replace(FORM, name="advise"),
    ],
)
def test_no_two_forms_are_taken_for_one_another(other: Form) -> None:
    keep(FORM, UNSENT)
    assert kept(other) is None


def test_ids_are_the_same_in_capitals() -> None:
    keep(FORM, UNSENT)
    assert kept(replace(FORM, person="pr-cerys", portfolio="p-cerys")) == UNSENT


@pytest.mark.skipif(os.name == "nt", reason="there the folder of the user has the permissions")
def test_only_its_owner_may_read_what_was_not_sent() -> None:
    keep(FORM, UNSENT)
    assert FORM.path.stat().st_mode & 0o777 == 0o600
    assert unsent_folder().stat().st_mode & 0o777 == 0o700


def test_a_file_that_is_no_such_form_is_passed_over() -> None:
    keep(FORM, UNSENT)
    for content in ("", "{", '{"since": "2026-03-04T12:00:00", "answers": {}}'):
        FORM.path.write_text(content)
        assert kept(FORM) is None


def test_what_was_put_in_a_file_by_hand_is_cleaned_at_the_door() -> None:
    keep(FORM, UNSENT)
    FORM.path.write_text('{"since": "2026-03-04T12:00:00Z", "answers": {"": "a\\u202eb\\u001b"}}')
    unsent = kept(FORM)
    assert unsent is not None
    assert unsent.answers == {"": "ab"}


def test_what_is_about_a_unit_is_found_whoever_wrote_it_in_whichever_store() -> None:
    forms = [
        FORM,
        replace(FORM, person="AS-MEG"),
        replace(FORM, store="memory:"),
        replace(FORM, unit=""),
    ]
    others = [replace(FORM, unit="statement-011"), replace(FORM, portfolio="P-CERYS-2")]
    for form in (*forms, *others):
        keep(form, UNSENT)
    assert set(unsent_about("p-cerys", ["statement-01"], NOW)) == {form.path for form in forms}


def test_what_was_begun_since_is_not_found() -> None:
    keep(FORM, UNSENT)
    assert unsent_about("P-CERYS", [FORM.unit], NOW - timedelta(1)) == []


def test_what_a_crash_left_in_the_middle_of_a_save_is_found() -> None:
    keep(FORM, UNSENT)
    torn = Path(f"{FORM.path}.00ff.new")
    torn.write_text('{"since": "2026-03-04T1')
    assert torn in unsent_about("P-CERYS", [FORM.unit], NOW)


def test_the_forms_of_a_store_that_is_thrown_away_go_with_it() -> None:
    other = replace(FORM, store="memory:")
    for form in (FORM, other):
        keep(form, UNSENT)
    Path(f"{FORM.path}.00ff.new").write_text("torn")
    forget_store(FORM.store)
    assert list(unsent_folder().iterdir()) == [other.path]
    assert list(rescue_folder().iterdir()) == [unsent_folder()]
