"""An appeal in words, for whoever made it and whoever answers it."""

from collections.abc import Iterator, Mapping

from stepback_course.clock import day_of, parse_instant
from stepback_course.marking.appeals.models import Answer, Appeal, Outcome
from stepback_course.text import _
from stepback_course.text.days import shown_day

OUTCOMES: Mapping[Outcome, str] = {
    "stands": _("the decision stands"),
    "changed": _("the decision is changed"),
}


def day_in_words(instant: str) -> str:
    """Return the organisation's day of an instant as it is read aloud: 4 March 2026."""
    return shown_day(day_of(parse_instant(instant)).isoformat())


def standing_lines(appeal: Appeal | None, until: str) -> Iterator[str]:
    """Yield where an appeal stands, for the practitioner, after what was answered before.

    `until` is the day to which they may appeal, or take it further; empty where they may not.
    """
    if appeal is None:
        if until:
            sentence = _("If you do not agree, you can appeal until {day}.")
            yield sentence.format(day=shown_day(until))
        return
    stage, answer = appeal.stage, appeal.stage.answer
    for before in appeal.stages[:-1]:
        if before.answer:
            yield _answered(before.answer)
    if appeal.ended:
        yield _("You appealed, and let it rest on {day}.").format(day=day_in_words(appeal.ended))
    elif answer is None:
        yield _(
            "You appealed on {day}. You are answered by {due}, and until then this unit is not "
            "submitted again."
        ).format(day=day_in_words(stage.raised), due=shown_day(stage.due))
    else:
        yield _answered(answer)
        if until:
            yield _("You can take it further until {day}.").format(day=shown_day(until))


def _answered(answer: Answer) -> str:
    return _("Your appeal was answered on {day} by {name}: {outcome}. {reason}").format(
        day=day_in_words(answer.at),
        name=answer.name,
        outcome=OUTCOMES[answer.outcome],
        reason=answer.reason,
    )


def appeal_lines(appeal: Appeal) -> Iterator[str]:
    """Yield everything an appeal says, stage by stage, for whoever answers it."""
    yield _("Against the decision of {name} on attempt {number}, made on {day}.").format(
        name=appeal.name, number=appeal.attempt, day=day_in_words(appeal.decided)
    )
    for stage in appeal.stages:
        yield ""
        yield _("Stage {number}, asked for on {day}, to be answered by {due}").format(
            number=stage.number, day=day_in_words(stage.raised), due=shown_day(stage.due)
        )
        yield stage.grounds
        answer = stage.answer
        if answer is None:
            continue
        yield ""
        yield _("Answered by {name} on {day}: {outcome}").format(
            name=answer.name, day=day_in_words(answer.at), outcome=OUTCOMES[answer.outcome]
        )
        yield answer.reason
        if answer.opinion:
            yield _("Opinion of {name}: {words}").format(
                name=answer.opinion.name, words=answer.opinion.words
            )
        if answer.panel:
            yield _("Panel: {members}; independent: {independent}").format(
                members=", ".join(answer.panel.members), independent=answer.panel.independent
            )
