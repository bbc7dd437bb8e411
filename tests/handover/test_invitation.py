"""An invitation carries a place on a course to another machine, and joining is done once."""

import json
from pathlib import Path

import pytest

from stepback_course.handover.invitations.invitation import (
    SIZE_LIMIT,
    SUFFIX,
    Invitation,
    read_invitation,
)
from stepback_course.handover.invitations.inviting import write_invitations
from stepback_course.handover.invitations.joining import Joined, join
from stepback_course.people import resolve_actor
from stepback_course.store import Store, open_store
from stepback_course.text.refusals import Refusal
from tests.filling import submit
from tests.house import COHORT, House


@pytest.fixture
def invitation(house: House, tmp_path: Path) -> Path:
    """The invitation of Cerys."""
    paths = write_invitations(house.desks("TR-TOM"), COHORT, tmp_path / "out")
    return next(path for path in paths if path.stem == "P-CERYS")


@pytest.fixture
def laptop() -> House:
    """Another machine, with an empty store."""
    return House(open_store("memory:"))


def rewrite_unsigned(invitation: Path, person: str | None = None) -> None:
    """Make an invitation one without keys, as they once were, perhaps for somebody else."""
    content = json.loads(invitation.read_text(encoding="utf-8"))
    del content["keys"], content["signature"]
    if person is not None:
        content["person"]["id"] = content["profile"]["person"] = person
    invitation.write_text(json.dumps(content), encoding="utf-8")


def everything(store: Store) -> dict[str, object]:
    """Return every record of the folders that joining writes."""
    folders = ("portfolio/P-CERYS", "person/PR-CERYS", f"cohort/{COHORT}")
    return {folder: store.records(folder) for folder in folders}


def test_each_person_gets_a_file_and_a_letter(house: House, tmp_path: Path) -> None:
    paths = write_invitations(house.desks("TR-TOM"), COHORT, tmp_path / "out")
    assert [path.name for path in paths] == [
        f"{name}{SUFFIX}" for name in ("P-CERYS", "P-DAFYDD", "P-ELEN")
    ]
    letter = paths[2].with_suffix(".txt").read_text(encoding="utf-8")
    assert "Dear Elen Môn," in letter
    assert 'press 1 for "I have an invitation"' in letter
    assert "press h on the page" in letter
    assert "stepback join P-ELEN.stepback-invitation" in letter
    assert "Please hand in your work by 30 June 2026." in letter
    assert "3 February 2026 and 24 February 2026" in letter
    assert "Ann Rees, 01286 000000" in letter


def test_a_joined_practitioner_works_on_exactly_the_course_of_the_office(
    house: House, laptop: House, invitation: Path
) -> None:
    joined = join(laptop.desks(), invitation)
    assert joined == Joined("PR-CERYS", "Cerys Wyn", "P-CERYS")
    cerys = resolve_actor(laptop.store, "PR-CERYS", None)
    view = laptop.desks().seat(cerys).workbook.open("P-CERYS")
    assert view.profile == house.desks().workbook.open("P-CERYS").profile
    assert view.course == house.desks().workbook.open("P-CERYS").course
    submit(laptop.desks(), "P-CERYS", "statement-01")
    assert laptop.desks().workbook.unit("P-CERYS", "statement-01").status == "submitted"


def test_an_invitation_makes_nobody_more_than_a_practitioner(
    house: House, laptop: House, tmp_path: Path
) -> None:
    house.add("CO-EVE", "Eve", "coordinator", "practitioner")
    house.enrol("CO-EVE", "P-EVE")
    write_invitations(house.desks("TR-TOM"), COHORT, tmp_path)
    join(laptop.desks(), tmp_path / f"P-EVE{SUFFIX}")
    eve = resolve_actor(laptop.store, "CO-EVE", None)
    assert [entry.role for entry in eve.roles] == ["practitioner"]


def test_joining_twice_changes_nothing(laptop: House, invitation: Path) -> None:
    join(laptop.desks(), invitation)
    laptop.desks().workbook.respond("P-CERYS", "statement-01", "one-purpose", "Mine.")
    before = everything(laptop.store)
    join(laptop.desks(), invitation)
    assert everything(laptop.store) == before


def test_joining_at_the_office_itself_changes_nothing(house: House, invitation: Path) -> None:
    before = everything(house.store)
    join(house.desks(), invitation)
    assert everything(house.store) == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not an invitation"),
        (b"\x00\xff\xfe", "is not an invitation"),
        (b"[1, 2]", "is not an invitation"),
        (b'{"schema": "stepback.invitation/9"}', "is not an invitation"),
    ],
)
def test_what_is_no_invitation_is_refused(
    laptop: House, tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / f"odd{SUFFIX}"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=sentence):
        join(laptop.desks(), path)


def test_a_missing_and_an_oversized_file_are_refused(laptop: House, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be read: No such file"):
        join(laptop.desks(), tmp_path / "nowhere")
    path = tmp_path / f"large{SUFFIX}"
    path.write_bytes(b" " * (SIZE_LIMIT + 1))
    with pytest.raises(Refusal, match="too large to be an invitation"):
        join(laptop.desks(), path)


def test_an_invitation_whose_course_was_altered_is_refused(laptop: House, invitation: Path) -> None:
    content = json.loads(invitation.read_text(encoding="utf-8"))
    content["course"]["rules"]["attempts"] = 9
    invitation.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(Refusal, match="was changed after it was written"):
        join(laptop.desks(), invitation)
    assert laptop.store.records("portfolio/P-CERYS") == {}


def test_a_portfolio_id_that_is_somebody_elses_here_is_refused(
    laptop: House, invitation: Path
) -> None:
    join(laptop.desks(), invitation)
    rewrite_unsigned(invitation, "PR-OTHER")
    with pytest.raises(Refusal, match="is somebody else's in this store"):
        join(laptop.desks(), invitation)


def test_a_cohort_with_nobody_in_it_has_nobody_to_invite(
    empty_house: House, house: House, tmp_path: Path
) -> None:
    tom = house.desks("TR-TOM")
    empty = tom.registry.cohort(COHORT).model_copy(update={"id": "CO-2", "name": "Powys"})
    tom.registry.make_cohort(empty)
    with pytest.raises(Refusal, match="nobody is enrolled in 'Powys' yet"):
        write_invitations(tom, "CO-2", tmp_path)


def test_assessors_do_not_invite(house: House, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="practitioners are enrolled by trainers"):
        write_invitations(house.desks("AS-MEG"), COHORT, tmp_path)


def test_an_invitation_is_read_back_as_it_was_written(house: House, invitation: Path) -> None:
    read = read_invitation(invitation)
    assert isinstance(read, Invitation)
    assert read.person.id == "PR-CERYS"
    assert read.course.hash == read.profile.course.hash
