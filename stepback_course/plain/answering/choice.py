"""Choosing what to do in a described moment, by a number."""

from collections.abc import Sequence
from functools import partial

from stepback_course.course.activities import Choice, Option
from stepback_course.plain.acts import Act, numbered_acts
from stepback_course.plain.answering.asker import Asker
from stepback_course.text import _
from stepback_course.text.paragraphs import unwrapped


class ChoiceAsker(Asker[Choice]):
    """Takes the number of an option, and says what choosing it would mean."""

    about = _(
        "Type the number of what you would do. It then says what that would mean. The option "
        "chosen last is your answer, so you may look at the others and come back to yours."
    )

    def acts(self) -> Sequence[Act]:
        """Return the options by their numbers."""
        return numbered_acts(
            (self._stands(option), partial(self._choose, option))
            for option in self.activity.options
        )

    def _stands(self, option: Option) -> str:
        chosen = _("{option} This is chosen.")
        return chosen.format(option=option.text) if self.value == option.id else option.text

    def _choose(self, option: Option) -> None:
        if self.save(option.id):
            self.talk.say(unwrapped(option.explanation))
