"""What every kind of activity has in common when it is answered line by line."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from stepback_course.course.activities import Activity
from stepback_course.plain.acts import Act
from stepback_course.plain.answer_book import AnswerBook
from stepback_course.plain.conversation import Conversation
from stepback_course.portfolio.learner.review import carried_over, with_late_targets
from stepback_course.portfolio.telling.plain import answer_lines, target_cards

Kind = TypeVar("Kind", bound=Activity)


class Asker(ABC, Generic[Kind]):
    """Asks for the answer to one activity. Every change is saved before the next question."""

    about = ""
    """What a question mark says while this kind of activity is in front."""
    says_what_is_missing = False
    """Whether each save is followed by what is still missing, in words of this kind's own."""

    def __init__(self, book: AnswerBook, activity: Kind) -> None:
        """Ask for the answer to one activity of the unit that the book has."""
        self.book = book
        self.activity = activity

    @property
    def talk(self) -> Conversation:
        """Where the questions are asked."""
        return self.book.talk

    @property
    def value(self) -> Any:
        """The answer as it stands, with what is brought over from the first time.

        None where there is neither.
        """
        standing = self.book.value(self.activity.id)
        if standing is None:
            return carried_over(self.activity, self.book.answers)
        return with_late_targets(self.activity, standing, self.book.view.draft.responses)

    def begin(self) -> None:
        """Ask for a first answer, where there is none."""

    @abstractmethod
    def acts(self) -> Sequence[Act]:
        """Return what can be done with the answer as it stands."""

    def answer_lines(self) -> list[str]:
        """Return the answer as it stands, in words."""
        unit, responses = self.book.view.unit, self.book.view.draft.responses
        cards = target_cards(unit, self.activity, responses)
        return answer_lines(self.activity, self.value, cards)

    def save(self, value: Any, *, aloud: bool = True, said: str = "") -> bool:
        """Save the whole answer anew; see `AnswerBook.save`."""
        return self.book.save(self.activity.id, value, aloud=aloud, said=said)
