"""One decision to look at a second time: its evidence beside what was decided."""

from collections.abc import Callable
from functools import partial
from itertools import chain
from threading import Lock
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from stepback_course.course.models import Unit
from stepback_course.marking import Marks
from stepback_course.marking.quality.models import Outcome, Upheld
from stepback_course.marking.quality.quality import Quality, QualityView
from stepback_course.marking.quality.telling import OUTCOMES, UPHELD
from stepback_course.marking.rules import blank_text, incomplete
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui import doors
from stepback_course.tui.sample_state import (
    SampleState,
    as_on_the_desk,
    next_for_me,
    turned,
    with_feedback,
    with_overall,
)
from stepback_course.tui.screens.ask_note import AskNote
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.unsent_keeper import UnsentKeeper
from stepback_course.tui.widgets.evidence import EvidencePane
from stepback_course.tui.widgets.sample_pane import SamplePane, in_short

WIDE = 120
"""From how many cells on evidence and decision stand side by side."""


class SampleScreen(StepbackScreen[None]):
    """A decision, and what whoever sits here may say of it."""

    CSS_PATH = "sample.tcss"
    AUTO_FOCUS = "EvidencePane"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # no ClassVar above
    HELP_TITLE = _("A second look")
    HELP_TEXT = _(
        "Read what was submitted beside what was decided. A verifier agrees, agrees with advice, "
        "or returns the decision; both of the last two need words. What is to be marked again is "
        "decided by its digits, without knowing the first decision, which is shown afterwards. "
        "Where two differ, a third person says whose marks count. Everything that is said stays."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "page('evidence')", _("Evidence"), id="sample.evidence"),
        Binding("f3", "page('marks')", _("Decision"), id="sample.marks"),
        Binding("a", "agree", _("Agree"), id="sample.agree"),
        Binding("v", "advise", _("Agree, advise"), id="sample.advise"),
        Binding("r", "send_back", _("Return"), id="sample.return"),
        Binding("1", "digit(1)", _("Decide"), key_display="1-9", id="sample.digit-1"),
        *(
            Binding(str(digit), f"digit({digit})", show=False, id=f"sample.digit-{digit}")
            for digit in range(2, 10)
        ),
        Binding("f", "feedback", _("Feedback"), id="sample.feedback"),
        Binding("o", "overall", _("Overall"), id="sample.overall"),
        Binding("s", "save", _("Save"), id="sample.save"),
        Binding("u", "uphold", _("Whose marks count"), id="sample.uphold"),
        Binding("n", "next", _("Next"), id="sample.next"),
        Binding("f4", "open_files", _("Files"), id="sample.files"),
        Binding("left", "choose(-1)", _("Criterion before"), id="sample.previous", show=False),
        Binding("right", "choose(1)", _("Next criterion"), id="sample.following", show=False),
        Binding("e", "to_evidence", _("To its evidence"), id="sample.to-evidence", show=False),
        Binding("w", "questions", _("Whole questions"), id="sample.questions", show=False),
    ]

    evidence = getters.query_one(EvidencePane)
    pane = getters.query_one(SamplePane)
    _sides = getters.query_one("#sides", Horizontal)

    def __init__(self, portfolio: str, unit: str) -> None:
        """Name the unit; its decision is read when the screen opens."""
        super().__init__()
        self._key = (portfolio, unit)
        self._state: SampleState | None = None
        self._marks: Marks | None = None
        self._chosen = 0
        self._is_on_marks = False
        self._sentence = ""
        self._keeping = Lock()

    def compose_body(self) -> ComposeResult:
        """Lay out the evidence and the decision, or nothing where it cannot be read."""
        try:
            view = self.desks.quality.open(*self._key)
        except (Refusal, StoreError) as refusal:
            self._sentence = str(refusal)
            return
        self._unit = Unit.model_validate(view.submission.unit)
        self._state = SampleState(view, self.desks.actor)
        with Horizontal(id="sides"):
            with Vertical(id="evidence-side"):
                yield EvidencePane(as_on_the_desk(view), self._unit)
                yield Static(id="in-short", markup=False)
            yield SamplePane(self._unit)

    def on_mount(self) -> None:
        """Show what was decided, or the second marks begun."""
        self.masthead.where = _("Quality")
        self.banner.sentence = self._sentence
        if self._state is not None:
            view = self._state.view
            self.masthead.where = _("Quality › {name} › {unit}, attempt {attempt}").format(
                name=view.profile.name,
                unit=unit_name(self._unit),
                attempt=view.submission.attempt,
            )
            self._show(view)

    def _show(self, view: QualityView) -> None:
        self._state = SampleState(view, self.desks.actor)
        self._marks = view.marks if self._state.is_to_mark else None
        self._draw()
        self.refresh_bindings()

    def _draw(self) -> None:
        if self._state is not None:
            self.pane.show(self._state.view, self._marks, self._chosen)
            shown = in_short(self._unit, self._state.view, self._marks)
            self.query_one("#in-short", Static).update(Content(shown))
            self.evidence.mark(self._chosen + 1, self._unit.criteria[self._chosen].evidence)

    def _read_again(self) -> None:
        try:
            view = self.desks.quality.open(*self._key)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
        else:
            self._show(view)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show only the keys that do something with this decision for whoever sits here."""
        if action in ("back", "help"):
            return super().check_action(action, parameters)
        if self._state is None:
            return False
        if action == "page":
            is_there = (parameters == ("marks",)) == self._is_on_marks
            return self.has_class("-narrow") and not is_there
        return self._state.allows(action)

    # Looking at it.

    def action_page(self, name: str) -> None:
        """Show one of the two pages, where there is room for one only."""
        self._is_on_marks = name == "marks"
        self._sides.set_class(self._is_on_marks, "-on-marks")
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Offer the keys of the two pages only where there are two."""
        self.refresh_bindings()

    def action_choose(self, step: int) -> None:
        """Put the cursor on the criterion before or after."""
        self._chosen = (self._chosen + step) % len(self._unit.criteria)
        self._draw()

    def action_to_evidence(self) -> None:
        """Scroll to the next activity that shows the criterion under the cursor."""
        self.action_page("evidence")
        self.call_after_refresh(self.evidence.go_to_evidence)

    def action_questions(self) -> None:
        """Show the questions whole, or short again."""
        self.evidence.turn_questions()

    def action_open_files(self) -> None:
        """Show the files that were submitted."""
        if self._state is not None:
            attempt = self._state.view.submission.attempt
            self.app.push_screen(doors.evidence_screen(*self._key, attempt))

    # Verifying.

    def action_agree(self) -> None:
        """Agree with the decision."""
        try:
            self._verify("agreed", "")
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)

    def action_advise(self) -> None:
        """Agree, with something the assessor is to read."""
        self._ask(
            "advise",
            _("Agree, with advice"),
            _("The decision stands. What should its assessor do another time?"),
            _("Agree"),
            partial(self._verify, "agreed with advice"),
        )

    def action_send_back(self) -> None:
        """Return the decision to its assessor."""
        decision = self._state.view.decision if self._state else None
        self._ask(
            "return",
            _("Return the decision?"),
            _(
                "The practitioner knows it already, so it stands until the unit is opened again, "
                "or a third person upholds it. Why do you return it?"
            )
            if decision and decision.released
            else _("It goes back to its assessor, who decides it anew. Why do you return it?"),
            _("Return"),
            partial(self._verify, "returned"),
        )

    def _verify(self, outcome: Outcome, comment: str) -> None:
        """Say what one holds of the decision. Raises Refusal, StoreError."""
        self.desks.quality.verify(*self._key, outcome, comment, seen=self._seen)
        self._show_done(OUTCOMES[outcome])

    # Whose marks count.

    def action_uphold(self) -> None:
        """Ask whose marks count."""
        from stepback_course.tui.screens.dialogs import ChooseOne

        if self._state is None:
            return
        choices: list[tuple[str, str]] = [("first", UPHELD["first"])]
        if self._state.view.wanted == "to adjudicate":
            choices += [("second", UPHELD["second"]), ("neither", UPHELD["neither"])]
        question = ChooseOne(
            _("Whose marks count?"),
            _("Both assessors read what you say. Everything that was said before stays."),
            choices,
        )
        self.app.push_screen(question, self._upheld)

    def _upheld(self, chosen: str | None) -> None:
        for upholds in UPHELD:
            if upholds == chosen:
                self._ask(
                    f"uphold-{upholds}",
                    _("Why?"),
                    UPHELD[upholds][:1].upper() + UPHELD[upholds][1:],
                    _("Decide"),
                    partial(self._adjudicate, upholds),
                )

    def _adjudicate(self, upholds: Upheld, comment: str) -> None:
        self.desks.quality.adjudicate(*self._key, upholds, comment, seen=self._seen)
        self._show_done(UPHELD[upholds])

    # Marking again.

    def action_digit(self, number: int) -> None:
        """Turn one's own verdict on the criterion of this digit."""
        if self._marks is None or number > len(self._unit.criteria):
            return
        self._chosen = number - 1
        self._keep(turned(self._marks, self._unit.criteria[self._chosen].id))

    def action_feedback(self) -> None:
        """Write what is missing about the criterion under the cursor."""
        criterion = self._unit.criteria[self._chosen]
        marks = self._marks
        if marks is not None:
            self._ask(
                f"feedback-{self._chosen + 1}",
                _("Feedback on criterion {number}").format(number=self._chosen + 1),
                " ".join(criterion.text.split()),
                _("Keep"),
                lambda text: self._keep_words(with_feedback(marks, criterion.id, text)),
                text=marks.feedback.get(criterion.id, ""),
            )

    def action_overall(self) -> None:
        """Write about the unit as a whole."""
        marks = self._marks
        if marks is not None:
            self._ask(
                "overall",
                _("About the whole"),
                _("What stood out, and what the next step is."),
                _("Keep"),
                lambda text: self._keep_words(with_overall(marks, text)),
                text=marks.overall.stood_out,
            )

    def _keep(self, marks: Marks) -> None:
        """Show marks as they are now, and keep them as a draft."""
        self._show_marks(marks)
        self.fetch("draft", partial(self._keep_draft, self.desks.quality))

    def _keep_draft(self, quality: Quality) -> None:
        """Keep the marks as they stand by now; called in threads, of which the last may be first.

        Raises Refusal, StoreError.
        """
        with self._keeping:
            if self._marks is not None:
                quality.keep_marks(*self._key, self._marks)

    def _keep_words(self, marks: Marks) -> None:
        """Keep marks with what was just written, then show them. Raises Refusal, StoreError."""
        with self._keeping:
            self.desks.quality.keep_marks(*self._key, marks)
            self._marks = marks
        self._show_marks(marks)
        self.masthead.saved = _("Draft saved")

    def _show_marks(self, marks: Marks) -> None:
        self._marks = marks
        self.banner.sentence = ""
        self._draw()

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Say that the draft is kept, or open the next sample where nothing else was opened."""
        if event.what == "draft":
            self.masthead.saved = _("Draft saved")
        elif not self.is_active:
            return
        elif isinstance(event.result, tuple):
            self.app.switch_screen(doors.sample_screen(*event.result))
        else:
            self.banner.sentence = _("Nothing else waits for you.")

    def action_save(self) -> None:
        """Hand the second marks in."""
        marks = self._marks
        if marks is None:
            return
        lack = next(chain(incomplete(self._unit, marks), blank_text(marks)), None)
        if lack is not None:
            self.banner.sentence = lack.sentence[:1].upper() + lack.sentence[1:] + "."
            places = [criterion.id for criterion in self._unit.criteria]
            if lack.place in places:
                self._chosen = places.index(lack.place)
                self._draw()
            return
        try:
            with self._keeping:
                self.desks.quality.mark_again(
                    *self._key, marks.criteria, marks.feedback, marks.overall, seen=self._seen
                )
                self._marks = None
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
        else:
            self._show_done(_("marked a second time"))

    # Going on.

    def action_next(self) -> None:
        """Open the next sample that is for whoever sits here to look at."""
        self.fetch("next", partial(next_for_me, self.desks, self._key))

    # Doing it.

    @property
    def _seen(self) -> int | None:
        return self._state.view.revision if self._state else None

    def _ask(
        self,
        name: str,
        title: str,
        sentence: str,
        accept: str,
        deed: Callable[[str], None],
        text: str = "",
    ) -> None:
        """Ask for words and do something with them; what is not sent is kept under `name`."""
        unsent = UnsentKeeper(self.desks, *self._key, name)
        question = AskNote(title, sentence, accept=accept, deed=deed, unsent=unsent, text=text)
        self.app.push_screen(question)

    def _show_done(self, done: str) -> None:
        """Show what became of it."""
        self._read_again()
        self.banner.tell(_("Saved: {what}.").format(what=done))
