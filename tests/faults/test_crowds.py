"""The short campaign: programs that save at once."""

from pathlib import Path

import pytest

from tests.faults import crowds
from tests.faults.guards import Guard
from tests.faults.tally import Loss


@pytest.mark.parametrize("folders", [1, 12])
def test_every_save_of_a_crowd_counts_once(folders: int, tmp_path: Path) -> None:
    tally = crowds.run(tmp_path, 4, 20, folders)
    assert tally.counts["acknowledged"] == 80
    assert not tally.losses, str(tally)


@pytest.mark.parametrize("guard", [Guard.LOCK, Guard.REVISION])
def test_saves_are_missed_where_nobody_keeps_order(guard: Guard, tmp_path: Path) -> None:
    tally = crowds.run(tmp_path, 4, 40, 1, guard=guard)
    assert tally.found(Loss.LOST), str(tally)
