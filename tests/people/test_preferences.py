"""What one person likes on this computer."""

import stat
import sys
from pathlib import Path

import pytest

from stepback_course.people.preferences import (
    FILE_NAME,
    Comfort,
    Preferences,
    load_preferences,
    preferences_path,
    save_preferences,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the settings of a test are."""
    return tmp_path / "config" / FILE_NAME


def test_settings_are_read_as_they_were_written(file: Path) -> None:
    kept = Preferences(me="PR-1", portfolio="P-1", plain=True).with_comfort(
        "PR-1", theme="stepback-contrast", is_still=True, text_width=60, keys={"path.go": "f8"}
    )
    save_preferences(kept, file)
    assert load_preferences(file) == kept


def test_what_is_written_again_takes_the_place_of_what_was(file: Path) -> None:
    save_preferences(Preferences(me="PR-1"), file)
    save_preferences(Preferences(plain=True), file)
    assert load_preferences(file) == Preferences(plain=True)
    assert [path.name for path in file.parent.iterdir()] == [FILE_NAME]


def test_nobody_else_may_read_the_folder_of_the_settings(file: Path) -> None:
    save_preferences(Preferences(), file)
    if sys.platform != "win32":
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"me": "not an id"}',
        b'{"comforts": {"PR-1": {"theme": "pink"}}}',
        b'{"new": 1}',
    ],
)
def test_a_file_that_cannot_be_understood_counts_as_none(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    assert load_preferences(file) == Preferences()


def test_a_missing_file_counts_as_the_usual_settings(file: Path) -> None:
    assert load_preferences(file) == Preferences()


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(OSError, match="file"):
        save_preferences(Preferences(), tmp_path / "file" / FILE_NAME)


def test_the_environment_says_where_the_settings_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEPBACK_CONFIG", str(tmp_path))
    save_preferences(Preferences(me="PR-1"))
    assert preferences_path() == tmp_path / FILE_NAME
    assert load_preferences().me == "PR-1"


def test_each_person_has_what_they_like_and_nobody_else_has_it() -> None:
    kept = Preferences().with_comfort("PR-1", text_width=60).with_comfort("PR-2", is_still=True)
    kept = kept.with_comfort("PR-1", theme="stepback-dark")
    assert kept.comfort_of("PR-1") == Comfort(theme="stepback-dark", text_width=60)
    assert kept.comfort_of("PR-2") == Comfort(is_still=True)
    assert kept.comfort_of("PR-3") == Comfort()
