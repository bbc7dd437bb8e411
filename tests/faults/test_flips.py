"""The short campaign: damaged files."""

from pathlib import Path

import pytest

from tests.faults import flips
from tests.faults.guards import Guard
from tests.faults.tally import Loss


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where the store lies that is to be damaged."""
    return tmp_path / "store"


def test_damage_of_a_folder_is_recovered_from_and_told(root: Path) -> None:
    folder = flips.prepare(root)
    size = folder.stat().st_size
    assert size > 50_000
    tally = flips.run(root, folder, flips.damages(size, 90))
    assert tally.counts["recovered"] == 90, str(tally)
    assert not tally.losses, str(tally)


def test_damage_of_anything_is_told_and_never_served(root: Path) -> None:
    folder = flips.prepare(root)
    victims = [path for path in flips.victims(root) if path != folder]
    assert {"files", "folders", "store.json"} <= {
        path.relative_to(root).parts[0] for path in victims
    }
    for victim in victims:
        tally = flips.run(root, victim, flips.damages(victim.stat().st_size, 16))
        assert not tally.losses, str(tally)


def test_altered_records_are_missed_where_nobody_compares_a_checksum(root: Path) -> None:
    folder = flips.prepare(root, guard=Guard.CHECKSUM)
    chosen = flips.damages(folder.stat().st_size, 40)
    tally = flips.run(root, folder, chosen, guard=Guard.CHECKSUM)
    assert tally.found(Loss.WRONG), str(tally)


def test_a_damaged_folder_is_refused_where_there_is_no_last_good_copy(root: Path) -> None:
    folder = flips.prepare(root, guard=Guard.LAST_GOOD)
    chosen = flips.damages(folder.stat().st_size, 40)
    tally = flips.run(root, folder, chosen, guard=Guard.LAST_GOOD)
    assert tally.counts["recovered"] == 0
    assert tally.counts["refused"] >= 40, str(tally)
    assert not tally.losses, str(tally)
