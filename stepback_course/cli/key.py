"""Commands that keep the key with which certificates are signed."""

from datetime import datetime
from pathlib import Path

import click

from stepback_course.cli.house import echo_json, opened_desks
from stepback_course.cli.key_listing import UNSIGNED, echo_keys, key_rows
from stepback_course.cli.paper_copies import echo_paper, offer_rehearsal, typed_paper
from stepback_course.cli.paper_copies import rehearse as try_paper
from stepback_course.cli.passphrases import (
    asked_new_passphrase,
    is_somebody_there,
    passphrase_option,
    unlock_chest,
    with_passphrase,
)
from stepback_course.desks import Desks
from stepback_course.text import _


@click.group()
def key() -> None:
    """Keep the key that certificates are signed with.

    It lies on this computer, locked with a passphrase; the store knows its public name and since
    when it signs. Without a key, certificates are issued all the same, and not signed.
    """


@key.command()
@passphrase_option
@click.pass_context
def new(ctx: click.Context, passphrase_file: Path | None) -> None:
    """Make a key on this computer, and sign certificates with it."""
    with opened_desks(ctx) as desks:
        desks.keys.require_can_make()
        desks.keys.make(asked_new_passphrase(passphrase_file))
        _tell_made(desks)


@key.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def show(ctx: click.Context, as_json: bool) -> None:
    """Show every key, since when it signs, and where it is."""
    with opened_desks(ctx) as desks:
        rows, unread = key_rows(desks)
        if as_json:
            echo_json("keys", rows)
        else:
            echo_keys(rows)
        if unread is not None:
            raise unread


@key.command()
@passphrase_option
@click.option(
    "--rehearse", is_flag=True, help="Type the copy in, to see that it brings back the key."
)
@click.pass_context
def paper(ctx: click.Context, passphrase_file: Path | None, rehearse: bool) -> None:
    """Print the key to be kept on paper, or try such a copy."""
    with opened_desks(ctx) as desks:
        desks.keys.require_keeper()
        if rehearse:
            try_paper(desks)
            return
        unlock_chest(desks, passphrase_file)
        echo_paper(desks)
        if is_somebody_there():
            offer_rehearsal(desks)


@key.command()
@passphrase_option
@click.pass_context
def restore(ctx: click.Context, passphrase_file: Path | None) -> None:
    """Bring the key back from its paper copy.

    For a new computer, or where the passphrase is forgotten: it gets a new one.
    """
    with opened_desks(ctx) as desks:
        desks.keys.require_keeper()
        typed = typed_paper()
        desks.keys.restore(typed, asked_new_passphrase(passphrase_file))
        told = _("The key is on this computer, in {path}")
        click.echo(told.format(path=desks.keys.chest.path))


@key.command()
@passphrase_option
@click.option(
    "--compromised-from",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Since when somebody else may have had the present key, such as 2026-03-04.",
)
@click.pass_context
def rotate(
    ctx: click.Context, passphrase_file: Path | None, compromised_from: datetime | None
) -> None:
    """Make a new key in place of the present one.

    What was signed with the present one stays good; nothing more is signed with it, and its private
    half is removed from this computer.
    """
    with opened_desks(ctx) as desks:
        desks.keys.require_can_rotate()
        if is_somebody_there():
            click.confirm(_("Make a new key in place of the present one?"), abort=True, err=True)
        day = compromised_from.date() if compromised_from else None
        desks.keys.rotate(asked_new_passphrase(passphrase_file), day)
        _tell_made(desks)
        click.echo(
            _("Make the check page again, if there is one: `stepback certificates check-page`")
        )


@key.command()
@passphrase_option
@click.pass_context
def adopt(ctx: click.Context, passphrase_file: Path | None) -> None:
    """Let a key sign that only this computer knows.

    Such a key is left behind where a command was interrupted, or belongs to another store.
    """
    with opened_desks(ctx) as desks:
        desks.keys.require_keeper()
        desks.keys.chest.require_key()
        with_passphrase(passphrase_file, desks.keys.adopt)
        _tell_made(desks)


@key.command()
@click.argument("did")
@click.pass_context
def retire(ctx: click.Context, did: str) -> None:
    """Sign nothing more with the key DID."""
    with opened_desks(ctx) as desks:
        desks.keys.retire(did)
        click.echo(_("Nothing is signed with it any more."))
        click.echo(UNSIGNED)


@key.command()
@click.argument("did")
@click.option(
    "--from",
    "since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    required=True,
    help="The first day on which somebody else may have had it, such as 2026-03-04.",
)
@click.pass_context
def compromised(ctx: click.Context, did: str, since: datetime) -> None:
    """Say that others may have had the key DID.

    Nothing is signed with it any more, and what it signed is trusted only as far as it must be.
    """
    with opened_desks(ctx) as desks:
        desks.keys.compromised(did, since.date())
        click.echo(
            _(
                "What it signed from that day on is not trusted, and what it says to have signed "
                "before only where the register has it."
            )
        )


def _tell_made(desks: Desks) -> None:
    """Say which key signs from now on, and see to its paper copy."""
    chest = desks.keys.chest
    click.echo(_("Certificates are signed from now on with the key {did}").format(did=chest.did))
    click.echo(_("It is in {path}, and in no backup of the store.").format(path=chest.path))
    if is_somebody_there() and click.confirm(
        _("Write down its paper copy now?"), default=True, err=True
    ):
        echo_paper(desks)
        offer_rehearsal(desks)
    else:
        click.echo(_("Keep a copy on paper: `stepback key paper`"))
