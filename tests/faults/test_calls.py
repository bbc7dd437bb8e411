"""The short campaign: every call in trouble."""

from pathlib import Path

import pytest

from tests.faults import calls
from tests.faults.guards import Guard
from tests.faults.system import Trouble
from tests.faults.tally import Loss

SAVE = next(use for use in calls.USES if use.name == "a save")


@pytest.mark.parametrize("use", calls.USES, ids=lambda use: use.name)
def test_a_store_in_trouble_holds_the_old_or_the_new(use: calls.Use, tmp_path: Path) -> None:
    tally = calls.run(tmp_path, use, most=30)
    assert 20 < tally.counts["calls in trouble"] <= 30
    assert not tally.losses, str(tally)


def test_a_short_write_is_missed_where_nobody_writes_on(tmp_path: Path) -> None:
    tally = calls.run(tmp_path, SAVE, troubles=[Trouble.SHORT_WRITE], guard=Guard.WHOLE_WRITE)
    assert tally.found(Loss.LOST), str(tally)
