"""The store keeps the look in use, and the looks that were."""

from pathlib import Path

import pytest

from stepback_course.awards.looks import keep_look, look_of
from stepback_course.awards.page import USUAL, Look, look
from stepback_course.people import Actor, Person, actor_of
from stepback_course.people.organisation import FOLDER
from stepback_course.store import Store, open_store
from stepback_course.text.refusals import Refusal
from tests.house import actor

COORDINATOR = actor("CO-ANN", "coordinator")
OF_ONE_COHORT = actor_of(
    Person.model_validate(
        {"id": "CO-JO", "name": "Jo", "roles": [{"role": "coordinator", "cohort": "spring"}]}
    )
)
OURS = Look((("certificate.typ", b"= Ours"), ("logo.png", b"a picture")))
LATER = Look((("certificate.typ", b"= Later"),))


@pytest.fixture
def store() -> Store:
    return open_store("memory:")


def test_without_one_of_its_own_an_organisation_has_the_usual_look(store: Store) -> None:
    assert look_of(store) == USUAL
    assert look_of(store, USUAL.id) == USUAL


def test_the_look_that_was_kept_last_is_in_use_and_earlier_ones_stay(store: Store) -> None:
    for each in (OURS, LATER, OURS, LATER):
        keep_look(store, COORDINATOR, each)

    assert look_of(store) == LATER
    assert [look_of(store, each.id) for each in (OURS, LATER, USUAL)] == [OURS, LATER, USUAL]
    record = store.get(FOLDER, "look")
    assert record
    assert len(record.document["earlier"]) == 1


def test_the_usual_look_can_be_taken_up_again(store: Store) -> None:
    keep_look(store, COORDINATOR, OURS)
    keep_look(store, COORDINATOR, USUAL)

    assert look_of(store) == USUAL
    assert look_of(store, OURS.id) == OURS


def test_a_look_that_is_not_kept_is_refused_with_its_id(store: Store) -> None:
    with pytest.raises(Refusal, match=f"the look {OURS.id} is not kept here"):
        look_of(store, OURS.id)


def test_newer_templates_make_another_look_of_the_same_files(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keep_look(store, COORDINATOR, OURS)
    before = look_of(store).id
    monkeypatch.setattr(look, "templates", lambda: tmp_path)

    after = look_of(store)

    assert after.own == OURS.own
    assert after.id != before
    assert look_of(store, after.id).own == OURS.own
    with pytest.raises(Refusal, match="a newer version of this program"):
        look_of(store, before)


@pytest.mark.parametrize(
    "somebody",
    [actor("TR-SAM", "trainer", "assessor"), OF_ONE_COHORT],
    ids=["trainer and assessor", "coordinator of one cohort"],
)
def test_only_a_coordinator_of_every_cohort_settles_the_look(store: Store, somebody: Actor) -> None:
    with pytest.raises(Refusal, match="settled by a named coordinator"):
        keep_look(store, somebody, OURS)

    assert store.get(FOLDER, "look") is None
