"""The stages of an appeal: who answers each, and by when, without I/O.

The stages, and that nobody with a part in the decision answers, follow condition I1 of Ofqual's
General Conditions of Recognition and the procedures that centres publish.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from stepback_course.marking.appeals.models import Appeal, Outcome, Panel, Stage, StageNumber
from stepback_course.people import Actor
from stepback_course.portfolio.models import UnitRecord
from stepback_course.portfolio.rules import standing_referral
from stepback_course.text import _, same_identifier
from stepback_course.text.days import shown_day
from stepback_course.text.refusals import Refusal

RAISE_WITHIN = 20
"""How many working days after its release a decision may be appealed against."""
FURTHER_WITHIN = 10
"""How many working days after an answer the appeal may be taken further."""
ANSWER_WITHIN: dict[StageNumber, int] = {1: 7, 2: 5, 3: 10}
"""How many working days each stage has to be answered."""
LAST_STAGE = 3

WHO_ANSWERS: dict[StageNumber, str] = {
    1: _("an assessor looks again"),
    2: _("a verifier answers, with the opinion of another assessor"),
    3: _("a panel answers, of people who had no part in the decision"),
}
_FRIDAY = 4


def working_days_after(day: date, count: int, closed: Collection[date]) -> date:
    """Return the day that is so many working days later; on `closed` days nobody works."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() <= _FRIDAY and day not in closed
    return day


def is_past(day: str, today: date) -> bool:
    """Say whether a day, as records keep it, is over."""
    return bool(day) and today.isoformat() > day


def require_in_time(last: date, today: date) -> None:
    """Return where a practitioner may still appeal. Raises Refusal with the day that has passed."""
    if today > last:
        raise Refusal(
            "closed",
            _("an appeal was possible until {day}: write to your coordinator").format(
                day=shown_day(last.isoformat())
            ),
        )


def require_open(appeal: Appeal) -> None:
    """Return where an appeal still waits for an answer. Raises Refusal."""
    if not appeal.is_open:
        raise Refusal("closed", _("this appeal is answered, or was let rest"))


def require_same_decision(record: UnitRecord, appeal: Appeal, unit: str) -> None:
    """Return where no other decision has come since the appeal; `unit` is named in the Refusal."""
    decision = standing_referral(record)
    if decision and decision.at != appeal.decided:
        raise Refusal(
            "closed",
            _("another decision stands on '{unit}' by now: appeal against that one").format(
                unit=unit
            ),
        )


def next_stage(appeal: Appeal) -> StageNumber:
    """Return the stage to which an answered appeal goes on. Raises Refusal where there is none."""
    answer = appeal.stage.answer
    if appeal.ended or answer is None or answer.outcome != "stands":
        raise Refusal("closed", _("only an appeal whose decision stands is taken further"))
    match appeal.stage.number:
        case 1:
            return 2
        case 2:
            return 3
    raise Refusal("closed", _("the panel's answer is the last one"))


def require_answerer(appeal: Appeal, actor: Actor, cohort: str) -> None:
    """Return where the actor may be the one who answers the stage an appeal has come to.

    Raises Refusal where they have not the role, or had a part in what is appealed against.
    """
    number = appeal.stage.number
    if not _has_role(actor, number, cohort):
        sentence = _("{name} may not answer this: {who}")
        told = sentence.format(name=actor.name, who=WHO_ANSWERS[number])
        raise Refusal("not_allowed", told)
    if number > 1:
        _require_apart(actor.id, _had_part(appeal))


def had_part(appeal: Appeal, person: str) -> bool:
    """Say whether somebody decided, answered or gave an opinion so far."""
    return any(same_identifier(person, other) for other, _name in _had_part(appeal))


def require_may_answer(
    appeal: Appeal, actor: Actor, cohort: str, opinion: str | None, panel: Panel | None
) -> None:
    """Return where the actor may answer the stage an appeal has come to.

    `opinion` is the id of the assessor whose opinion is given. Raises Refusal as `require_answerer`
    does, and where the actor comes alone where others are needed.
    """
    require_answerer(appeal, actor, cohort)
    number = appeal.stage.number
    parts = tuple(_had_part(appeal))
    if number not in (1, LAST_STAGE):
        if opinion is None:
            raise Refusal("invalid", _("say whose opinion was asked for, and what it is"))
        if actor.is_person(opinion):
            raise Refusal("not_allowed", _("the opinion is another assessor's, not one's own"))
        _require_apart(opinion, parts)
    if number == LAST_STAGE:
        if panel is None:
            raise Refusal("invalid", _("say who was on the panel, and who of them is independent"))
        if panel.independent not in panel.members:
            raise Refusal("invalid", _("the independent member is one of the panel: name them"))
        names = {name.casefold() for _person, name in parts}
        for member in panel.members:
            if member.casefold() in names:
                raise _had_a_part(member)


def answer_problem(outcome: Outcome, is_decided_anew: bool) -> str:
    """Return what is wrong with an answer as a whole, in a sentence, or an empty text."""
    if outcome == "changed" and not is_decided_anew:
        return _("where a decision is changed, every criterion is decided anew")
    if outcome == "stands" and is_decided_anew:
        return _("where a decision stands, no criterion is decided anew")
    return ""


def with_stage(appeal: Appeal, stage: Stage) -> Appeal:
    """Return an appeal with its newest stage replaced, or one more."""
    before = tuple(each for each in appeal.stages if each.number != stage.number)
    return appeal.model_copy(update={"stages": (*before, stage)})


def _has_role(actor: Actor, number: StageNumber, cohort: str) -> bool:
    match number:
        case 1:
            return actor.has_role("assessor", cohort)
        case 2:
            return actor.has_role("verifier", cohort)
    return actor.has_role("coordinator", cohort) or actor.has_role("verifier", cohort)


def _had_part(appeal: Appeal) -> Iterator[tuple[str, str]]:
    """Yield id and name of whoever decided, answered or gave an opinion so far."""
    yield appeal.assessor, appeal.name
    for answer in (stage.answer for stage in appeal.stages):
        if answer:
            yield answer.by, answer.name
            if answer.opinion:
                yield answer.opinion.assessor, answer.opinion.name


def _require_apart(person: str, parts: Iterable[tuple[str, str]]) -> None:
    for other, name in parts:
        if same_identifier(person, other):
            raise _had_a_part(name)


def _had_a_part(name: str) -> Refusal:
    sentence = _("{name} had a part in what is appealed against: somebody else answers")
    return Refusal("not_allowed", sentence.format(name=name))
