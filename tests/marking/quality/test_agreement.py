"""The figures of agreement are those of published worked examples."""

from collections.abc import Iterator

import pytest

from stepback_course.marking.quality.agreement import agreement

Table = tuple[tuple[int, ...], ...]


def pairs(table: Table) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a table with the first rater's categories in rows."""
    for first, row in enumerate(table):
        for second, count in enumerate(row):
            yield from [(first, second)] * count


ABSTRACTORS: Table = ((13, 0, 0), (0, 20, 7), (0, 4, 56))
"""K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed., 2014, table 4.1, as the overview of
his package irrCAC prints it (`cont3x3abstractors`): kappa 0.7964094, AC1 0.84933."""
PROPOSALS: Table = ((20, 5), (10, 15))
"""Fifty proposals, each read by two readers: the first example of Cohen's kappa in Wikipedia, and
that of `Kappa.test` in the R package fmsb: 0.70 agreed, 0.50 by chance, kappa 0.40."""
SKEWED: Table = ((118, 5), (2, 0))
"""K. L. Gwet, Kappa statistic is not satisfactory for assessing the extent of agreement between
raters, 2002: of 125 subjects 118 are agreed on, and still kappa is -0.0234; AC1 is 0.9408."""
LECTURES: Table = ((15, 5), (10, 70))
"""A. J. Viera and J. M. Garrett, Understanding interobserver agreement: the kappa statistic, 2005:
0.85 agreed, 0.65 by chance, kappa 0.57."""


@pytest.mark.parametrize(
    ("table", "percentage", "kappa"),
    [
        (ABSTRACTORS, 89.0, 0.7964094),
        (PROPOSALS, 70.0, 0.4),
        (SKEWED, 94.4, -0.0234),
        (LECTURES, 85.0, 0.57),
    ],
)
def test_percentage_and_kappa_are_as_published(
    table: Table, percentage: float, kappa: float
) -> None:
    found = agreement(pairs(table), categories=len(table))
    assert found.percentage == pytest.approx(percentage)
    digits = len(str(kappa).partition(".")[2])
    assert found.kappa is not None
    assert round(found.kappa, digits) == kappa
    assert found.n == sum(map(sum, table))


@pytest.mark.parametrize(("table", "ac1"), [(ABSTRACTORS, 0.84933), (SKEWED, 0.9408)])
def test_ac1_is_as_published(table: Table, ac1: float) -> None:
    found = agreement(pairs(table), categories=len(table))
    assert found.ac1 is not None
    assert round(found.ac1, len(str(ac1)) - 2) == ac1


def test_who_is_first_makes_no_difference() -> None:
    turned = ((second, first) for first, second in pairs(LECTURES))
    assert agreement(turned) == agreement(pairs(LECTURES))


def test_where_everything_was_met_twice_kappa_says_nothing_and_ac1_is_one() -> None:
    found = agreement([("met", "met")] * 30)
    assert (found.percentage, found.kappa, found.ac1) == (100.0, None, 1.0)


def test_without_pairs_there_are_no_figures() -> None:
    found = agreement([])
    assert (found.n, found.percentage, found.kappa, found.ac1) == (0, None, None, None)


@pytest.mark.parametrize(("n", "enough"), [(0, False), (19, False), (20, True)])
def test_fewer_than_twenty_pairs_are_too_few(n: int, enough: bool) -> None:
    assert agreement([("met", "met")] * n).is_enough is enough


def test_more_categories_than_were_named_are_not_passed_over() -> None:
    with pytest.raises(ValueError, match="3 categories are used, of 2"):
        agreement(pairs(ABSTRACTORS))
