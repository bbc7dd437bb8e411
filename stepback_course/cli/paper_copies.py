"""The paper copy of the signing key: shown to be written down, and typed in again."""

import sys
from functools import partial

import click

from stepback_course.cli.passphrases import is_somebody_there
from stepback_course.desks import Desks
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

TYPED_LIMIT = 10_000
"""How much of a paper copy is read from a pipe, in characters."""


def echo_paper(desks: Desks) -> None:
    """Print the page to be locked away. Raises Refusal where the key is locked."""
    from stepback_course.people.organisation import organisation_of

    lines = desks.keys.paper()
    told = _("The key with which {organisation} signs certificates:")
    click.echo(told.format(organisation=organisation_of(desks.store).name))
    click.echo(f"{desks.keys.chest.did}\n")
    click.echo(f"{lines}\n")
    click.echo(
        _("Whoever has this page can sign certificates: lock it away, a second one elsewhere.")
    )
    click.echo(_("`stepback key restore` takes the four lines, and makes the key on any computer."))


def offer_rehearsal(desks: Desks) -> None:
    """Let whoever has written the copy down type it in from the paper."""
    click.echo(err=True)
    if click.confirm(_("Is it on paper? Then try it now"), default=True, err=True):
        click.clear()
        rehearse(desks)
    else:
        click.echo(_("Try it later: `stepback key paper --rehearse`"), err=True)


def rehearse(desks: Desks) -> None:
    """Compare a copy that is typed in with the key on this computer. Raises Refusal."""
    desks.keys.chest.require_key()
    desks.keys.rehearse(typed_paper())
    click.echo(_("This copy brings back the key that is on this computer."))


def typed_paper() -> str:
    """Return the four lines, each checked as it is typed, or what comes through a pipe."""
    if not is_somebody_there():
        return sys.stdin.read(TYPED_LIMIT)
    click.echo(_("Type in the four lines of the paper copy."), err=True)
    from stepback_course.awards.keys.paper import LINES

    return "\n".join(
        click.prompt(
            _("Line {number}").format(number=number), value_proc=partial(_checked, number), err=True
        )
        for number in range(1, LINES + 1)
    )


def _checked(number: int, typed: str) -> str:
    from stepback_course.awards.keys.paper import read_line

    try:
        read_line(number, typed)
    except Refusal as refusal:
        raise click.BadParameter(str(refusal)) from None
    return typed
