"""Taking courses into a store, and getting them out exactly as they were."""

import hashlib
import io
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from stepback_course.course import reader
from stepback_course.course.models import Course, CourseReference
from stepback_course.course.problems import CourseError
from stepback_course.course.shelf import Shelf
from stepback_course.store import NEVER_WRITTEN, Change, Conflict, Store, open_store
from stepback_course.text import canonical
from tests.course.conftest import CourseFolder

AT = "2026-03-04T09:00:00.000Z"
LATER = "2026-03-05T09:00:00.000Z"


@pytest.fixture
def store() -> Store:
    """A store that forgets."""
    return open_store("memory:")


@pytest.fixture
def course(folder: CourseFolder) -> Course:
    """The small course."""
    return folder.read()


def changed(course: Course, **members: object) -> Course:
    """Return another definition."""
    return Course.model_validate(course.model_dump() | members)


def test_a_course_comes_out_as_it_went_in(store: Store, course: Course) -> None:
    reference = Shelf(store).add(course, actor="ceri", at=AT)

    again = Shelf(store).of(reference)

    assert reference == course.reference
    assert again == course
    assert again.reference == reference


def test_the_definition_is_a_file_whose_name_is_the_hash(store: Store, course: Course) -> None:
    Shelf(store).add(course, actor="ceri", at=AT)

    with store.open_file(course.hash) as stream:
        content = stream.read()

    assert content == canonical(course.model_dump(mode="json"))
    assert hashlib.sha256(content).hexdigest() == course.hash


def test_the_record_says_what_was_taken_in_when_and_by_whom(store: Store, course: Course) -> None:
    Shelf(store).add(course, actor="ceri", at=AT)

    record = store.get("course/small", f"version/{course.hash[:16]}")

    assert record is not None
    summary = {
        "kind": "course",
        "id": "small",
        "version": "2026.1",
        "hash": course.hash,
        "origin": "illustrative",
        "name": "A small course",
        "added": AT,
    }
    assert record.summary == summary
    assert record.document["by"] == "ceri"


def test_adding_the_same_again_changes_nothing(store: Store, course: Course) -> None:
    first = Shelf(store).add(course, actor="ceri", at=AT)
    before = store.records("course/small")

    assert Shelf(store).add(course, actor="mair", at=LATER) == first
    assert store.records("course/small") == before


def test_the_same_version_with_another_content_is_refused(store: Store, course: Course) -> None:
    shelf = Shelf(store)
    shelf.add(course, actor="ceri", at=AT)
    other = changed(course, about="Changed.")

    with pytest.raises(CourseError) as caught:
        shelf.add(other, actor="ceri", at=LATER)

    assert caught.value.code == "taken"
    assert str(caught.value) == (
        "this store has version 2026.1 of the course 'small' with another content: "
        "give yours a new version in content/course.yaml"
    )
    assert [entry.reference for entry in shelf.list()] == [course.reference]


def test_a_new_version_stands_beside_the_old_one(store: Store, course: Course) -> None:
    shelf = Shelf(store)
    old = shelf.add(course, actor="ceri", at=AT)
    new = shelf.add(changed(course, version="2026.2", about="New."), actor="ceri", at=LATER)

    assert [(entry.reference, entry.added) for entry in shelf.list()] == [(old, AT), (new, LATER)]
    assert shelf.newest("small") == new
    assert shelf.of(old).about == "For tests."
    assert shelf.of(new).about == "New."


def test_the_newest_is_asked_for_course_by_course(store: Store, course: Course) -> None:
    shelf = Shelf(store)
    small = shelf.add(course, actor="ceri", at=AT)
    shelf.add(changed(course, id="other", origin="official"), actor="ceri", at=LATER)

    assert shelf.newest("small") == small
    assert shelf.newest("nothing") is None
    assert [(entry.origin, entry.name) for entry in shelf.list()] == [
        ("illustrative", "A small course"),
        ("official", "A small course"),
    ]


def test_a_course_that_the_store_does_not_have_is_told(store: Store, course: Course) -> None:
    with pytest.raises(CourseError) as caught:
        Shelf(store).of(course.reference)

    assert caught.value.code == "unknown"
    assert str(caught.value) == (
        "version 2026.1 of the course 'small' is not in this store: "
        "take it in with 'stepback course add'"
    )


def test_a_definition_is_parsed_once_for_a_shelf(store: Store, course: Course) -> None:
    shelf = Shelf(store)
    reference = shelf.add(course, actor="ceri", at=AT)

    assert shelf.of(reference) is shelf.of(reference)


def test_a_shelf_keeps_only_a_few_definitions_at_hand(store: Store, course: Course) -> None:
    shelf = Shelf(store)
    versions = [changed(course, version=str(number)) for number in range(9)]
    references = [shelf.add(version, actor="ceri", at=AT) for version in versions]

    kept = [shelf.of(reference) for reference in references]

    assert shelf.of(references[-1]) is kept[-1]
    assert shelf.of(references[0]) is not kept[0]
    assert shelf.of(references[0]) == versions[0]


class Meddling:
    """A store with something between it and the shelf."""

    def __init__(self, store: Store, **methods: Any) -> None:
        """Put `methods` in place of the store's own."""
        self._store = store
        self._methods = methods

    def __getattr__(self, name: str) -> Any:
        """Return the method that was put in place, or the store's."""
        return self._methods.get(name) or getattr(self._store, name)


def test_a_damaged_definition_is_never_served(store: Store, course: Course) -> None:
    reference = Shelf(store).add(course, actor="ceri", at=AT)
    content = canonical(course.model_dump(mode="json")).replace(b"For tests", b"For jests")
    damaged = Meddling(store, open_file=lambda _digest: io.BytesIO(content))

    with pytest.raises(CourseError, match="the definition of the course 'small' is damaged"):
        Shelf(damaged).of(reference)


def test_a_definition_of_another_release_is_told_in_a_sentence(store: Store) -> None:
    digest = store.put_file(io.BytesIO(b'{"id":"small","colour":"red"}'), limit=1000)
    reference = CourseReference(id="small", version="1", hash=digest)

    with pytest.raises(CourseError, match="taken in by another release of this program: "):
        Shelf(store).of(reference)


def test_a_definition_keeps_the_hash_under_which_it_is_kept(store: Store, course: Course) -> None:
    # As when an earlier release wrote it, before the models had a member with a default.
    document = course.model_dump(mode="json")
    del document["language"]
    digest = store.put_file(io.BytesIO(canonical(document)), limit=1_000_000)
    reference = CourseReference(id="small", version="2026.1", hash=digest)

    kept = Shelf(store).of(reference)

    assert kept.language == "en"
    assert kept.reference == reference


def test_a_store_that_keeps_other_bytes_is_not_believed(store: Store, course: Course) -> None:
    def forgetful(content: BinaryIO, *, limit: int) -> str:
        return store.put_file(io.BytesIO(content.read()[:-1]), limit=limit)

    with pytest.raises(CourseError, match="nothing was added"):
        Shelf(Meddling(store, put_file=forgetful)).add(course, actor="ceri", at=AT)
    assert Shelf(store).list() == ()


def test_two_people_may_take_in_the_same_course_at_once(store: Store, course: Course) -> None:
    def late(folder: str, changes: dict[str, Change], **named: Any) -> dict[str, int]:
        Shelf(store).add(course, actor="mair", at=AT)
        return store.put(folder, changes, **named)

    reference = Shelf(Meddling(store, put=late)).add(course, actor="ceri", at=LATER)

    assert [(entry.reference, entry.added) for entry in Shelf(store).list()] == [(reference, AT)]


def test_a_conflict_about_something_else_is_passed_on(store: Store, course: Course) -> None:
    def refuse(folder: str, changes: dict[str, Change], **named: Any) -> dict[str, int]:
        stale = {"other": Change(NEVER_WRITTEN + 1, {}, None)}
        return store.put(folder, stale, **named)

    with pytest.raises(Conflict):
        Shelf(Meddling(store, put=refuse)).add(course, actor="ceri", at=AT)


def test_a_store_without_courses_takes_in_the_one_installed(
    store: Store, folder: CourseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEPBACK_CONTENT", str(folder.root))

    reference = Shelf(store).default(actor="ceri", at=AT)

    assert reference == folder.read().reference
    assert Shelf(store).of(reference) == folder.read()


def test_a_store_with_a_course_reads_no_content_files(
    store: Store, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = Shelf(store).add(course, actor="ceri", at=AT)

    def untouchable(root: Path) -> Course:
        raise AssertionError(root)

    monkeypatch.setattr(reader, "read_course", untouchable)

    assert Shelf(store).default(actor="ceri", at=LATER) == reference
    assert Shelf(store).of(reference) == course
