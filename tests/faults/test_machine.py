"""The short campaign: sequences of everything."""

from tests.faults import machine


def test_whatever_happens_a_store_behaves_like_a_dictionary() -> None:
    tally = machine.run(12)
    assert not tally.losses, str(tally)
    assert tally.counts["steps"] > 100
