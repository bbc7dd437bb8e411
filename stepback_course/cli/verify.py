"""The command that says whether certificates are genuine, whose they are and whether they stand."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stepback_course.cli.house import default_store, echo_json, opened, plain_refusals
from stepback_course.text import _
from stepback_course.text.cleaning import clean_line

if TYPE_CHECKING:
    from stepback_course.awards.keys.issuers import IssuerKey
    from stepback_course.awards.verifying.verdict import Known, Verdict
    from stepback_course.store import Store

_WIDTH = 88
_LONG_AGO = "1970-01-01T00:00:00.000Z"


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option(
    "--issuer",
    "dids",
    multiple=True,
    metavar="DID",
    help="A key to trust, as its owner publishes it: did:key:z6Mk…",
)
@click.option(
    "--withdrawn",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The issuer's signed list of certificates that stand no more.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def verify(
    ctx: click.Context,
    files: Sequence[Path],
    dids: Sequence[str],
    withdrawn: Path | None,
    as_json: bool,
) -> None:
    """Say whether FILE… are genuine certificates, whose, and whether they stand.

    A FILE is a certificate's PDF, a badge picture or a credential. Nothing is asked of the network,
    and no store is needed; where there is one, its keys and its register are known.

    Exit code: 0 trusted, 1 unreadable, 3 valid but of an unknown issuer, 4 status unknown, 5
    expired, 6 replaced, 7 revoked, 8 altered; of several files, the highest.
    """
    from stepback_course.awards.verifying.verdict import verify_file

    with plain_refusals(), _knowledge(ctx, dids, withdrawn) as known:
        verdicts = [verify_file(path, known) for path in files]
    if as_json:
        echo_json("verify", map(_row, verdicts))
    else:
        click.echo("\n\n".join(_told(verdict) for verdict in verdicts))
    sys.exit(max(verdict.exit_code for verdict in verdicts))


@contextmanager
def _knowledge(
    ctx: click.Context, dids: Sequence[str], withdrawn: Path | None
) -> Iterator["Known"]:
    """Gather what is known here: of the store, where there is one, and of the command line."""
    from stepback_course.awards.verifying.verdict import Known
    from stepback_course.clock import system_clock

    named = [_trusted(did) for did in dids]
    url, _person = ctx.find_root().obj
    if not _is_there(url or default_store()):
        if url is not None:
            told = _("There is no store in {place}: its keys and its register are not known here.")
            click.echo(told.format(place=clean_line(url)), err=True)
        known = Known(at=system_clock(), issuers=named)
        yield _with_list(known, withdrawn)
        return
    with opened(url or default_store()) as store:
        yield _with_list(_of_store(store, named), withdrawn)


def _is_there(url: str) -> bool:
    """Say whether there is a store at `url`, as far as a folder tells."""
    place = url.removeprefix("tinydb:").removeprefix("//")
    if "://" in place or place.startswith("memory:"):
        return True
    try:
        return Path(place).expanduser().is_dir()
    except (OSError, RuntimeError):  # no such name can be, or ~ stands before a name nobody has
        return False


def _trusted(did: str) -> "IssuerKey":
    from pydantic import ValidationError

    from stepback_course.awards.keys.issuers import IssuerKey

    try:
        return IssuerKey(did=did, since=_LONG_AGO)
    except ValidationError:
        raise click.UsageError(
            _("'{did}' is not the name of a key: it is written like did:key:z6Mk…").format(
                did=clean_line(did)[:60]
            )
        ) from None


def _of_store(store: "Store", named: Sequence["IssuerKey"]) -> "Known":
    from stepback_course.awards.entries import find_certificate
    from stepback_course.awards.keys.issuers import issuer_keys
    from stepback_course.awards.looks import look_of
    from stepback_course.awards.models import Certificate
    from stepback_course.awards.page import Look
    from stepback_course.awards.verifying.verdict import Known
    from stepback_course.clock import system_clock
    from stepback_course.text.refusals import Refusal

    def register(number: str) -> Certificate | None:
        return find_certificate(store, number)

    def looks(look: str) -> Look | None:
        try:
            return look_of(store, look)
        except Refusal:
            return None

    # What the store knows of a key, when it was retired for instance, goes before its bare name.
    own = issuer_keys(store)
    issuers = list({key.did: key for key in (*named, *own)}.values())
    return Known(
        at=system_clock(),
        issuers=issuers,
        register=register,
        own=frozenset(key.did for key in own),
        looks=looks,
    )


def _with_list(known: "Known", path: Path | None) -> "Known":
    from dataclasses import replace

    from stepback_course.awards.checking.withdrawn import LARGEST, read_withdrawn
    from stepback_course.text.refusals import Refusal

    if path is None:
        return known
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Refusal(
            "unknown",
            _("{path} cannot be read: {reason}").format(
                path=clean_line(click.format_filename(path)), reason=error.strerror
            ),
        ) from None
    try:
        listed = read_withdrawn(content, known.issuers)
    except Refusal as refusal:
        raise Refusal(
            refusal.code,
            _("{path} is of no use here: {reason}").format(
                path=clean_line(click.format_filename(path)), reason=refusal
            ),
        ) from None
    return replace(known, withdrawn=listed)


def _told(verdict: "Verdict") -> str:
    """Return what is printed about one file."""
    lines = [clean_line(click.format_filename(verdict.path)), f"  {_heading(verdict)}"]
    if verdict.claims:
        lines += ["", *_claimed(verdict)]
    lines += ["", *map(_wrapped, verdict.sentences)]
    if verdict.claims and verdict.outcome not in ("altered", "revoked"):
        question = _(
            "Does the certificate in front of you say the same? If it does not, do not accept it."
        )
        lines += ["", _wrapped(question)]
    return "\n".join(lines)


def _heading(verdict: "Verdict") -> str:
    if verdict.outcome == "trusted" and verdict.claims and verdict.claims.specimen:
        return _("SPECIMEN: genuine, and nobody's award.")
    return {
        "trusted": _("TRUSTED: it is genuine, and nothing known here speaks against it."),
        "unknown issuer": _("ISSUER UNKNOWN: it is signed, but nothing here says by whom."),
        "status unknown": _(
            "NOT ALL KNOWN: what it says is genuine, but not all could be checked."
        ),
        "expired": _("EXPIRED: it is genuine, and has ended."),
        "replaced": _("REPLACED: it was genuine, and another stands in its place."),
        "revoked": _("REVOKED: do not accept it. Its issuer withdrew it."),
        "altered": _("ALTERED: do not accept it."),
        "unreadable": _("UNREADABLE: nothing here can be checked."),
    }[verdict.outcome]


def _claimed(verdict: "Verdict") -> Iterator[str]:
    from stepback_course.text.days import shown_day

    claims = verdict.claims
    if claims is None:
        return
    rows = [
        (_("Name"), claims.name),
        (_("Course"), claims.course),
        (_("Awarded"), shown_day(claims.day.isoformat())),
        (_("Number"), claims.number),
        (_("Says it is of") if verdict.outcome == "unknown issuer" else _("Issuer"), claims.issuer),
        (_("Key"), claims.did),
    ]
    if claims.valid_until:
        rows.insert(3, (_("Until"), shown_day(claims.valid_until.isoformat())))
    width = max(len(label) for label, _value in rows)
    for label, value in rows:
        if value:
            yield f"  {label.ljust(width)}  {value}"


def _wrapped(sentence: str) -> str:
    return click.wrap_text(sentence, _WIDTH, initial_indent="  ", subsequent_indent="  ")


def _row(verdict: "Verdict") -> dict[str, Any]:
    claims = verdict.claims
    row: dict[str, Any] = {
        "file": click.format_filename(verdict.path),
        "outcome": verdict.outcome,
        "exit_code": verdict.exit_code,
        "page": verdict.page,
        "sentences": verdict.sentences,
    }
    if claims:
        row |= {
            "name": claims.name,
            "course": claims.course,
            "awarded": claims.day.isoformat(),
            "number": claims.number,
            "issuer": claims.issuer,
            "key": claims.did,
            "valid_until": claims.valid_until.isoformat() if claims.valid_until else None,
            "specimen": claims.specimen,
        }
    return row
