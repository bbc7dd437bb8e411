"""Everybody on the way to the award, from lists alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stepback_course.awards.models import Candidate
from stepback_course.awards.rules import Progress, award_needs
from stepback_course.cohorts import ProgressRow, Registry
from stepback_course.store import Scalar, Store
from stepback_course.store.paging import all_rows

Units = Mapping[str, Sequence[str]]
"""Some units by portfolio."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What lists say beside how far everybody is."""

    awards: Mapping[str, Mapping[str, Scalar]]
    unchecked: Units
    appealed: Units
    frozen: Units
    asks_fee: bool


def candidates_of(
    store: Store, registry: Registry, cohort: str | None, *, is_excepted: bool, asks_fee: bool
) -> Iterator[Candidate]:
    """Yield everybody in a cohort, or in all, with what their award still needs; by name.

    `is_excepted` says that the provider awards without second looks.
    """
    known = _Known(
        awards={str(row.summary["portfolio"]): row.summary for row in all_rows(store, "award")},
        unchecked={} if is_excepted else _units_by_portfolio(store, sampled=True),
        appealed=_units_by_portfolio(store, appeal=True),
        frozen=_units_by_portfolio(store, frozen=True),
        asks_fee=asks_fee,
    )
    return (_candidate(row, known) for row in registry.progress(cohort))


def _candidate(row: ProgressRow, known: _Known) -> Candidate:
    award = known.awards.get(row.portfolio, {})
    progress = Progress(
        met={unit: status == "met" for unit, status in row.statuses.items()},
        attendance=row.attendance,
        name=str(award.get("name") or ""),
        language=str(award.get("language") or ""),
        unchecked=known.unchecked.get(row.portfolio, ()),
        appealed=known.appealed.get(row.portfolio, ()),
        frozen=known.frozen.get(row.portfolio, ()),
        owes_fee=known.asks_fee and not award.get("fee"),
    )
    number = str(award.get("number") or "")
    return Candidate(
        portfolio=row.portfolio,
        name=progress.name or row.name,
        cohort=row.cohort,
        needs=() if number else tuple(award_needs(progress)),
        number=number,
        person=row.person,
        is_begun=bool(award.get("begun")),
        is_revoked=bool(award.get("revoked")),
    )


def _units_by_portfolio(store: Store, **filters: Scalar) -> Units:
    """Return the units that a list finds, by portfolio."""
    units: dict[str, list[str]] = {}
    for row in all_rows(store, "unit", sort=None, **filters):
        units.setdefault(str(row.summary["portfolio"]), []).append(str(row.summary["unit"]))
    return units
