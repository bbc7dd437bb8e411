"""What is done about a learner from the page about permission, step by step."""

from stepback_course.clock import day_of, parse_instant
from stepback_course.portfolio.erasing.rules import Why
from stepback_course.portfolio.learner.learners import ClosedCase
from stepback_course.portfolio.models import Consent
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.days import shown_day
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.screens.dialogs import ChooseOne
from stepback_course.tui.screens.keeping import KeepingScreen

KEEP, ERASE = "keep", "erase"


class LearnersSteps:
    """Records and takes back permission, and begins a case study again with another learner."""

    def __init__(self, screen: KeepingScreen) -> None:
        """Ask on top of the screen on which the case study is open."""
        self._screen = screen

    def record(self, consent: Consent | None) -> None:
        """Ask what was said when permission was asked for, and record it."""
        from stepback_course.tui.screens.consent import ConsentScreen

        screen = self._screen
        screen.app.push_screen(ConsentScreen(screen.desks, screen.portfolio, consent))

    def take_back(self, consent: Consent) -> None:
        """Ask from which day on permission no longer holds, and record it."""
        from stepback_course.tui.screens.taking_back import TakingBackScreen

        screen = self._screen
        form = TakingBackScreen(screen.desks, screen.portfolio, consent)

        def ask() -> None:
            screen.app.push_screen(form)

        screen.once_saved(ask)

    def begin_again(self) -> None:
        """Ask what is to become of this learner's case study, and make room for another's."""
        question = ChooseOne(
            _("Begin again with another learner"),
            _(
                "The case study starts from nothing: permission first, then the first page. What "
                "becomes of what is written about this learner?"
            ),
            [
                (KEEP, _("Keep it, closed: I can read it, but not go on with it")),
                (ERASE, _("Erase it: no copy is left here")),
            ],
        )
        self._screen.app.push_screen(question, self._begin_again)

    def erase(self, why: Why = "permission withdrawn") -> None:
        """Show what erasing the case study comes to, and ask whether to do it."""
        screen = self._screen
        screen.app.push_screen(doors.erasing_screen(screen.portfolio, (screen.unit_id,), why))

    def closed(self) -> tuple[ClosedCase, ...]:
        """Return the closed case studies. Raises Refusal, StoreError."""
        return self._screen.desks.learners.closed(self._screen.portfolio)

    def choose_closed(self) -> None:
        """Let one of the closed case studies be chosen, and open it to be read."""
        label = _("Closed on {day}")
        choices = [
            (str(case.number), label.format(day=shown_day(_day_of(case)))) for case in self.closed()
        ]
        question = ChooseOne(_("Closed case studies"), "", choices)
        self._screen.app.push_screen(question, self._read_closed)

    def _begin_again(self, chosen: str | None) -> None:
        if chosen == KEEP:
            self._screen.once_saved(self._close)
        elif chosen == ERASE:
            self._screen.once_saved(lambda: self.erase("another learner"))

    def _close(self) -> None:
        screen = self._screen
        try:
            screen.desks.learners.begin_again(screen.portfolio)
        except (Refusal, StoreError) as refusal:
            screen.banner.sentence = str(refusal)
        else:
            screen.call_later(screen.show_again)

    def _read_closed(self, number: str | None) -> None:
        if number is not None:
            screen = self._screen
            screen.app.push_screen(doors.closed_case_screen(screen.portfolio, int(number)))


def _day_of(case: ClosedCase) -> str:
    return day_of(parse_instant(case.at)).isoformat()
