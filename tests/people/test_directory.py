"""Adding people and giving them roles."""

from typing import Any

import pytest

from stepback_course.people import (
    OWNER,
    Directory,
    Person,
    RoleEntry,
    actor_of,
    resolve_actor,
)
from stepback_course.people.models import ROLES
from stepback_course.store import Store
from stepback_course.text.refusals import Refusal
from tests.people.conftest import person


def names(directory: Directory) -> list[str]:
    """Return who is there, in the order the directory gives."""
    return [each.name for each in directory.people()]


def test_a_new_store_has_nobody_in_it(store: Store) -> None:
    directory = Directory(store, OWNER)
    assert directory.is_empty()
    assert directory.people() == []
    assert directory.find("ann") is None


def test_the_first_person_holds_whatever_roles_they_tick(store: Store) -> None:
    directory = Directory(store, OWNER)
    ann = directory.add(person("ann", *ROLES))
    assert directory.find("ann") == ann
    assert not directory.is_empty()


def test_the_second_person_gets_no_roles_from_the_owner(ann: Directory, store: Store) -> None:
    owner = Directory(store, OWNER)
    with pytest.raises(Refusal, match="roles are given by a named coordinator"):
        owner.add(person("meg", "assessor"))
    assert owner.find("meg") is None
    owner.add(person("cerys", "practitioner"))
    assert owner.find("cerys") is not None


def test_a_trainer_adds_practitioners_and_nobody_else(ann: Directory, store: Store) -> None:
    tom = Directory(store, actor_of(ann.add(person("tom", "trainer"))))
    tom.add(person("cerys", "practitioner"))
    tom.add(person("elen"))
    for role in ("assessor", "verifier", "trainer", "coordinator"):
        with pytest.raises(Refusal, match="roles are given"):
            tom.add(person("meg", role))
    assert names(tom) == ["ANN", "CERYS", "ELEN", "TOM"]


def test_a_practitioner_adds_nobody(ann: Directory, store: Store) -> None:
    cerys = Directory(store, actor_of(ann.add(person("cerys", "practitioner"))))
    with pytest.raises(Refusal, match="people are added by trainers and coordinators"):
        cerys.add(person("elen"))


def test_the_same_person_again_changes_nothing(ann: Directory, store: Store) -> None:
    meg = ann.add(person("meg", "assessor"))
    before = store.get("person/meg", "person")
    assert ann.add(meg) == meg
    assert store.get("person/meg", "person") == before


def test_an_id_that_is_taken_is_refused_whatever_its_case(ann: Directory) -> None:
    ann.add(person("meg", "assessor"))
    for identifier in ("meg", "MEG"):
        with pytest.raises(Refusal, match="somebody else's") as refused:
            ann.add(Person(id=identifier, name="Megan Price"))
        assert refused.value.code == "taken"


def test_nobody_is_called_owner(store: Store) -> None:
    directory = Directory(store, OWNER)
    with pytest.raises(Refusal, match="'owner' stands for"):
        directory.add(person("Owner", "coordinator"))
    assert directory.is_empty()


def test_on_a_server_the_first_person_is_not_whoever_comes_first(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(store), "shared", True)
    with pytest.raises(Refusal, match="roles are given by a named coordinator"):
        Directory(store, actor_of(person("ann"))).add(person("ann", "coordinator"))
    Directory(store, actor_of(person("root", "coordinator"))).add(person("ann", "coordinator"))


@pytest.mark.parametrize("identifier", ["nobody", "", "a b", "../up", "x" * 41, "con"])
def test_a_text_that_is_nobodys_id_finds_nobody(ann: Directory, identifier: str) -> None:
    assert ann.find(identifier) is None
    with pytest.raises(Refusal, match="this store knows no person"):
        ann.grant(identifier, [])


def test_people_who_left_are_listed_apart(ann: Directory) -> None:
    ann.add(person("gwen", "practitioner", active=False))
    assert names(ann) == ["ANN"]
    assert [each.name for each in ann.people(active=False)] == ["GWEN"]


def test_a_coordinator_gives_and_takes_roles(ann: Directory) -> None:
    ann.add(person("meg", "assessor"))
    given = ann.grant("meg", [RoleEntry(role="verifier"), RoleEntry(role="trainer", cohort="CO-1")])
    assert ann.find("meg") == given
    assert [(entry.role, entry.cohort) for entry in given.roles] == [
        ("verifier", None),
        ("trainer", "CO-1"),
    ]
    assert given.name == "MEG"


def test_nobody_else_gives_roles_not_even_to_themselves(ann: Directory, store: Store) -> None:
    tom = ann.add(person("tom", "trainer", "assessor", "verifier", "practitioner"))
    for actor in (actor_of(tom), OWNER):
        with pytest.raises(Refusal, match="roles are given"):
            Directory(store, actor).grant("tom", [*tom.roles, RoleEntry(role="coordinator")])
    assert ann.find("tom") == tom


def test_giving_the_roles_that_are_held_writes_nothing(ann: Directory, store: Store) -> None:
    meg = ann.add(person("meg", "assessor"))
    before = store.get("person/meg", "person")
    assert ann.grant("meg", meg.roles) == meg
    assert store.get("person/meg", "person") == before


def test_a_coordinator_of_one_cohort_gives_roles_in_that_cohort_only(
    ann: Directory, store: Store
) -> None:
    sian = Directory(store, actor_of(ann.add(person("sian", "coordinator", cohort="CO-1"))))
    ann.add(person("meg", "practitioner"))
    meg = ann.grant("meg", [RoleEntry(role="practitioner")])
    wanted: list[Any] = [RoleEntry(role="assessor", cohort="CO-1")]
    sian.grant("meg", [*meg.roles, *wanted])
    for cohort in (None, "CO-2"):
        with pytest.raises(Refusal, match="within the cohorts they look after"):
            sian.grant("meg", [*meg.roles, RoleEntry(role="assessor", cohort=cohort)])
    with pytest.raises(Refusal, match="within the cohorts they look after"):
        sian.add(person("iwan", "assessor"))
    sian.add(person("iwan", "assessor", cohort="CO-1"))


def test_the_last_coordinator_stays_coordinator(ann: Directory) -> None:
    ann.add(person("sian", "coordinator", cohort="CO-1"))
    ann.add(person("gwen", "coordinator", active=False))
    with pytest.raises(Refusal, match="ANN is the only coordinator"):
        ann.grant("ann", [RoleEntry(role="trainer")])
    ann.add(person("bea", "coordinator"))
    assert ann.grant("ann", [RoleEntry(role="trainer")]).roles == (RoleEntry(role="trainer"),)


def test_whoever_leaves_loses_every_right_and_keeps_their_name(
    ann: Directory, store: Store
) -> None:
    ann.add(person("meg", "assessor", "coordinator"))
    left = ann.deactivate("meg")
    assert ann.find("meg") == left
    assert (left.name, left.active, len(left.roles)) == ("MEG", False, 2)
    with pytest.raises(Refusal, match="MEG is no longer active here"):
        resolve_actor(store, "meg", None)
    with pytest.raises(Refusal, match="MEG is no longer active here"):
        resolve_actor(store, None, "meg")
    with pytest.raises(Refusal, match="MEG may not do this"):
        Directory(store, actor_of(left)).add(person("elen"))


def test_whoever_comes_back_has_the_roles_they_had(ann: Directory, store: Store) -> None:
    meg = ann.add(person("meg", "assessor"))
    ann.deactivate("meg")
    assert ann.reactivate("meg") == meg
    assert resolve_actor(store, "meg", None).has_role("assessor")


def test_deactivating_somebody_twice_writes_once(ann: Directory, store: Store) -> None:
    ann.add(person("meg", "assessor"))
    ann.deactivate("meg")
    before = store.get("person/meg", "person")
    ann.deactivate("meg")
    assert store.get("person/meg", "person") == before


def test_nobody_but_a_coordinator_deactivates_and_nobody_themselves(
    ann: Directory, store: Store
) -> None:
    tom = ann.add(person("tom", "trainer", "assessor", "verifier"))
    sian = ann.add(person("sian", "coordinator", cohort="CO-1"))
    for actor in (actor_of(tom), actor_of(sian), OWNER):
        with pytest.raises(Refusal, match="people are deactivated by a named coordinator"):
            Directory(store, actor).deactivate("tom")
    with pytest.raises(Refusal, match="never by themselves"):
        ann.deactivate("ann")
    assert names(ann) == ["ANN", "SIAN", "TOM"]


def test_somebody_who_may_give_roles_is_always_left(ann: Directory, store: Store) -> None:
    sian = ann.add(person("sian", "coordinator"))
    ann.grant("sian", [RoleEntry(role="trainer")])
    with pytest.raises(Refusal, match="ANN is the only coordinator"):
        # At a desk at which she sat down before the role was taken from her.
        Directory(store, actor_of(sian)).deactivate("ann")
