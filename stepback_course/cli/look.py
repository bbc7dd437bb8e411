"""The command that changes what certificates look like."""

from pathlib import Path

import click

from stepback_course.cli.house import opened_desks
from stepback_course.text import _


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--usual", is_flag=True, help="Go back to the look that is shipped.")
@click.option("--dry-run", is_flag=True, help="Print specimens, and keep nothing.")
@click.option(
    "--specimen",
    "picture",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a picture (PNG) of a specimen to this file.",
)
@click.pass_context
def look(
    ctx: click.Context, folder: Path | None, *, usual: bool, dry_run: bool, picture: Path | None
) -> None:
    """Print certificates with your own logo, signature or template, from FOLDER.

    FOLDER has one or more of: logo.png, signature.png (or .jpg, .svg), certificate.typ,
    english.json, welsh.json. Specimens are printed before anything is kept. Without FOLDER, the
    command says which look is in use.
    """
    from stepback_course.awards.looks import keep_look, look_of, read_look
    from stepback_course.awards.looks.specimens import picture_of_a_specimen
    from stepback_course.awards.page import USUAL
    from stepback_course.reports.files import write_whole

    if folder and usual:
        raise click.UsageError(_("--usual and FOLDER: only one of them"))
    with opened_desks(ctx) as desks:
        chosen = read_look(folder) if folder else USUAL if usual else look_of(desks.store)
        if (folder or usual) and not dry_run:
            keep_look(desks.store, desks.actor, chosen)
        if picture:
            write_whole(picture, picture_of_a_specimen(chosen))
    own = ", ".join(name for name, _content in chosen.own) or _("the look that is shipped")
    click.echo(_("{look}: {files}").format(look=chosen.id, files=own))
