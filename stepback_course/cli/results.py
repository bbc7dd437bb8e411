"""The command that writes what is taken away: a cohort's results, or a copy of one portfolio."""

from pathlib import Path

import click

from stepback_course.cli.house import opened_desks
from stepback_course.desks import Desks
from stepback_course.text import _, ngettext


@click.command()
@click.argument("cohort", required=False)
@click.option(
    "--format",
    "style",
    type=click.Choice(["csv", "json", "html"]),
    default="csv",
    show_default=True,
    help="html is a copy of one portfolio to keep, with every answer and decision.",
)
@click.option("--portfolio", metavar="ID", help="The portfolio of which html is a copy.")
@click.option(
    "--with-case-study",
    is_flag=True,
    help="Put the case study in as well. It is about a child: keep the copy accordingly.",
)
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    default="-",
    help="The file to write; without it, standard output.",
)
@click.pass_context
def results(
    ctx: click.Context,
    cohort: str | None,
    style: str,
    portfolio: str | None,
    with_case_study: bool,
    path: Path,
) -> None:
    """Write the results of COHORT, or of every cohort: one row for each person and unit.

    With --format html, write a copy of one --portfolio instead.
    """
    is_copy = style == "html"
    if is_copy and (cohort or not portfolio):
        raise click.UsageError(
            _("--format html is a copy of one portfolio: name it by --portfolio")
        )
    if not is_copy and (portfolio or with_case_study):
        raise click.UsageError(_("--portfolio and --with-case-study go with --format html"))
    with opened_desks(ctx) as desks:
        if portfolio:
            _write_copy(desks, portfolio, path, with_case_study=with_case_study)
        else:
            _write_rows(desks, cohort, style, path)


def _write_copy(desks: Desks, portfolio: str, path: Path, *, with_case_study: bool) -> None:
    from stepback_course.reports.copy.content import copy_of
    from stepback_course.reports.copy.page import render_copy
    from stepback_course.reports.files import write_whole

    page = render_copy(copy_of(desks, portfolio, with_case_study=with_case_study))
    if str(path) == "-":
        click.echo(page, nl=False)
    else:
        write_whole(path, page.encode())
        click.echo(_("The copy of {portfolio} is in {file}").format(portfolio=portfolio, file=path))


def _write_rows(desks: Desks, cohort: str | None, style: str, path: Path) -> None:
    from stepback_course.reports.results import ResultsFormat, rendered, results, write_results

    chosen: ResultsFormat = style  # type: ignore[assignment] # click.Choice has just checked it
    if str(path) == "-":
        click.echo(rendered(list(results(desks, cohort)), chosen), nl=False)
    else:
        count = write_results(desks, cohort, chosen, path)
        told = ngettext("{count} row is in {file}", "{count} rows are in {file}", count)
        click.echo(told.format(count=count, file=path))
