"""Who sits where in the made-up cohort, and who of them has something to show."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from stepback_course.course.shelf import Shelf
from stepback_course.demo.calendar import TODAY
from stepback_course.desks import Desks
from stepback_course.people import OWNER, resolve_actor
from stepback_course.portfolio.models import Status
from stepback_course.portfolio.summaries import listed_status
from stepback_course.store import Store
from stepback_course.store.paging import all_rows

AT = datetime.combine(TODAY, time(15, 30), UTC)
CASE_STUDY = "learners-voice"

Place = tuple[str, str]
"""A portfolio and a unit."""


def unnamed(store: Store) -> Desks:
    """Return the desks of whoever has not said yet who they are."""
    return Desks(store, Shelf(store), OWNER, lambda: AT)


def seated(store: Store, person: str) -> Desks:
    """Return the desks with a person of this id sitting there."""
    return Desks(store, Shelf(store), resolve_actor(store, person, None), lambda: AT)


def owner_of(store: Store, portfolio: str) -> Desks:
    """Return the desks with the practitioner sitting there whose portfolio it is."""
    row = next(all_rows(store, "portfolio", portfolio=portfolio))
    return seated(store, str(row.summary["person"]))


def portfolios(store: Store) -> Iterator[str]:
    """Yield every portfolio, always in the same order."""
    for row in all_rows(store, "portfolio", sort="portfolio"):
        yield str(row.summary["portfolio"])


def first_unit(store: Store, **wanted: str | int) -> Place:
    """Return the first portfolio, and its unit, of which this is so."""
    rows = all_rows(store, "unit", sort=None, **wanted)
    row = min(rows, key=lambda each: str(each.summary["portfolio"]))
    return str(row.summary["portfolio"]), str(row.summary["unit"])


def busiest(store: Store) -> str:
    """Return the portfolio whose units stand in the most different ways."""

    def ways(portfolio: str) -> int:
        units = all_rows(store, "unit", portfolio=portfolio)
        verdicts = {(row.summary["state"], row.summary["verdict"]) for row in units}
        statuses = _statuses(store, portfolio).values()
        return len(verdicts | {(status, None) for status in statuses})

    return max(portfolios(store), key=ways)


def newest(store: Store) -> str:
    """Return the portfolio in which nobody has written yet."""
    begun = {str(row.summary["portfolio"]) for row in all_rows(store, "draft")}
    return next(each for each in portfolios(store) if each not in begun)


def readiest(store: Store) -> str:
    """Return the portfolio with the most units that are ready."""

    def ready(portfolio: str) -> int:
        return list(_statuses(store, portfolio).values()).count("ready")

    return max(portfolios(store), key=ready)


def half_done(store: Store) -> Place:
    """Return a unit in which something is written and something is missing."""
    portfolio = busiest(store)
    statuses = _statuses(store, portfolio)
    return portfolio, next(unit for unit in statuses if statuses[unit] == "in progress")


def with_learner(store: Store) -> str:
    """Return the portfolio whose case study has come furthest while it is being written."""

    def answered(portfolio: str) -> int:
        view = owner_of(store, portfolio).workbook.unit(portfolio, CASE_STUDY)
        return len(view.draft.responses) if view.is_open else 0

    return max(portfolios(store), key=answered)


def one_of_each_kind(store: Store) -> dict[str, tuple[str, str, str]]:
    """Return portfolio, unit and activity of an answer of each kind that is being written."""
    found: dict[str, tuple[str, str, str]] = {}
    for portfolio in portfolios(store):
        for view in owner_of(store, portfolio).workbook.open(portfolio).units:
            for activity in view.unit.activities if view.is_open else ():
                response = view.draft.responses.get(activity.id)
                if response and not activity.is_empty(response.value):
                    found.setdefault(activity.kind, (portfolio, view.unit.id, activity.id))
    return found


def _statuses(store: Store, portfolio: str) -> dict[str, Status]:
    """Return how each unit stands in which somebody has written."""
    drafts, units = (
        {str(row.summary["unit"]): row for row in all_rows(store, kind, portfolio=portfolio)}
        for kind in ("draft", "unit")
    )
    return {unit: listed_status(draft, units.get(unit)) for unit, draft in drafts.items()}
