"""Which of two versions came after the other is told by what they replaced, never by a clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.clock import instant
from stepback_course.handover.contents.lineage import (
    Relation,
    Version,
    attempts_beyond,
    compare,
    entries_beyond,
    version_of_unit,
)
from stepback_course.handover.contents.papers import relation, versioned
from stepback_course.handover.contents.parcels import VERSIONS_KEPT, ConfirmedName
from stepback_course.people import Actor
from stepback_course.portfolio.models import Attempt, Declaration, UnitRecord
from stepback_course.portfolio.steps import submitted, withdrawn
from tests.house import NOW, packed_course

UNIT = packed_course().units[0]
HERSELF = Actor("PR-CERYS", "Cerys Wyn")
OTHER_WAY: dict[Relation, Relation] = {
    "same": "same",
    "theirs_newer": "ours_newer",
    "ours_newer": "theirs_newer",
    "apart": "apart",
}


def walked(steps: str) -> UnitRecord:
    """Return a record after a submission of each letter, each but the last one taken back."""
    record = UnitRecord()
    for number, letter in enumerate(steps):
        if number:
            record = withdrawn(UNIT, record, actor=HERSELF, at=NOW)
        declaration = Declaration(name="Cerys Wyn", text="Mine.", at=instant(NOW))
        attempt = Attempt(number=1, file=letter * 64, declaration=declaration)
        record = submitted(UNIT, record, attempt, actor=HERSELF, at=NOW)
    return record


letters = st.text(alphabet="ab", max_size=5)


@given(letters, letters)
def test_one_trail_is_newer_where_it_begins_with_the_other(one: str, other: str) -> None:
    ours, theirs = walked(one), walked(other)
    expected: Relation = "apart"
    if one == other:
        expected = "same"
    elif other.startswith(one):
        expected = "theirs_newer"
    elif one.startswith(other):
        expected = "ours_newer"
    found = compare(version_of_unit(ours), version_of_unit(theirs))
    assert found == expected
    assert compare(version_of_unit(theirs), version_of_unit(ours)) == OTHER_WAY[found]


@given(letters, letters)
def test_what_lies_beyond_is_what_the_other_does_not_share(one: str, other: str) -> None:
    ours, theirs = walked(one), walked(other)
    beyond = entries_beyond(ours, theirs)
    assert theirs.trail[len(theirs.trail) - len(beyond) :] == beyond
    assert (
        theirs.trail[: len(theirs.trail) - len(beyond)]
        == ours.trail[: len(theirs.trail) - len(beyond)]
    )
    files = "".join(attempt.file[0] for attempt in attempts_beyond(ours, theirs))
    assert other.endswith(files)
    assert len(files) == sum(entry.action == "submit" for entry in beyond)


def test_a_record_that_was_never_written_is_older_than_any_other() -> None:
    assert compare(Version(), Version("a")) == "theirs_newer"
    assert compare(Version("a"), Version()) == "ours_newer"
    assert compare(Version(), Version()) == "same"


def name(text: str) -> ConfirmedName:
    """Return a name that was always confirmed at the same moment."""
    return ConfirmedName(name=text, confirmed=instant(NOW))


def written(texts: str) -> tuple[str, ...]:
    """Return the versions of a name that was sent each time it was one of these letters."""
    versions: tuple[str, ...] = ()
    for letter in texts:
        versions = versioned(name(letter), versions).versions
    return versions


def test_a_paper_that_says_again_what_it_once_said_is_a_new_version() -> None:
    assert len(set(written("aba"))) == 3
    assert written("aab") == written("ab")


@given(st.text(alphabet="ab", min_size=1, max_size=6), st.integers(0, 5))
def test_an_older_version_of_a_paper_is_never_taken_for_a_newer_one(texts: str, cut: int) -> None:
    newest = versioned(name(texts[-1]), written(texts))
    older = texts[: min(cut, len(texts) - 1) + 1]
    before = versioned(name(older[-1]), written(older))
    found = relation(newest, before)
    assert found == ("same" if newest.versions == before.versions else "ours_newer")


@pytest.mark.parametrize("versions", [(), ("f" * 64,), ("0" * 64, "f" * 64)])
def test_versions_that_do_not_lead_to_a_paper_are_noticed(versions: tuple[str, ...]) -> None:
    sound = versioned(name("a"), ())
    assert sound.is_sound
    assert not type(sound)(name("a"), versions).is_sound
    assert not type(sound)(None, sound.versions).is_sound
    assert type(sound)(None, ()).is_sound


def test_no_more_versions_are_remembered_than_travel() -> None:
    versions = written("ab" * VERSIONS_KEPT)
    assert len(versions) == VERSIONS_KEPT
    assert versioned(name("b"), versions).is_sound
