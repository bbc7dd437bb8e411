"""The short campaign: lists while everything changes."""

from pathlib import Path

import pytest

from tests.faults import lists, rot, unread
from tests.faults.guards import Guard
from tests.faults.tally import Loss


@pytest.mark.parametrize("harm", [False, True])
def test_a_list_is_what_stands_in_the_folders(harm: bool, tmp_path: Path) -> None:
    tally = lists.run(tmp_path, 20, harm=harm)
    assert tally.counts["questions"] == 80
    assert bool(tally.counts["harms"]) is harm
    assert not tally.losses, str(tally)


def test_an_index_that_is_not_compared_with_the_folders_lies(tmp_path: Path) -> None:
    tally = lists.run(tmp_path, 20, guard=Guard.INDEX_COMPARED)
    assert tally.found(Loss.WRONG), str(tally)


def test_a_list_that_cannot_read_a_folder_is_refused_and_whole_again_later(tmp_path: Path) -> None:
    tally = unread.run(tmp_path, folders=2)
    assert tally.counts["lists in trouble"] > 20
    assert not tally.losses, str(tally)


def test_an_index_with_a_flipped_bit_gives_no_altered_row(tmp_path: Path) -> None:
    tally = rot.run(tmp_path, 40)
    assert tally.counts["bytes flipped"] == 40
    assert not tally.losses, str(tally)
