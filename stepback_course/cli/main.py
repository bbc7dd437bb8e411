"""The root command: what there is, where the store is, and who acts."""

import gc
from importlib import import_module
from typing import Any

import click

COMMANDS: dict[str, tuple[str, str]] = {
    "plain": ("plain", "Work in plain lines: for screen readers, braille, slow links."),
    "unit": ("units", "Carry one unit as a text for any editor, and load it again."),
    "demo": ("opening", "Fill a store with a made-up cohort and look around."),
    "batch": ("batching", "Perform operations from a file of JSON lines."),
    "content": ("courses", "Check the files of a course."),
    "course": ("courses", "Take a course into the store, or list those it has."),
    "people": ("people", "See who is there, and deactivate those who leave."),
    "invite": ("cohorts", "Write an invitation for each person of a cohort."),
    "join": ("opening", "Begin the portfolio an invitation is for."),
    "progress": ("cohorts", "Show how far everybody has come."),
    "queue": ("cohorts", "Show the submissions that wait to be marked."),
    "release": ("releasing", "Release decisions, and write the letters that say so."),
    "comments": ("comments", "Keep comments for feedback, and carry them in a table."),
    "appeals": ("appeals", "See appeals against decisions, and gather what they are about."),
    "practice": ("practice", "Compare what several assessors make of the same exemplars."),
    "results": ("results", "Write a cohort's results, or a copy of one portfolio, to a file."),
    "worksheets": ("worksheets", "Print the course on paper: questions, cards, the consent form."),
    "quality": ("quality", "Plan and draw samples of the marking; see how far assessors agree."),
    "certificates": ("certificates", "See who is ready, issue certificates, list the register."),
    "verify": ("verify", "Say whether certificates are genuine, whose, and whether they stand."),
    "key": ("key", "Keep the key that certificates are signed with."),
    "handover": ("handover", "Seal work for another machine, and open what arrives."),
    "erase": ("erasing", "Erase a case study, a unit or a portfolio for good."),
    "store": ("store", "Check, copy, back up or restore everything."),
}
"""By name: the module that has the command, and what it does in one line."""


class LazyGroup(click.Group):
    """Knows its commands by name, and imports one only to run it or to show its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"stepback_course.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an option of all of them that stands behind it is sent to its place."""
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as unknown:
            if unknown.option_name not in ("--store", "--as"):
                raise
            sentence = "{option} goes before the command: stepback {option} … {command}"
            raise click.UsageError(
                sentence.format(option=unknown.option_name, command=ctx.invoked_subcommand),
                unknown.ctx,
            ) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_module, about) in COMMANDS.items()])


@click.group(cls=LazyGroup, invoke_without_command=True)
@click.option(
    "--store",
    envvar="STEPBACK_STORE",
    metavar="URL",
    help="Where everything is kept: a folder, or an address such as tinydb:///path. "
    "Without it, a folder of your own.",
)
@click.option(
    "--as",
    "person",
    envvar="STEPBACK_AS",
    metavar="PERSON",
    help="The id of the person in whose name things are done.",
)
@click.option("--version", is_flag=True, help="Show the version and leave.")
@click.pass_context
def stepback(ctx: click.Context, store: str | None, person: str | None, version: bool) -> None:
    """Do, mark and certify the Step-back Practitioners Course in a terminal.

    With a screen reader or a braille display, use: stepback plain

    Without a command, the app opens; where there is no terminal, a short page says how things
    stand.
    """
    if version:
        from stepback_course import __version__

        click.echo(f"stepback {__version__}")
        return
    ctx.obj = (store, person)
    if ctx.invoked_subcommand is not None:
        gc.enable()
    else:
        from stepback_course.cli.opening import open_app_or_status

        open_app_or_status(ctx)
