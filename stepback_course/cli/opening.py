"""Commands that open the app, and the page that stands in for it where there is no terminal."""

import gc
import os
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

from stepback_course.cli.house import opened_desks, opened_store, plain_refusals
from stepback_course.desks import Desks
from stepback_course.people.policy import may
from stepback_course.people.preferences import Preferences, load_preferences, save_preferences
from stepback_course.text import _, ngettext


def open_app_or_status(ctx: click.Context) -> None:
    """Open the app in a terminal; elsewhere say how things stand."""
    with opened_desks(ctx, may_be_new=True) as desks:
        if has_terminal():
            open_desks(desks)
        else:
            echo_status(desks)


def has_terminal() -> bool:
    """Say whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_desks(desks: Desks) -> None:
    """Run the app, or talk in plain lines where those were chosen or nothing else can be shown."""
    preferences = load_preferences()
    if preferences.plain or os.environ.get("TERM") == "dumb":
        from stepback_course.cli.plain import talk_plainly

        talk_plainly(desks)
    else:
        run_app(desks, preferences)


def run_app(desks: Desks, preferences: Preferences) -> None:
    """Run the app until it is left, then say where unsaved text went, if any."""
    from stepback_course.tui.app import StepbackApp

    app = StepbackApp(desks, preferences)
    app.run()
    for sentence in app.parting_words:
        click.echo(sentence)


def echo_status(desks: Desks) -> None:
    """Print a short page on how things stand in the store."""
    gc.enable()
    click.echo(_("stepback: the store is {place}").format(place=desks.store.url))
    if desks.directory.is_empty():
        click.echo(
            _(
                "Nobody is in it yet. Run 'stepback' in a terminal to begin,\n"
                "or 'stepback demo' to look around a made-up cohort."
            )
        )
        return
    click.echo(_("You act as {name}.").format(name=desks.actor.name))
    for mine in desks.workbook.portfolios(desks.actor.id):
        units = desks.workbook.open(str(mine.summary["portfolio"])).units
        met = sum(view.status == "met" for view in units)
        sentence = _("Your course: {met} of {count} units are met")
        click.echo(sentence.format(met=met, count=len(units)))
    if may(desks.actor, "see_progress"):
        for cohort in desks.registry.cohorts():
            rows = desks.registry.progress(cohort.id)
            met = sum(row.met == len(row.statuses) for row in rows)
            sentence = _("{cohort}: {count} enrolled, {met} with every unit met")
            click.echo(sentence.format(cohort=cohort.name, count=len(rows), met=met))
    click.echo(_("Run 'stepback' in a terminal to open it, or 'stepback --help' for commands."))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--office-keys",
    default="",
    metavar="FINGERPRINT",
    help="The new keys of the office, as somebody there read them out to you.",
)
@click.option("--no-open", is_flag=True, help="Join without opening the app.")
@click.pass_context
def join(ctx: click.Context, file: Path, office_keys: str, no_open: bool) -> None:
    """Begin what an invitation is for, and open it; joining again changes nothing."""
    from stepback_course.handover.invitations.joining import join as join_with
    from stepback_course.people import resolve_actor

    with opened_desks(ctx, may_be_new=True) as desks:
        joined = join_with(desks, file, office_keys=office_keys)
        preferences = replace(load_preferences(), me=joined.person, portfolio=joined.portfolio)
        try:
            save_preferences(preferences)
        except OSError as error:
            click.echo(_("Your settings could not be kept: {why}").format(why=error), err=True)
        sentence = (
            _("{name}: portfolio {portfolio} is ready.")
            if joined.portfolio
            else _("{name}: your desk is ready.")
        )
        click.echo(sentence.format(name=joined.name, portfolio=joined.portfolio))
        if not no_open and has_terminal():
            open_desks(desks.seat(resolve_actor(desks.store, joined.person, None)))


@click.command()
@click.option("--size", type=click.IntRange(1, 5000), default=24, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--no-open", is_flag=True, help="Fill the store without opening the app.")
@click.pass_context
def demo(ctx: click.Context, size: int, seed: int, no_open: bool) -> None:
    """Fill a store with a made-up cohort in every state, and look around.

    Without --store it is a temporary one. The same seed makes the same records.
    """
    from tempfile import TemporaryDirectory, mkdtemp

    from stepback_course.demo import fill
    from stepback_course.portfolio.unsent import forget_store

    root = ctx.find_root()
    url, person = root.obj
    opens = not no_open and has_terminal()
    is_passing = opens and url is None
    with ExitStack() as stack:
        if url is None:
            prefix = "stepback-demo-"
            url = (
                stack.enter_context(TemporaryDirectory(prefix=prefix))
                if is_passing
                else mkdtemp(prefix=prefix)
            )
            root.obj = (url, person)
        with plain_refusals(), opened_store(ctx) as store:
            if is_passing:
                stack.callback(forget_store, store.url)
            label = _("Making up a cohort")
            with click.progressbar(length=size, label=label, file=sys.stderr) as bar:
                fill(store, size=size, seed=seed, progress=lambda at, _of: bar.update(at - bar.pos))
        sentence = ngettext(
            "{count} made-up practitioner is in {place}",
            "{count} made-up practitioners are in {place}",
            size,
        )
        click.echo(sentence.format(count=size, place=url))
        if opens:
            with opened_desks(ctx) as desks:
                # A made-up coordinator makes no key on this computer.
                open_desks(replace(desks, chest=None))
