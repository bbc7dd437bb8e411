"""What an assessor decided, in words, for whoever reads it after its release."""

from collections.abc import Iterator, Mapping

from stepback_course.course.models import EvidenceTest, Unit
from stepback_course.portfolio.models import Decision, Overall, Verdict
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.text import _
from stepback_course.text.days import shown_day

_TESTS: Mapping[EvidenceTest, str] = {
    "valid": _("valid"),
    "authentic": _("authentic"),
    "reliable": _("reliable"),
    "current": _("current"),
    "sufficient": _("sufficient"),
}


def word_of_test(test: EvidenceTest) -> str:
    """Return what evidence is asked to be, in one word."""
    return _TESTS[test]


def decision_title(decision: Decision) -> str:
    """Return which attempt was decided, when that was released, by whom and how."""
    sentence = (
        _("Attempt {number}, {when}: {name} said that everything is met.")
        if decision.verdict == "met"
        else _("Attempt {number}, {when}: {name} asks for further work.")
    )
    return sentence.format(
        number=decision.attempt, when=shown_instant(decision.released), name=decision.name
    )


def decision_lines(unit: Unit, decision: Decision) -> Iterator[str]:
    """Yield what was decided, a line for each thing: what is met first, then what is needed."""
    yield from _judged_lines(unit, decision, "met")
    yield from _judged_lines(unit, decision, "not_yet_met")
    for heading, text in overall_passages(decision.said):
        yield _("{heading}:").format(heading=heading)
        yield text


def overall_passages(said: Overall) -> Iterator[tuple[str, str]]:
    """Yield what is said about a unit as a whole, each passage under its heading.

    Words that stand alone are about the whole, and need not be about what stood out.
    """
    is_alone = not (said.missing or said.next_step)
    if said.stood_out:
        yield _("About the whole") if is_alone else _("What stood out"), said.stood_out
    if said.missing:
        yield _("What is missing"), said.missing
    if said.next_step:
        yield next_step_heading(said.by), said.next_step


def next_step_heading(by: str) -> str:
    """Return the heading over the next step, with the day by which it is to be taken, if any."""
    if not by:
        return _("The next step")
    return _("The next step, by {day}").format(day=shown_day(by))


def judged_passages(unit: Unit, decision: Decision, verdict: Verdict) -> list[tuple[str, str]]:
    """Return what was decided in one way, in the words of the course, each with what was said.

    Of the evidence as a whole only what it does not show yet is told.
    """
    criteria = [
        (criterion.text, decision.feedback.get(criterion.id, ""))
        for criterion in unit.criteria
        if decision.criteria.get(criterion.id) == verdict
    ]
    evidence = [
        (_("About your evidence: {asked}").format(asked=question.text), "")
        for question in unit.evidence_tests
        if verdict == "not_yet_met" and decision.tests.get(question.test) == verdict
    ]
    return criteria + evidence


def _judged_lines(unit: Unit, decision: Decision, verdict: Verdict) -> Iterator[str]:
    passages = judged_passages(unit, decision, verdict)
    if not passages:
        return
    yield _("What is met:") if verdict == "met" else _("What is needed:")
    for number, (judged, words) in enumerate(passages, start=1):
        yield _("{number}. {criterion}").format(number=number, criterion=judged)
        if words:
            yield _("Your assessor: {words}").format(words=words)
