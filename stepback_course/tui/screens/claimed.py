"""A submission that somebody claims to mark it: taken, taken over, given back."""

from stepback_course.marking import DeskView
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui.desk_state import DeskState
from stepback_course.tui.screens.dialogs import AskLine
from stepback_course.tui.screens.submission import SubmissionScreen


class ClaimedScreen(SubmissionScreen):
    """A submission that its assessor claims by opening it, where nobody has it."""

    def take(self) -> DeskView:
        """Read the submission, and claim it for an assessor where nobody has it.

        Raises Refusal and StoreError.
        """
        view = super().take()
        state = DeskState(view, self.desks.actor, self.desks.clock())
        if state.is_free and state.may_mark:
            try:
                self.desks.desk.claim(*self._key)
                return self.desks.desk.open(*self._key)
            except (Refusal, StoreError) as refusal:
                self._sentence = str(refusal)
        elif state.is_elsewhere:
            self._sentence = state.sentence
        return view

    def hand_over(self) -> None:
        """Note what stands on the screen, to be saved."""

    def save_now(self) -> None:
        """Save what is noted before the submission is let go of."""

    def action_take_over(self) -> None:
        """Take the submission; from whoever has it, only for a reason."""
        if self._state is None:
            return
        if not self._state.is_elsewhere:
            self._claim("")
            return
        self.app.push_screen(
            AskLine(
                _("Take this over?"),
                self._state.before_taking_over,
                hint=_("Why you take it over"),
                accept=_("Take over"),
                check=lambda line: "" if line else _("A reason is needed."),
            ),
            self._claim,
        )

    def _claim(self, reason: str | None) -> None:
        if reason is None:
            return
        self.hand_over()
        self.save_now()
        try:
            self.desks.desk.claim(*self._key, reason=reason)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        self.banner.sentence = ""
        self.read_again()

    def action_give_back(self) -> None:
        """Return the submission to the queue, undecided; the draft marks are kept."""
        self.hand_over()
        self.save_now()
        try:
            self.desks.desk.give_back(*self._key)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        self.leave()
