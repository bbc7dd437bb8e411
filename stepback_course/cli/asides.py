"""The command that shows what two computers said differently."""

import click

from stepback_course.cli.house import echo_json, opened_desks
from stepback_course.text import _


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def aside(ctx: click.Context, as_json: bool) -> None:
    """Show what two computers said differently: what stands, and what is kept beside it."""
    from stepback_course.handover.asides import in_words, other_versions
    from stepback_course.plain.spoken import spoken

    with opened_desks(ctx) as desks:
        versions = other_versions(desks)
    if as_json:
        rows = [
            {
                "folder": each.folder,
                "record": each.record,
                "kept": each.kept,
                "came": each.came,
                "standing": each.both.standing,
                "other": each.both.other,
                "differences": [
                    {"title": text.title, "standing": text.standing, "other": text.other}
                    for text in each.both.differences
                ],
            }
            for each in versions
        ]
        echo_json("handover-aside", rows)
        return
    for each in versions:
        click.echo(spoken(each.what))
        for line in in_words(each):
            click.echo("  " + spoken(line))
    if not versions:
        click.echo(_("Nothing is kept beside what stands."))
