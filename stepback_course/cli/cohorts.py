"""Commands on cohorts: invitations, progress, the queue."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stepback_course.cli.house import echo_json, echo_table, opened_desks
from stepback_course.cli.named import UNIT, cohort_named, people_named, person_named
from stepback_course.clock import day_of, parse_instant
from stepback_course.text import _

if TYPE_CHECKING:
    from stepback_course.marking.queue import Order

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
cohort_argument = click.argument("cohort", required=False)


@click.command()
@cohort_argument
@click.option(
    "--person",
    metavar="PERSON",
    help="Write one for this person, who teaches or assesses, instead of for a cohort.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write to.",
)
@click.option(
    "--new-keys",
    is_flag=True,
    help="The office's keys are lost: make new ones. Everybody then has to join again.",
)
@click.pass_context
def invite(
    ctx: click.Context, cohort: str | None, person: str | None, folder: Path, new_keys: bool
) -> None:
    """Write an invitation, and a ready e-mail text, for each person of COHORT."""
    from stepback_course.handover.invitations.inviting import (
        write_invitations,
        write_staff_invitation,
    )
    from stepback_course.handover.office.office import recovery_reminder, renew_office

    if person and cohort:
        raise click.UsageError(_("give a COHORT or a --person, not both"))
    with opened_desks(ctx) as desks:
        if new_keys:
            renew_office(desks)
        if person:
            paths = [write_staff_invitation(desks, person, folder)]
        else:
            paths = write_invitations(desks, desks.registry.cohort(cohort).id, folder)
        for path in paths:
            click.echo(path)
        if reminder := recovery_reminder(desks.store):
            click.echo(reminder, err=True)


@click.command()
@cohort_argument
@json_option
@click.pass_context
def progress(ctx: click.Context, cohort: str | None, as_json: bool) -> None:
    """Show how far everybody in COHORT, or in every cohort, has come."""
    with opened_desks(ctx) as desks:
        rows = desks.registry.progress(cohort)
    if as_json:
        echo_json("progress", (asdict(row) | {"met": row.met} for row in rows))
        return
    echo_table(
        [
            _("name"),
            _("cohort"),
            _("met"),
            _("waiting"),
            _("further work"),
            _("attended"),
            _("portfolio"),
        ],
        (
            (
                row.name,
                row.cohort,
                f"{row.met}/{len(row.statuses)}",
                sum(s in ("submitted", "marking", "decided") for s in row.statuses.values()),
                sum(s == "referred" for s in row.statuses.values()),
                f"{sum(a == 'attended' for a in row.attendance)}/{len(row.attendance)}",
                row.portfolio,
            )
            for row in rows
        ),
    )


@click.command()
@click.option("--cohort", help="Only this cohort's submissions.")
@click.option("--unit", type=UNIT, help="Only submissions of this unit.")
@click.option("--assessor", metavar="PERSON", help="Only what this person has or is to have.")
@click.option(
    "--order",
    type=click.Choice(["oldest", "practitioner", "unit"]),
    default="oldest",
    show_default=True,
)
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="Go on from where a page ended.")
@json_option
@click.pass_context
def queue(
    ctx: click.Context,
    cohort: str | None,
    unit: str | None,
    assessor: str | None,
    order: "Order",
    limit: int,
    after: str | None,
    as_json: bool,
) -> None:
    """Show the submissions that wait to be marked, oldest first."""
    with opened_desks(ctx) as desks:
        try:
            page = desks.desk.queue(
                cohort=cohort_named(desks, cohort),
                unit=unit,
                assessor=person_named(desks, assessor),
                order=order,
                limit=limit,
                after=after,
            )
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        names = people_named(desks, (row.assessor for row in page.rows))
    if as_json:
        echo_json("queue", (row._asdict() for row in page.rows), page.next)
        return
    echo_table(
        [
            _("submitted"),
            _("name"),
            _("unit"),
            _("attempt"),
            _("state"),
            _("assessor"),
            _("portfolio"),
        ],
        (
            (
                day_of(parse_instant(row.submitted)),
                row.name,
                row.unit,
                row.attempt,
                row.state,
                names.get(row.assessor, ""),
                row.portfolio,
            )
            for row in page.rows
        ),
    )
    if page.next:
        click.echo(_("There are more: go on with --after {cursor}").format(cursor=page.next))
