"""Commands on certificates: who is ready, and issuing."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stepback_course.cli.check_page import check_page
from stepback_course.cli.house import echo_json, echo_table, opened_desks
from stepback_course.cli.look import look
from stepback_course.cli.passphrases import passphrase_option, unlock_to_sign
from stepback_course.cli.register import (
    letters,
    list_certificates,
    replace,
    revoke,
    save,
    show,
)
from stepback_course.desks import Desks
from stepback_course.text import _

if TYPE_CHECKING:
    from stepback_course.awards.models import Candidate


@click.group()
def certificates() -> None:
    """See who is ready, issue certificates, keep the register."""


for command in (check_page, letters, list_certificates, look, replace, revoke, save, show):
    certificates.add_command(command)


@certificates.command()
@click.argument("cohort", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def ready(ctx: click.Context, cohort: str | None, as_json: bool) -> None:
    """Show who is ready for the award, and what the others still need."""
    with opened_desks(ctx) as desks:
        candidates = desks.office.candidates(cohort)
    if as_json:
        echo_json(
            "certificates-ready",
            (
                {
                    "portfolio": candidate.portfolio,
                    "name": candidate.name,
                    "cohort": candidate.cohort,
                    "ready": candidate.is_ready,
                    "needs": candidate.needs,
                    "number": candidate.number,
                    "begun": candidate.is_begun,
                    "revoked": candidate.is_revoked,
                }
                for candidate in candidates
            ),
        )
        return
    echo_table(
        [_("portfolio"), _("name"), _("award")],
        ((each.portfolio, each.name, _line(each)) for each in candidates),
    )


@certificates.command()
@click.argument("cohort", required=False)
@click.option("--portfolio", "only", multiple=True, help="Only this portfolio's; may be repeated.")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write each PDF to this folder.",
)
@passphrase_option
@click.pass_context
def issue(
    ctx: click.Context,
    cohort: str | None,
    only: tuple[str, ...],
    folder: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Issue the certificate of everybody in COHORT who is ready; doing it again adds none.

    What was interrupted is finished. Where the organisation has a key, certificates are signed.
    """
    from stepback_course.awards.making import issuing_key
    from stepback_course.awards.models import Refused

    refused = is_unsigned = False
    with opened_desks(ctx) as desks:
        issuing_key(desks.store, desks.chest)  # refuses before anybody is looked for
        portfolios = list(only) or _waiting(desks, cohort)
        if portfolios:
            unlock_to_sign(desks, passphrase_file)
        for done in desks.office.issue_many(portfolios):
            if isinstance(done, Refused):
                refused = True
                click.echo(done.sentence, err=True)
                continue
            is_unsigned = is_unsigned or not done.certificate.is_signed
            click.echo(
                _("{number}  {name}").format(number=done.number, name=done.certificate.facts.name)
            )
            if folder is not None:
                click.echo(f"  {_write_page(desks, done.number, folder)}")
        if not portfolios:
            click.echo(_("Nobody is waiting for a certificate."))
        elif is_unsigned and desks.office.signing() == "unsigned":
            sentence = _("They are unsigned: `stepback key new` makes a key that signs.")
            click.echo(sentence, err=True)
    ctx.exit(1 if refused else 0)


@certificates.command()
@click.argument("portfolio")
@click.pass_context
def fee(ctx: click.Context, portfolio: str) -> None:
    """Record that the fee of PORTFOLIO is settled.

    Certificates wait for that only where the organisation's settings say so.
    """
    with opened_desks(ctx) as desks:
        desks.office.settle_fee(portfolio)


def _waiting(desks: Desks, cohort: str | None) -> list[str]:
    """Return who is ready, and whose certificate was begun."""
    candidates = desks.office.candidates(cohort)
    return [each.portfolio for each in candidates if each.is_ready or each.is_begun]


def _line(candidate: "Candidate") -> str:
    if candidate.is_revoked:
        return _("{number} (revoked)").format(number=candidate.number)
    return candidate.number or (_("ready") if candidate.is_ready else "; ".join(candidate.needs))


def _write_page(desks: Desks, number: str, folder: Path) -> Path:
    from stepback_course.reports.files import write_whole

    path = folder / f"{number}.pdf"
    write_whole(path, desks.register.pdf(number))
    return path
