"""What a machine remembers of the bundles it sealed, and that they arrived."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from stepback_course.clock import instant
from stepback_course.desks import Desks
from stepback_course.handover.contents.arrivals import Arrival
from stepback_course.handover.contents.outcomes import Outcome
from stepback_course.handover.contents.parcels import Receipt
from stepback_course.handover.envelope.manifest import Kind, Manifest
from stepback_course.handover.office.records import rewrite
from stepback_course.portfolio.heads import printed_head
from stepback_course.portfolio.models import Digest
from stepback_course.store import Document, Store
from stepback_course.store.paging import all_rows
from stepback_course.text import _
from stepback_course.text.fields import Frozen, Identifier, Line

ITEMS_LIMIT = 10_000
"""How many things of one bundle are remembered as sent."""


class SentBundle(Frozen):
    """One bundle that was sealed here."""

    id: Line
    kind: Kind
    person: Identifier
    """Who is at the end that is not the office."""
    at: Line
    about: Line
    items: Annotated[tuple[Digest, ...], Field(max_length=ITEMS_LIMIT)] = ()
    """The digests of what is not sent again once it was received."""
    received: Line = ""
    """When the office opened it, once that is known."""
    lines: tuple[Outcome, ...] = ()
    """What came of it there."""


def note_sent(
    desks: Desks, manifest: Manifest, person: str, about: str, items: tuple[str, ...]
) -> None:
    """Remember a bundle that was sealed here; `person` is at the end that is not the office."""
    sent = SentBundle(
        id=manifest.id,
        kind=manifest.kind,
        person=person,
        at=manifest.created,
        about=about,
        items=items,
    )
    document = sent.model_dump(mode="json")
    _rewrite(desks, person, sent.id, lambda known: None if known else document)


def sent_bundles(store: Store, person: str) -> list[SentBundle]:
    """Return what was sealed here by a person or, at the office, for them; the oldest first."""
    rows = all_rows(store, "sent", sort="at", person=person.lower())
    records = (store.get(row.folder, row.record) for row in rows)
    return [SentBundle.model_validate(record.document) for record in records if record]


def received_items(store: Store, person: str) -> frozenset[str]:
    """Return the digests of everything a person sent that is known to have arrived."""
    sent = sent_bundles(store, person)
    return frozenset(item for bundle in sent if bundle.received for item in bundle.items)


def take_receipts(arrival: Arrival, receipts: tuple[Receipt, ...]) -> tuple[Outcome, ...]:
    """Remember that bundles of ours were received; those that were not sent from here say nothing.

    A bundle that came to something in several folders has a receipt for each.
    """
    person = arrival.desks.actor.id
    waiting = {sent.id for sent in sent_bundles(arrival.desks.store, person)}
    known = [receipt for receipt in receipts if receipt.bundle in waiting]
    fresh = [receipt for receipt in known if _receive(arrival.desks, person, receipt)]
    return tuple(
        Outcome(
            what=f"receipt {receipt.bundle[:8]}",
            word="taken" if receipt in fresh else "already here",
            why=_stood(receipt.head),
        )
        for receipt in sorted(known, key=lambda receipt: receipt not in fresh)
    )


def _stood(head: str) -> str:
    sentence = _("the portfolio then came to {head}")
    return sentence.format(head=printed_head(head)) if head else ""


def _receive(desks: Desks, person: str, receipt: Receipt) -> bool:
    """Write a receipt to the bundle it is for, and say whether that was news."""
    is_news = False

    def received(document: Document | None) -> Document | None:
        nonlocal is_news
        known = SentBundle.model_validate(document)
        lines = (*known.lines, *(line for line in receipt.lines if line not in known.lines))
        read = known.model_copy(update={"received": known.received or receipt.at, "lines": lines})
        is_news = read != known
        return read.model_dump(mode="json") if is_news else None

    _rewrite(desks, person, receipt.bundle, received)
    return is_news


def _rewrite(
    desks: Desks,
    person: str,
    bundle: str,
    change: Callable[[Document | None], Document | None],
) -> None:
    name = f"sent/{bundle}"
    known = desks.store.get(f"person/{person}", name)
    row = known.summary if known else None
    rewrite(
        desks.store,
        f"person/{person}",
        name,
        change,
        actor=desks.actor.id,
        summary=row
        or {
            "kind": "sent",
            "id": bundle,
            "person": person.lower(),
            "at": instant(desks.clock()),
        },
    )
