"""Permission for the learner's part: asked for first, said again, taken back."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from stepback_course.clock import day_of
from stepback_course.desks import Desks
from stepback_course.plain.conversation import Choice, Conversation, numbered
from stepback_course.plain.days import ask_day
from stepback_course.portfolio.erasing.words import goes, out_of_reach, stays
from stepback_course.portfolio.models import Consent
from stepback_course.portfolio.telling.plain import consent_lines, response_lines
from stepback_course.portfolio.telling.words import GIVEN_BY, HOW, SCOPES, shown_instant
from stepback_course.text import _
from stepback_course.text.days import shown_day
from stepback_course.text.problems import sentences

_ABOUT = _(
    "Ask first: a parent or carer, or the young person, and always the learner. Then record here "
    "what was said. Nothing is recorded before the last question is answered."
)
NEEDED = "assessment"
"""The scope without which nobody could read the case study."""


def ask_permission(talk: Conversation, desks: Desks, portfolio: str) -> None:
    """Ask what was said when permission was asked for, and record it. Raises Left, Refusal."""
    talk.say(_("Permission is not recorded yet."), _ABOUT)
    said = _ask(talk, desks)
    if said is None:
        talk.say(_("Nothing is recorded."))
        return
    try:
        consent = Consent.model_validate(said)
    except ValidationError as error:
        talk.say(*sentences(error), _("Nothing is recorded."))
        return
    desks.workbook.record_consent(portfolio, consent)
    talk.say(_("Permission is recorded."), *consent_lines(consent))


def say_permission(talk: Conversation, desks: Desks, portfolio: str, *, is_open: bool) -> None:
    """Say what is recorded, and let the person do what can be done about it.

    `is_open` says whether the case study is its practitioner's to write in. Raises Left, Refusal,
    StoreError.
    """
    consent = desks.workbook.open(portfolio).consent
    if consent is None:
        talk.say(_("Permission is not recorded yet."))
        return
    talk.say(*consent_lines(consent))
    if consent.withdrawn:
        day = shown_day(consent.withdrawn)
        talk.say(_("Permission was withdrawn on {day}: nothing more is done.").format(day=day))
    choices = _choices(consent, is_open=is_open)
    if desks.learners.closed(portfolio):
        choices.append(Choice("r", _("Read a closed case study")))
    match talk.choose(_("Permission, or a dot to go back"), choices, about=_ABOUT):
        case "c":
            ask_permission(talk, desks, portfolio)
        case "w":
            _withdraw(talk, desks, portfolio)
        case "b":
            _begin_again(talk, desks, portfolio)
        case "e":
            _erase(talk, desks, portfolio)
        case "r":
            _read_closed(talk, desks, portfolio)


def _choices(consent: Consent, *, is_open: bool) -> list[Choice]:
    if consent.withdrawn:
        return [
            Choice("c", _("Permission is given again")),
            Choice("e", _("Erase the case study")),
        ]
    withdrawn = Choice("w", _("Permission was withdrawn"))
    if not is_open:
        return [withdrawn]
    return [
        Choice("c", _("Change what is recorded")),
        withdrawn,
        Choice("b", _("Begin again with another learner")),
    ]


def _withdraw(talk: Conversation, desks: Desks, portfolio: str) -> None:
    """Record that permission was taken back, after asking."""
    talk.say(_("Then nothing more is written, submitted, marked or shown of the case study."))
    day = ask_day(talk, day_of(desks.clock()), _("On which day was it withdrawn"))
    if day and talk.agree(_("Withdrawn on {day},").format(day=shown_day(day)), about=_ABOUT):
        desks.workbook.withdraw_consent(portfolio, day)
        talk.say(_("Permission is withdrawn. The case study is frozen."))


def _begin_again(talk: Conversation, desks: Desks, portfolio: str) -> None:
    """Close the case study for another learner's, after asking."""
    talk.say(
        _(
            "What was written about this learner is closed: it can be read, and no longer changed "
            "or submitted. You begin with permission from the other learner."
        )
    )
    if talk.agree(_("Begin again,"), about=_ABOUT):
        desks.learners.begin_again(portfolio)
        talk.say(_("The case study is empty. Permission comes first."))


def _read_closed(talk: Conversation, desks: Desks, portfolio: str) -> None:
    """Read a case study that was closed for another learner's."""
    closed = desks.learners.closed(portfolio)
    labels = [_("Closed {when}").format(when=shown_instant(case.at)) for case in closed]
    chosen = talk.choose(_("Which case study"), numbered(labels), about=_ABOUT)
    if chosen is None:
        return
    case = desks.learners.read(portfolio, closed[int(chosen) - 1].number)
    unit = desks.workbook.unit(portfolio, case.unit).unit
    if case.consent is not None:
        talk.say(*consent_lines(case.consent))
    for activity in unit.activities:
        talk.title(activity.title)
        talk.say(*response_lines(unit, activity, case.draft.responses))


def _erase(talk: Conversation, desks: Desks, portfolio: str) -> None:
    """Erase the case study, after saying what goes, what stays, and what lies elsewhere."""
    plan = desks.eraser.plan(portfolio, _case_study(desks, portfolio))
    talk.say(_("This goes, and cannot be brought back:"), *goes(plan))
    talk.say(_("This stays:"), *stays(plan))
    if not talk.agree(_("Erase it for good,"), about=_ABOUT):
        talk.say(_("Nothing is erased."))
        return
    desks.eraser.erase(portfolio, _case_study(desks, portfolio), "permission withdrawn")
    talk.say(_("It is erased. What lies elsewhere is yours to destroy:"))
    talk.say(*out_of_reach(shared=desks.store.shared))


def _case_study(desks: Desks, portfolio: str) -> list[str]:
    units = desks.workbook.open(portfolio).course.units
    return [unit.id for unit in units if unit.needs_consent]


def _ask(talk: Conversation, desks: Desks) -> dict[str, Any] | None:
    """Ask one question after another; None where one was ended with a dot."""
    learner = _ask_name(talk)
    if learner is None:
        return None
    given_by = _one_of(talk, _("Who gave permission"), GIVEN_BY)
    if given_by is None:
        return None
    day = ask_day(talk, day_of(desks.clock()), _("On which day"), about=_ABOUT)
    if not day:
        return None
    how = _one_of(talk, _("How was it given"), HOW)
    if how is None:
        return None
    agrees = _("The learner was told, in a way they understand, and wants to take part,")
    if not talk.agree(agrees, about=_ABOUT):
        talk.say(
            _(
                "Ask the learner first. Without their yes the case study does not begin; another "
                "day, or with another learner, it may."
            )
        )
        return None
    return {
        "learner": learner,
        "given_by": given_by,
        "on": day,
        "how": how,
        "learner_agrees": True,
        "scopes": [NEEDED, *_further_scopes(talk)],
    }


def _ask_name(talk: Conversation) -> str | None:
    while True:
        name = talk.ask(
            _("A made-up name for the learner, never their own"),
            about=_("If possible one that the learner chose."),
        )
        if name is None or name:
            return name


def _one_of(talk: Conversation, question: str, words: Mapping[str, str]) -> str | None:
    keys: Sequence[str] = list(words)
    chosen = talk.choose(question, numbered(list(words.values())), about=_ABOUT)
    return None if chosen is None else keys[int(chosen) - 1]


def _further_scopes(talk: Conversation) -> list[str]:
    """Ask about each scope that is not needed anyway."""
    talk.say(_("It covers {scope}. Does it cover more?").format(scope=SCOPES[NEEDED]))
    return [
        scope
        for scope, words in SCOPES.items()
        if scope != NEEDED and talk.agree(_("{scope},").format(scope=words), about=_ABOUT)
    ]
