"""What an assessor said about a unit: what is met first, then what is needed."""

from stepback_course.desks import Desks
from stepback_course.plain.conversation import Conversation
from stepback_course.plain.versions import say_differences
from stepback_course.portfolio import UnitView
from stepback_course.portfolio.telling.decisions import decision_lines, decision_title
from stepback_course.text import _, ngettext


def say_feedback(talk: Conversation, desks: Desks, portfolio: str, view: UnitView) -> None:
    """Say what was decided about a unit, the newest first, and what was changed in between.

    Raises Refusal, StoreError.
    """
    if not view.released:
        talk.say(_("Nobody has said anything about this unit yet."))
        return
    for decision in reversed(view.released):
        talk.title(decision_title(decision))
        talk.say(*decision_lines(view.unit, decision))
    if view.is_open:
        sentence = ngettext(
            "You can submit it {count} more time. Only this unit is open again.",
            "You can submit it {count} more times. Only this unit is open again.",
            view.attempts_left,
        )
        talk.say(sentence.format(count=view.attempts_left))
    _say_rounds(talk, desks, portfolio, view)


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
