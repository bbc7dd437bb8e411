"""The short campaign: power cuts and full disks, on disks of our own."""

import os
from pathlib import Path

import pytest

from tests.faults.guards import Guard
from tests.faults.mounts import run_with_mounts
from tests.faults.tally import Loss, Tally


def run(part: str, *arguments: str) -> Tally:
    """Run a part of the campaign, or skip the test aloud where it cannot run."""
    tally = run_with_mounts(part, *arguments, seconds=100)
    if tally.skipped:
        pytest.skip(f"NOT CHECKED HERE: {part}: {tally.skipped}")
    return tally


def test_what_was_acknowledged_is_there_after_the_power_was_cut(tmp_path: Path) -> None:
    tally = run("cuts", str(tmp_path), "6", "1")
    assert tally.counts["cuts"] == 6
    assert not tally.losses, str(tally)


@pytest.mark.parametrize("guard", [Guard.FILE_FLUSH, Guard.DIRECTORY_FLUSH])
def test_a_flush_that_is_left_out_is_missed_after_a_power_cut(guard: Guard, tmp_path: Path) -> None:
    tally = run("cuts", str(tmp_path), "60", "1", guard)
    assert tally.found(Loss.LOST) + tally.found(Loss.UNREADABLE), str(tally)


def test_a_disk_that_fills_up_loses_nothing_and_says_so(tmp_path: Path) -> None:
    tally = run("full", str(tmp_path), "6", "1")
    assert tally.counts["disks filled"] == 6
    assert tally.counts["refused"] > 6
    assert not tally.losses, str(tally)


def test_a_part_that_cannot_run_here_says_so_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    tally = run_with_mounts("cuts")
    assert str(tally).startswith("cuts: NOT RUN HERE: ")
    assert not tally.losses
