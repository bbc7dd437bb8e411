"""The simulated disk itself: what it forgets, and that it sees everything."""

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.faults.disk import Event, RecordedSystem, disks_after


def write(path: Path, content: bytes, *, flushed: bool) -> None:
    """Write a file as the store does."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
    os.write(descriptor, content)
    if flushed:
        os.fsync(descriptor)
    os.close(descriptor)


def flush_names(directory: Path) -> None:
    """Put the names in a directory on the disk."""
    descriptor = os.open(directory, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def record(directory: Path, program: Callable[[Path], object]) -> list[Event]:
    """Return the trace of a program that works in an empty directory."""
    with RecordedSystem(directory) as system:
        program(directory)
    assert system.is_complete()
    return system.events


def contents(events: list[Event]) -> set[bytes | None]:
    """Return what a crash may leave under the name `a`; None where there is no such name."""
    disks = disks_after(events, Random(0), 1000)
    return {disk.tree().get(Path("a")) for disk in disks}


def test_what_was_not_flushed_may_be_there_or_not(tmp_path: Path) -> None:
    events = record(tmp_path, lambda place: write(place / "a", b"new", flushed=False))
    assert contents(events) == {None, b"", b"new"}


def test_a_file_that_was_flushed_may_have_no_name(tmp_path: Path) -> None:
    events = record(tmp_path, lambda place: write(place / "a", b"new", flushed=True))
    assert contents(events) == {None, b"new"}


def test_a_file_whose_name_was_flushed_may_be_empty(tmp_path: Path) -> None:
    def program(place: Path) -> None:
        write(place / "a", b"new", flushed=False)
        flush_names(place)

    assert contents(record(tmp_path, program)) == {b"", b"new"}


def test_a_file_that_is_exchanged_is_the_old_or_the_new(tmp_path: Path) -> None:
    def program(place: Path) -> None:
        write(place / "a", b"old", flushed=True)
        flush_names(place)
        write(place / "b", b"new", flushed=True)
        (place / "b").replace(place / "a")

    assert contents(record(tmp_path, program)) == {b"old", b"new"}


def test_a_second_name_keeps_the_bytes_when_the_first_is_exchanged(tmp_path: Path) -> None:
    def program(place: Path) -> None:
        write(place / "b", b"old", flushed=True)
        os.link(place / "b", place / "a")
        write(place / "c", b"new", flushed=True)
        (place / "c").replace(place / "b")
        flush_names(place)

    assert contents(record(tmp_path, program)) == {b"old"}


def test_nothing_below_a_directory_without_a_name_is_found(tmp_path: Path) -> None:
    def program(place: Path) -> None:
        (place / "d").mkdir()
        write(place / "d" / "a", b"new", flushed=True)
        flush_names(place / "d")

    disks = list(disks_after(record(tmp_path, program), Random(0), 1000))
    assert {disk.tree().get(Path("d", "a")) for disk in disks} == {None, b"new"}


def test_a_file_that_was_written_past_the_layer_is_noticed(tmp_path: Path) -> None:
    with RecordedSystem(tmp_path) as system:
        write(tmp_path / "a", b"seen", flushed=True)
        assert system.is_complete()
        (tmp_path / "a").write_bytes(b"unseen")
    assert not system.is_complete()
