"""Commands that erase what was written, for good and everywhere this program keeps it."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import get_args

import click

from stepback_course.cli.groups import Commands
from stepback_course.cli.house import echo_json, echo_table, opened_desks
from stepback_course.cli.named import UNIT
from stepback_course.cli.progress import progress_line
from stepback_course.desks import Desks
from stepback_course.handover.contents.erasures import left_elsewhere
from stepback_course.people.organisation import organisation_of
from stepback_course.portfolio.erasing.disposal import due_for_disposal
from stepback_course.portfolio.erasing.eraser import Plan
from stepback_course.portfolio.erasing.rules import Tombstone, Why
from stepback_course.portfolio.erasing.tombstones import tombstone_folder
from stepback_course.portfolio.erasing.words import goes, out_of_reach, stays, told
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal

_PORTFOLIO = click.option(
    "--portfolio", metavar="ID", help="Whose; without it, the only one of whoever acts."
)
_WHY = click.option(
    "--why",
    type=click.Choice(get_args(Why)),
    default="asked for",
    show_default=True,
    help="Kept in the record of the erasure.",
)
_YES = click.option("--yes", is_flag=True, help="Do not ask.")


@click.group(cls=Commands)
def erase() -> None:
    """Erase what was written, for good. What goes and what stays is shown and asked first."""


@erase.command("case-study")
@_PORTFOLIO
@_WHY
@_YES
@click.pass_context
def case_study(ctx: click.Context, portfolio: str | None, why: Why, yes: bool) -> None:
    """Erase everything about a learner, the permission included."""
    with opened_desks(ctx) as desks:
        chosen = portfolio or _only_portfolio(desks)
        course = desks.workbook.open(chosen).course
        units = [unit.id for unit in course.units if unit.needs_consent]
        _erase(desks, chosen, units, why, asks=not yes)


@erase.command()
@click.argument("units", metavar="UNIT...", type=UNIT, nargs=-1, required=True)
@_PORTFOLIO
@_WHY
@_YES
@click.pass_context
def unit(
    ctx: click.Context, units: tuple[str, ...], portfolio: str | None, why: Why, yes: bool
) -> None:
    """Erase what was written in units, such as statement-03."""
    with opened_desks(ctx) as desks:
        _erase(desks, portfolio or _only_portfolio(desks), units, why, asks=not yes)


@erase.command()
@_PORTFOLIO
@_WHY
@_YES
@click.pass_context
def everything(ctx: click.Context, portfolio: str | None, why: Why, yes: bool) -> None:
    """Erase what was written in every unit of a portfolio."""
    with opened_desks(ctx) as desks:
        _erase(desks, portfolio or _only_portfolio(desks), (), why, asks=not yes)


@erase.command()
@click.pass_context
def finish(ctx: click.Context) -> None:
    """Go on with every erasure that was interrupted."""
    with opened_desks(ctx) as desks:
        with progress_line(_("Erasing")) as progress:
            done = desks.eraser.finish(progress=progress)
        for tombstone in done:
            click.echo(f"{tombstone.portfolio}  {told(tombstone)}")
        if not done:
            click.echo(_("No erasure waits to be finished."))


@erase.command()
@click.option(
    "--months",
    type=click.IntRange(1, 600),
    help="How long after its last step a case study is due; without it, as the organisation says.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def due(ctx: click.Context, months: int | None, as_json: bool) -> None:
    """List the case studies that have been kept for long enough. Nothing is erased by it."""
    with opened_desks(ctx) as desks:
        kept = months or organisation_of(desks.store).case_study_months
        found = due_for_disposal(desks.store, desks.courses, desks.actor, desks.clock, kept)
        if as_json:
            echo_json("erasures-due", map(asdict, found))
        elif found:
            echo_table(
                [_("portfolio"), _("name"), _("cohort"), _("last"), _("due since")],
                ((each.portfolio, each.name, each.cohort, each.last, each.due) for each in found),
            )
        else:
            click.echo(
                ngettext(
                    "No case study is older than {count} month.",
                    "No case study is older than {count} months.",
                    kept,
                ).format(count=kept)
            )


@erase.command("list")
@_PORTFOLIO
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def list_(ctx: click.Context, portfolio: str | None, as_json: bool) -> None:
    """List what was erased in a portfolio; never what it said."""
    with opened_desks(ctx) as desks:
        tombstones = desks.eraser.tombstones(portfolio or _only_portfolio(desks))
        if as_json:
            echo_json("erasures", (each.model_dump(mode="json") for each in tombstones))
            return
        for tombstone in tombstones:
            click.echo(told(tombstone))
        if not tombstones:
            click.echo(_("Nothing was erased."))
        click.echo(_("Remembered on this computer in {folder}.").format(folder=tombstone_folder()))


def _erase(desks: Desks, portfolio: str, units: Sequence[str], why: Why, *, asks: bool) -> None:
    plan = desks.eraser.plan(portfolio, units)
    outside = [*left_elsewhere(desks, portfolio), *out_of_reach(shared=desks.store.shared)]
    _echo_plan(plan, outside)
    word = _("erase")
    if (
        asks
        and click.prompt(_("It cannot be undone. Type '{word}' to go on").format(word=word)) != word
    ):
        click.echo(_("Nothing was erased."))
        sys.exit(1)
    try:
        with progress_line(_("Erasing")) as progress:
            tombstone = desks.eraser.erase(portfolio, units, why, progress=progress)
    except (Refusal, StoreError):
        _echo_unfinished(desks.eraser.unfinished())
        raise
    count = len(tombstone.files)
    click.echo(
        ngettext("Erased, with {count} file.", "Erased, with {count} files.", count).format(
            count=count
        )
        + " "
        + _("The list above is what is left to you.")
    )


def _echo_plan(plan: Plan, outside: Sequence[str]) -> None:
    click.echo(_("Portfolio {portfolio}, {name}").format(portfolio=plan.portfolio, name=plan.name))
    for title, lines in (
        (_("This goes:"), goes(plan)),
        (_("This stays:"), stays(plan)),
        (_("This is out of the program's reach, and yours to destroy:"), outside),
    ):
        click.echo(f"\n{title}")
        for line in lines:
            click.echo(f"- {line}")
    click.echo()


def _echo_unfinished(waiting: Sequence[Tombstone]) -> None:
    if waiting:
        click.echo(
            _(
                "The records are emptied, but not every copy is gone. "
                "Go on with 'stepback erase finish'."
            ),
            err=True,
        )


def _only_portfolio(desks: Desks) -> str:
    """Return the id of the acting person's portfolio. Raises Refusal where there are others."""
    mine = [str(row.summary["portfolio"]) for row in desks.workbook.portfolios(desks.actor.id)]
    if len(mine) == 1:
        return mine[0]
    raise Refusal(
        "unknown",
        _("say which portfolio with --portfolio: {names}").format(
            names=", ".join(mine) or _("there is none of yours here")
        ),
    )
