"""What an assessor said about a unit: what is met first, then what is needed."""

from stepback_course.desks import Desks
from stepback_course.plain.conversation import Conversation
from stepback_course.plain.versions import say_differences
from stepback_course.portfolio import UnitView
from stepback_course.portfolio.models import Decision, Verdict
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.text import _, ngettext


def say_feedback(talk: Conversation, desks: Desks, portfolio: str, view: UnitView) -> None:
    """Say what was decided about a unit, the newest first, and what was changed in between.

    Raises Refusal, StoreError.
    """
    if not view.released:
        talk.say(_("Nobody has said anything about this unit yet."))
        return
    for decision in reversed(view.released):
        _say_decision(talk, view, decision)
    if view.is_open:
        sentence = ngettext(
            "You can submit it {count} more time. Only this unit is open again.",
            "You can submit it {count} more times. Only this unit is open again.",
            view.attempts_left,
        )
        talk.say(sentence.format(count=view.attempts_left))
    _say_rounds(talk, desks, portfolio, view)


def _say_decision(talk: Conversation, view: UnitView, decision: Decision) -> None:
    sentence = (
        _("Attempt {number}, {when}: {name} said that everything is met.")
        if decision.verdict == "met"
        else _("Attempt {number}, {when}: {name} asks for further work.")
    )
    talk.title(
        sentence.format(
            number=decision.attempt, when=shown_instant(decision.released), name=decision.name
        )
    )
    _say_criteria(talk, view, decision, "met")
    _say_criteria(talk, view, decision, "not_yet_met")
    if decision.overall:
        talk.say(_("About the whole:"), decision.overall)


def _say_criteria(talk: Conversation, view: UnitView, decision: Decision, verdict: Verdict) -> None:
    """Say the criteria that were decided in one way, each with what was said about it."""
    judged = [each for each in view.unit.criteria if decision.criteria.get(each.id) == verdict]
    if not judged:
        return
    talk.say(_("What is met:") if verdict == "met" else _("What is needed:"))
    for number, criterion in enumerate(judged, start=1):
        talk.say(_("{number}. {criterion}").format(number=number, criterion=criterion.text))
        if words := decision.feedback.get(criterion.id):
            talk.say(_("Your assessor: {words}").format(words=words))


def _say_rounds(talk: Conversation, desks: Desks, portfolio: str, view: UnitView) -> None:
    """Say what changed from one attempt to the next, the newest change first."""
    for change in reversed(desks.history.rounds(portfolio, view.unit.id)):
        sentence = (
            _("Changed from attempt {before} to attempt {after}:")
            if change.after
            else _("What you have changed since attempt {before}:")
        )
        talk.title(sentence.format(before=change.before, after=change.after))
        say_differences(talk, change.differences)
        if not change.differences:
            talk.say(_("Nothing."))
