"""Commands for whoever looks after a store: check it, copy it, back it up, restore it."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from stepback_course.cli.checking import Checked, check_store
from stepback_course.cli.groups import Commands
from stepback_course.cli.house import echo_json, echo_table, opened, opened_store, plain_refusals
from stepback_course.cli.progress import progress_line
from stepback_course.clock import day_of, parse_instant, system_clock, time_of_day
from stepback_course.people.organisation import organisation_of
from stepback_course.portfolio.erasing.forgetting import Forgetting
from stepback_course.portfolio.erasing.rules import Tombstone
from stepback_course.portfolio.erasing.tombstones import kept_in, tombstone_folder
from stepback_course.store import Finding, Store, StoreError
from stepback_course.store.moving.archive import Manifest
from stepback_course.store.moving.comparing import Comparison, compare
from stepback_course.store.moving.copying import (
    CopyReport,
    copy_store,
    require_apart,
    require_something,
)
from stepback_course.store.moving.packing import write_backup
from stepback_course.store.moving.restoring import restore as restore_into
from stepback_course.store.moving.unpacking import opened_archive, verify
from stepback_course.text import _, ngettext
from stepback_course.text.days import shown_day

_COUNTED = [_("folders"), _("records"), _("files")]
erased_option = click.option(
    "--erased",
    "elsewhere",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A copy of another computer's folder stepback-erased: what it names does not come back.",
)


@click.group(cls=Commands)
def store() -> None:
    """Check, copy, back up or restore everything that is kept."""


@store.command()
@click.option("--trail", is_flag=True, help="Also follow the trail of every unit.")
@click.option("--heads", is_flag=True, help="With --trail: list what each portfolio comes to.")
@click.option(
    "--receipt",
    metavar="HEAD",
    default="",
    help="With --trail: say of which portfolio a receipt is, and when it stood so.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def check(ctx: click.Context, trail: bool, heads: bool, receipt: str, as_json: bool) -> None:
    """Read everything and say what is damaged, where, and what was recovered.

    The exit code is 1 where something is wrong, or where no portfolio ever stood as a receipt says.
    """
    if (heads or receipt) and not trail:
        raise click.UsageError(_("--heads and --receipt go with --trail"))
    with plain_refusals(), opened_store(ctx) as kept:
        with progress_line(_("Checking")) as progress:
            checked = check_store(kept, trail=trail, progress=progress)
        notices = kept.notices()
        url = kept.url
    fits = _is_receipt(checked, receipt) if receipt else True
    if as_json:
        echo_json("store-check", _check_rows(url, checked, notices))
    else:
        echo_table(_COUNTED, [(checked.folders, checked.records, checked.files)])
        for sentence in (*_sentences(checked.damage), *_sentences(checked.trails), *notices):
            click.echo(sentence)
        if checked.is_empty:
            click.echo(_("There is nothing in {place} yet.").format(place=url))
        elif checked.is_sound:
            click.echo(_("Nothing is damaged in {place}.").format(place=url))
        if trail:
            _echo_heads(checked, each=heads)
    sys.exit(0 if checked.is_sound and fits else 1)


@store.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@erased_option
def copy(source: str, target: str, elsewhere: tuple[Path, ...]) -> None:
    """Copy everything from one store to another, and prove by hash that it arrived.

    What TO has already is left as it is. What was erased since FROM was written, as this computer
    remembers, does not come along. Run it again to go on after an interruption.
    """
    with plain_refusals(), opened(source) as ours, opened(target) as theirs:
        require_apart(ours, theirs)
        require_something(ours)
        remembered = Forgetting(ours, kept_in([tombstone_folder(), *elsewhere]))
        _echo_erased_since(remembered.applied)
        with _resumable(), progress_line(_("Copying")) as progress:
            report = copy_store(remembered, theirs, actor="copy", progress=progress)
        with progress_line(_("Comparing")) as progress:
            comparison = compare(remembered, theirs, progress=progress)
        _end_with(report, comparison, ours.url, theirs.url)


@store.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def backup(ctx: click.Context, file: Path) -> None:
    """Write everything the store holds to FILE, a zip that any engine can restore.

    FILE is complete or not there at all. What is damaged is named, and the exit code is then 1.
    """
    with plain_refusals(), opened_store(ctx) as kept:
        require_something(kept)
        with progress_line(_("Backing up")) as progress:
            written = write_backup(
                kept, file, about=_whose(kept), made=system_clock(), progress=progress
            )
    _echo_manifest(file, written.manifest)
    _echo_refusals(_sentences(written.unread))
    sys.exit(1 if written.unread else 0)


@store.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Only see whether the backup is whole.")
@erased_option
@click.pass_context
def restore(ctx: click.Context, file: Path, only_check: bool, elsewhere: tuple[Path, ...]) -> None:
    """Put the backup in FILE into the store, which has to be empty.

    Everything in FILE is verified first. What was erased since the backup was made, as this
    computer remembers, does not come back. Run it again to go on after an interruption.
    """
    with plain_refusals(), opened_archive(file) as archive:
        with progress_line(_("Verifying")) as progress:
            damage = verify(archive, progress)
        _echo_manifest(file, archive.manifest)
        if damage:
            _echo_refusals(_sentences(damage))
            click.echo(_("The backup is damaged, and nothing was restored from it."), err=True)
        elif only_check:
            click.echo(_("The backup is whole."))
        if damage or only_check:
            sys.exit(1 if damage or archive.manifest.lacking else 0)
        backup = Forgetting(archive, kept_in([tombstone_folder(), *elsewhere]))
        _echo_erased_since(backup.applied)
        with opened_store(ctx) as kept:
            with _resumable(), progress_line(_("Restoring")) as progress:
                report = restore_into(backup, kept, progress=progress)
            with progress_line(_("Comparing")) as progress:
                comparison = compare(backup, kept, progress=progress)
            _end_with(report, comparison, str(file), kept.url)
    sys.exit(1 if archive.manifest.lacking else 0)


@contextmanager
def _resumable() -> Iterator[None]:
    """Say of a refusal in the middle that what is done stays done."""
    try:
        yield
    except StoreError as refusal:
        click.echo(str(refusal), err=True)
        click.echo(
            _("What was written before is safe: run the same command again to go on from there."),
            err=True,
        )
        sys.exit(1)


def _end_with(report: CopyReport, comparison: Comparison, source: str, target: str) -> None:
    """Print what came of a copy, and leave with 1 where the two sides are not the same."""
    tallies = zip(_COUNTED, (report.folders, report.records, report.files), strict=True)
    echo_table(
        ["", _("copied"), _("already here"), _("refused")],
        ((what, tally.copied, tally.already, tally.refused) for what, tally in tallies),
    )
    echo_table([_("hash"), _("of")], [(comparison.source, source), (comparison.target, target)])
    known = {refusal.place for refusal in report.refusals}
    new = [each for each in comparison.differences if each.place not in known]
    _echo_refusals(_sentences([*report.refusals, *new]))
    if comparison.agrees:
        click.echo(_("Both hold the same."))
    else:
        click.echo(_("They do not hold the same: see above for what differs."), err=True)
        sys.exit(1)


def _echo_heads(checked: Checked, *, each: bool) -> None:
    """Print of how many portfolios the trails are whole, or what each of them comes to."""
    from stepback_course.portfolio.heads import printed_head

    told = ngettext(
        "The trails of {count} portfolio are whole.",
        "The trails of {count} portfolios are whole.",
        len(checked.heads),
    )
    click.echo(told.format(count=len(checked.heads)))
    if each:
        echo_table(
            [_("portfolio"), _("head"), _("receipt")],
            (
                (heads.folder.partition("/")[2], heads.head, printed_head(heads.receipt))
                for heads in checked.heads
            ),
        )


def _is_receipt(checked: Checked, written: str) -> bool:
    """Say of which portfolio a receipt is, on standard error, and return whether of any."""
    from stepback_course.cli.trails import portfolio_of_receipt

    found = portfolio_of_receipt(checked.heads, written)
    if found is None:
        click.echo(
            _("No portfolio here whose trails are whole ever stood as this receipt says."), err=True
        )
        return False
    folder, at = found
    moment = parse_instant(at)
    sentence = _("The receipt is of {portfolio}, as it stood on {day} at {time}.")
    day = shown_day(day_of(moment).isoformat())
    portfolio = folder.partition("/")[2]
    click.echo(sentence.format(portfolio=portfolio, day=day, time=time_of_day(moment)), err=True)
    return True


def _check_rows(url: str, checked: Checked, notices: list[str]) -> Iterator[dict[str, Any]]:
    yield {
        "kind": "read",
        "place": url,
        "folders": checked.folders,
        "records": checked.records,
        "files": checked.files,
    }
    for kind, findings in (("damage", checked.damage), ("trail", checked.trails)):
        for finding in findings:
            yield {"kind": kind, "place": finding.place, "sentence": finding.sentence}
    for heads in checked.heads:
        yield {
            "kind": "head",
            "place": heads.folder,
            "head": heads.head,
            "receipt": heads.receipt,
        }
    for sentence in notices:
        yield {"kind": "notice", "place": url, "sentence": sentence}


def _echo_manifest(file: Path, manifest: Manifest) -> None:
    made = parse_instant(manifest.made)
    click.echo(
        _("{file} holds what {about} had on {day} at {time}.").format(
            file=file, about=manifest.about, day=day_of(made), time=time_of_day(made)
        )
    )
    echo_table(_COUNTED, [(len(manifest.folders), manifest.records, len(manifest.files))])
    echo_table([_("hash")], [(manifest.hash,)])
    if manifest.lacking:
        sentence = _("It lacks what could not be read in the store: {places}.")
        click.echo(sentence.format(places=", ".join(manifest.lacking)), err=True)


def _echo_erased_since(tombstones: Iterable[Tombstone]) -> None:
    for tombstone in tombstones:
        sentence = _(
            "{portfolio}: what was erased on {day} is left out ({units}). The hash is therefore "
            "another than before."
        )
        day = shown_day(day_of(parse_instant(tombstone.at)).isoformat())
        units = ", ".join(tombstone.units)
        click.echo(sentence.format(portfolio=tombstone.portfolio, day=day, units=units))


def _echo_refusals(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        click.echo(sentence, err=True)


def _sentences(findings: Iterable[Finding]) -> list[str]:
    return [finding.sentence for finding in findings]


def _whose(kept: Store) -> str:
    """Return the organisation's name, for people who find a backup one day."""
    try:
        return organisation_of(kept).name
    except (StoreError, ValueError):
        return _("a store whose settings are damaged")
