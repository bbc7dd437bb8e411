"""Records that have no trail of their own: which version came after which, without I/O.

A version is a hash over the document and the version before it, so that a document that returns to
what it once said is a new version all the same.
"""

from dataclasses import dataclass

from stepback_course.handover.contents.lineage import Relation, Version, compare
from stepback_course.handover.contents.parcels import VERSIONS_KEPT
from stepback_course.text import digest
from stepback_course.text.fields import Frozen


@dataclass(frozen=True, slots=True)
class Versioned:
    """A document, or none, and the versions that led to it, oldest first."""

    document: Frozen | None
    versions: tuple[str, ...]

    @property
    def head(self) -> str:
        """The version that stands, or an empty text."""
        return self.versions[-1] if self.versions else ""

    @property
    def is_sound(self) -> bool:
        """Whether the newest version is this document's."""
        if self.document is None or not self.versions:
            return self.document is None and not self.versions
        return self.is_named()

    def is_named(self) -> bool:
        """Say whether the newest of some versions is this document's."""
        before = self.versions[-2] if len(self.versions) > 1 else ""
        return self.versions[-1] == _named(self.document, before)


def versioned(document: Frozen | None, known: tuple[str, ...]) -> Versioned:
    """Return a document with the version it is, one more than is known where it was changed."""
    as_known = Versioned(document, known)
    if document is None or (known and as_known.is_named()):
        return as_known
    fresh = _named(document, known[-1] if known else "")
    return Versioned(document, (*known, fresh)[-VERSIONS_KEPT:])


def relation(ours: Versioned, theirs: Versioned) -> Relation:
    """Return how two versions of one paper stand to each other."""
    return compare(_version(ours), _version(theirs))


def _version(paper: Versioned) -> Version:
    return Version(paper.head, frozenset(paper.versions[:-1]))


def _named(document: Frozen | None, before: str) -> str:
    content = document.model_dump(mode="json") if document else None
    return digest({"before": before, "document": content})
