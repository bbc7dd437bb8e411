"""The short campaign: writers killed in the middle of a save."""

from pathlib import Path

from tests.faults import kills
from tests.faults.guards import Guard
from tests.faults.tally import Loss


def test_what_was_acknowledged_is_there_after_the_writers_are_killed(tmp_path: Path) -> None:
    tally = kills.run(tmp_path, 24)
    assert tally.counts["kills"] >= 24
    assert tally.counts["acknowledged"] > 24
    assert not tally.losses, str(tally)


def test_a_file_that_is_written_over_in_place_is_missed(tmp_path: Path) -> None:
    tally = kills.run(tmp_path, 200, guard=Guard.NEW_FILE)
    assert tally.found(Loss.UNREADABLE) + tally.found(Loss.LOST), str(tally)
