"""The command that prints the course on paper."""

from pathlib import Path

import click

from stepback_course.cli.house import opened_desks
from stepback_course.cli.named import UNIT
from stepback_course.text import _


@click.command()
@click.argument("cohort", required=False)
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE.pdf",
    help="The file to write.",
)
@click.option("--large", is_flag=True, help="Large print: 18 points.")
@click.option(
    "--unit", "units", type=UNIT, multiple=True, help="Only this unit; may be given several times."
)
@click.pass_context
def worksheets(
    ctx: click.Context, cohort: str | None, path: Path, large: bool, units: tuple[str, ...]
) -> None:
    """Write the course as sheets to print: questions with room to write, cards, the consent form.

    It is the course of COHORT; without one your own, that of the only cohort, or the course that
    comes with the program.
    """
    from stepback_course.reports.files import write_whole
    from stepback_course.reports.worksheets.choosing import chosen_units, course_to_print
    from stepback_course.reports.worksheets.printing import render_worksheets
    from stepback_course.reports.worksheets.sheets import worksheets as sheets_of

    with opened_desks(ctx, may_be_new=True) as desks:
        course = course_to_print(desks, cohort)
        sheets = sheets_of(course, chosen_units(course, units))
        write_whole(path, render_worksheets(sheets, large=large))
        click.echo(_("The worksheets are in {file}").format(file=path))
