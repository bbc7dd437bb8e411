"""What was submitted, read from its first activity to its last."""

from collections.abc import Iterable

from stepback_course.course.models import Unit
from stepback_course.plain.conversation import Conversation
from stepback_course.portfolio.evidence.rules import evidence_lines
from stepback_course.portfolio.models import Decision, Submission
from stepback_course.portfolio.privacy import explanation_lines
from stepback_course.portfolio.telling.decisions import decision_lines, decision_title
from stepback_course.portfolio.telling.plain import consent_lines, question_lines, response_lines
from stepback_course.text import _
from stepback_course.text.paragraphs import unwrapped


def say_submission(talk: Conversation, unit: Unit, submission: Submission) -> None:
    """Say each question with what was answered, and what goes with the whole."""
    if submission.consent:
        talk.title(_("Permission:"))
        talk.say(*consent_lines(submission.consent))
    if submission.explanations:
        talk.title(_("Why these words may stay:"))
        talk.say(*explanation_lines(submission.explanations))
    if submission.evidence:
        talk.title(_("Files that were submitted with it:"))
        talk.say(*evidence_lines(submission.evidence))
    for number, activity in enumerate(unit.activities, start=1):
        talk.title(
            _("Activity {number} of {count}: {title}").format(
                number=number, count=len(unit.activities), title=activity.title
            )
        )
        talk.say(unwrapped("\n".join(question_lines(activity))))
        talk.say(_("Answered:"), *response_lines(unit, activity, submission.responses))


def say_decision(talk: Conversation, unit: Unit, decision: Decision) -> None:
    """Say what was decided about one attempt."""
    talk.title(decision_title(decision))
    talk.say(*decision_lines(unit, decision))


def say_earlier(talk: Conversation, unit: Unit, decisions: Iterable[Decision]) -> None:
    """Say what was decided about earlier attempts, the newest first."""
    for decision in reversed(tuple(decisions)):
        say_decision(talk, unit, decision)
