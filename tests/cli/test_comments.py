"""`stepback comments`: the bank as a list and as a table."""

import csv

from tests.cli.running import Program


def test_a_comment_is_kept_listed_and_taken_out(team: Program) -> None:
    kept = team.out("comments", "add", "{name}, say more.", "--shared", acting="AS-MEG").strip()

    [row] = team.rows("comments", "list", acting="AS-MEG")
    assert (row["id"], row["text"], row["whose"]) == (kept, "{name}, say more.", "shared")
    team.out("comments", "remove", kept, acting="CO-ANN")
    assert team.rows("comments", "list", acting="AS-MEG") == []


def test_the_list_says_what_each_comment_is_about(team: Program) -> None:
    team.out("comments", "add", "Say more.", "--unit", "statement-01", acting="AS-MEG")

    assert "statement-01  Say more." in team.out("comments", "list", acting="AS-MEG")


def test_a_table_goes_out_and_comes_in_elsewhere(team: Program) -> None:
    team.out("comments", "add", "Say more.", acting="AS-MEG")
    said = team.out("comments", "export", "bank.csv", acting="AS-MEG")
    assert said == "The comments are in bank.csv\n"
    with (team.folder / "bank.csv").open(encoding="utf-8", newline="") as table:
        assert next(csv.DictReader(table))["comment"] == "Say more."

    said = team.out("comments", "import", "bank.csv", "--shared", acting="CO-ANN")
    assert said == "1 comment is new, 0 in the bank already.\n"
    said = team.out("comments", "import", "bank.csv", "--shared", acting="CO-ANN")
    assert said == "0 comments are new, 1 in the bank already.\n"


def test_a_table_that_somebody_may_have_worked_in_is_replaced_only_on_request(
    team: Program,
) -> None:
    table = team.folder / "bank.csv"
    table.write_text("comment\nMine alone.\n", encoding="utf-8")
    done = team.run("comments", "export", "bank.csv", acting="AS-MEG")
    assert done.exit_code == 1
    assert done.stderr == ("bank.csv is there already: choose another name, or add --replace\n")
    assert "Mine alone." in table.read_text(encoding="utf-8")
    team.out("comments", "export", "bank.csv", "--replace", acting="AS-MEG")
    assert "Mine alone." not in table.read_text(encoding="utf-8")


def test_a_table_that_is_wrong_is_said_line_by_line_and_not_taken_in(team: Program) -> None:
    (team.folder / "bank.csv").write_text("comment\nGood.\n=1+1\n", encoding="utf-8")

    done = team.run("comments", "import", "bank.csv", acting="AS-MEG")
    assert done.exit_code == 1
    assert "line 3, 'comment': '=1+1' would run as a formula" in done.stderr
    assert team.rows("comments", "list", acting="AS-MEG") == []


def test_a_dry_run_writes_nothing_and_tells_everything(team: Program) -> None:
    (team.folder / "bank.csv").write_text("comment\nRing 01286 123456.\n", encoding="utf-8")

    done = team.run("comments", "import", "bank.csv", "--dry-run", acting="AS-MEG")
    assert done.exit_code == 1
    assert "line 2: '01286 123456' may tell who a child is" in done.stderr
    done = team.run("comments", "import", "bank.csv", "--dry-run", "--even-so", acting="AS-MEG")
    assert done.exit_code == 0
    assert team.rows("comments", "list", acting="AS-MEG") == []


def test_a_cell_of_a_megabyte_is_a_sentence(team: Program) -> None:
    (team.folder / "bank.csv").write_text("comment\n" + "x" * 1_000_000, encoding="utf-8")

    done = team.run("comments", "import", "bank.csv", acting="AS-MEG")
    assert done.exit_code == 1
    assert "line 2 has a cell that is longer than anything that fits here" in done.stderr
    assert "Traceback" not in done.output


def test_comments_are_not_for_those_who_do_not_judge(team: Program) -> None:
    done = team.run("comments", "list", acting="PR-1")

    assert done.exit_code == 1
    assert "comments are kept by named assessors" in done.stderr
    assert "Say who you are" not in done.stderr


def test_whoever_does_not_say_who_they_are_is_told_how(team: Program) -> None:
    done = team.run("comments", "list")

    assert done.exit_code == 1
    rule = "comments are kept by named assessors, verifiers and coordinators"
    assert f"{rule}. Say who you are" in done.stderr
    assert "stepback people list" in done.stderr
