"""The command that makes the page on which anybody checks a certificate."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stepback_course.cli.house import opened_desks
from stepback_course.cli.passphrases import passphrase_option, unlock_to_sign
from stepback_course.desks import Desks
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.awards.keys.issuers import IssuerKey


@click.command(name="check-page")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="The folder to write to.",
)
@click.option(
    "--page-only",
    is_flag=True,
    help="Leave out the list of withdrawn numbers, for which the key has to be unlocked.",
)
@passphrase_option
@click.pass_context
def check_page(
    ctx: click.Context, folder: Path, passphrase_file: Path | None, *, page_only: bool
) -> None:
    """Make the page on which anybody checks a certificate with a telephone.

    It is one file, index.html, for the check address that stands in the organisation's settings.
    Beside it comes withdrawn.json, the signed list of certificates that were replaced or revoked:
    make it anew after each. The page sends nothing to anybody.
    """
    from stepback_course.awards.checking import page
    from stepback_course.awards.checking.withdrawn import FILE_NAME
    from stepback_course.awards.keys.issuers import issuer_keys
    from stepback_course.clock import day_of
    from stepback_course.people.organisation import organisation_of

    with opened_desks(ctx) as desks:
        issuers = issuer_keys(desks.store)
        if not issuers:
            raise Refusal(
                "not_ready",
                _(
                    "there is nothing to check yet: certificates are unsigned. Make a key first:"
                    " `stepback key new`"
                ),
            )
        organisation = organisation_of(desks.store)
        made = page.render_check_page(organisation, issuers, day_of(desks.clock()))
        # Both are made before either is written: a page is never newer than the list beside it.
        listed = None if page_only else _signed_list(desks, passphrase_file, issuers)
        _publish(folder / page.FILE_NAME, made.encode())
        click.echo(_("The page is in {path}").format(path=folder / page.FILE_NAME))
        if listed is not None:
            _publish(folder / FILE_NAME, listed.content)
            click.echo(listed.told(folder / FILE_NAME))
        click.echo(_address(organisation.check_address))


@dataclass(frozen=True, slots=True)
class _List:
    """The file of withdrawn numbers, and how many are in it."""

    content: bytes
    count: int

    def told(self, path: Path) -> str:
        """Return where it is, in a sentence."""
        return ngettext(
            "The list of {count} withdrawn number is in {path}",
            "The list of {count} withdrawn numbers is in {path}",
            self.count,
        ).format(count=self.count, path=path)


def _signed_list(
    desks: Desks, passphrase_file: Path | None, issuers: "Iterable[IssuerKey]"
) -> _List:
    """Return the signed list of certificates that do not stand. Raises Refusal."""
    from stepback_course.awards.checking.withdrawn import withdrawn_list
    from stepback_course.awards.keys.present import signing_key

    unlock_to_sign(desks, passphrase_file)
    key = signing_key(desks.store, desks.chest)
    if key is None:
        raise Refusal(
            "not_ready",
            _(
                "there is no key to sign the list of withdrawn numbers with: the one there was is"
                " retired. Nothing is written; the page alone comes with --page-only"
            ),
        )
    # Taken before the register is read: the list has whatever was in it by then.
    at, withdrawals = desks.clock(), desks.register.withdrawn()
    keys = [known.did for known in issuers]
    return _List(withdrawn_list(withdrawals, key, at, keys), len(withdrawals))


def _publish(path: Path, content: bytes) -> None:
    """Write a file that everybody may read: what carries it to a web server may keep its mode."""
    from stepback_course.reports.files import write_whole

    write_whole(path, content)
    path.chmod(0o644)


def _address(check_address: str) -> str:
    if check_address:
        return _("Put what is in the folder where {address} leads.").format(address=check_address)
    return _(
        "No check address stands in the organisation's settings: certificates have no code to scan"
        " until there is one."
    )
