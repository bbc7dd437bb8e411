"""Answers beside earlier answers, without I/O."""

from collections.abc import Mapping
from dataclasses import dataclass

from stepback_course.course.activities import Activity
from stepback_course.course.models import Unit
from stepback_course.portfolio.answering import same_answer
from stepback_course.portfolio.models import Response
from stepback_course.portfolio.telling.plain import response_lines
from stepback_course.text.differences import Piece, word_differences

Responses = Mapping[str, Response]


@dataclass(frozen=True, slots=True)
class AnswerDifference:
    """One activity that is answered in another way than before."""

    activity: Activity
    before: str
    """The earlier answer as it is read, in lines."""
    after: str

    @property
    def title(self) -> str:
        """The activity's title."""
        return self.activity.title

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """How the one became the other, word by word."""
        return word_differences(self.before, self.after)


def differing(unit: Unit, before: Responses, after: Responses) -> list[AnswerDifference]:
    """Return the activities of a unit that are answered differently, in their order."""
    found = []
    for activity in unit.activities:
        texts = [
            "\n".join(response_lines(unit, activity, responses)) for responses in (before, after)
        ]
        if texts[0] != texts[1]:
            found.append(AnswerDifference(activity, *texts))
    return found


def same_answers(one: Responses, other: Responses) -> bool:
    """Say whether two sets of responses differ in nothing but when they were given."""
    return one.keys() == other.keys() and all(
        same_answer(response, other[activity]) for activity, response in one.items()
    )
