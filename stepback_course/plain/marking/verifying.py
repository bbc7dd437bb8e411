"""Looking a second time at decisions that are in the sample."""

from stepback_course.course.models import Unit
from stepback_course.desks import Desks
from stepback_course.marking.quality.models import Outcome
from stepback_course.marking.quality.quality import QualityView
from stepback_course.marking.quality.telling import OUTCOMES, WANTED
from stepback_course.marking.quality.waiting import WaitingSample
from stepback_course.plain.acts import Act, choose_act
from stepback_course.plain.conversation import Conversation, numbered
from stepback_course.plain.marking.evidence import say_decision, say_submission
from stepback_course.portfolio.telling.words import full_name
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

NEAR = 9
"""How many samples are offered at once."""
_ABOUT = _(
    "A verifier agrees with a decision, agrees with advice to its assessor, or returns it. Advice "
    "and a return need words. Nobody verifies what they decided themselves."
)


def verify_decisions(talk: Conversation, desks: Desks) -> None:
    """Offer the oldest samples until the person goes back. Raises Left, Refusal, StoreError."""
    while True:
        page = desks.quality.waiting()
        yours = [row for row in page.rows if row.is_yours and row.wanted == "to verify"][:NEAR]
        others = len(page.rows) - len(yours)
        if others:
            talk.say(
                _("In the sample, and not yours to verify or not shown: {count}.").format(
                    count=others
                )
            )
        if not yours:
            talk.say(_("Nothing in the sample is yours to verify now."))
            return
        labels = numbered([_line(row) for row in yours])
        chosen = talk.choose(_("Verify which"), labels, about=_ABOUT)
        if chosen is None:
            return
        row = yours[int(chosen) - 1]
        try:
            _visit(talk, desks, row.portfolio, row.unit)
        except (Refusal, StoreError) as error:
            talk.say(str(error))


def _line(row: WaitingSample) -> str:
    return _("{name}, {unit}, attempt {number}: {wanted}").format(
        name=row.name, unit=row.unit, number=row.attempt, wanted=WANTED[row.wanted]
    )


def _visit(talk: Conversation, desks: Desks, portfolio: str, unit: str) -> None:
    """Let somebody read one decision and what it is about, and say what they find of it."""
    view = desks.quality.open(portfolio, unit)
    definition = Unit.model_validate(view.submission.unit)
    talk.title(_("{name}, {unit}").format(name=view.profile.name, unit=full_name(definition)))
    _say_decision(talk, definition, view)
    while True:
        acts = [
            Act("r", _("Read what was submitted"), lambda: None),
            Act("d", _("Hear the decision again"), lambda: None),
            Act("v", _("Say what you find"), lambda: None),
        ]
        act = choose_act(talk, _("Decision, what now"), acts, about=_ABOUT)
        match act.key if act else None:
            case "r":
                say_submission(talk, definition, view.submission)
            case "d":
                _say_decision(talk, definition, view)
            case "v":
                if _say_outcome(talk, desks, view, unit):
                    return
            case _:
                return


def _say_decision(talk: Conversation, unit: Unit, view: QualityView) -> None:
    if view.decision:
        say_decision(talk, unit, view.decision)


def _say_outcome(talk: Conversation, desks: Desks, view: QualityView, unit: str) -> bool:
    """Ask for an outcome and its words; say whether it was given."""
    outcomes: list[Outcome] = list(OUTCOMES)
    chosen = talk.choose(_("What you find"), numbered([OUTCOMES[each] for each in outcomes]))
    if chosen is None:
        return False
    outcome = outcomes[int(chosen) - 1]
    comment = talk.ask(_("Your words to the assessor, if any"), about=_ABOUT)
    if comment is None:
        return False
    desks.quality.verify(view.profile.id, unit, outcome, comment, seen=view.revision)
    talk.say(_("Recorded: {outcome}.").format(outcome=OUTCOMES[outcome]))
    return True
