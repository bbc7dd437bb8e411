"""What is in the copy of one portfolio, as plain data that a template lays out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from stepback_course.clock import day_of, parse_instant
from stepback_course.course.activities import Activity, Choice
from stepback_course.course.models import Unit
from stepback_course.desks import Desks
from stepback_course.people.policy import require
from stepback_course.portfolio import PortfolioView, UnitView
from stepback_course.portfolio.erasing.rules import was_erased
from stepback_course.portfolio.evidence.rules import evidence_lines
from stepback_course.portfolio.learner.permission import require_not_frozen
from stepback_course.portfolio.models import Attempt, Decision, Submission
from stepback_course.portfolio.telling.decisions import overall_passages
from stepback_course.portfolio.telling.plain import consent_lines
from stepback_course.portfolio.telling.standing import standing_word
from stepback_course.portfolio.telling.words import full_name
from stepback_course.reports.copy.answers import Answers, Lines, Table, pieces_of
from stepback_course.reports.prose import paragraphs, typographic
from stepback_course.text import _
from stepback_course.text.days import shown_day


@dataclass(frozen=True, slots=True)
class Question:
    """An activity and its answer."""

    id: str
    """Told apart from every other on the page by this."""
    title: str
    asked: tuple[str, ...]
    answer: list[Lines | Table]


@dataclass(frozen=True, slots=True)
class PartCopy:
    """The questions of one part of a unit."""

    title: str
    """Empty for a unit that is in one piece."""
    consent: tuple[str, ...]
    questions: list[Question]


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion, what was decided, and what was said about it."""

    criterion: str
    verdict: str
    feedback: str


@dataclass(frozen=True, slots=True)
class DecisionCopy:
    """A decision as its practitioner may read it."""

    id: str
    title: str
    by: str
    criteria: list[Judged]
    overall: list[tuple[str, str]]
    """What is said about the whole, each passage with its heading."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier attempt said where it differs from the answers above."""

    title: str
    questions: list[Question]
    note: str = ""
    """What is said where there is nothing to show."""


@dataclass(frozen=True, slots=True)
class UnitCopy:
    """One unit."""

    id: str
    title: str
    status: str
    declared: tuple[str, ...]
    """A sentence for each time it was submitted."""
    parts: list[PartCopy]
    evidence: tuple[str, ...]
    """A line for each file that belongs to it; the files themselves are not in the copy."""
    decisions: list[DecisionCopy]
    earlier: list[Earlier]
    left_out: str = ""
    """Why nothing but its status is here."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the page itself."""

    skip: str = _("Go to the units")
    units: str = _("The units")
    state: str = _("State: {status}")
    answers_to: str = _("Answer to “{title}”")
    declared: str = _("Submitted")
    files: str = _("Files, which are kept in the program and not in this copy")
    criteria: str = _("What was decided about each criterion")
    judged: tuple[str, ...] = (_("Criterion"), _("Decision"), _("Feedback"))
    differed: str = _("Only what differs from the answers above:")
    foot: str = _(
        "A copy to keep, made by stepback. Nothing in it is signed: the register of certificates"
        " says what was awarded. Keep it where others cannot read it."
    )


@dataclass(frozen=True, slots=True)
class Copy:
    """A whole portfolio."""

    language: str
    title: str
    course: str
    notice: str
    facts: list[tuple[str, str]]
    """What the portfolio is, by label."""
    units: list[UnitCopy]
    words: Words = field(default_factory=Words)


def copy_of(desks: Desks, portfolio: str, *, with_case_study: bool = False) -> Copy:
    """Return the copy of a portfolio, with what its practitioner may read of the decisions.

    The case study is about a child: unless it is asked for, only its status is there. Raises
    Refusal for who may not take a copy, for an unknown portfolio, and for a case study of which
    permission was taken back.
    """
    view = desks.workbook.open(portfolio)
    profile = view.profile
    require(desks.actor, "take_copy", cohort=profile.cohort, practitioner=profile.person)
    illustrative = view.course.origin == "illustrative"
    return Copy(
        language=view.course.language,
        title=_("{course}: the work of {name}").format(course=view.course.name, name=profile.name),
        course=view.course.name,
        notice=_(
            "This is an illustrative course. Its statements are not those of Positive Eye Ltd,"
            " whose wording is not public."
        )
        if illustrative
        else "",
        facts=list(_facts(desks, view)),
        units=[_unit(desks, view, unit, with_case_study) for unit in view.units],
    )


def _facts(desks: Desks, view: PortfolioView) -> Iterator[tuple[str, str]]:
    profile = view.profile
    yield _("Name"), profile.name
    if profile.setting:
        yield _("Setting"), profile.setting
    yield (
        _("Course"),
        _("{name}, version {version}").format(
            name=view.course.name, version=profile.course.version
        ),
    )
    yield _("Portfolio"), profile.id
    met = sum(unit.status == "met" for unit in view.units)
    yield _("Units met"), _("{met} of {units}").format(met=met, units=len(view.units))
    if view.award.issued:
        yield _("Certificate"), view.award.number
    yield _("This copy was made on"), shown_day(day_of(desks.clock()).isoformat())


def _unit(desks: Desks, view: PortfolioView, unit: UnitView, with_case_study: bool) -> UnitCopy:
    definition = unit.unit
    title, status = typographic(full_name(definition)), standing_word(unit)
    if definition.needs_consent:
        if not with_case_study:
            sentence = _(
                "The case study is about a child, so it is left out of this copy. Whoever needs it"
                " asks for it by name: stepback results --with-case-study."
            )
            return UnitCopy(definition.id, title, status, (), [], (), [], [], left_out=sentence)
        require_not_frozen(definition, view.consent)
    if not (unit.draft.responses or unit.record.attempts):
        nothing = _("Nothing is entered yet.")
        return UnitCopy(definition.id, title, status, (), [], (), [], [], left_out=nothing)
    said = consent_lines(view.consent) if view.consent else []
    return UnitCopy(
        id=definition.id,
        title=title,
        status=status,
        declared=tuple(map(_declared, _standing(unit))),
        parts=[
            PartCopy(
                title=typographic(part.title) if len(definition.parts) > 1 else "",
                consent=tuple(said) if part.consent else (),
                questions=[
                    _question(definition, activity, unit.draft.responses)
                    for activity in part.activities
                ],
            )
            for part in definition.parts
        ],
        evidence=tuple(evidence_lines(desks.evidence.files(view.profile.id, definition.id))),
        decisions=[_decision(unit, decision) for decision in unit.released],
        earlier=list(_earlier(desks, view.profile.id, unit)),
    )


def _standing(unit: UnitView) -> list[Attempt]:
    return [attempt for attempt in unit.record.attempts if not attempt.withdrawn]


def _declared(attempt: Attempt) -> str:
    return _("Attempt {number}, submitted on {day}. {name} declared: “{declaration}”").format(
        number=attempt.number,
        day=_day(attempt.declaration.at),
        name=attempt.declaration.name,
        declaration=attempt.declaration.text,
    )


def _question(unit: Unit, activity: Activity, responses: Answers, prefix: str = "") -> Question:
    asked = paragraphs(activity.prompt)
    if isinstance(activity, Choice):
        asked += paragraphs(activity.scenario)
    return Question(
        id=f"{prefix}{unit.id}-{activity.id}",
        title=typographic(activity.title),
        asked=asked,
        answer=pieces_of(unit, activity, responses),
    )


def _decision(unit: UnitView, decision: Decision) -> DecisionCopy:
    verdicts = {"met": _("met"), "not_yet_met": _("not yet met")}
    outcome = _("met") if decision.verdict == "met" else _("further work needed")
    return DecisionCopy(
        id=f"{unit.unit.id}-decision-{decision.attempt}",
        title=_("Attempt {number}: {outcome}").format(number=decision.attempt, outcome=outcome),
        by=_("Decided by {name}; given to you on {day}.").format(
            name=decision.name, day=_day(decision.released)
        ),
        criteria=[
            Judged(
                criterion=typographic(criterion.text),
                verdict=verdicts[decision.criteria[criterion.id]],
                feedback=decision.feedback.get(criterion.id, ""),
            )
            for criterion in unit.unit.criteria
            if criterion.id in decision.criteria
        ]
        + [
            Judged(
                criterion=_("Evidence: {asked}").format(asked=typographic(question.text)),
                verdict=verdicts[decision.tests[question.test]],
                feedback="",
            )
            for question in unit.unit.evidence_tests
            if question.test in decision.tests
        ],
        overall=list(overall_passages(decision.said)),
    )


def _earlier(desks: Desks, portfolio: str, unit: UnitView) -> Iterator[Earlier]:
    """Yield the attempts that said something else than the answers as they stand."""
    for attempt in _standing(unit):
        title = _("Attempt {number}, as it was submitted on {day}").format(
            number=attempt.number, day=_day(attempt.declaration.at)
        )
        if attempt.erased:
            yield Earlier(title, [], was_erased(attempt))
            continue
        submission = desks.workbook.submission(portfolio, unit.unit.id, attempt.number)
        differing = list(_differing(submission, unit.draft.responses, f"attempt-{attempt.number}-"))
        if differing:
            yield Earlier(title, differing)


def _differing(submission: Submission, responses: Answers, prefix: str) -> Iterator[Question]:
    frozen = Unit.model_validate(submission.unit)
    for activity in frozen.activities:
        before, now = submission.responses.get(activity.id), responses.get(activity.id)
        if (before and before.value) != (now and now.value):
            yield _question(frozen, activity, submission.responses, prefix)


def _day(instant: str) -> str:
    return shown_day(day_of(parse_instant(instant)).isoformat())
