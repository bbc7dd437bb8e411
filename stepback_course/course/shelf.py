"""The courses that a store knows."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepback_course.course.problems import CourseError
from stepback_course.store import (
    NEVER_WRITTEN,
    Change,
    Conflict,
    Missing,
    Row,
    Scalar,
    Store,
    new_operation,
)
from stepback_course.store.paging import all_rows
from stepback_course.text import _, canonical

if TYPE_CHECKING:
    # The models cost more than the rest of a start: they are read when a definition is.
    from stepback_course.course.models import Course, CourseReference

DEFINITION_LIMIT = 20_000_000
"""The most bytes a definition may have."""

_KEPT_READ = 8
_KIND = "course"


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """One definition on the shelf, without its content."""

    reference: "CourseReference"
    origin: str
    name: str
    added: str
    """When it was taken in, as records keep an instant."""


class Shelf:
    """Takes courses into one store and gives them out again, exactly as they were."""

    def __init__(self, store: Store) -> None:
        """Keep the store whose courses these are."""
        self._store = store
        self._read: dict[str, Course] = {}

    def add(self, course: "Course", *, actor: str, at: str) -> "CourseReference":
        """Take a course in and return what cohorts pin; the same course again changes nothing.

        `at` is an instant as records keep it. Raises CourseError where the store has the same
        version of the course with another content, and what the store raises.
        """
        reference = course.reference
        if self._has(reference):
            return reference
        content = canonical(course.model_dump(mode="json"))
        kept = self._store.put_file(io.BytesIO(content), limit=DEFINITION_LIMIT)
        if kept != reference.hash:
            raise CourseError(_("the course was not kept as it is: nothing was added"))
        summary = _summary(course, at)
        change = Change(NEVER_WRITTEN, {**summary, "by": actor}, {"kind": _KIND, **summary})
        try:
            self._store.put(
                _folder(reference.id),
                {_record(reference): change},
                operation=new_operation(),
                actor=actor,
            )
        except Conflict:
            # Somebody else took the same definition in just now, which is what was wanted.
            if not self._has(reference):
                raise
        return reference

    def of(self, reference: "CourseReference") -> "Course":
        """Return a definition. Raises CourseError where the store does not have it whole."""
        course = self._read.get(reference.hash)
        if course is None:
            course = self._read[reference.hash] = self._load(reference)
            while len(self._read) > _KEPT_READ:
                self._read.pop(next(iter(self._read)), None)
        return course

    def list(self) -> Sequence[ShelfEntry]:
        """Return every definition the store has, in the order they were taken in."""
        return tuple(_entry(row) for row in all_rows(self._store, _KIND, sort="added"))

    def newest(self, identifier: str) -> "CourseReference | None":
        """Return the definition of a course that was taken in last, or None."""
        rows = all_rows(self._store, _KIND, sort="added", id=identifier)
        references = [_entry(row).reference for row in rows]
        return references[-1] if references else None

    def default(self, *, actor: str, at: str) -> "CourseReference":
        """Return the definition taken in last; a store without any takes in the one installed.

        Raises CourseError where there is none to take in.
        """
        if known := self.list():
            return known[-1].reference
        from stepback_course.course.packed import packed_root
        from stepback_course.course.reader import read_course

        return self.add(read_course(packed_root()), actor=actor, at=at)

    def _has(self, reference: "CourseReference") -> bool:
        """Say whether a definition is kept. Raises CourseError where its version is another's."""
        for record in self._store.records(_folder(reference.id)).values():
            known = record.document
            if known["hash"] == reference.hash:
                return True
            if known["version"] == reference.version:
                sentence = _(
                    "this store has version {version} of the course '{id}' with another content: "
                    "give yours a new version in content/course.yaml"
                )
                told = sentence.format(version=reference.version, id=reference.id)
                raise CourseError(told, "taken")
        return False

    def _load(self, reference: "CourseReference") -> "Course":
        try:
            with self._store.open_file(reference.hash) as stream:
                content = stream.read(DEFINITION_LIMIT + 1)
        except Missing:
            sentence = _(
                "version {version} of the course '{id}' is not in this store: take it in with "
                "'stepback course add'"
            )
            told = sentence.format(version=reference.version, id=reference.id)
            raise CourseError(told, "unknown") from None
        return _made(content, reference)


def _made(content: bytes, reference: "CourseReference") -> "Course":
    """Return the course that `content` defines. Raises CourseError where it is damaged or newer."""
    if hashlib.sha256(content).hexdigest() != reference.hash:
        sentence = _("the definition of the course '{id}' is damaged in this store")
        raise CourseError(sentence.format(id=reference.id))
    from pydantic import ValidationError

    from stepback_course.course.models import Course

    try:
        course = Course.model_validate_json(content)
    except ValidationError as error:
        from stepback_course.text.problems import sentences

        sentence = _("the course '{id}' was taken in by another release of this program: {reason}")
        raise CourseError(sentence.format(id=reference.id, reason=sentences(error)[0])) from error
    # A later release may give the models more members; a definition keeps its hash all the same.
    course.__dict__["hash"] = reference.hash
    return course


def _folder(identifier: str) -> str:
    return f"course/{identifier}"


def _record(reference: "CourseReference") -> str:
    return f"version/{reference.hash[:16]}"


def _summary(course: "Course", at: str) -> dict[str, Scalar]:
    return {
        **course.reference.model_dump(),
        "origin": course.origin,
        "name": course.name,
        "added": at,
    }


def _entry(row: Row) -> ShelfEntry:
    from stepback_course.course.models import CourseReference

    kept = row.summary
    return ShelfEntry(
        reference=CourseReference(
            id=str(kept["id"]), version=str(kept["version"]), hash=str(kept["hash"])
        ),
        origin=str(kept["origin"]),
        name=str(kept["name"]),
        added=str(kept["added"]),
    )
