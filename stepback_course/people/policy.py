"""Who may do what: one table, and whatever it does not name is refused."""

from dataclasses import dataclass
from typing import Literal

from stepback_course.people.actor import OWNER, Actor
from stepback_course.people.roles import Role
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

Action = Literal[
    "write_portfolio",
    "read_portfolio",
    "take_copy",
    "see_progress",
    "see_queue",
    "mark_unit",
    "release_unit",
    "reopen_unit",
    "allocate_unit",
    "hold_release",
    "declare_conflict",
    "see_conflicts",
    "end_conflict",
    "see_quality",
    "sample_unit",
    "verify_unit",
    "adjudicate_unit",
    "plan_sampling",
    "grant_exception",
    "appeal",
    "answer_appeal",
    "see_appeals",
    "look_again",
    "practise",
    "agree_practice",
    "use_comments",
    "share_comments",
    "add_person",
    "grant_role",
    "deactivate_person",
    "invite_staff",
    "revoke_card",
    "make_cohort",
    "enrol",
    "record_attendance",
    "export_results",
    "see_register",
    "issue_certificate",
    "revoke_certificate",
    "settle_fee",
    "keep_keys",
    "keep_look",
    "add_course",
    "hand_over",
    "hand_out",
    "erase",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do one thing."""

    roles: frozenset[Role] = frozenset()
    owner: bool = False
    """Whether the unnamed owner of the store's folder may."""
    oneself: Literal["may", "may not", "by role"] = "by role"
    """Whether the practitioner whose work it is may, whatever their roles."""
    sentence: str = ""
    """What somebody is told who may not."""
    everywhere: bool = False
    """Whether what concerns every cohort needs a role held for every cohort."""


def _rule(
    *roles: Role,
    sentence: str,
    owner: bool = False,
    oneself: Literal["may", "may not", "by role"] = "by role",
    everywhere: bool = False,
) -> Rule:
    return Rule(frozenset(roles), owner, oneself, sentence, everywhere)


TABLE: dict[Action, Rule] = {
    "write_portfolio": _rule(
        owner=True,
        oneself="may",
        sentence=_("only the practitioner writes in a portfolio"),
    ),
    "read_portfolio": _rule(
        "assessor",
        "verifier",
        "coordinator",
        owner=True,
        oneself="may",
        sentence=_("answers are read by their practitioner, assessors and verifiers"),
    ),
    "take_copy": _rule(
        "coordinator",
        owner=True,
        oneself="may",
        sentence=_("a copy is taken by the practitioner whose work it is, or a coordinator"),
    ),
    "see_progress": _rule(
        "trainer",
        "assessor",
        "verifier",
        "coordinator",
        owner=True,
        sentence=_("progress is seen by trainers, assessors, verifiers and coordinators"),
    ),
    "see_queue": _rule(
        "assessor",
        "verifier",
        "trainer",
        "coordinator",
        owner=True,
        sentence=_("the queue is seen by assessors, verifiers, trainers and coordinators"),
    ),
    "mark_unit": _rule(
        "assessor",
        oneself="may not",
        sentence=_("units are marked by a named assessor, never by the practitioner themselves"),
    ),
    "release_unit": _rule(
        "assessor",
        "coordinator",
        oneself="may not",
        sentence=_("decisions are released by a named assessor or coordinator"),
    ),
    "reopen_unit": _rule(
        "coordinator",
        "verifier",
        oneself="may not",
        sentence=_("one more attempt is allowed by a named coordinator or verifier"),
    ),
    "see_quality": _rule(
        "assessor",
        "verifier",
        "coordinator",
        sentence=_("quality assurance is seen by assessors, verifiers and coordinators"),
    ),
    "sample_unit": _rule(
        "verifier",
        "coordinator",
        oneself="may not",
        sentence=_("decisions are sampled by a named verifier or coordinator"),
    ),
    "verify_unit": _rule(
        "verifier",
        oneself="may not",
        sentence=_("decisions are verified by a named verifier, never by the practitioner"),
    ),
    "adjudicate_unit": _rule(
        "assessor",
        "verifier",
        "coordinator",
        oneself="may not",
        sentence=_("differences are settled by a named assessor, verifier or coordinator"),
    ),
    "plan_sampling": _rule(
        "verifier",
        "coordinator",
        everywhere=True,
        sentence=_("samples are planned by who verifies or coordinates every cohort"),
    ),
    "grant_exception": _rule(
        "coordinator",
        everywhere=True,
        sentence=_("the exception is recorded by a coordinator of every cohort"),
    ),
    "appeal": _rule(
        "coordinator",
        owner=True,
        oneself="may",
        sentence=_("an appeal is the practitioner's, or recorded for them by a coordinator"),
    ),
    "answer_appeal": _rule(
        "assessor",
        "verifier",
        "coordinator",
        oneself="may not",
        sentence=_(
            "appeals are answered by named assessors, verifiers and panels, never one's own"
        ),
    ),
    "see_appeals": _rule(
        "assessor",
        "verifier",
        "coordinator",
        owner=True,
        sentence=_("appeals are seen by assessors, verifiers and coordinators"),
    ),
    "look_again": _rule(
        "assessor",
        "verifier",
        "coordinator",
        oneself="may not",
        sentence=_("decisions are looked at again by named assessors, verifiers and coordinators"),
    ),
    "practise": _rule(
        "assessor",
        "verifier",
        "coordinator",
        oneself="may not",
        sentence=_("exemplars are marked by named assessors, verifiers and coordinators"),
    ),
    "agree_practice": _rule(
        "verifier",
        "coordinator",
        oneself="may not",
        sentence=_("what is agreed on is recorded by a named verifier or coordinator"),
    ),
    "use_comments": _rule(
        "assessor",
        "verifier",
        "coordinator",
        sentence=_("comments are kept by named assessors, verifiers and coordinators"),
    ),
    "share_comments": _rule(
        "assessor",
        "verifier",
        "coordinator",
        everywhere=True,
        sentence=_("comments are shared by those who assess, verify or coordinate every cohort"),
    ),
    "allocate_unit": _rule(
        "assessor",
        "trainer",
        "coordinator",
        oneself="may not",
        sentence=_("work is allocated by a named assessor, trainer or coordinator"),
    ),
    "hold_release": _rule(
        "assessor",
        "verifier",
        "coordinator",
        oneself="may not",
        sentence=_("decisions are held back by a named assessor, verifier or coordinator"),
    ),
    "declare_conflict": _rule(
        "assessor",
        "verifier",
        "coordinator",
        sentence=_("conflicts of interest are declared by assessors, verifiers and coordinators"),
    ),
    "see_conflicts": _rule(
        "coordinator",
        sentence=_("the conflicts of interest of others are a named coordinator's to know"),
    ),
    "end_conflict": _rule(
        "coordinator",
        oneself="may not",
        sentence=_("a conflict of interest is ended by another named coordinator"),
    ),
    "add_person": _rule(
        "trainer",
        "coordinator",
        owner=True,
        sentence=_("people are added by trainers and coordinators"),
    ),
    "grant_role": _rule(
        "coordinator",
        everywhere=True,
        sentence=_("roles are given by a named coordinator, within the cohorts they look after"),
    ),
    "deactivate_person": _rule(
        "coordinator",
        oneself="may not",
        everywhere=True,
        sentence=_("people are deactivated by a named coordinator, never by themselves"),
    ),
    "invite_staff": _rule(
        "coordinator",
        everywhere=True,
        sentence=_("those who teach and assess are invited by a named coordinator"),
    ),
    "revoke_card": _rule(
        "coordinator",
        sentence=_("a computer's keys are revoked by a named coordinator"),
    ),
    "make_cohort": _rule(
        "trainer",
        "coordinator",
        sentence=_("cohorts are made by a named trainer or coordinator"),
    ),
    "enrol": _rule(
        "trainer",
        "coordinator",
        owner=True,
        sentence=_("practitioners are enrolled by trainers and coordinators"),
    ),
    "record_attendance": _rule(
        "trainer",
        "coordinator",
        sentence=_("attendance is recorded by a named trainer or coordinator"),
    ),
    "export_results": _rule(
        "trainer",
        "coordinator",
        owner=True,
        sentence=_("results are taken away by trainers and coordinators"),
    ),
    "see_register": _rule(
        "assessor",
        "verifier",
        "trainer",
        "coordinator",
        owner=True,
        sentence=_("the register is seen by assessors, trainers and coordinators"),
    ),
    "issue_certificate": _rule(
        "coordinator",
        oneself="may not",
        sentence=_("certificates are issued by a named coordinator, never to themselves"),
    ),
    "keep_keys": _rule(
        "coordinator",
        everywhere=True,
        sentence=_("keys that certificates are signed with are kept by a named coordinator"),
    ),
    "keep_look": _rule(
        "coordinator",
        everywhere=True,
        sentence=_("what certificates look like is settled by a named coordinator"),
    ),
    "revoke_certificate": _rule(
        "coordinator",
        oneself="may not",
        sentence=_("certificates are revoked by a named coordinator, never their own"),
    ),
    "settle_fee": _rule(
        "trainer",
        "coordinator",
        oneself="may not",
        sentence=_("fees are recorded as settled by a named trainer or coordinator"),
    ),
    "add_course": _rule(
        "trainer",
        "coordinator",
        owner=True,
        sentence=_("courses are added by trainers and coordinators"),
    ),
    "hand_over": _rule(
        "trainer",
        "assessor",
        "coordinator",
        owner=True,
        sentence=_("bundles are sealed and opened by trainers, assessors and coordinators"),
    ),
    "hand_out": _rule(
        "trainer",
        "coordinator",
        sentence=_("work is handed out to be marked by a named trainer or coordinator"),
    ),
    "erase": _rule(
        "coordinator",
        owner=True,
        oneself="may",
        sentence=_("what a portfolio says is erased by its practitioner or a named coordinator"),
    ),
}


def may(
    actor: Actor, action: Action, *, cohort: str | None = None, practitioner: str | None = None
) -> bool:
    """Say whether an actor may do something, in a cohort or to a practitioner's work.

    `cohort` narrows roles held for one cohort only; `practitioner` is the person whose work it is,
    or whom it is done to. Nobody who left may anything.
    Without a cohort, a role held for any cohort is enough, unless the rule says `everywhere`.
    """
    rule = TABLE.get(action)
    if rule is None or not actor.is_active:
        return False
    if practitioner is not None and actor.is_person(practitioner) and rule.oneself != "by role":
        return rule.oneself == "may"
    if actor is OWNER:
        return rule.owner
    if cohort is None and rule.everywhere:
        return any(entry.cohort is None and entry.role in rule.roles for entry in actor.roles)
    return any(actor.has_role(role, cohort) for role in rule.roles)


def require(
    actor: Actor, action: Action, *, cohort: str | None = None, practitioner: str | None = None
) -> None:
    """Return where `may` says yes. Raises Refusal with the table's sentence where it says no."""
    if not may(actor, action, cohort=cohort, practitioner=practitioner):
        rule = TABLE.get(action)
        sentence = rule.sentence if rule else _("this is not allowed")
        raise Refusal(
            "not_allowed",
            _("{name} may not do this: {rule}").format(name=actor.name, rule=sentence),
        )
