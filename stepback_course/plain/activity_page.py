"""One activity: what it asks, what stands there, and what can be done with it."""

from collections.abc import Callable, Sequence

from stepback_course.course.activities import Activity, Choice, Sort
from stepback_course.plain.acts import Act, choose_act
from stepback_course.plain.answer_book import AnswerBook
from stepback_course.plain.answering import asker_for
from stepback_course.plain.occasion import ask_occasion
from stepback_course.portfolio.learner.change import change_lines
from stepback_course.portfolio.learner.review import change_of
from stepback_course.portfolio.rules import asked_for
from stepback_course.portfolio.telling.plain import after_lines, occasion_lines
from stepback_course.portfolio.telling.words import time_of
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.paragraphs import unwrapped
from stepback_course.text.refusals import Refusal

ON = "n"
"""The key that goes on to the activity after this one."""


class ActivityPage:
    """An activity in front of somebody."""

    def __init__(self, book: AnswerBook, activity: Activity, following: str) -> None:
        """Show one activity of the unit; `following` is the title of the one after it, if any."""
        self._book = book
        self._talk = book.talk
        self._activity = activity
        self._following = following
        self._asker = asker_for(book, activity)

    def visit(self) -> bool:
        """Ask until the person goes elsewhere; say whether that is to the activity after it."""
        self._say_question()
        if not self._book.view.is_open:
            self._say_answer()
            return self._read_only()
        if self._is_empty:
            self._do(self._asker.begin)
        else:
            self._say_answer()
        is_known = False
        while True:
            act = choose_act(
                self._talk,
                _("What now"),
                self._acts(),
                about=self._asker.about,
                is_known=is_known,
            )
            if act is None or act.key == ON:
                return act is not None
            self._do(act.do)
            is_known = True

    def _acts(self) -> Sequence[Act]:
        acts = [*self._asker.acts(), Act("h", _("Hear what you entered"), self._say_answer)]
        if not self._is_empty:
            acts.append(Act("o", self._occasion_label, self._ask_occasion))
        acts.append(Act("r", _("Read the question again"), self._say_question))
        return acts + self._going_on()

    @property
    def _occasion_label(self) -> str:
        if isinstance(self._activity, Sort) and self._activity.learner:
            return _("On the occasion: how they sorted, with whom, or first on paper")
        return _("On the occasion: with whom, or first on paper")

    def _going_on(self) -> list[Act]:
        if not self._following:
            return []
        label = _("Next activity: {title}").format(title=self._following)
        return [Act(ON, label, lambda: None)]

    def _read_only(self) -> bool:
        """Let the person go on or back; nothing can be changed here now."""
        acts = self._going_on()
        about = _("This unit cannot be changed now. It can be read.")
        return bool(acts) and choose_act(self._talk, _("What now"), acts, about=about) is not None

    def _do(self, deed: Callable[[], None]) -> None:
        """Do one thing, and say what it changed about the activity being complete."""
        was_missing = self._missing
        try:
            deed()
        except (Refusal, StoreError) as error:
            self._talk.say(str(error))
        missing = self._missing
        if missing == was_missing:
            return
        if not missing or not self._asker.says_what_is_missing:
            self._say_missing()
        if not missing:
            self._say_afterwards()

    @property
    def _is_empty(self) -> bool:
        return self._activity.is_empty(self._book.value(self._activity.id))

    @property
    def _missing(self) -> list[str]:
        return list(self._activity.missing(self._book.value(self._activity.id)))

    def _say_question(self) -> None:
        """Say what is asked, and how long it takes."""
        activity = self._activity
        everything = self._book.view.unit.activities
        self._talk.title(
            _("Activity {number} of {count}: {title}").format(
                number=everything.index(activity) + 1, count=len(everything), title=activity.title
            )
        )
        self._talk.say(_("{time}.").format(time=time_of(activity)))
        self._talk.say(unwrapped(activity.prompt))
        if isinstance(activity, Choice):
            self._talk.say(unwrapped(activity.scenario))
        for prompt in getattr(activity, "prompts", ()):
            self._talk.say(_("- {prompt}").format(prompt=prompt))
        view = self._book.view
        for words in asked_for(view.unit, view.record, activity.id):
            self._talk.say(_("Your assessor asks here: {words}").format(words=words))

    def _say_answer(self) -> None:
        """Say what stands here, how it came about, and what is missing."""
        response = self._book.response(self._activity.id)
        self._talk.say(_("What you entered:"), *self._asker.answer_lines())
        if response is not None:
            self._talk.say(*occasion_lines(response))
        self._say_missing()
        if not self._is_empty:
            self._say_afterwards()

    def _say_missing(self) -> None:
        missing = self._missing
        if missing:
            self._talk.say(_("Still missing: {what}.").format(what="; ".join(missing)))
        else:
            self._talk.say(_("This activity is complete."))

    def _say_afterwards(self) -> None:
        """Say what a sort or a choice says once it is answered, and what a review shows."""
        if isinstance(self._activity, Sort) or not self._book.view.is_open:
            self._talk.say(*after_lines(self._activity, self._book.value(self._activity.id)))
        change = change_of(self._book.view.unit, self._activity, self._book.answers)
        if change is not None:
            self._talk.say(_("Since the first time:"), *change_lines(change))

    def _ask_occasion(self) -> None:
        ask_occasion(self._book, self._activity)
