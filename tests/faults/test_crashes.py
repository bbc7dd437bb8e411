"""The short campaign: the disks that a power cut may leave."""

import sys
from pathlib import Path

import pytest

from tests.faults import crashes
from tests.faults.guards import Guard
from tests.faults.tally import Loss

pytestmark = pytest.mark.skipif(
    sys.platform == "darwin", reason="a file is flushed there by a call that is not recorded"
)


def test_whatever_a_crash_leaves_every_acknowledged_save_is_there(tmp_path: Path) -> None:
    tally = crashes.run(tmp_path, 160)
    assert tally.counts["disks"] > 140
    assert not tally.losses, str(tally)


@pytest.mark.parametrize("guard", [Guard.FILE_FLUSH, Guard.DIRECTORY_FLUSH])
def test_a_flush_that_is_left_out_is_missed(guard: Guard, tmp_path: Path) -> None:
    tally = crashes.run(tmp_path, 80, guard=guard)
    assert tally.found(Loss.LOST) + tally.found(Loss.UNREADABLE), str(tally)
