"""Paths as people type them."""

from pathlib import Path

import pytest

from stepback_course.text.paths import file_stem, shown_path, typed_path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of whoever types."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("typed", ["~/notes.pdf", " '~/notes.pdf' ", '"~/notes.pdf"'])
def test_what_was_typed_or_dropped_leads_to_the_file(typed: str, home: Path) -> None:
    assert typed_path(typed) == home / "notes.pdf"


def test_a_name_that_nobody_here_has_stays_as_it_was_typed() -> None:
    assert typed_path("~nobody-of-this-name/notes.pdf") == Path("~nobody-of-this-name/notes.pdf")


def test_a_path_in_ones_own_folder_is_shown_from_there_on(home: Path) -> None:
    assert shown_path(home / "notes.pdf") == str(Path("~/notes.pdf"))
    assert shown_path(home.parent / "notes.pdf") == str(home.parent / "notes.pdf")


@pytest.mark.parametrize(
    ("words", "stem"), [("Gwynedd, spring 2026", "gwynedd-spring-2026"), ("…", "stepback")]
)
def test_words_become_the_name_of_a_file(words: str, stem: str) -> None:
    assert file_stem(words) == stem
