"""`stepback results`: a cohort's table, or a copy of one portfolio."""

from tests.cli.running import Program


def test_a_copy_is_written_where_it_was_asked_for(team: Program) -> None:
    said = team.out("results", "--portfolio", "P-1", "--format", "html", "-o", "copy.html")
    assert said == "The copy of P-1 is in copy.html\n"
    page = (team.folder / "copy.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "Cerys Wyn" in page


def test_a_copy_goes_to_standard_output_without_a_file(team: Program) -> None:
    page = team.out("results", "--portfolio", "P-1", "--format", "html")
    assert page.startswith("<!DOCTYPE html>")


def test_a_copy_needs_a_portfolio_and_a_table_has_none(team: Program) -> None:
    for wrong in (
        ("--format", "html"),
        ("CO-1", "--format", "html", "--portfolio", "P-1"),
        ("--portfolio", "P-1"),
        ("--with-case-study",),
    ):
        done = team.run("results", *wrong)
        assert done.exit_code == 2, wrong
        assert "--portfolio" in done.stderr


def test_an_unknown_portfolio_is_a_sentence(team: Program) -> None:
    done = team.run("results", "--portfolio", "P-NOBODY", "--format", "html")
    assert done.exit_code == 1
    assert "this store has no portfolio 'P-NOBODY'" in done.stderr


def test_a_table_is_still_a_table(team: Program) -> None:
    assert team.out("results", acting="CO-ANN").startswith("cohort,portfolio,person,name")
