"""What is not needed is not imported: the core knows no screens, and help costs little."""

import subprocess
import sys

import pytest

HEAVY = (
    "textual",
    "pydantic",
    "tinydb",
    "jinja2",
    "typst",
    "yaml",
    "pyrage",
    "cryptography",
    "psycopg",
)


def imported(code: str) -> set[str]:
    """Return which heavy libraries a fresh interpreter has after running `code`."""
    report = f"import sys\n{code}\nsys.exit('/'.join(m for m in {HEAVY} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", report], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    return set(done.stderr.strip().split("/")) - {""}


def test_the_root_command_imports_nothing_heavy() -> None:
    assert imported("import stepback_course.cli.main") == set()


def test_the_version_is_told_without_even_the_command_line() -> None:
    code = (
        "sys.argv = ['stepback', '--version']\nfrom stepback_course.__main__ import main\nmain()\n"
        "assert 'click' not in sys.modules"
    )
    assert imported(code) == set()


@pytest.mark.parametrize(
    ("module", "needed"),
    [
        ("stepback_course.desks", {"pydantic"}),
        ("stepback_course.awards.keys.chest", set()),
        ("stepback_course.awards.keys.present", {"pydantic"}),
        ("stepback_course.cli.key", {"pydantic"}),
        ("stepback_course.batch.runner", {"pydantic"}),
        ("stepback_course.reports.results", {"pydantic"}),
        ("stepback_course.handover.invitations.invitation", {"pydantic", "pyrage"}),
        ("stepback_course.cli.cohorts", {"pydantic"}),
        ("stepback_course.cli.results", {"pydantic"}),
        ("stepback_course.reports.copy.page", {"pydantic"}),
        ("stepback_course.reports.worksheets.printing", {"pydantic"}),
        ("stepback_course.store.tinydb.engine", {"tinydb"}),
        ("stepback_course.tui.home", {"textual"}),
    ],
)
def test_a_room_imports_no_more_than_it_needs(module: str, needed: set[str]) -> None:
    assert imported(f"import {module}") <= needed
