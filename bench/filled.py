"""Stores with many equal portfolios, each built once in a run."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from bench.stores import begun
from bench.template import half_done
from stepback_course.clock import instant
from stepback_course.store import NEVER_WRITTEN, Change, Record, Scalar, open_store

IN_A_COHORT = 20
AT_A_TIME = 500
"""How many portfolios one process writes before it is given the next."""
Make = Callable[[], tuple[dict[str, Record], dict[str, Record]]]
"""What returns the records of one portfolio and of its cohort."""
FIRST_SUBMISSION = datetime(2026, 1, 5, 8, tzinfo=UTC)


def portfolio_id(number: int) -> str:
    """Return the id of one portfolio; all are of one length, so that their files are too."""
    return f"P-{number:06d}"


class Filled:
    """Builds stores whose portfolios are all alike but for their names and days."""

    def __init__(
        self, folder: Path, make: Make = half_done, in_a_cohort: int = IN_A_COHORT
    ) -> None:
        """Keep the stores under `folder`; `make` plays the portfolio that all are made from."""
        self._folder = folder
        self._make = make
        self._in_a_cohort = in_a_cohort

    def store(self, portfolios: int) -> Path:
        """Return the store of this many portfolios. The same store is given out every time."""
        path = self._folder / str(portfolios)
        if not path.exists():
            print(f"A store of {portfolios:,} portfolios is being written.", file=sys.stderr)
            begun(open_store(str(path))).store.close()
            at_a_time = max(AT_A_TIME, self._in_a_cohort)
            starts = range(0, portfolios, at_a_time)
            numbers = [range(start, min(start + at_a_time, portfolios)) for start in starts]
            # Encoding is what takes the time, so that threads would wait for each other.
            with ProcessPoolExecutor() as writers:
                for _written in writers.map(partial(_write, path, self._template), numbers):
                    pass
        return path

    def summaries(self, portfolios: int) -> Iterator[tuple[str, str, dict[str, Scalar]]]:
        """Yield folder, record and summary of everything that lists show of the portfolios."""
        for number in range(portfolios):
            for name, change in self._template.portfolio_changes(number).items():
                if change.summary:
                    yield f"portfolio/{portfolio_id(number)}", name, dict(change.summary)

    @cached_property
    def _template(self) -> "_Template":
        return _Template(*self._make(), self._in_a_cohort)


@dataclass(frozen=True)
class _Template:
    """One portfolio and its cohort, from which all others are made."""

    portfolio: dict[str, Record]
    cohort: dict[str, Record]
    in_a_cohort: int

    def portfolio_changes(self, number: int) -> dict[str, Change]:
        own = {
            "portfolio": portfolio_id(number),
            "person": f"PR-{number:06d}",
            "name": f"Cerys Wyn {number:06d}",
            "cohort": self.cohort_id(number),
        }
        submitted = instant(FIRST_SUBMISSION + timedelta(minutes=number))
        return {name: _as_if_by(own, submitted, record) for name, record in self.portfolio.items()}

    def cohort_id(self, number: int) -> str:
        return f"C-{number // self.in_a_cohort:05d}"

    def cohort_changes(self, identifier: str, numbers: range) -> dict[str, Change]:
        changes = {}
        for name, record in self.cohort.items():
            document, summary = record.document, record.summary
            if summary:
                own: dict[str, Scalar] = {"id": identifier, "name": identifier}
                document, summary = document | own, summary | own
            else:
                presence = document["presences"]["P-1"]
                ids = map(portfolio_id, numbers)
                document = document | {"presences": dict.fromkeys(ids, presence)}
            changes[name] = Change(NEVER_WRITTEN, document, summary)
        return changes


def _write(path: Path, template: _Template, numbers: range) -> None:
    """Write some portfolios, and the cohorts they are in, into the store at `path`."""
    store = open_store(str(path))
    for first in range(numbers.start, numbers.stop, template.in_a_cohort):
        members = range(first, min(first + template.in_a_cohort, numbers.stop))
        cohort = template.cohort_id(first)
        changes = template.cohort_changes(cohort, members)
        store.create(f"cohort/{cohort}", changes, operation=cohort, actor="ALL")
        for number in members:
            name = portfolio_id(number)
            changes = template.portfolio_changes(number)
            store.create(f"portfolio/{name}", changes, operation=name, actor="ALL")
    store.close()


def _as_if_by(own: dict[str, str], submitted: str, record: Record) -> Change:
    """Return what a record of the template is in somebody's own portfolio."""
    document: dict[str, Any] = record.document
    summary = record.summary
    if summary:
        summary = summary | {key: value for key, value in own.items() if key in summary}
    if record.name == "profile":
        document = document | own | {"id": own["portfolio"]}
        del document["portfolio"]
    if document.get("state") == "submitted" and summary:
        *earlier, attempt = document["attempts"]
        declaration = attempt["declaration"] | {"at": submitted}
        document = document | {"attempts": [*earlier, attempt | {"declaration": declaration}]}
        summary = summary | {"submitted": submitted}
    return Change(NEVER_WRITTEN, document, summary)
