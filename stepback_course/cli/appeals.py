"""Commands on appeals: what waits, what an appeal says, and the evidence it is about."""

from dataclasses import asdict
from pathlib import Path

import click

from stepback_course.cli.groups import Commands
from stepback_course.cli.house import echo_json, echo_table, opened_desks
from stepback_course.cli.named import UNIT, cohort_named
from stepback_course.text import _
from stepback_course.text.days import shown_day


@click.group(cls=Commands)
def appeals() -> None:
    """See appeals against decisions, and gather what they are about."""


@appeals.command(name="list")
@click.option("--cohort", help="Only this cohort's appeals.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def list_(ctx: click.Context, cohort: str | None, as_json: bool) -> None:
    """List the appeals that wait for an answer, the soonest due first."""
    with opened_desks(ctx) as desks:
        cohort = cohort_named(desks, cohort)
        waiting = desks.appeals.waiting(cohort)
    if as_json:
        echo_json("appeals", map(asdict, waiting))
        return
    echo_table(
        [_("due"), "", _("portfolio"), _("name"), _("unit"), _("stage")],
        (
            (
                shown_day(row.due),
                _("late") if row.is_late else "",
                row.portfolio,
                row.name,
                row.unit,
                row.stage,
            )
            for row in waiting
        ),
    )


@appeals.command()
@click.argument("portfolio")
@click.argument("unit", type=UNIT)
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The zip to write.",
)
@click.pass_context
def bundle(ctx: click.Context, portfolio: str, unit: str, path: Path) -> None:
    """Gather what an appeal is about: the submissions, the decisions, the trail.

    A case study is about a child: give the file to nobody who does not answer the appeal, and
    destroy it once that is answered.
    """
    from stepback_course.reports.files import write_whole

    with opened_desks(ctx) as desks:
        write_whole(path, desks.appeals.bundle(portfolio, unit))
    click.echo(_("What the appeal is about is in {file}").format(file=path))
