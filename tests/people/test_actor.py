"""Who acts: the one who is named, else the one who sits here, else the owner of the folder."""

import pytest

from stepback_course.people import OWNER, Actor, Directory, RoleEntry, resolve_actor
from stepback_course.store import Store
from stepback_course.text.refusals import Refusal
from tests.people.conftest import person


@pytest.fixture
def peopled(ann: Directory, store: Store) -> Store:
    """A store with a coordinator, an assessor, and somebody who left."""
    ann.add(person("meg", "assessor"))
    ann.add(person("gwen", "practitioner", active=False))
    return store


def test_the_person_named_acts_whoever_sits_here(peopled: Store) -> None:
    actor = resolve_actor(peopled, "meg", "ann")
    assert (actor.id, actor.name, actor.has_role("assessor")) == ("meg", "MEG", True)


def test_whoever_sits_here_acts_where_nobody_is_named(peopled: Store) -> None:
    assert resolve_actor(peopled, None, "ann").id == "ann"


@pytest.mark.parametrize("me", [None, "stranger", "not an id"])
def test_the_owner_acts_where_the_store_does_not_know_who_sits_here(
    peopled: Store, me: str | None
) -> None:
    assert resolve_actor(peopled, None, me) is OWNER


def test_the_owner_may_be_named_on_a_store_in_a_folder(peopled: Store) -> None:
    assert resolve_actor(peopled, "Owner", "ann") is OWNER


@pytest.mark.parametrize("named", ["stranger", "not an id", "../person", "x" * 400])
def test_a_named_person_whom_the_store_does_not_know_is_refused(peopled: Store, named: str) -> None:
    with pytest.raises(Refusal, match="this store knows no person") as refused:
        resolve_actor(peopled, named, "ann")
    assert refused.value.code == "unknown"
    assert len(str(refused.value)) < 200


def test_somebody_who_left_does_not_act(peopled: Store) -> None:
    for named, me in (("gwen", None), (None, "gwen")):
        with pytest.raises(Refusal, match="GWEN is no longer active here"):
            resolve_actor(peopled, named, me)


def test_a_server_has_no_owner(peopled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(peopled), "shared", True)
    for named in (None, "owner"):
        with pytest.raises(Refusal):
            resolve_actor(peopled, named, None)
    assert resolve_actor(peopled, None, "ann").id == "ann"


def test_a_role_for_one_cohort_is_a_role_there_and_somewhere() -> None:
    actor = Actor("tom", "Tom", (RoleEntry(role="trainer", cohort="CO-1"),))
    assert actor.has_role("trainer")
    assert actor.has_role("trainer", "co-1")
    assert not actor.has_role("trainer", "CO-2")
    assert not actor.has_role("assessor")


def test_a_role_without_a_cohort_is_a_role_in_each() -> None:
    actor = Actor("tom", "Tom", (RoleEntry(role="trainer"),))
    assert actor.has_role("trainer", "CO-7")
    assert actor.is_person("TOM")
    assert not actor.is_person("tom-2")
