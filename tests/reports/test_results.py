"""Results are what the lists say, in files that no spreadsheet runs."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.reports.results import COLUMNS, results, write_results
from stepback_course.text.cells import as_csv, neutral
from stepback_course.text.refusals import Refusal
from tests.course_done import attend, earn, meet
from tests.filling import submit
from tests.house import COHORT, House


@given(st.text())
def test_no_text_is_run_as_a_formula(text: str) -> None:
    cell = neutral(text)
    assert isinstance(cell, str)
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert cell.removeprefix("'") == text or cell == text


@given(st.integers())
def test_numbers_stay_numbers(number: int) -> None:
    assert neutral(number) == number


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_a_table_is_read_back_as_it_was_written(rows: list[list[str]]) -> None:
    table = [dict(zip("ab", row, strict=True)) for row in rows]
    read = list(csv.reader(io.StringIO(as_csv("ab", table), newline="")))
    assert read == [["a", "b"], *[[str(neutral(cell)) for cell in row] for row in rows]]


@pytest.fixture
def marked(house: House) -> House:
    """A cohort of which one has the award, one is on the way, and one has not begun."""
    earn(house, "P-CERYS")
    house.desks("CO-ANN").office.issue("P-CERYS")
    meet(house, "P-DAFYDD", "statement-01")
    submit(house.desks(), "P-DAFYDD", "statement-02")
    attend(house, "P-DAFYDD", "attended", "absent")
    return house


def test_every_practitioner_has_a_row_for_each_unit(marked: House) -> None:
    rows = list(results(marked.desks("TR-TOM"), COHORT))
    assert len(rows) == 3 * 11
    found = {(row["portfolio"], row["unit"]): row for row in rows}
    certified = found["P-CERYS", "learners-voice"]
    assert (certified["status"], certified["units_met"]) == ("met", 11)
    assert str(certified["certificate"]).startswith("SPECIMEN-2026-00001-")
    waiting = found["P-DAFYDD", "statement-02"]
    assert (waiting["status"], waiting["attempt"], waiting["submitted_on"]) == (
        "submitted",
        1,
        "2026-03-04",
    )
    assert (waiting["day_1"], waiting["day_2"], waiting["released_on"]) == (
        "attended",
        "absent",
        "",
    )
    assert found["P-ELEN", "statement-01"]["status"] == "not started"


def test_results_agree_with_progress_and_with_the_queue(marked: House) -> None:
    rows = list(results(marked.desks("TR-TOM")))
    for listed in marked.desks("TR-TOM").registry.progress(COHORT):
        theirs = {
            row["unit"]: row["status"] for row in rows if row["portfolio"] == listed.portfolio
        }
        assert theirs == listed.statuses
    waiting = {(r["portfolio"], r["unit"]) for r in rows if r["status"] in ("submitted", "marking")}
    queue = marked.desks("AS-MEG").desk.queue()
    assert {(row.portfolio, row.unit) for row in queue.rows} == waiting


def test_nothing_that_was_written_is_in_the_results(marked: House) -> None:
    marked.desks().workbook.respond("P-ELEN", "statement-01", "one-purpose", "A secret sentence.")
    rows = list(results(marked.desks("TR-TOM")))
    assert "secret" not in json.dumps(rows)


def test_files_hold_the_same_rows_in_both_formats(marked: House, tmp_path: Path) -> None:
    desks = marked.desks("TR-TOM")
    assert write_results(desks, COHORT, "csv", tmp_path / "a" / "r.csv") == 33
    assert write_results(desks, COHORT, "json", tmp_path / "r.json") == 33
    with (tmp_path / "a" / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    content = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert tuple(table[0]) == COLUMNS
    assert content["schema"] == "stepback.results/1"
    assert [{k: str(v) for k, v in row.items()} for row in content["rows"]] == table
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "r.json"]


def test_a_file_that_cannot_be_written_is_refused_and_nothing_is_left(
    marked: House, tmp_path: Path
) -> None:
    (tmp_path / "r.csv").mkdir()
    with pytest.raises(Refusal, match=r"r\.csv cannot be written"):
        write_results(marked.desks("TR-TOM"), COHORT, "csv", tmp_path / "r.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


def test_practitioners_and_assessors_do_not_take_results_away(marked: House) -> None:
    for person in ("PR-CERYS", "AS-MEG"):
        with pytest.raises(Refusal, match="results are taken away by trainers"):
            list(results(marked.desks(person)))
