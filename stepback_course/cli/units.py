"""Commands that carry one unit as a text for any editor."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stepback_course.cli.groups import Commands
from stepback_course.cli.house import opened_desks
from stepback_course.cli.named import UNIT, require_free
from stepback_course.desks import Desks
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.plain.unit_text.carrying import Loading


@click.group(cls=Commands)
def unit() -> None:
    """Carry one unit as headed plain text, and load it again."""


@unit.command()
@click.argument("unit_id", metavar="UNIT", type=UNIT)
@click.option("-o", "out", required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--portfolio", metavar="ID", help="Whose unit, where there are several portfolios.")
@click.option("--replace", is_flag=True, help="Write over a file that is there.")
@click.pass_context
def save(ctx: click.Context, unit_id: str, out: Path, portfolio: str | None, replace: bool) -> None:
    """Write UNIT, such as statement-03 or 3, with its questions and answers into a text file.

    Work in it with any editor, then use 'stepback unit load'. A hyphen as file prints it.
    """
    from stepback_course.plain.unit_text.carrying import saved_text
    from stepback_course.reports.files import write_whole

    with opened_desks(ctx) as desks:
        named = portfolio or _own_portfolio(desks)
        text = saved_text(desks, named, unit_id)
        if str(out) == "-":
            click.echo(text, nl=False)
            return
        require_free(out, replace=replace)
        write_whole(out, text.encode())
        sentence = _("Saved in {file}. Work in it, then use: stepback unit load {file}")
        click.echo(sentence.format(file=out))


@unit.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Load without asking.")
@click.pass_context
def load(ctx: click.Context, file: Path, yes: bool) -> None:
    """Say what is different in FILE, ask, and let its answers stand.

    How the unit stood before is kept among its earlier versions.
    """
    from stepback_course.plain.unit_text.carrying import load as load_answers
    from stepback_course.plain.unit_text.carrying import preview

    with opened_desks(ctx) as desks:
        loading = preview(desks, file)
        if not loading.values:
            click.echo(_("Nothing is different: there is nothing to load."))
            return
        _echo_differences(loading)
        if not _is_agreed(loading, yes=yes):
            click.echo(_("Nothing was loaded."))
            sys.exit(1)
        changed = load_answers(desks, loading)
        sentence = ngettext(
            "Loaded and saved: {count} answer. How it stood before is kept as a version.",
            "Loaded and saved: {count} answers. How it stood before is kept as a version.",
            len(changed),
        )
        click.echo(sentence.format(count=len(changed)))


def _own_portfolio(desks: Desks) -> str:
    """Return the portfolio of whoever acts, or the only one of a store of one's own."""
    from stepback_course.people import OWNER

    person = None if desks.actor is OWNER else desks.actor.id
    found = [str(row.summary["portfolio"]) for row in desks.workbook.portfolios(person)]
    if len(found) == 1:
        return found[0]
    sentence = (
        _("say whose unit with --portfolio ID: {portfolios}")
        if found
        else _("there is no portfolio of yours here: join with an invitation first")
    )
    raise Refusal("unknown", sentence.format(portfolios=", ".join(found[:20])))


def _echo_differences(loading: "Loading") -> None:
    from stepback_course.plain.spoken import spoken
    from stepback_course.text.differences import differences_in_words

    for difference in loading.differences:
        click.echo(_("{activity}:").format(activity=difference.activity.title))
        for sentence in differences_in_words(difference.before, difference.after):
            click.echo(spoken(sentence))


def _is_agreed(loading: "Loading", *, yes: bool) -> bool:
    """Ask whether to load. What was changed elsewhere meanwhile is never replaced unasked."""
    if loading.overtaken:
        sentence = _("Changed in stepback after this file was saved: {titles}.")
        click.echo(sentence.format(titles=", ".join(loading.overtaken)))
        if yes:
            click.echo(_("Load it without --yes to be asked, or save the unit again."))
            return False
    if yes:
        return True
    try:
        return click.confirm(_("Load these answers?"), default=False)
    except click.Abort:
        click.echo("")
        return False
