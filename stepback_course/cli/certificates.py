"""Commands on certificates: who is ready, issue, list."""

import sys
from pathlib import Path

import click

from stepback_course.cli.house import echo_json, echo_table, opened_desks
from stepback_course.store import StoreError
from stepback_course.text.refusals import Refusal


@click.group()
def certificates() -> None:
    """See who is ready, issue certificates, list the register."""


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
                }
                for candidate in candidates
            ),
        )
        return
    echo_table(
        ["portfolio", "name", "award"],
        (
            (c.portfolio, c.name, c.number or ("ready" if c.is_ready else "; ".join(c.needs)))
            for c in candidates
        ),
    )


@certificates.command()
@click.argument("cohort", required=False)
@click.option("--portfolio", help="Only this portfolio's.")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write each PDF to this folder.",
)
@click.pass_context
def issue(
    ctx: click.Context, cohort: str | None, portfolio: str | None, folder: Path | None
) -> None:
    """Issue the certificate of everybody in COHORT who is ready; doing it again adds none."""
    refused = False
    with opened_desks(ctx) as desks:
        portfolios = (
            [portfolio]
            if portfolio
            else [c.portfolio for c in desks.office.candidates(cohort) if c.is_ready]
        )
        for each in portfolios:
            try:
                certificate = desks.office.issue(each)
            except (Refusal, StoreError) as refusal:
                refused = True
                click.echo(str(refusal), err=True)
                continue
            click.echo(f"{certificate.number}  {certificate.facts.name}")
            if folder is not None:
                _write_page(folder, certificate.number, desks.office.pdf(certificate.number))
        if not portfolios:
            click.echo("Nobody is waiting for a certificate.")
    sys.exit(1 if refused else 0)


@certificates.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def list_certificates(ctx: click.Context, as_json: bool) -> None:
    """List the register in the order of its numbers."""
    with opened_desks(ctx) as desks:
        entries = list(desks.office.register())
    if as_json:
        echo_json("certificates", (entry.model_dump(mode="json") for entry in entries))
        return
    echo_table(
        ["number", "name", "awarded", "state"],
        ((e.number, e.facts.name, e.facts.awarded_on, e.state) for e in entries),
    )


def _write_page(folder: Path, number: str, page: bytes) -> None:
    path = folder / f"{number}.pdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page)
    except OSError as error:
        raise Refusal("invalid", f"{path} cannot be written: {error.strerror}") from None
    click.echo(f"  {path}")
