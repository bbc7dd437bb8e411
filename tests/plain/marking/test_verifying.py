"""Verifying in plain lines."""

import pytest

from tests.marking.conftest import ALL_MET
from tests.plain.conftest import Talk
from tests.plain.marking.conftest import CERYS, ELEN, MEG, VAL


@pytest.fixture
def sampled(waiting: Talk) -> Talk:
    """Two decisions of Megan's, one of which is in the sample."""
    meg = waiting.house.desks(MEG).desk
    meg.decide(*CERYS, ALL_MET, {}, "Calm and clear.")
    meg.decide(*ELEN, ALL_MET, {})
    waiting.house.desks(VAL).quality.sample(*CERYS, "A new assessor")
    return waiting


def waits(talk: Talk) -> list[str]:
    return [row.portfolio for row in talk.house.desks(VAL).quality.waiting().rows]


def test_a_sample_is_read_and_agreed(sampled: Talk) -> None:
    said = sampled("v", "1", "r", "v", "1", "", ".", person=VAL)

    assert "1. Cerys Wyn, statement-01, attempt 1: to verify" in said
    assert "Calm and clear." in said
    assert "Answered:" in said
    assert "Recorded: agreed." in said
    assert waits(sampled) == []


def test_a_return_needs_words(sampled: Talk) -> None:
    said = sampled("v", "1", "v", "3", "", ".", ".", person=VAL)
    assert "advice and a return need words" in said
    assert waits(sampled) == ["P-CERYS"]

    sampled("v", "1", "v", "3", "Look at criterion 2 again.", ".", person=VAL)
    record = sampled.house.desks(MEG).desk.open(*CERYS).record
    assert (record.state, record.trail[-1].reason) == ("marking", "Look at criterion 2 again.")


def test_where_nothing_is_ones_own_to_verify_that_is_said(waiting: Talk) -> None:
    assert "Nothing in the sample is yours to verify now." in waiting("v", ".", person=VAL)
