"""Where the course that comes with the program is found."""

from pathlib import Path

import pytest

from stepback_course.course import packed
from stepback_course.course.packed import packed_root
from stepback_course.course.problems import CourseError
from stepback_course.course.reader import check_content
from tests.course.conftest import COURSE, CourseFolder


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that lies elsewhere, with nothing in it."""
    place = tmp_path / "site" / "stepback_course"
    place.mkdir(parents=True)
    monkeypatch.delenv("STEPBACK_CONTENT", raising=False)
    monkeypatch.setattr(packed, "files", lambda _name: place)
    return place


def test_what_was_installed_is_found_inside_the_package(package: Path) -> None:
    (package / "_data" / "content").mkdir(parents=True)

    assert packed_root() == package / "_data"


def test_a_checkout_is_found_around_the_package(package: Path) -> None:
    (package.parent / "content").mkdir()
    (package.parent / "pyproject.toml").touch()

    assert packed_root() == package.parent


def test_a_folder_that_merely_lies_beside_the_package_is_not_taken(package: Path) -> None:
    (package.parent / "content").mkdir()

    with pytest.raises(CourseError, match="is missing: install it again"):
        packed_root()


def test_authors_name_their_own_folder(
    package: Path, folder: CourseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (package / "_data" / "content").mkdir(parents=True)
    monkeypatch.setenv("STEPBACK_CONTENT", str(folder.root))

    assert packed_root() == folder.root


def test_a_named_folder_without_content_is_told(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEPBACK_CONTENT", str(tmp_path))

    with pytest.raises(CourseError) as caught:
        packed_root()

    assert str(caught.value) == f"STEPBACK_CONTENT names {tmp_path}, which has no folder 'content'"


def test_without_a_path_the_course_that_is_found_is_checked(
    folder: CourseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEPBACK_CONTENT", str(folder.root))
    assert check_content() == []

    folder.remove(COURSE)
    assert [str(problem) for problem in check_content()] == [f"{COURSE}:1:1: this file is missing"]
