"""Rating before and after, by numbers."""

from collections.abc import Sequence
from typing import Literal

from stepback_course.course.activities import Scale
from stepback_course.plain.acts import Act
from stepback_course.plain.answering.asker import Asker
from stepback_course.plain.conversation import numbered
from stepback_course.text import _

When = Literal["before", "after"]


class ScaleAsker(Asker[Scale]):
    """Asks for two points of a scale, one after the other."""

    about = _(
        "Type the number of the point that is true. The first rating is how it was before, the "
        "second how it is now; either may wait."
    )

    def begin(self) -> None:
        """Ask for both, and leave out the second where the first is left out."""
        if self._rate("before", _("Before")):
            self._rate("after", _("After, or a dot to leave it for later"), is_known=True)

    def acts(self) -> Sequence[Act]:
        """Return the two ratings, each to be given again."""
        return [
            Act("b", _("Rate how it was before"), lambda: self._again("before", _("Before"))),
            Act("a", _("Rate how it is after"), lambda: self._again("after", _("After"))),
        ]

    def _again(self, when: When, question: str) -> None:
        self._rate(when, question)

    def _rate(self, when: When, question: str, *, is_known: bool = False) -> bool:
        """Ask for one rating, and say whether it was given."""
        points = numbered(self.activity.labels)
        chosen = self.talk.choose(question, points, about=self.about, is_known=is_known)
        if chosen is None:
            return False
        return self.save((self.value or {"before": None, "after": None}) | {when: int(chosen)})
