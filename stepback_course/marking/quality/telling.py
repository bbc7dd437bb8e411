"""Quality assurance in words, for screens, plain lines and commands alike."""

from collections.abc import Iterator, Mapping
from typing import get_args

from stepback_course.course.models import Unit
from stepback_course.marking.quality.agreement import FEWEST, Agreement
from stepback_course.marking.quality.comparing import By, Compared
from stepback_course.marking.quality.models import (
    Cover,
    Covered,
    Outcome,
    Reason,
    Sample,
    StandingException,
    Stratum,
    Survey,
    Upheld,
)
from stepback_course.marking.telling import verdict_word
from stepback_course.portfolio.models import Sampled, Verdict
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.text import _, clean_line, ngettext
from stepback_course.text.days import shown_day

WANTED: Mapping[Sampled, str] = {
    "": _("nothing"),
    "to verify": _("to verify"),
    "to mark again": _("to mark again, blind"),
    "to adjudicate": _("two differ: a third person"),
    "returned": _("returned: to be decided anew"),
}
OUTCOMES: Mapping[Outcome, str] = {
    "agreed": _("agreed"),
    "agreed with advice": _("agreed with advice"),
    "returned": _("returned"),
}
UPHELD: Mapping[Upheld, str] = {
    "first": _("the first marks"),
    "second": _("the second marks"),
    "neither": _("neither: it is decided anew"),
}
REASONS: Mapping[Reason, str] = {
    "new assessor": _("new assessor"),
    "after a return": _("after a return"),
    "case study": _("case study"),
    "not yet met": _("not yet met"),
    "later attempt": _("later attempt"),
    "usual": _("usual rate"),
    "assessor": _("so that every assessor is covered"),
    "unit": _("so that every unit is covered"),
    "outcome": _("so that every outcome is covered"),
    "cohort": _("so that every cohort is covered"),
    "chosen": _("chosen"),
}
_COVERS: Mapping[Cover, str] = {
    "assessor": _("no decision of the assessor {value} is in the sample"),
    "unit": _("no decision on the unit {value} is in the sample"),
    "outcome": _("no decision that says “{value}” is in the sample"),
    "cohort": _("no decision in the cohort {value} is in the sample"),
}
BY: Mapping[By, str] = {
    "all": _("All"),
    "assessor": _("Assessor"),
    "unit": _("Unit"),
    "criterion": _("Criterion"),
}


def compliance_line(survey: Survey) -> str:
    """Return whether the marking meets the plan, in one sentence."""
    if not survey.decisions:
        return _("Nothing is decided yet.")
    if survey.is_compliant:
        return _("✓ Compliant: every rate of the plan is met, and everything is covered.")
    lacks = len(survey.lacks)
    return ngettext(
        "✗ Not compliant: {count} thing is missing.",
        "✗ Not compliant: {count} things are missing.",
        lacks,
    ).format(count=lacks)


def counts_line(survey: Survey) -> str:
    """Return how many decisions there are, are sampled and were looked at."""
    sentence = (
        ngettext(
            "{decisions} decision · {sampled} in the sample · {looked} looked at · "
            "{without} not second-marked",
            "{decisions} decisions · {sampled} in the sample · {looked} looked at · "
            "{without} not second-marked",
            survey.decisions,
        )
        if survey.not_second_marked
        else ngettext(
            "{decisions} decision · {sampled} in the sample · {looked} looked at",
            "{decisions} decisions · {sampled} in the sample · {looked} looked at",
            survey.decisions,
        )
    )
    return sentence.format(
        decisions=survey.decisions,
        sampled=survey.sampled,
        looked=survey.looked_at,
        without=survey.not_second_marked,
    )


def drawn_line(survey: Survey) -> str:
    """Return when the sample was drawn, and with which seed."""
    sentence = (
        _("Draw {number}, {day}, seed {seed}") if survey.number else _("As it stands now, {day}")
    )
    return sentence.format(
        number=survey.number, day=shown_instant(survey.at), seed=survey.plan.seed
    )


def lack_line(line: Stratum | Covered) -> str:
    """Return what keeps the marking from meeting the plan, in a sentence."""
    if isinstance(line, Covered):
        words = {verdict: verdict_word(verdict) for verdict in get_args(Verdict)}
        value = words[line.value] if line.kind == "outcome" else line.value
        return _COVERS[line.kind].format(value=value)
    return _(
        "{name}, {risk}: {sampled} of {decisions} are in the sample, {wanted} are wanted"
    ).format(
        name=line.name,
        risk=REASONS[line.risk],
        sampled=line.sampled,
        decisions=line.decisions,
        wanted=line.wanted,
    )


def exception_line(exception: StandingException) -> str:
    """Return the standing exception in a sentence."""
    return _(
        "From {first} to {last} decisions are not second-marked ({reason}). Agreed: {who}."
    ).format(
        first=shown_day(exception.from_),
        last=shown_day(exception.until),
        reason=exception.reason,
        who=exception.agreed_by,
    )


def why_line(sample: Sample) -> str:
    """Return why a decision is in the sample."""
    reasons = ", ".join(REASONS[reason] for reason in sample.reasons)
    if not sample.why:
        return reasons
    return _("{reasons}: {why}").format(reasons=reasons, why=sample.why)


def said_lines(sample: Sample) -> Iterator[str]:
    """Yield what was said of a decision, oldest first."""
    for look in sample.looks:
        yield _said(look.name, look.at, OUTCOMES[look.outcome], look.comment)
    if sample.second:
        second = sample.second
        whole = second.marks.overall
        words = (whole.stood_out, whole.missing, whole.next_step)
        comment = " ".join(word for word in words if word)
        yield _said(second.name, second.at, _("marked it a second time"), comment)
    if sample.adjudication:
        third = sample.adjudication
        yield _said(third.name, third.at, UPHELD[third.upholds], third.comment)


def compared_criterion(line: Compared, units: Mapping[str, Unit]) -> str:
    """Return on one line what the criterion says that was compared; `units` are those known.

    Empty where anything else was compared, and where no unit known here has the criterion.
    """
    unit, _space, criterion = line.value.partition(" ")
    if line.by != "criterion" or unit not in units:
        return ""
    texts = (each.text for each in units[unit].criteria if each.id == criterion)
    return clean_line(next(texts, ""))


def percentage_words(figures: Agreement) -> str:
    """Return the share of pairs that agree."""
    return "–" if figures.percentage is None else f"{figures.percentage:.0f} %"


def figure_words(figures: Agreement, figure: float | None) -> str:
    """Return a coefficient, or why there is none."""
    if not figures.is_enough:
        return _("too few")
    return _("none") if figure is None else f"{figure:.2f}"


def too_few_line() -> str:
    """Return below how many pairs figures are not given."""
    return _(
        "Under {count} pairs are too few for a figure. Kappa is none where everybody always "
        "decided the same; AC1 is steadier where nearly everything is met."
    ).format(count=FEWEST)


def _said(name: str, at: str, what: str, comment: str) -> str:
    line = _("{name}, {day}: {what}").format(name=name, day=shown_instant(at), what=what)
    return f"{line} – {comment}" if comment else line
