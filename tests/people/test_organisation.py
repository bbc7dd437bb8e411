"""What certificates and letters say of the organisation."""

import pytest

from stepback_course.people import OWNER, actor_of
from stepback_course.people.organisation import (
    Organisation,
    keep_organisation,
    organisation_of,
)
from stepback_course.store import Store
from stepback_course.text.refusals import Refusal
from tests.people.conftest import person


def test_a_store_that_says_nothing_has_the_usual_organisation(store: Store) -> None:
    assert organisation_of(store) == Organisation()


def test_a_coordinator_keeps_the_organisation_and_changes_it(store: Store) -> None:
    ann = actor_of(person("ann", "coordinator"))
    for name in ("Cwmni Un", "Cwmni Dau"):
        keep_organisation(store, ann, Organisation(name=name, signatory="Ann Rees"))
        assert organisation_of(store).name == name


def test_the_owner_and_an_assessor_do_not_speak_for_the_organisation(store: Store) -> None:
    for actor in (OWNER, actor_of(person("meg", "assessor"))):
        with pytest.raises(Refusal, match="a named trainer or coordinator"):
            keep_organisation(store, actor, Organisation(name="Somebody"))
    assert organisation_of(store) == Organisation()
