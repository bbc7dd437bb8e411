"""Comments to use again and appeals in a made-up cohort, so that their screens show something."""

from collections.abc import Iterator

from stepback_course.desks import Desks
from stepback_course.portfolio.folder import PortfolioFolder
from stepback_course.portfolio.rules import standing_referral
from stepback_course.store.paging import all_rows

COMMENTS = (
    ("Tell me about one moment of your own, {name}: what you saw, and what you did not do.", False),
    ("You wait before you help, and you say what the learner did with the time.", True),
    ("Add a day and a place to {unit}, so that a reader can picture it.", True),
)
"""What is said often, and whether it is shared."""
GROUNDS = (
    "The diary says on two days what the learner decided; both rows were marked as if it did not.",
    "I was asked for a second setting, and the criterion names only one.",
)


def bank_comments(assessor: Desks, portfolio: str, unit: str) -> None:
    """Keep a few comments for the first criterion of a unit."""
    criterion = PortfolioFolder(assessor.store, assessor.courses, portfolio).unit(unit).criteria[0]
    for text, shared in COMMENTS:
        assessor.bank.keep(text, unit=unit, criterion=criterion.id, shared=shared)


def raise_appeals(coordinator: Desks) -> None:
    """Record an appeal for each of the grounds, against decisions that asked for further work."""
    for (portfolio, unit), grounds in zip(_referred(coordinator), GROUNDS, strict=False):
        coordinator.appeals.appeal(portfolio, unit, grounds)


def _referred(desks: Desks) -> Iterator[tuple[str, str]]:
    """Yield the units that are open for another attempt."""
    for row in all_rows(desks.store, "unit", state="open"):
        portfolio, unit = str(row.summary["portfolio"]), str(row.summary["unit"])
        record = PortfolioFolder(desks.store, desks.courses, portfolio).record(unit).model
        if standing_referral(record) is not None:
            yield portfolio, unit
