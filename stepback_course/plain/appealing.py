"""A practitioner's appeal, in plain lines."""

from stepback_course.desks import Desks
from stepback_course.marking.appeals.telling import standing_lines
from stepback_course.plain.conversation import Conversation
from stepback_course.portfolio.privacy import warning_of
from stepback_course.text import _

_ABOUT = _(
    "An appeal asks for a second look at what your assessor decided. Say what shows that it is "
    "met, and where that stands. You are answered in writing, and until then this unit is not "
    "submitted again. A dot goes back."
)


def visit_appeal(talk: Conversation, desks: Desks, portfolio: str, unit: str) -> None:
    """Say where an appeal stands; let it be made, taken further or let rest.

    Raises Refusal, StoreError.
    """
    appeals = desks.appeals
    appeal, until = appeals.standing(portfolio, unit)
    lines = list(standing_lines(appeal, until))
    talk.say(*(lines or [_("The time to appeal is over: write to your coordinator.")]))
    if appeal is not None and appeal.is_open:
        if talk.agree(_("Let it rest, so that you can submit again?")):
            appeals.end(portfolio, unit)
            talk.say(_("It rests: the decision stands."))
        return
    if not until:
        return
    grounds = talk.ask(_("Why you do not agree"), about=_ABOUT)
    if not grounds:
        talk.say(_("There is no appeal."))
        return
    if warning := warning_of(appeals.findings(portfolio, unit, grounds)):
        talk.say(warning)
        if not talk.agree(_("Send it as it is?")):
            talk.say(_("There is no appeal."), _("What you wrote:"), grounds)
            return
    ask = appeals.appeal if appeal is None else appeals.take_further
    ask(portfolio, unit, grounds)
    talk.say(*standing_lines(*appeals.standing(portfolio, unit)))
