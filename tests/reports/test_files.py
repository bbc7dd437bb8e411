"""What people take away is written whole, in place of what was there, or not at all."""

import errno
import os
from pathlib import Path

import pytest

from stepback_course.reports.files import write_whole
from stepback_course.text.refusals import Refusal


def test_a_file_is_replaced_and_its_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "results.csv"
    for content in (b"first", b"second"):
        write_whole(path, content)
        assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_a_disk_that_is_full_leaves_the_file_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "results.csv"
    write_whole(path, b"first")
    monkeypatch.setattr(os, "fsync", _full)
    with pytest.raises(Refusal, match=r"results\.csv cannot be written: No space left"):
        write_whole(path, b"second")
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_what_is_no_ordinary_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(Refusal, match="it is no ordinary file"):
        write_whole(path, b"rows")
    assert path.is_fifo()


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be written"):
        write_whole(tmp_path / ("x" * 400), b"rows")


def _full(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
