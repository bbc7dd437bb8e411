"""One document as it stands in a store, decoded by the first who looks into it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Scalar = str | int | bool | None
Document = dict[str, Any]
Summary = Mapping[str, Scalar]


class Model(Protocol):
    """What writes itself as JSON, as pydantic's models do."""

    def model_dump_json(self, *, by_alias: bool, ensure_ascii: bool) -> str:
        """Return one line of ASCII JSON."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """What a model wrote or an engine keeps, which spares encoding or decoding it once more."""

    json: bytes
    """One object, on one line, in ASCII."""

    @classmethod
    def of(cls, model: Model) -> "Encoded":
        """Return what `model` writes. Raises ValueError for what Unicode does not have."""
        return cls(model.model_dump_json(by_alias=True, ensure_ascii=True).encode("ascii"))

    def decoded(self) -> dict[str, Any]:
        """Return a new copy of what it says."""
        document: dict[str, Any] = json.loads(self.json)
        return document


class Record:
    """One document as it stands in the store."""

    __slots__ = ("_document", "_summary", "encoded", "folder", "name", "revision")

    def __init__(
        self,
        folder: str,
        name: str,
        revision: int,
        document: Document | Encoded,
        summary: Summary | Encoded | None = None,
    ) -> None:
        """Take what the record says and its row in lists, which not every record has.

        `revision` grows by exactly one with every change; the first is 1.
        """
        self.folder = folder
        self.name = name
        self.revision = revision
        self.encoded = document if isinstance(document, Encoded) else None
        """The document as its engine keeps it, where that is JSON."""
        self._document = document
        self._summary = summary

    @property
    def document(self) -> Document:
        """The caller's own copy: changing it changes nothing in the store."""
        if isinstance(self._document, Encoded):
            self._document = self._document.decoded()
        return self._document

    @property
    def summary(self) -> dict[str, Scalar] | None:
        """The record's row in lists, or None where it has none."""
        if isinstance(self._summary, Encoded):
            self._summary = self._summary.decoded()
        return None if self._summary is None else dict(self._summary)

    def __eq__(self, other: object) -> bool:
        """Say whether another record is the same, revision and all."""
        return isinstance(other, Record) and self._parts() == other._parts()

    __hash__ = None  # type: ignore[assignment] # its holder may change the document

    def __repr__(self) -> str:
        """Return what tells one record from another."""
        return f"Record({self.folder!r}, {self.name!r}, {self.revision})"

    def _parts(self) -> tuple[object, ...]:
        return self.folder, self.name, self.revision, self.document, self.summary
