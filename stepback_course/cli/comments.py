"""Commands on the comment bank: list it, write it to a table, take a table in."""

from pathlib import Path
from typing import BinaryIO

import click

from stepback_course.cli.groups import Commands
from stepback_course.cli.house import echo_json, echo_table, opened_desks, shortened
from stepback_course.cli.named import UNIT, require_free
from stepback_course.text import _, ngettext

shared_option = click.option("--shared", is_flag=True, help="In the bank that everybody shares.")
even_so_option = click.option(
    "--even-so",
    is_flag=True,
    help="Keep words that may tell who a child is: you looked, they do not.",
)


@click.group(cls=Commands)
def comments() -> None:
    """Keep comments to use again: your own, and those that everybody shares."""


@comments.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List your own comments and the shared ones, with how often you used each."""
    with opened_desks(ctx) as desks:
        listed = desks.bank.comments()
    if as_json:
        rows = (
            each.comment.model_dump(mode="json") | {"whose": each.whose, "used": each.used}
            for each in listed
        )
        echo_json("comments", rows)
        return
    echo_table(
        [_("id"), _("whose"), _("used"), _("about"), _("comment")],
        (
            (
                each.comment.id,
                each.whose,
                each.used,
                "/".join(filter(None, (each.comment.unit, each.comment.criterion))),
                shortened(each.comment.text),
            )
            for each in listed
        ),
    )


@comments.command()
@click.argument("text")
@click.option(
    "--unit", type=UNIT, default="", help="The unit it is about; without one, it fits any."
)
@click.option("--criterion", default="", help="The criterion of that unit it is about.")
@shared_option
@even_so_option
@click.pass_context
def add(
    ctx: click.Context, text: str, unit: str, criterion: str, shared: bool, even_so: bool
) -> None:
    """Keep TEXT; {name} and {unit} in it stand for the practitioner and the unit."""
    with opened_desks(ctx) as desks:
        kept = desks.bank.keep(text, unit=unit, criterion=criterion, shared=shared, even_so=even_so)
    click.echo(kept.id)


@comments.command()
@click.argument("comment")
@click.pass_context
def remove(ctx: click.Context, comment: str) -> None:
    """Take COMMENT, an id, out of the bank; feedback in which it was used stays as it is."""
    with opened_desks(ctx) as desks:
        desks.bank.remove(comment)


@comments.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--replace", is_flag=True, help="Write over a file that is there.")
@click.pass_context
def export(ctx: click.Context, file: Path, replace: bool) -> None:
    """Write your own comments and the shared ones to FILE as CSV, or to - for the terminal."""
    from stepback_course.reports.files import write_whole

    with opened_desks(ctx) as desks:
        table = desks.bank.table()
        if str(file) == "-":
            click.echo(table, nl=False)
            return
        require_free(file, replace=replace)
        write_whole(file, table.encode())
        click.echo(_("The comments are in {file}").format(file=file))


@comments.command(name="import")
@click.argument("file", type=click.File("rb"))
@shared_option
@click.option("--dry-run", is_flag=True, help="Only say what would come of it.")
@even_so_option
@click.pass_context
def import_(ctx: click.Context, file: BinaryIO, shared: bool, dry_run: bool, even_so: bool) -> None:
    """Take the comments of FILE in: a CSV whose first line has 'comment', or also 'unit' and
    'criterion'. All of it is taken in, or nothing.
    """
    from stepback_course.text.tables import TABLE_LIMIT

    content = file.read(TABLE_LIMIT + 1)
    with opened_desks(ctx) as desks:
        preview = desks.bank.preview(content, shared=shared)
        if dry_run:
            for sentence in (*preview.problems, *preview.names):
                click.echo(sentence, err=True)
            new = len(preview.new)
        else:
            new = desks.bank.take_in(preview, shared=shared, even_so=even_so)
    told = ngettext("{count} comment is new", "{count} comments are new", new)
    click.echo(
        _("{new}, {known} in the bank already.").format(
            new=told.format(count=new), known=preview.known
        )
    )
    if dry_run and (preview.problems or (preview.names and not even_so)):
        ctx.exit(1)
