"""Submitting units that are ready: what may tell who a child is, the declaration, the name."""

from collections.abc import Sequence

from stepback_course.desks import Desks
from stepback_course.people.organisation import is_laptop
from stepback_course.plain.conversation import Conversation, numbered
from stepback_course.portfolio import PortfolioView, UnitView
from stepback_course.portfolio.privacy import Finding
from stepback_course.portfolio.telling.plain import unit_occasions
from stepback_course.portfolio.telling.words import full_name
from stepback_course.text import _, ngettext
from stepback_course.text.numbers import numbers_typed
from stepback_course.text.refusals import Refusal

_ABOUT = _(
    "You submit under one declaration, which you make by typing your name. Until an assessor "
    "begins to read you can take a unit back."
)
_ABOUT_FINDINGS = _(
    "A learner must not be recognised from your work. What is named here looks as if it could tell "
    "who somebody is: a name, a date of birth, an address, a number. Change it, or say why it may "
    "stay; your assessor reads the reason."
)


def submit_units(
    talk: Conversation, desks: Desks, portfolio: str, only: Sequence[str] = ()
) -> bool:
    """Submit units that are ready, all or those chosen, and say whether that was done.

    Raises Left, Refusal, StoreError.
    """
    view = desks.workbook.open(portfolio)
    ready = [unit for unit in view.ready if not only or unit.unit.id in only]
    chosen = ready if len(ready) < 2 else _choose(talk, ready)
    if not chosen or not _go_on_unchanged(talk, desks, portfolio, chosen):
        return False
    units = [unit.unit.id for unit in chosen]
    explanations = _explain(talk, desks, view, units)
    return explanations is not None and _declare(talk, desks, view, chosen, explanations)


def _choose(talk: Conversation, ready: Sequence[UnitView]) -> Sequence[UnitView]:
    """Return the units that are to be submitted; none where a single dot was typed."""
    talk.say(_("These are ready:"))
    for number, unit in enumerate(ready, start=1):
        talk.say(_("{number}. {unit}").format(number=number, unit=full_name(unit.unit)))
    about = _("Type the numbers with spaces between them, or Enter for all of them.")
    while True:
        typed = talk.ask(_("Enter for all, or the numbers"), about=f"{about} {_ABOUT}")
        if typed is None:
            return ()
        if not typed:
            return ready
        if wanted := numbers_typed(typed, len(ready)):
            return [unit for number, unit in enumerate(ready, start=1) if number in wanted]
        talk.say(about)


def _go_on_unchanged(
    talk: Conversation, desks: Desks, portfolio: str, units: Sequence[UnitView]
) -> bool:
    """Say which units read as they did the last time, and ask whether to go on all the same."""
    unchanged = [unit for unit in units if desks.history.is_unchanged(portfolio, unit.unit.id)]
    for unit in unchanged:
        sentence = _("{unit} is unchanged since the last attempt.")
        talk.say(sentence.format(unit=full_name(unit.unit)))
    return not unchanged or talk.agree(_("Submit all the same,"), about=_ABOUT)


def _explain(
    talk: Conversation, desks: Desks, view: PortfolioView, units: Sequence[str]
) -> dict[str, str] | None:
    """Ask about everything that may tell who a child is; None where it is to be changed first."""
    explanations: dict[str, str] = {}
    found = {finding.key: finding for finding in desks.workbook.findings(view.profile.id, units)}
    if found:
        counted = ngettext(
            "{count} thing may tell who a child is.",
            "{count} things may tell who a child is.",
            len(found),
        )
        talk.say(counted.format(count=len(found)))
    for finding in found.values():
        if not _settle(talk, desks, view.profile.id, finding, explanations):
            talk.say(_("Nothing is submitted. Change it in the unit, then submit."))
            return None
    return explanations


def _settle(
    talk: Conversation,
    desks: Desks,
    portfolio: str,
    finding: Finding,
    explanations: dict[str, str],
) -> bool:
    """Let one thing be explained or allowed; say whether it is settled."""
    talk.say(
        _("In {title}: {words}. It reads: {around}").format(
            title=finding.title, words=finding.words, around=finding.around
        )
    )
    labels = [_("I change it first"), _("It may stay, and I say why")]
    if finding.kind == "name":
        labels.append(_("It is no child's name: do not ask again in this portfolio"))
    chosen = talk.choose(_("What about it"), numbered(labels), about=_ABOUT_FINDINGS)
    if chosen == "3":
        desks.workbook.allow(portfolio, [*desks.workbook.allowed(portfolio), finding.words])
        return True
    if chosen != "2":
        return False
    why = talk.ask(_("Why it may stay"), about=_ABOUT_FINDINGS)
    if why:
        explanations[finding.words] = why
    return bool(why)


def _declare(
    talk: Conversation,
    desks: Desks,
    view: PortfolioView,
    units: Sequence[UnitView],
    explanations: dict[str, str],
) -> bool:
    """Ask for the typed name under the declaration until it fits; say whether it was given."""
    talk.title(_("You declare:"))
    talk.say(view.course.rules.declaration)
    for unit in units:
        talk.say(*unit_occasions(unit.unit, unit.draft.responses))
    while True:
        name = talk.ask(_("Type your name to submit, or a dot to go back"), about=_ABOUT)
        if name is None:
            talk.say(_("Nothing is submitted."))
            return False
        try:
            desks.workbook.submit(
                view.profile.id, [unit.unit.id for unit in units], name, explanations
            )
        except Refusal as refusal:
            talk.say(_("Not submitted: {why}").format(why=refusal))
            if refusal.code != "invalid":
                return False
        else:
            break
    done = ngettext("{count} unit is submitted.", "{count} units are submitted.", len(units))
    then = (
        _(
            "It is still on this computer. Choose h in My course, and send the office the file "
            "that is made."
        )
        if is_laptop(desks.store)
        else _("An assessor reads your work now. Until they begin you can take a unit back.")
    )
    receipt = _("Your receipt: {receipt}").format(receipt=desks.workbook.receipt(view.profile.id))
    talk.say(done.format(count=len(units)), then, receipt)
    return True
