"""Commands on the register of certificates."""

from collections.abc import Iterable
from dataclasses import replace as with_other
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stepback_course.awards.models import REPLACEMENT_REASONS, REVOCATION_REASONS
from stepback_course.cli.house import echo_json, echo_table, opened_desks
from stepback_course.cli.named import cohort_named
from stepback_course.cli.passphrases import passphrase_option, unlock_to_sign
from stepback_course.clock import day_of
from stepback_course.desks import Desks
from stepback_course.reports.certificates import described, ended_line, register_csv
from stepback_course.reports.files import write_whole
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.awards.models import Certificate, RegisterRow, Sought

LANGUAGES = ("en", "cy", "en-cy")
KINDS = ("pdf", "credential", "badge")
_SUFFIX = {"pdf": ".pdf", "credential": ".json", "badge": ".png"}


def _sought_options(command: Any) -> Any:
    """Add the options that say which certificates are meant."""
    for option in (
        click.option("--year", type=click.IntRange(2000, 9999), help="Awarded in this year."),
        click.option("--series", default="", help="Of this number series, such as SBP."),
        click.option("--cohort", default="", help="Of this cohort."),
        click.option(
            "--specimens/--no-specimens",
            default=None,
            help="Only specimens, or none of them.",
        ),
        click.option("--search", "words", default="", help="With these words in name or number."),
    ):
        command = option(command)
    return command


@click.command(name="list")
@_sought_options
@click.option("--state", type=click.Choice(["issued", "replaced", "revoked"]))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--format", "style", type=click.Choice(["table", "csv"]), default="table")
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write CSV to this file.",
)
@click.pass_context
def list_certificates(
    ctx: click.Context, /, *, as_json: bool, style: str, path: Path | None, **asked: Any
) -> None:
    """List the register in the order of its numbers, or write it as CSV."""
    with opened_desks(ctx) as desks:
        register, sought = desks.register, _sought(desks, asked)
        if as_json:
            every = (each.model_dump(mode="json") for each in register.every(sought))
            echo_json("certificates", every)
        elif style == "csv" or path is not None:
            _write_csv(register_csv(register.every(sought)), path)
        else:
            _echo_rows(register.rows(sought))


@click.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def show(ctx: click.Context, number: str, as_json: bool) -> None:
    """Show one certificate: what it says, whether it stands, and what happened to it."""
    with opened_desks(ctx) as desks:
        certificate = desks.register.certificate(number)
        if as_json:
            echo_json("certificates", [certificate.model_dump(mode="json")])
            return
        is_whole = desks.register.is_whole(certificate)
        for line in described(certificate, day_of(desks.clock()), is_whole=is_whole):
            click.echo(line)


@click.command()
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER…")
@click.option("--as", "kind", type=click.Choice(KINDS), default="pdf", show_default=True)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder to write to.",
)
@click.pass_context
def save(ctx: click.Context, numbers: tuple[str, ...], kind: str, folder: Path) -> None:
    """Write the page, the credential or the badge of each certificate NUMBER… to a file.

    A page is as it was issued, also where the certificate does not stand any more: that is said.
    """
    with opened_desks(ctx) as desks:
        # All are found before one is written: a slip in the last number leaves no half of it done.
        for certificate in [desks.register.certificate(number) for number in numbers]:
            content = _content(desks, certificate, kind)
            path = folder / f"{certificate.number}{_SUFFIX[kind]}"
            write_whole(path, content)
            click.echo(path)
            if ended := ended_line(certificate, day_of(desks.clock())):
                click.echo(ended, err=True)


@click.command()
@click.argument("number")
@click.option("--reason", type=click.Choice(list(REPLACEMENT_REASONS)), required=True)
@click.option("--name", default="", help="The corrected name.")
@click.option("--language", type=click.Choice(LANGUAGES), default=None)
@click.option("--note", default="", help="What else there is to say about it.")
@passphrase_option
@click.pass_context
def replace(
    ctx: click.Context,
    number: str,
    reason: str,
    name: str,
    language: str | None,
    note: str,
    passphrase_file: Path | None,
) -> None:
    """Put a new certificate in the place of NUMBER; the day of the award stays.

    Doing it again after an interruption finishes it.
    """
    with opened_desks(ctx) as desks:
        unlock_to_sign(desks, passphrase_file)
        made = desks.register.replace(number, reason, name=name, language=language or "", note=note)
        told = _("{number}  {name}, in the place of {replaced}")
        click.echo(told.format(number=made.number, name=made.facts.name, replaced=made.replaces))


@click.command()
@click.argument("number")
@click.option("--reason", type=click.Choice(list(REVOCATION_REASONS)), required=True)
@click.option("--note", default="", help="What else there is to say about it.")
@click.pass_context
def revoke(ctx: click.Context, number: str, reason: str, note: str) -> None:
    """Revoke the certificate NUMBER for good; it stays in the register."""
    with opened_desks(ctx) as desks:
        revoked = desks.register.revoke(number, reason, note)
        told = _("{number}  {name}, revoked")
        click.echo(told.format(number=revoked.number, name=revoked.facts.name))


@click.command()
@click.argument("numbers", nargs=-1, metavar="[NUMBER…]")
@_sought_options
@click.option("--all", "everybody", is_flag=True, help="To everybody whose certificate stands.")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write to.",
)
@click.pass_context
def letters(
    ctx: click.Context,
    /,
    *,
    numbers: tuple[str, ...],
    everybody: bool,
    folder: Path,
    **asked: Any,
) -> None:
    """Write a letter to the holder of each NUMBER…, with the certificate attached.

    In the place of numbers, options such as --cohort say whose certificates are meant, of those
    that stand; --all writes to everybody. Nothing is sent.
    """
    from stepback_course.reports.letters.awarded import write_award_letters

    is_narrowed = any(value not in ("", None) for value in asked.values())
    if (bool(numbers), everybody, is_narrowed).count(True) != 1:
        raise click.UsageError(
            _(
                "say to whom, in one way: by the numbers of certificates, by an option such as"
                " --cohort, or by --all for everybody whose certificate stands"
            )
        )
    with opened_desks(ctx) as desks:
        standing = with_other(_sought(desks, asked), state="issued")
        chosen = numbers or [row.number for row in desks.register.rows(standing)]
        for path in write_award_letters(desks, chosen, folder):
            click.echo(path)


def _sought(desks: Desks, asked: dict[str, Any]) -> "Sought":
    """Return what the options ask for. Raises Refusal for a cohort that there is not."""
    from stepback_course.awards.models import Sought

    given = {option: value for option, value in asked.items() if value not in ("", None)}
    if "cohort" in given:
        given["cohort"] = cohort_named(desks, given["cohort"])
    return Sought(**given)


def _content(desks: Desks, certificate: "Certificate", kind: str) -> bytes:
    """Return what is saved of a certificate. Raises Refusal where it is unsigned and has none."""
    register = desks.register
    made = {"pdf": register.pdf, "credential": register.credential, "badge": register.badge}
    content = made[kind](certificate.number)
    if content is None:
        told = _("certificate {number} is unsigned: it has no credential")
        raise Refusal("not_ready", told.format(number=certificate.number))
    return content


def _write_csv(content: str, path: Path | None) -> None:
    if path is None:
        click.echo(content, nl=False)
        return
    # A spreadsheet program takes a file for UTF-8 only where it begins with this mark.
    write_whole(path, content.encode("utf-8-sig"))


def _echo_rows(rows: "Iterable[RegisterRow]") -> None:
    echo_table(
        [_("number"), _("name"), _("awarded"), _("state"), _("signed")],
        ((row.number, row.name, row.awarded_on, _state(row), _signed(row)) for row in rows),
    )


def _signed(row: "RegisterRow") -> str:
    return _("yes") if row.is_signed else _("no")


def _state(row: "RegisterRow") -> str:
    if row.replaced_by:
        return _("replaced by {number}").format(number=row.replaced_by)
    return {"issued": _("issued"), "replaced": _("replaced"), "revoked": _("revoked")}[row.state]
