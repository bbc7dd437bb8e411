"""A cohort's results: one row for each practitioner and unit, without anything they wrote."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from stepback_course.clock import day_of, parse_instant
from stepback_course.cohorts import ProgressRow
from stepback_course.desks import Desks
from stepback_course.people.policy import require
from stepback_course.reports.files import write_whole
from stepback_course.store.paging import all_rows
from stepback_course.text.cells import Cell, as_csv

ResultsFormat = Literal["csv", "json"]
FORMATS: tuple[ResultsFormat, ...] = get_args(ResultsFormat)
SCHEMA = "stepback.results/1"
COLUMNS = (
    "cohort",
    "portfolio",
    "person",
    "name",
    "setting",
    "unit",
    "status",
    "attempt",
    "submitted_on",
    "released_on",
    "units_met",
    "day_1",
    "day_2",
    "certificate",
)


def results(desks: Desks, cohort: str | None = None) -> Iterator[dict[str, Cell]]:
    """Yield a cohort's results, or every cohort's, by name and in the order of the path.

    Days are calendar days of the organisation's zone.
    """
    require(desks.actor, "export_results", cohort=cohort)
    certificates = {
        str(row.summary["portfolio"]): str(row.summary["number"])
        for row in all_rows(desks.store, "certificate", state="issued")
    }
    day = lru_cache(_day)  # what was submitted or released together has one instant
    for row, records in desks.registry.progress_with_records(cohort):
        met, certificate = row.met, certificates.get(row.portfolio, "")
        day_1, day_2 = _presence(row, 1), _presence(row, 2)
        for unit, status in row.statuses.items():
            record = records[unit].summary if unit in records else {}
            yield {
                "cohort": row.cohort,
                "portfolio": row.portfolio,
                "person": row.person,
                "name": row.name,
                "setting": row.setting,
                "unit": unit,
                "status": status,
                "attempt": int(record.get("attempt") or 0),
                "submitted_on": day(record.get("submitted")),
                "released_on": day(record.get("released")),
                "units_met": met,
                "day_1": day_1,
                "day_2": day_2,
                "certificate": certificate,
            }


def write_results(desks: Desks, cohort: str | None, style: ResultsFormat, path: Path) -> int:
    """Write results to a file, whole or not at all, and return how many rows it has.

    Raises Refusal where the file cannot be written.
    """
    rows = list(results(desks, cohort))
    # A spreadsheet program takes a file for UTF-8 only where it begins with this mark.
    encoding = "utf-8-sig" if style == "csv" else "utf-8"
    write_whole(path, rendered(rows, style).encode(encoding))
    return len(rows)


def rendered(rows: list[dict[str, Cell]], style: ResultsFormat) -> str:
    """Return result rows as the text of a file."""
    if style == "csv":
        return as_csv(COLUMNS, rows)
    return json.dumps({"schema": SCHEMA, "rows": rows, "next": None}, ensure_ascii=False, indent=1)


def _day(instant: object) -> str:
    return day_of(parse_instant(str(instant))).isoformat() if instant else ""


def _presence(row: ProgressRow, day: int) -> str:
    return (row.attendance[day - 1] or "") if day <= len(row.attendance) else ""
