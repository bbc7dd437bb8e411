"""What was decided about one submission, and what was said of it since, to be read."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stepback_course.course.models import Unit
from stepback_course.marking.models import Marks
from stepback_course.marking.quality.quality import QualityView
from stepback_course.marking.quality.telling import WANTED, said_lines, why_line
from stepback_course.portfolio.models import Decision, Verdict
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.text import _
from stepback_course.tui.marking_sheet import verdict_words


class SamplePane(VerticalScroll, inherit_bindings=False):
    """The criteria with what was decided, one under the other, the cursor on one of them."""

    DEFAULT_CSS = """
    SamplePane { padding: 0 1; scrollbar-size-vertical: 1; background: $surface; }
    SamplePane Static { height: auto; padding: 0 1; margin-top: 1; }
    SamplePane .criterion { border-left: outer $border-blurred; }
    SamplePane .criterion.-chosen { border-left: outer $accent; background: $accent 12%; }
    """

    def __init__(self, unit: Unit) -> None:
        """Show the criteria of a unit as they were when it was submitted."""
        super().__init__(can_focus=False)
        self._unit = unit

    def compose(self) -> ComposeResult:
        """Lay out what is wanted, the criteria, and what was said."""
        yield Static(id="wanted", markup=False)
        for number, _criterion in enumerate(self._unit.criteria, start=1):
            yield Static(classes="criterion", id=f"criterion-{number}", markup=False)
        yield Static(id="whole", markup=False)
        yield Static(id="said", markup=False)

    def show(self, view: QualityView, marks: Marks | None, chosen: int) -> None:
        """Show a view; `marks` are second marks in the making, instead of the decision."""
        first = Marks.of(view.decision) if view.decision else Marks()
        second = view.sample.second.marks if view.sample and view.sample.second else None
        for number, criterion in enumerate(self._unit.criteria, start=1):
            verdicts = list(_verdicts(criterion.id, marks or first, None if marks else second))
            is_chosen = number - 1 == chosen
            block = self.query_one(f"#criterion-{number}", Static)
            block.set_class(is_chosen, "-chosen")
            cursor = "▸" if is_chosen else " "
            head = _("{cursor} {number}  {verdict}").format(
                cursor=cursor, number=number, verdict=" · ".join(verdicts)
            )
            words = (marks or first).feedback.get(criterion.id, "")
            lines = [Content.styled(head, "bold"), Content(" ".join(criterion.text.split()))]
            if words:
                lines.append(Content(_("→ {words}").format(words=words)))
            other = second.feedback.get(criterion.id, "") if second and not marks else ""
            if other and other != words:
                lines.append(Content(_("Second marks → {words}").format(words=other)))
            block.update(Content("\n").join(lines))
            if is_chosen:
                block.scroll_visible(animate=False)
        self.query_one("#wanted", Static).update(Content(_wanted(view)))
        self.query_one("#whole", Static).update(Content(_whole(marks or first)))
        said = "\n\n".join(said_lines(view.sample)) if view.sample else ""
        self.query_one("#said", Static).update(Content(said))


def in_short(unit: Unit, view: QualityView, marks: Marks | None) -> str:
    """Return the verdicts in one line, for where there is no room for the pane."""
    judged = marks or (Marks.of(view.decision) if view.decision else Marks())
    signs = (
        f"{number} {verdict_words(judged.criteria.get(criterion.id))[0]}"
        for number, criterion in enumerate(unit.criteria, start=1)
    )
    return _("{what}: {verdicts}").format(
        what=WANTED[view.wanted].capitalize() if view.wanted else _("Decided"),
        verdicts="  ".join(signs),
    )


def _verdicts(criterion: str, first: Marks, second: Marks | None) -> Iterator[str]:
    yield verdict_words(first.criteria.get(criterion))
    other: Verdict | None = second.criteria.get(criterion) if second else None
    if second and other != first.criteria.get(criterion):
        yield _("second marks: {verdict}").format(verdict=verdict_words(other))


def _wanted(view: QualityView) -> str:
    lines = [_("Wanted: {what}").format(what=WANTED[view.wanted])]
    if view.sample and not view.sample.settled:
        lines.append(_("In the sample: {why}").format(why=why_line(view.sample)))
    lines.append(_decided_line(view.decision))
    if view.is_not_second_marked:
        lines.append(_("Not second-marked: it was decided under the standing exception."))
    return "\n".join(lines)


def _decided_line(decision: Decision | None) -> str:
    if decision is None:
        return _("Mark it as if nobody had: what was decided first is shown once yours is in.")
    sentence = (
        _("Decided by {name} on {day}, and released.")
        if decision.released
        else _("Decided by {name} on {day}, not released yet.")
    )
    return sentence.format(name=decision.name, day=shown_instant(decision.at))


def _whole(marks: Marks) -> str:
    said = marks.overall
    parts = (
        (_("What stood out: {words}"), said.stood_out),
        (_("What is missing: {words}"), said.missing),
        (_("The next step: {words}"), said.next_step),
    )
    return "\n".join(sentence.format(words=words) for sentence, words in parts if words)
