"""Who may do what: every action, for every role, in every relation to the work."""

from dataclasses import replace
from itertools import product

import pytest

from stepback_course.people import OWNER, Actor, RoleEntry
from stepback_course.people.models import ROLES, Role
from stepback_course.people.policy import TABLE, Action, may, require
from stepback_course.text.refusals import Refusal

# One line for each action: whether each role may, whether the owner of the folder may, and what
# counts for the practitioner whose work it is ("role": their roles, like anybody else's).
MATRIX = """
                    practitioner assessor verifier trainer coordinator owner oneself
write_portfolio     no           no       no       no      no          yes   yes
read_portfolio      no           yes      yes      no      yes         yes   yes
take_copy           no           no       no       no      yes         yes   yes
see_progress        no           yes      yes      yes     yes         yes   role
see_queue           no           yes      yes      yes     yes         yes   role
mark_unit           no           yes      no       no      no          no    no
release_unit        no           yes      no       no      yes         no    no
reopen_unit         no           no       yes      no      yes         no    no
see_quality         no           yes      yes      no      yes         no    role
sample_unit         no           no       yes      no      yes         no    no
verify_unit         no           no       yes      no      no          no    no
adjudicate_unit     no           yes      yes      no      yes         no    no
plan_sampling       no           no       yes      no      yes         no    role
grant_exception     no           no       no       no      yes         no    role
appeal              no           no       no       no      yes         yes   yes
answer_appeal       no           yes      yes      no      yes         no    no
see_appeals         no           yes      yes      no      yes         yes   role
look_again          no           yes      yes      no      yes         no    no
practise            no           yes      yes      no      yes         no    no
agree_practice      no           no       yes      no      yes         no    no
use_comments        no           yes      yes      no      yes         no    role
share_comments      no           yes      yes      no      yes         no    role
allocate_unit       no           yes      no       yes     yes         no    no
hold_release        no           yes      yes      no      yes         no    no
declare_conflict    no           yes      yes      no      yes         no    role
see_conflicts       no           no       no       no      yes         no    role
end_conflict        no           no       no       no      yes         no    no
add_person          no           no       no       yes     yes         yes   role
grant_role          no           no       no       no      yes         no    role
deactivate_person   no           no       no       no      yes         no    no
invite_staff        no           no       no       no      yes         no    role
revoke_card         no           no       no       no      yes         no    role
make_cohort         no           no       no       yes     yes         no    role
enrol               no           no       no       yes     yes         yes   role
record_attendance   no           no       no       yes     yes         no    role
export_results      no           no       no       yes     yes         yes   role
see_register        no           yes      yes      yes     yes         yes   role
issue_certificate   no           no       no       no      yes         no    no
revoke_certificate  no           no       no       no      yes         no    no
settle_fee          no           no       no       yes     yes         no    no
keep_keys           no           no       no       no      yes         no    role
keep_look           no           no       no       no      yes         no    role
add_course          no           no       no       yes     yes         yes   role
hand_over           no           yes      no       yes     yes         yes   role
hand_out            no           no       no       yes     yes         no    role
erase               no           no       no       no      yes         yes   yes
"""
HEAD, *LINES = (line.split() for line in MATRIX.strip().splitlines())
EXPECTED: dict[str, dict[str, str]] = {
    line[0]: dict(zip(HEAD, line[1:], strict=True)) for line in LINES
}
CASES = list(product(EXPECTED, ROLES, ("nobody's", "another's", "their own")))


def person(*roles: Role, cohort: str | None = None) -> Actor:
    """Return a person who holds these roles, for one cohort or for all."""
    return Actor("PR-1", "Cerys", tuple(RoleEntry(role=role, cohort=cohort) for role in roles))


def whose(relation: str) -> str | None:
    """Return the practitioner whose work is meant."""
    return {"nobody's": None, "another's": "PR-2", "their own": "PR-1"}[relation]


def test_the_matrix_names_every_action_of_the_table() -> None:
    assert set(EXPECTED) == set(TABLE)


@pytest.mark.parametrize(("action", "role", "relation"), CASES)
def test_each_role_may_do_what_the_matrix_says(action: Action, role: Role, relation: str) -> None:
    expected = EXPECTED[action]
    answer = expected[role]
    if relation == "their own" and expected["oneself"] != "role":
        answer = expected["oneself"]
    assert may(person(role), action, practitioner=whose(relation)) is (answer == "yes")


@pytest.mark.parametrize("action", EXPECTED)
def test_the_owner_of_the_folder_may_do_what_the_matrix_says(action: Action) -> None:
    assert may(OWNER, action) is (EXPECTED[action]["owner"] == "yes")
    assert may(OWNER, action, practitioner="PR-2") is (EXPECTED[action]["owner"] == "yes")


@pytest.mark.parametrize("action", EXPECTED)
def test_somebody_without_a_role_may_nothing_but_work_on_what_is_theirs(action: Action) -> None:
    assert not may(person(), action)
    assert not may(person(), action, practitioner="PR-2")
    own = may(person(), action, practitioner="PR-1")
    assert own is (EXPECTED[action]["oneself"] == "yes")


@pytest.mark.parametrize("action", EXPECTED)
def test_holding_every_role_does_not_let_anybody_judge_their_own_work(action: Action) -> None:
    everything = person(*ROLES)
    is_judging = EXPECTED[action]["oneself"] == "no"
    assert may(everything, action, practitioner="PR-1") is not is_judging


@pytest.mark.parametrize("action", EXPECTED)
def test_somebody_who_left_may_nothing_not_even_with_their_own_work(action: Action) -> None:
    left = replace(person(*ROLES), is_active=False)
    assert not may(left, action)
    assert not may(left, action, practitioner="PR-1")


def test_an_action_that_the_table_does_not_name_is_refused_to_everybody() -> None:
    unknown = "burn_register"
    assert not may(person(*ROLES), unknown)  # type: ignore[arg-type] # what the table lacks
    assert not may(OWNER, unknown)  # type: ignore[arg-type] # what the table lacks
    with pytest.raises(Refusal, match="this is not allowed"):
        require(OWNER, unknown)  # type: ignore[arg-type] # what the table lacks


@pytest.mark.parametrize(("action", "role"), list(product(EXPECTED, ROLES)))
def test_a_role_for_one_cohort_counts_in_no_other(action: Action, role: Role) -> None:
    narrow, wide = person(role, cohort="CO-1"), person(role)
    assert not may(narrow, action, cohort="CO-2")
    assert may(narrow, action, cohort="co-1") is may(wide, action)


def test_a_role_for_one_cohort_gives_no_roles_for_all() -> None:
    assert not may(person("coordinator", cohort="CO-1"), "grant_role")
    assert may(person("coordinator", cohort="CO-1"), "grant_role", cohort="CO-1")
    assert may(person("coordinator"), "grant_role")


def test_ids_are_compared_without_case() -> None:
    assert not may(person("assessor"), "mark_unit", practitioner="pr-1")


def test_a_refusal_names_the_person_and_the_rule() -> None:
    with pytest.raises(Refusal) as refused:
        require(person("trainer"), "issue_certificate", practitioner="PR-2")
    assert refused.value.code == "not_allowed"
    assert str(refused.value) == (
        "Cerys may not do this: certificates are issued by a named coordinator, never to themselves"
    )


def test_what_is_allowed_is_passed_over_in_silence() -> None:
    require(person("coordinator"), "issue_certificate", practitioner="PR-2")
    assert all(rule.sentence for rule in TABLE.values())
