"""The whole course from one file: a team, every answer, marking, attendance, a certificate."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from pypdf import PdfReader

from stepback_course.portfolio.models import UnitRecord
from stepback_course.portfolio.trail import first_broken_entry
from stepback_course.store import open_store
from tests.cli.running import Program
from tests.house import packed_course

FILE = Path(__file__).parent / "whole_course.jsonl"
OPERATIONS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
UNITS = packed_course().unit_ids


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program after every line of the file was acknowledged."""
    program = Program(tmp_path_factory.mktemp("walked"))
    done = program.run("batch", str(FILE))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer for answer in answers if not answer["ok"]] == []
    assert [answer["line"] for answer in answers] == list(range(1, len(OPERATIONS) + 1))
    assert done.exit_code == 0
    return program


def test_every_activity_of_the_course_is_answered_in_the_file() -> None:
    answered = {(o["unit"], o["activity"]) for o in OPERATIONS if o["op"] == "respond"}
    assert answered == {
        (unit.id, activity.id) for unit in packed_course().units for activity in unit.activities
    }


def test_every_unit_is_met_one_of_them_at_the_second_attempt(walked: Program) -> None:
    (row,) = walked.rows("progress")
    assert row["statuses"] == dict.fromkeys(UNITS, "met")
    assert row["attendance"] == ["attended", "attended"]
    table = csv.DictReader(io.StringIO(walked.out("results", acting="CO-ANN")))
    attempts = Counter(line["attempt"] for line in table)
    assert attempts["2"] >= 1
    assert attempts["1"] + attempts["2"] == len(UNITS)
    assert walked.rows("queue") == []


def test_a_certificate_in_the_confirmed_name_comes_out(walked: Program) -> None:
    (certificate,) = walked.rows("certificates", "list")
    name = next(o["name"] for o in OPERATIONS if o["op"] == "confirm_name")
    assert certificate["facts"]["name"] == name
    walked.out("certificates", "issue", acting="CO-ANN")
    assert len(walked.rows("certificates", "list")) == 1
    store = open_store(str(walked.store))
    with store.open_file(certificate["pdf"]) as page:
        text = PdfReader(page).pages[0].extract_text()
    store.close()
    assert name in text
    assert certificate["number"] in text
    assert "Specimen" in text


def test_the_trail_of_every_unit_is_whole(walked: Program) -> None:
    store = open_store(str(walked.store))
    for unit in UNITS:
        record = store.get("portfolio/P-1", f"unit/{unit}")
        assert record is not None
        trail = UnitRecord.model_validate(record.document).trail
        assert len(trail) >= 4
        assert first_broken_entry(trail) is None
    assert list(store.check()) == []
    store.close()


def test_the_file_a_second_time_changes_no_outcome(walked: Program) -> None:
    before = walked.rows("progress"), walked.rows("certificates", "list")
    assert walked.run("batch", str(FILE)).exit_code == 1
    assert (walked.rows("progress"), walked.rows("certificates", "list")) == before
