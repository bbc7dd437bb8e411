"""A program that issues is killed, or not alone: every number once, none left out."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

import pytest

from stepback_course.store import open_store
from tests.awards.earning import earned_by
from tests.awards.issuers import Acknowledged, Issuer, hear_together
from tests.awards.judging import require_sound

SOON = 0.15
"""Seconds in which about one certificate is made."""


def filled(place: Path, count: int) -> list[str]:
    """Make a store in which so many have earned the award; return their portfolios."""
    with closing(open_store(str(place))) as store:
        return earned_by(store, count)


@pytest.mark.parametrize(
    ("count", "kills"),
    [
        pytest.param(8, 3, id="few"),
        pytest.param(1_000, 20, id="many", marks=[pytest.mark.long, pytest.mark.timeout(3600)]),
    ],
)
def test_killed_at_random_and_begun_again_every_number_is_there_once(
    tmp_path: Path, count: int, kills: int
) -> None:
    portfolios = filled(tmp_path / "store", count)
    chance = Random(count)
    acknowledged: dict[str, Acknowledged] = {}
    for _kill in range(kills):
        issuer = Issuer(tmp_path / "store", portfolios, tmp_path / "keys")
        assert issuer.hear(1) == ["ready"]
        most = len(acknowledged) + chance.randint(0, count // kills)
        _take(issuer.hear(most), acknowledged)
        issuer.is_heard_within(chance.uniform(0, SOON))
        issuer.kill()
        _take(issuer.hear(count), acknowledged)
        issuer.close()
    last = Issuer(tmp_path / "store", portfolios, tmp_path / "keys")
    assert last.hear(1) == ["ready"]
    _take(last.hear(count), acknowledged)
    last.close()
    _require_kept(tmp_path / "store", portfolios, acknowledged)


@pytest.mark.parametrize("turned", [lambda given: given, lambda given: given[::-1]])
@pytest.mark.parametrize(
    "count",
    [
        pytest.param(8, id="few"),
        pytest.param(1_000, id="many", marks=[pytest.mark.long, pytest.mark.timeout(3600)]),
    ],
)
def test_two_programs_at_once_issue_every_certificate_once(
    tmp_path: Path, count: int, turned: Callable[[Sequence[str]], Sequence[str]]
) -> None:
    portfolios = filled(tmp_path / "store", count)
    with ExitStack() as both:
        issuers = []
        for order in (portfolios, turned(portfolios)):
            issuers.append(Issuer(tmp_path / "store", order, None))
            both.callback(issuers[-1].close)
        first, second = hear_together(issuers)
    acknowledged: dict[str, Acknowledged] = {}
    for words in (first, second):
        assert words[0] == "ready"
        assert len(words) == 1 + count
        _take(words[1:], acknowledged)
    _require_kept(tmp_path / "store", portfolios, acknowledged)


def _take(words: Sequence[Acknowledged | str], acknowledged: dict[str, Acknowledged]) -> None:
    for word in words:
        assert isinstance(word, Acknowledged), word
        known = acknowledged.setdefault(word.portfolio, word)
        assert known == word


def _require_kept(
    place: Path, portfolios: Sequence[str], acknowledged: dict[str, Acknowledged]
) -> None:
    assert sorted(acknowledged) == sorted(portfolios)
    with closing(open_store(str(place))) as store:
        for each in require_sound(store, portfolios):
            word = acknowledged[each.portfolio]
            assert (word.number, word.pdf) == (each.number, each.pdf)
