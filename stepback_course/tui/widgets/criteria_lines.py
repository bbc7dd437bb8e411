"""The criteria of a unit in a form: each is met or not yet met, and what is missing is said."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widgets import Static

from stepback_course.course.models import Unit
from stepback_course.marking.models import Marks
from stepback_course.text import _
from stepback_course.text.fields import NOTE_LIMIT
from stepback_course.tui.widgets.one_of import OneOf
from stepback_course.tui.widgets.writing import Writing

VERDICTS: Mapping[str, str] = {"met": _("met"), "not_yet_met": _("not yet met")}
"""What is chosen from, in words."""


class CriteriaLines(VerticalGroup):
    """Every criterion with its verdict and its words, one under the other."""

    DEFAULT_CSS = """
    CriteriaLines { height: auto; }
    CriteriaLines OneOf { margin-bottom: 0; }
    CriteriaLines Writing { margin-bottom: 1; }
    """

    def __init__(self, unit: Unit, marks: Marks) -> None:
        """Begin with marks that were made before, or with none."""
        super().__init__()
        self._unit = unit
        self._marks = marks

    def compose(self) -> ComposeResult:
        """Lay out the criteria, numbered as at the desk."""
        for number, criterion in enumerate(self._unit.criteria, start=1):
            heading = _("{number}  {criterion}").format(
                number=number, criterion=" ".join(criterion.text.split())
            )
            yield Static(heading, classes="form-heading -question", markup=False)
            known = self._marks.criteria.get(criterion.id, "")
            yield OneOf(f"verdict-{number}", VERDICTS, known)
            missing = Writing(
                self._marks.feedback.get(criterion.id, "") if known == "not_yet_met" else "",
                limit=NOTE_LIMIT,
                title=_("What is missing, where it is not yet met"),
            )
            missing.id = f"missing-{number}"
            yield missing

    @property
    def criteria(self) -> dict[str, str]:
        """The verdicts that were chosen, by criterion."""
        chosen = (
            (criterion.id, self.query_one(f"#verdict-{number}", OneOf).chosen)
            for number, criterion in enumerate(self._unit.criteria, start=1)
        )
        return {criterion: verdict for criterion, verdict in chosen if verdict}

    @property
    def feedback(self) -> dict[str, str]:
        """What was said of the criteria: what is missing, and the words on what stays met."""
        fields = {
            criterion.id: self.query_one(f"#missing-{number}", Writing).answer.strip()
            for number, criterion in enumerate(self._unit.criteria, start=1)
        }
        said = {}
        for criterion, verdict in self.criteria.items():
            stays_met = verdict == "met" == self._marks.criteria.get(criterion)
            before = self._marks.feedback.get(criterion, "") if stays_met else ""
            if words := fields[criterion] if verdict == "not_yet_met" else before:
                said[criterion] = words
        return said
