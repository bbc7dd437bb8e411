"""Saying once how an answer came about: with a partner, or on paper first."""

from collections.abc import Callable
from datetime import date

from textual.app import ComposeResult
from textual.widgets import Static

from stepback_course.portfolio.models import Occasion
from stepback_course.portfolio.telling.words import SCRIBES, SORTED_HOW
from stepback_course.text import _
from stepback_course.text.days import day_from, day_problem, shown_day
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.one_of import OneOf


class OccasionDialog(FormDialog[Occasion]):
    """Asks who an answer was given with, and on which day it was first given on paper."""

    def __init__(
        self, known: Occasion, today: Callable[[], date], *, learner_sorts: bool = False
    ) -> None:
        """Begin with what was said before; `today` is what `t` means in the line for the day.

        Where it is a learner who sorts, it is asked how they did, and who wrote their words down.
        """
        super().__init__(_("How it came about"), accept=_("Done"))
        self._known = known
        self._today = today
        self._learner_sorts = learner_sorts

    def compose_lines(self) -> ComposeResult:
        """Lay out what it is for, and the two lines."""
        sentence = _(
            "Say it once, here. It stands beside your answer, and it is part of what you declare "
            "when you submit. Leave a line empty where there is nothing to say."
        )
        yield Static(sentence, classes="form-note", markup=False)
        if self._learner_sorts:
            yield Static(
                _("How did the learner sort?"), classes="form-heading -question", markup=False
            )
            yield OneOf("how", SORTED_HOW, self._known.how)
            heading = _("Who wrote the learner's words down?")
            yield Static(heading, classes="form-heading -question", markup=False)
            yield OneOf("scribe", SCRIBES, self._known.scribe)
        yield FormLine(
            "partner",
            _("Done with"),
            value=self._known.partner,
            hint=_("a colleague's first name"),
        )
        yield FormLine(
            "from-paper",
            _("First done on paper on"),
            value=shown_day(self._known.from_paper),
            hint=_("4 March; t is today"),
            limit=40,
        )

    def on_mount(self) -> None:
        """Start in the first line."""
        if self._learner_sorts:
            self.begin_at(self.query_one("#how"))
        else:
            self.query_one("#partner", FormLine).focus_line()

    def accept(self) -> None:
        """Answer with what is said, or say what is wrong with the day."""
        line, today = self.query_one("#from-paper", FormLine), self._today()
        line.problem = day_problem(line.value, today)
        if line.problem:
            line.focus_line()
            return
        said = {
            "partner": self.query_one("#partner", FormLine).value,
            "from_paper": day_from(line.value, today),
        }
        for question in self.query(OneOf):
            said[str(question.id)] = question.chosen
        self.dismiss(self._known.model_copy(update=said))
