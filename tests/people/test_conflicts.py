"""Conflicts of interest: who declares them, what they say, and how they end."""

import pytest

from stepback_course.people.conflicts import (
    Conflicts,
    DeclaredConflict,
    conflicts_of,
    people_not_to_judge,
    require_no_conflict,
)
from stepback_course.text.refusals import Refusal
from tests.house import House


def declare(house: House, by: str, about: str, person: str | None = None) -> None:
    house.desks(by).declarations.declare(about, "family", person=person)


def refusal(house: House, by: str, about: str, person: str | None = None) -> str:
    with pytest.raises(Refusal) as refused:
        declare(house, by, about, person)
    return f"{refused.value.code}: {refused.value}"


def test_a_declaration_says_about_whom_why_by_whom_and_when(house: House) -> None:
    declare(house, "AS-MEG", "PR-CERYS")

    (declared,) = house.desks("AS-MEG").declarations.of("AS-MEG")
    assert (declared.practitioner, declared.why, declared.by) == ("PR-CERYS", "family", "AS-MEG")
    assert declared.at


def test_ids_are_kept_as_the_store_writes_them_and_compared_without_case(house: House) -> None:
    declare(house, "AS-MEG", "pr-cerys")

    assert people_not_to_judge(house.store, "AS-MEG") == {"pr-cerys"}
    assert house.desks("AS-MEG").declarations.of("as-meg")[0].practitioner == "PR-CERYS"
    with pytest.raises(Refusal, match="conflict of interest"):
        require_no_conflict(house.store, house.desks("AS-MEG").actor, "PR-Cerys")


def test_nobody_else_is_concerned(house: House) -> None:
    declare(house, "AS-MEG", "PR-CERYS")

    require_no_conflict(house.store, house.desks("AS-MEG").actor, "PR-ELEN")
    require_no_conflict(house.store, house.desks("CO-ANN").actor, "PR-CERYS")


def test_declaring_the_same_again_changes_nothing(house: House) -> None:
    declare(house, "AS-MEG", "PR-CERYS")
    before = house.store.records("person/AS-MEG")
    declare(house, "AS-MEG", "PR-CERYS")

    assert house.store.records("person/AS-MEG") == before


def test_a_coordinator_declares_for_an_assessor_and_nobody_else_does(house: House) -> None:
    house.add("AS-IDA", "Ida Holm", "assessor")
    declare(house, "CO-ANN", "PR-CERYS", "AS-MEG")

    assert people_not_to_judge(house.store, "AS-MEG") == {"pr-cerys"}
    assert refusal(house, "AS-IDA", "PR-ELEN", "AS-MEG").startswith("not_allowed: Ida Holm")
    assert refusal(house, "TR-TOM", "PR-ELEN").startswith("not_allowed: Tom Hughes")


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ("PR-NOBODY", "unknown: this store knows no person 'PR-NOBODY'"),
        ("../..", "unknown: this store knows no person '../..'"),
        ("AS-MEG", "invalid: nobody judges their own work"),
    ],
)
def test_what_is_no_declaration_is_refused_in_a_sentence(
    house: House, about: str, sentence: str
) -> None:
    assert refusal(house, "AS-MEG", about).startswith(sentence)


def test_an_end_stays_in_the_record_with_who_ended_it(house: House) -> None:
    declare(house, "AS-MEG", "PR-CERYS")
    house.desks("CO-ANN").declarations.end("AS-MEG", "PR-CERYS")

    (kept,) = conflicts_of(house.store, "AS-MEG").declared
    assert (bool(kept.ended), kept.ended_by) == (True, "CO-ANN")
    assert house.desks("AS-MEG").declarations.of("AS-MEG") == ()
    require_no_conflict(house.store, house.desks("AS-MEG").actor, "PR-CERYS")


def test_nobody_ends_their_own_conflict_whatever_their_roles(house: House) -> None:
    house.add("CO-BEN", "Ben Ellis", "coordinator", "assessor")
    declare(house, "CO-BEN", "PR-CERYS")

    with pytest.raises(Refusal, match="ended by another named coordinator"):
        house.desks("CO-BEN").declarations.end("CO-BEN", "PR-CERYS")
    with pytest.raises(Refusal, match="no conflict of interest is declared"):
        house.desks("CO-ANN").declarations.end("CO-BEN", "PR-ELEN")


def test_what_stands_in_the_house_is_a_coordinators_to_see(house: House) -> None:
    house.add("AS-IDA", "Ida Holm", "assessor")
    declare(house, "AS-MEG", "PR-CERYS")
    declare(house, "AS-IDA", "PR-ELEN")
    declare(house, "AS-IDA", "PR-CERYS")
    house.desks("CO-ANN").declarations.end("AS-IDA", "PR-ELEN")

    standing = house.desks("CO-ANN").declarations.standing()
    assert [(person, declared.practitioner) for person, declared in standing] == [
        ("AS-IDA", "PR-CERYS"),
        ("AS-MEG", "PR-CERYS"),
    ]
    for who in ("AS-MEG", "PR-CERYS", None):
        with pytest.raises(Refusal, match="a named coordinator's to know"):
            list(house.desks(who).declarations.standing())
    with pytest.raises(Refusal, match="a named coordinator's to know"):
        house.desks("PR-CERYS").declarations.of("AS-MEG")


def test_what_ended_before_does_not_hide_what_was_declared_since() -> None:
    ended = DeclaredConflict(
        practitioner="PR-1", why="family", by="AS-1", at="2026-01-01", ended="2026-02-01"
    )
    again = ended.model_copy(update={"ended": ""})
    assert Conflicts(declared=(ended,)).about("PR-1") is None
    assert Conflicts(declared=(ended, again)).about("pr-1") == again
