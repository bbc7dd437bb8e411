"""A bundle on its way into a store: each folder it touches is changed whole, once, and noted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from stepback_course.clock import instant
from stepback_course.desks import Desks
from stepback_course.handover.contents.outcomes import ATTENTION, Outcome, already_here
from stepback_course.handover.contents.parcels import ASIDE_LIMIT, Aside, AsideList, Receipt
from stepback_course.handover.envelope.bundle import Bundle
from stepback_course.handover.envelope.manifest import Kind
from stepback_course.handover.office.records import RETRIES
from stepback_course.portfolio.heads import receipt_head, units_of
from stepback_course.store import (
    NEVER_WRITTEN,
    Change,
    Conflict,
    Document,
    Encoded,
    Record,
    Store,
    Summary,
)
from stepback_course.store.paging import all_rows
from stepback_course.text import _
from stepback_course.text.fields import LATER, Frozen, Identifier, Line
from stepback_course.text.refusals import Refusal

LINES_KEPT = 100
RECEIPTS_SENT = 100
"""How many of the newest bundles of a person are acknowledged each time."""


class BundleNote(Frozen):
    """What one bundle came to in one folder."""

    kind: Kind
    person: Identifier
    card: Line
    created: Line
    taken: Line
    lines: Annotated[tuple[Outcome, ...], Field(max_length=LINES_KEPT)]
    head: Annotated[Line, LATER] = ""
    """Where the folder is a portfolio's, what that then came to; see `portfolio.heads`."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A bundle whose seal, signature and sender were checked, and the desks it is taken in at."""

    desks: Desks
    bundle: Bundle
    person: str
    """Whom the sender's card belongs to."""

    @property
    def id(self) -> str:
        """The bundle's id."""
        return self.bundle.manifest.id

    @property
    def card(self) -> str:
        """The key that signed it."""
        return self.bundle.manifest.sender.card.signing

    def now(self) -> str:
        """Return the present instant, as records keep it."""
        return instant(self.desks.clock())


@dataclass(frozen=True, slots=True)
class Taking:
    """What a bundle changes in one folder, and what is said of it."""

    outcomes: Sequence[Outcome]
    changes: Mapping[str, Change]


def settle(arrival: Arrival, folder: str, take: Callable[[], Taking]) -> tuple[Outcome, ...]:
    """Write what a bundle changes in one folder together with a note of it, all or nothing.

    A bundle that was noted without anything refused is not taken again. `take` is asked again
    where somebody else wrote meanwhile.
    """
    store, name = arrival.desks.store, f"bundle/{arrival.id}"
    for _attempt in range(RETRIES):
        record = store.get(folder, name)
        known = BundleNote.model_validate(record.document) if record else None
        if known and not any(line.word in ATTENTION for line in known.lines):
            return already_here(known.lines)
        taking = take()
        outcomes = tuple(taking.outcomes)
        lines = _remembered(known.lines if known else (), outcomes)[:LINES_KEPT]
        if known and not taking.changes and lines == known.lines:
            return outcomes
        revision = record.revision if record else NEVER_WRITTEN
        head = _head(store, folder, taking.changes)
        note = _note(arrival, lines, known.taken if known else arrival.now(), head)
        row = _row(note, arrival.id, folder, aside=_puts_aside(taking, record))
        noted = Change(revision, note.model_dump(mode="json"), row)
        changes = {**taking.changes, name: noted}
        try:
            store.put(
                folder,
                changes,
                operation=f"{arrival.id}-{revision}",
                actor=arrival.desks.actor.id,
            )
        except Conflict:
            continue
        return outcomes
    raise Conflict(_("this is being written elsewhere: try again"), {})


def put_aside(
    arrival: Arrival,
    records: Mapping[str, Record],
    name: str,
    documents: Sequence[Document],
    card: str,
) -> dict[str, Change]:
    """Return the change that keeps other versions of a record beside it; none where they are.

    `card` is the key that signed them, or an empty text where they were made here. Raises Refusal
    where so many are kept that nobody looks at them.
    """
    record = records.get(f"aside/{name}")
    known = AsideList.model_validate(record.document) if record else AsideList()
    kept = [copy.document for copy in known.copies]
    fresh = tuple(
        Aside(bundle=arrival.id, card=card, kept=arrival.now(), document=document)
        for document in documents
        if document not in kept
    )
    if not fresh:
        return {}
    if len(known.copies) + len(fresh) > ASIDE_LIMIT:
        raise Refusal("too_large", _("too many other versions are kept beside it already"))
    grown = AsideList(copies=(*known.copies, *fresh))
    revision = record.revision if record else NEVER_WRITTEN
    return {f"aside/{name}": Change(revision, grown.model_dump(mode="json"))}


def receipts_for(store: Store, person: str) -> tuple[Receipt, ...]:
    """Return what came of the newest bundles of a person, by folder, the newest first."""
    rows = store.find(
        "bundle", {"person": person.lower()}, sort="taken", descending=True, limit=RECEIPTS_SENT
    )
    receipts = []
    for row in rows.rows:
        record = store.get(row.folder, row.record)
        if record is not None:
            note = BundleNote.model_validate(record.document)
            identifier = str(row.summary["id"])
            receipts.append(
                Receipt(bundle=identifier, at=note.taken, lines=note.lines, head=note.head)
            )
    return tuple(receipts)


def taken_bundles(store: Store) -> list[tuple[str, BundleNote]]:
    """Return every bundle that was taken in here, by id, the oldest first."""
    notes = []
    for row in all_rows(store, "bundle", sort="taken"):
        record = store.get(row.folder, row.record)
        if record is not None:
            notes.append((str(row.summary["id"]), BundleNote.model_validate(record.document)))
    return notes


def _remembered(known: tuple[Outcome, ...], fresh: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """Return what is to be remembered of a bundle: what was taken once stays so."""
    taken = {line.what: line for line in known if line.word == "taken"}
    return tuple(
        taken.get(line.what, line) if line.word == "already here" else line for line in fresh
    )


def _head(store: Store, folder: str, changes: Mapping[str, Change]) -> str:
    """Return what a portfolio comes to by changes, or an empty text for another folder."""
    if not folder.startswith("portfolio/"):
        return ""
    standing = {name: record.document for name, record in store.records(folder).items()}
    coming = {name: _decoded(change.document) for name, change in changes.items()}
    return receipt_head(units_of(standing | coming))


def _decoded(document: Document | Encoded) -> Document:
    return document.decoded() if isinstance(document, Encoded) else document


def _note(arrival: Arrival, lines: tuple[Outcome, ...], taken: str, head: str) -> BundleNote:
    manifest = arrival.bundle.manifest
    return BundleNote(
        kind=manifest.kind,
        person=arrival.person,
        card=arrival.card,
        created=manifest.created,
        taken=taken,
        lines=lines,
        head=head,
    )


def _puts_aside(taking: Taking, record: Record | None) -> bool:
    """Say whether a bundle put anything aside, now or when it was noted before."""
    before = record.summary if record and record.summary else {}
    return bool(before.get("aside")) or any(name.startswith("aside/") for name in taking.changes)


def _row(note: BundleNote, bundle: str, folder: str, *, aside: bool) -> Summary:
    return {
        "kind": "bundle",
        "id": bundle,
        "person": note.person.lower(),
        "folder": folder,
        "taken": note.taken,
        "aside": aside,
    }
