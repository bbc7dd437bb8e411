"""Following the trails of a portfolio: what is broken, what stands, which receipt fits."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from stepback_course.awards.entries import read_certificate
from stepback_course.awards.trail import is_whole as is_whole_certificate
from stepback_course.portfolio.heads import (
    is_printed_as,
    portfolio_head,
    receipt_head,
    receipt_heads,
    units_of,
)
from stepback_course.portfolio.models import UnitRecord
from stepback_course.portfolio.trail import first_broken_entry, is_whole
from stepback_course.store import Finding, Record
from stepback_course.text import _, digest


@dataclass(frozen=True, slots=True)
class Heads:
    """What the trails of one portfolio come to."""

    folder: str
    head: str
    """Over everything in them."""
    receipt: str
    """Over what the practitioner knows, as receipts print it."""
    receipts: tuple[tuple[str, str], ...]
    """Every head that a receipt may have had, oldest first, each with its instant."""

    def instant_of(self, written: str) -> str:
        """Return when a receipt's head was this portfolio's, or an empty text."""
        fitting = (at for at, head in self.receipts if is_printed_as(head, written))
        return next(fitting, "")


def heads_of(folder: str, records: Mapping[str, Record]) -> Heads:
    """Return what the trails of one portfolio come to."""
    units = units_of({name: record.document for name, record in records.items()})
    heads = tuple(receipt_heads(units))
    return Heads(folder, portfolio_head(units), receipt_head(units), heads)


def portfolio_of_receipt(heads: Iterable[Heads], written: str) -> tuple[str, str] | None:
    """Return the folder that a receipt is of, and the instant at which it stood so, or None."""
    for each in heads:
        if at := each.instant_of(written):
            return each.folder, at
    return None


def broken_trails(records: Mapping[str, Record], kept: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with the units of one portfolio; `kept` are the hashes of all files."""
    for name, record in records.items():
        place = f"{record.folder} {name}"
        if name.startswith("unit/"):
            appeal = records.get(f"appeal/{name.removeprefix('unit/')}")
            for sentence in _slips(place, record, appeal, kept):
                yield Finding(place, sentence)
        elif name.startswith("erasure/") and not record.document.get("finished"):
            sentence = _(
                "{place}: something was erased, and the program was stopped before every copy was "
                "gone. Go on with 'stepback erase finish'."
            )
            yield Finding(place, sentence.format(place=place))


def broken_certificates(records: Mapping[str, Record], kept: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with one certificate; `kept` are the hashes of all files."""
    for name, record in records.items():
        place = f"{record.folder} {name}"
        try:
            certificate = read_certificate(record)
        except ValueError:
            sentence = _("{place} is not a certificate. Compare it with a backup.")
            yield Finding(place, sentence.format(place=place))
            continue
        if not is_whole_certificate(certificate):
            sentence = _(
                "{place} does not say what the last entry of its trail says it does. "
                "Compare it with a backup before anybody relies on this certificate."
            )
            yield Finding(place, sentence.format(place=place))
        if certificate.pdf not in kept:
            sentence = _("{place}: the page that was issued is not kept here.")
            yield Finding(place, sentence.format(place=place))
        if certificate.credential and certificate.credential not in kept:
            sentence = _("{place}: the credential that was issued is not kept here.")
            yield Finding(place, sentence.format(place=place))


def _slips(
    place: str, record: Record, appeal: Record | None, kept: Collection[str]
) -> Iterator[str]:
    try:
        unit = UnitRecord.model_validate(record.document)
    except ValueError:
        yield _("{place} is not the record of a unit, so its trail cannot be followed.").format(
            place=place
        )
        return
    broken = first_broken_entry(unit.trail)
    if broken is not None:
        entry = unit.trail[broken]
        yield _(
            "{place}: entry {number} of its trail ('{action}', {at}) is not as this program wrote "
            "it. Compare it with a backup before anybody goes on with this unit."
        ).format(place=place, number=broken + 1, action=entry.action, at=entry.at)
    elif not is_whole(unit):
        yield _(
            "{place} does not say what the last entry of its trail says it does. "
            "Compare it with a backup before anybody goes on with this unit."
        ).format(place=place)
    elif unit.appeal and (appeal is None or digest(appeal.document) != unit.appeal.record):
        yield _(
            "{place}: its trail speaks of an appeal, and the record of that appeal is not what it "
            "speaks of. Compare it with a backup before anybody goes on with this unit."
        ).format(place=place)
    yield from _lost_files(place, unit, kept)


def _lost_files(place: str, unit: UnitRecord, kept: Collection[str]) -> Iterator[str]:
    for attempt in unit.attempts:
        if attempt.erased and attempt.file in kept:
            yield _(
                "{place}: attempt {number} was erased, and a copy of it is kept all the same. "
                "Erase that unit once more."
            ).format(place=place, number=attempt.number)
        elif not attempt.erased and attempt.file not in kept:
            yield _("{place}: what was submitted as attempt {number} is not kept here.").format(
                place=place, number=attempt.number
            )
