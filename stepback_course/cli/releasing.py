"""The command that releases decisions."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stepback_course.cli.house import echo_json, echo_table, opened_desks
from stepback_course.cli.named import UNIT, cohort_named
from stepback_course.text import _

if TYPE_CHECKING:
    from stepback_course.marking.release_plan import Planned


@click.command()
@click.argument("cohort", required=False)
@click.option("--unit", type=UNIT, help="Only decisions on this unit.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and release nothing.")
@click.option(
    "--letters",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a letter to each practitioner into this folder; nothing is sent.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def release(
    ctx: click.Context,
    cohort: str | None,
    unit: str | None,
    dry_run: bool,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Release every decision that waits, in COHORT or in all.

    What is held back stays, and so does feedback with words that may tell who a child is: such
    words are explained on the screen, in plain lines, or with 'stepback batch'.
    """
    from stepback_course.marking.release_plan import Released, plan_counts

    with opened_desks(ctx) as desks:
        cohort = cohort_named(desks, cohort)
        plan = desks.releases.plan(desks.releases.waiting(cohort=cohort, unit=unit))
        unexplained = [line.key for line in plan.ready if line.findings]
        wanted = plan.without(unexplained)
        released = Released((), ())
        if not dry_run:
            released = desks.releases.release(wanted.ready)
        if folder and released.done:
            from stepback_course.reports.letters.released import write_released_letters

            for path in write_released_letters(desks, released.done, folder):
                click.echo(path, err=True)
    rows = [_row(line, is_left=line.key in unexplained) for line in plan.lines]
    if as_json:
        echo_json("release", rows)
    else:
        words = ({**row, "decision": row["decision"].replace("_", " ")}.values() for row in rows)
        echo_table([_("name"), _("cohort"), _("unit"), _("decision"), ""], words)
        counts = ", ".join(plan_counts(wanted)) or _("nothing")
        click.echo(
            _("would be released: {counts}").format(counts=counts)
            if dry_run
            else _("released: {count}").format(count=len(released.done))
        )
    for sentence in released.refused:
        click.echo(sentence, err=True)
    if released.refused or len(wanted.ready) < len(plan.lines):
        ctx.exit(1)


def _row(line: "Planned", *, is_left: bool) -> dict[str, str]:
    """Return one decision, and why it does not go out."""
    words = ", ".join(finding.words for finding in line.findings)
    telling = _("may tell who a child is: {words}").format(words=words)
    why = telling if is_left else line.held or line.obstacle
    return {
        "name": line.row.name,
        "cohort": line.row.cohort,
        "unit": line.row.unit,
        "decision": line.verdict or "",
        "stays": why,
    }
