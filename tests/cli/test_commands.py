"""Commands say what they did, and what they will not do, in sentences and exit codes."""

import json
import uuid
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from stepback_course import __version__
from stepback_course.cli import opening
from stepback_course.cli.main import COMMANDS, stepback
from stepback_course.desks import Desks
from stepback_course.portfolio.unsent import Form, Unsent, keep, unsent_folder
from stepback_course.store.tinydb.marker import MARKER, Marker
from tests.cli.running import Program
from tests.house import NOW

ROOT = Path(__file__).resolve().parents[2]


def test_without_a_terminal_a_short_page_says_how_things_stand(program: Program) -> None:
    done = program.run_apart()
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nobody is in it yet" in done.stdout
    assert str(program.store) in done.stdout
    assert not program.store.exists()


def test_the_page_counts_who_is_there(team: Program) -> None:
    assert "Môn: 1 enrolled, 0 with every unit met" in team.out()


def test_the_version_and_every_command_are_told(program: Program) -> None:
    assert program.out("--version") == f"stepback {__version__}\n"
    page = program.out("--help")
    assert all(f"  {name} " in page for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(program: Program, command: str) -> None:
    assert program.out(command, "--help").startswith("Usage:")


def test_a_command_that_does_not_exist_is_wrong_use(program: Program) -> None:
    done = program.run("fly")
    assert done.exit_code == 2
    assert "No such command 'fly'" in done.stderr


def test_a_person_whom_the_store_does_not_know_is_refused(team: Program) -> None:
    done = team.run("progress", acting="NOBODY")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == ("this store knows no person 'NOBODY': see who is there, or add them\n")


def test_a_kind_of_store_that_there_is_not_is_wrong_use(program: Program) -> None:
    done = program.run("--store", "mysql://somewhere/x", "progress")
    assert done.exit_code == 2
    assert "is not a kind of store that this program knows" in done.stderr


def test_a_store_that_is_a_file_is_refused_in_a_sentence(program: Program) -> None:
    program.store.write_text("not a store")
    done = program.run("progress")
    assert done.exit_code == 1
    assert str(program.store) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_folder_comes_back_and_the_command_says_so(team: Program) -> None:
    (file,) = team.store.rglob("portfolio~*.json")
    file.write_bytes(file.read_bytes()[:100])
    done = team.run("progress")
    assert done.exit_code == 0
    assert "portfolio/P-1" in done.stderr


def test_a_folder_without_a_good_copy_and_a_newer_store_are_refused_in_a_sentence(
    team: Program,
) -> None:
    (file,) = team.store.rglob("portfolio~*.json")
    for path in team.store.rglob("portfolio~*"):
        path.write_bytes(path.read_bytes()[:100])
    answer = team.batch([{"op": "confirm_name", "portfolio": "P-1", "name": "Cerys"}])[0]
    assert answer["error"] == "corrupt"
    assert file.name in answer["message"]
    newer = Marker(str(uuid.uuid4()), version=99, readable_by=99)
    (team.store / MARKER).write_bytes(newer.encoded)
    done = team.run("progress")
    assert done.exit_code == 1
    assert "newer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_batch_that_was_refused_a_line_ends_with_one(team: Program) -> None:
    withdraw = {"op": "withdraw", "portfolio": "P-1", "unit": "statement-01"}
    done = team.run("batch", "-", text=json.dumps(withdraw))
    assert done.exit_code == 1
    assert json.loads(done.stdout)["error"] == "closed"


def test_a_batch_that_is_not_there_or_not_text_is_wrong_use(team: Program) -> None:
    assert "cannot be read" in team.run("batch", "nowhere.jsonl").stderr
    (team.folder / "odd.jsonl").write_bytes(b"\xff\xfe\x00")
    done = team.run("batch", "odd.jsonl")
    assert done.exit_code == 2
    assert "is not UTF-8 text" in done.stderr


def test_the_course_that_comes_with_the_program_has_no_problem(program: Program) -> None:
    assert program.out("content", "check") == "No problem found.\n"


def test_a_misspelt_key_is_told_with_file_line_and_column(program: Program) -> None:
    for name in ("content", "assessments"):
        for file in (ROOT / name).rglob("*.*"):
            copy = program.folder / "own" / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    statement = next((program.folder / "own" / "content" / "statements").glob("03-*.md"))
    text = statement.read_text(encoding="utf-8")
    line = text[: text.index("minutes:")].count("\n") + 1
    statement.write_text(text.replace("minutes:", "minuts:", 1), encoding="utf-8")
    done = program.run("content", "check", "own")
    assert done.exit_code == 1
    (told,) = done.stdout.splitlines()
    assert told.startswith(f"own/content/statements/{statement.name}:{line}:")
    assert told.endswith("(did you mean 'minutes'?)")
    added = program.run("course", "add", "own")
    assert added.exit_code == 1
    assert told in added.stderr


def test_a_course_is_taken_in_from_a_zip_and_listed(program: Program) -> None:
    with zipfile.ZipFile(program.folder / "course.zip", "w") as archive:
        for name in ("content", "assessments"):
            for file in sorted((ROOT / name).rglob("*.*")):
                archive.write(file, str(file.relative_to(ROOT)))
    assert "is in the store" in program.out("course", "add", "course.zip")
    assert program.out("course", "add", "course.zip")
    (row,) = program.rows("course", "list")
    assert (row["id"], row["origin"]) == ("step-back-practitioners", "illustrative")
    assert row["id"] in program.out("course", "list")


def test_an_invited_practitioner_joins_on_another_machine(team: Program, tmp_path: Path) -> None:
    (file,) = team.out("invite", "-o", "out").splitlines()
    laptop = Program(tmp_path / "laptop")
    laptop.folder.mkdir()
    invitation = str(team.folder / file)
    assert laptop.out("join", invitation) == "Cerys Wyn: portfolio P-1 is ready.\n"
    assert laptop.out("join", invitation) == "Cerys Wyn: portfolio P-1 is ready.\n"
    assert "You act as Cerys Wyn." in laptop.out()


def test_lists_are_told_as_text_and_as_one_object(team: Program) -> None:
    assert team.out("queue").split() == [
        "submitted",
        "name",
        "unit",
        "attempt",
        "state",
        "assessor",
        "portfolio",
    ]
    assert "Cerys Wyn  CO-1    0/11" in team.out("progress")
    assert [row["portfolio"] for row in team.rows("progress")] == ["P-1"]
    (candidate,) = team.rows("certificates", "ready")
    assert candidate["ready"] is False
    assert "11 units are not met yet" in candidate["needs"][0]
    assert "Nobody is waiting" in team.out("certificates", "issue", acting="CO-ANN")


def test_results_go_to_a_file_or_to_standard_output(team: Program) -> None:
    printed = team.out("results", "--format", "json")
    assert "11 rows are in" in team.out("results", "CO-1", "--format", "json", "-o", "r.json")
    assert (team.folder / "r.json").read_text(encoding="utf-8") == printed


def test_a_cursor_from_elsewhere_is_wrong_use(team: Program) -> None:
    done = team.run("queue", "--after", "nonsense")
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr


def test_the_list_of_a_group_says_each_sentence_to_its_end(program: Program) -> None:
    for group in ("unit", "people", "comments", "appeals", "practice", "quality", "store"):
        assert "..." not in program.out(group, "--help").split("Commands:")[1]


def test_progress_names_the_portfolio_that_other_commands_ask_for(team: Program) -> None:
    assert team.out("progress").split("\n")[1].endswith("P-1")


def test_what_was_typed_in_a_passing_made_up_cohort_goes_with_it(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def type_and_quit(desks: Desks) -> None:
        form = Form(desks.store.url, "CO-MARED", "P-1", "statement-01", "appeal")
        keep(form, Unsent(since=NOW, answers={"": "It is there"}))
        left.append(form.path)

    left: list[Path] = []
    monkeypatch.setattr(opening, "has_terminal", lambda: True)
    monkeypatch.setattr(opening, "open_desks", type_and_quit)
    monkeypatch.setenv("STEPBACK_RESCUE", program.environment["STEPBACK_RESCUE"])
    assert CliRunner().invoke(stepback, ["demo", "--size", "1"]).exit_code == 0
    assert (len(left), list(unsent_folder().iterdir())) == (1, [])
    program.out("demo", "--size", "1")
    assert list(unsent_folder().iterdir()) == left[1:]


def test_an_option_of_every_command_is_sent_to_its_place(program: Program) -> None:
    done = program.run("progress", "--store", "elsewhere")
    assert done.exit_code == 2
    assert "--store goes before the command: stepback --store … progress" in done.stderr
    assert "No such option" in program.run("progress", "--stor", "elsewhere").stderr
