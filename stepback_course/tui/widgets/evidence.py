"""What a practitioner submitted, to be read beside the criteria."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from stepback_course.course.activities import Activity, Choice
from stepback_course.course.models import Unit
from stepback_course.marking import DeskView
from stepback_course.portfolio.evidence.rules import evidence_lines
from stepback_course.portfolio.models import Decision
from stepback_course.portfolio.privacy import explanation_lines
from stepback_course.portfolio.telling.decisions import overall_passages
from stepback_course.portfolio.telling.plain import consent_lines, question_lines, response_lines
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.portfolio.versions.comparing import AnswerDifference
from stepback_course.portfolio.versions.history import Round
from stepback_course.text import _
from stepback_course.text.paragraphs import unwrapped
from stepback_course.tui.widgets.differences import legend, marked_content

_AS_IT_IS = Content(_("The answers as they are; d compares them with the attempt before."))

SHORT = 150
"""How many characters of a question are shown until the whole of it is asked for."""


class ActivityHead(Static):
    """The title and question of an activity, and which criterion it is evidence for."""

    DEFAULT_CSS = """
    ActivityHead { height: auto; padding: 0 1; margin-top: 1; border-left: outer $border-blurred; }
    ActivityHead.-shown { border-left: outer $accent; background: $accent 12%; }
    """

    shows: reactive[int] = reactive(0, init=False)
    """The number of the criterion under the cursor, where this activity shows it; else 0."""
    is_whole: reactive[bool] = reactive(False, init=False)
    """Whether the question is shown whole."""
    changed: reactive[str] = reactive("", init=False)
    """Whether the answer is another one than before, in words; empty where there is no before."""

    def __init__(self, activity: Activity) -> None:
        """Begin unmarked, with the question cut short."""
        super().__init__(markup=False)
        self.activity = activity

    def on_mount(self) -> None:
        """Show the title and the question."""
        self._show()

    def watch_shows(self, number: int) -> None:
        """Mark the activity, or take the mark away."""
        self.set_class(bool(number), "-shown")
        self._show()

    def watch_is_whole(self) -> None:
        """Show the question whole, or cut short."""
        self._show()

    def watch_changed(self) -> None:
        """Say whether the answer is another one."""
        self._show()

    def _show(self) -> None:
        title = Content.styled(self.activity.title, "bold")
        changed = Content.styled(f"  {self.changed}" if self.changed else "", "$secondary")
        lines = [Content("").join([title, changed])]
        if self.shows:
            sign = _("◆ shows criterion {number}").format(number=self.shows)
            lines.insert(0, Content.styled(sign, "bold $accent"))
        lines.append(Content.styled(self._question(), "$secondary"))
        self.update(Content("\n").join(lines))

    def _question(self) -> str:
        if self.is_whole:
            return unwrapped("\n".join(question_lines(self.activity)))
        asked = self.activity
        text = asked.scenario if isinstance(asked, Choice) else asked.prompt
        line = " ".join(text.split())
        return line if len(line) <= SHORT else line[:SHORT].rsplit(" ", 1)[0] + " …"


class EvidencePane(VerticalScroll, inherit_bindings=False):
    """Everything in one submission, one activity under the other, to scroll through."""

    DEFAULT_CSS = """
    EvidencePane { padding: 0 1; scrollbar-size-vertical: 1; }
    EvidencePane .answer { height: auto; padding: 0 1 0 2; margin-top: 1; }
    EvidencePane .before { height: auto; padding: 0 1; margin-top: 1; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", _("Up"), show=False),
        Binding("down", "scroll_down", _("Down"), show=False),
        Binding("home", "scroll_home", _("To the top"), show=False),
        Binding("end", "scroll_end", _("To the end"), show=False),
        Binding("pageup", "page_up", _("Page up"), show=False),
        Binding("pagedown,space", "page_down", _("Page down"), show=False),
    ]

    def __init__(self, view: DeskView, unit: Unit, rounds: Sequence[Round] = ()) -> None:
        """Show one submission; `unit` is the definition that was submitted with it.

        `rounds` are how it differs from earlier attempts, of which the first is shown to begin
        with.
        """
        super().__init__()
        self._view = view
        self._unit = unit
        self._rounds = rounds
        self._round = 0
        self._gone_to = -1

    def on_mount(self) -> None:
        """Begin with what changed since the attempt before."""
        self._show_round()

    def compose(self) -> ComposeResult:
        """Lay out what was asked for before, the permission, and the activities."""
        submission = self._view.submission
        for decision in self._view.earlier:
            yield Static(_said_before(self._unit, decision), classes="before", markup=False)
        if submission.consent:
            permission = _titled(_("Permission"), consent_lines(submission.consent))
            yield Static(permission, classes="before", markup=False)
        if submission.explanations:
            explained = explanation_lines(submission.explanations)
            why = _titled(_("Why these words may stay"), explained)
            yield Static(why, classes="before", markup=False)
        if submission.evidence:
            files = _titled(_("Files"), evidence_lines(submission.evidence))
            yield Static(files, classes="before", markup=False)
        if self._rounds:
            yield Static(id="legend", classes="before", markup=False)
        for activity in self._unit.activities:
            yield ActivityHead(activity)
            yield Static(self._answer(activity), classes="answer", markup=False)

    def _answer(self, activity: Activity) -> Content:
        """Return what was answered, with what changed since the attempt that is compared with."""
        for difference in self._differences:
            if difference.activity.id == activity.id:
                return marked_content(difference.pieces, is_whole=True)
        lines = response_lines(self._unit, activity, self._view.submission.responses)
        return Content("\n".join(lines))

    @property
    def _differences(self) -> Sequence[AnswerDifference]:
        is_compared = self._round < len(self._rounds)
        return self._rounds[self._round].differences if is_compared else ()

    def compare_with_next(self) -> None:
        """Compare with the attempt before, or show the answers as they are, in turn."""
        self._round = (self._round + 1) % (len(self._rounds) + 1)
        self._show_round()
        for head, answer in zip(self.query(ActivityHead), self.query(".answer"), strict=True):
            if isinstance(answer, Static):
                answer.update(self._answer(head.activity))

    def _show_round(self) -> None:
        if not self._rounds:
            return
        is_compared = self._round < len(self._rounds)
        other = {difference.activity.id for difference in self._differences}
        for head in self.query(ActivityHead):
            changed = _("· changed") if head.activity.id in other else _("· as before")
            head.changed = changed if is_compared else ""
        self.query_one("#legend", Static).update(self._legend() if is_compared else _AS_IT_IS)

    def _legend(self) -> Content:
        compared = self._rounds[self._round]
        before = _("attempt {number}").format(number=compared.before)
        after = _("attempt {number}").format(number=compared.after)
        if not compared.differences:
            told = _("Nothing was changed since attempt {number}.").format(number=compared.before)
            return Content.styled(told, "bold $text-warning")
        return legend(before, after)

    def mark(self, number: int, activities: Sequence[str]) -> None:
        """Mark the activities that show a criterion, and no others."""
        self._gone_to = -1
        for head in self.query(ActivityHead):
            head.shows = number if head.activity.id in activities else 0

    def go_to_evidence(self) -> None:
        """Scroll to the next marked activity; after the last comes the first."""
        marked = [head for head in self.query(ActivityHead) if head.shows]
        if marked:
            self._gone_to = (self._gone_to + 1) % len(marked)
            self.scroll_to_widget(marked[self._gone_to], top=True, animate=False)

    def turn_questions(self) -> None:
        """Show all questions whole, or cut them short again."""
        for head in self.query(ActivityHead):
            head.is_whole = not head.is_whole


def _titled(title: str, lines: Sequence[str]) -> Content:
    return Content("\n").join([Content.styled(title, "bold"), *map(Content, lines)])


def _said_before(unit: Unit, decision: Decision) -> Content:
    title = _("Attempt {number}, decided by {name} on {day}").format(
        number=decision.attempt, name=decision.name, day=shown_instant(decision.at)
    )
    return _titled(title, list(_asked_for(unit, decision)))


def _asked_for(unit: Unit, decision: Decision) -> Iterator[str]:
    """Yield what an earlier decision said, what was met in one line first."""
    numbered = list(enumerate(unit.criteria, start=1))
    met = [str(number) for number, c in numbered if decision.criteria.get(c.id) == "met"]
    if met:
        yield _("✓ met then: {criteria}").format(criteria=", ".join(met))
    for number, criterion in numbered:
        words = decision.feedback.get(criterion.id, "")
        if decision.criteria.get(criterion.id) == "not_yet_met":
            yield _("↺ asked for then, on {number}: {words}").format(number=number, words=words)
        elif words:
            yield _("On {number}: {words}").format(number=number, words=words)
    for heading, words in overall_passages(decision.said):
        yield _("{heading}: {words}").format(heading=heading, words=words)
