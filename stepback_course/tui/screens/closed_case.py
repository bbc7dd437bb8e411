"""A case study that made room for another learner's, to be read."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stepback_course.course.models import Unit
from stepback_course.portfolio.learner.learners import ClosedFile
from stepback_course.portfolio.telling.plain import consent_lines, response_lines
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.base import StepbackScreen


class ClosedCaseScreen(StepbackScreen[None]):
    """Permission and answers as they stood when the case study was closed."""

    CSS_PATH = "closed_case.tcss"
    HELP_TITLE = _("A closed case study")
    HELP_TEXT = _(
        "You began again with another learner and kept this, closed. It is for you alone: nobody "
        "marks it, and it leaves with no copy of your work. It goes when you erase the case study."
    )

    def __init__(self, portfolio: str, number: int) -> None:
        """Name the case study."""
        super().__init__()
        self._portfolio = portfolio
        self._number = number

    def compose_body(self) -> ComposeResult:
        """Lay out the text."""
        yield VerticalScroll(id="closed-case")

    async def on_mount(self) -> None:
        """Read it once: it does not change any more."""
        try:
            closed = self.desks.learners.read(self._portfolio, self._number)
            course = self.desks.workbook.open(self._portfolio).course
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return
        unit = course.unit(closed.unit)
        text = self.query_one(VerticalScroll)
        if unit is not None:
            self.masthead.where = _("My course › {unit} › Closed").format(unit=unit.title)
            await text.mount_all(_passages(unit, closed))
        text.focus()


def _passages(unit: Unit, closed: ClosedFile) -> Iterator[Static]:
    if closed.consent is not None:
        yield _passage(_("Permission"), consent_lines(closed.consent))
    responses = closed.draft.responses
    for activity in unit.activities:
        if activity.id in responses:
            yield _passage(activity.title, response_lines(unit, activity, responses))


def _passage(title: str, lines: list[str]) -> Static:
    heading = Content.styled(title, "bold")
    return Static(Content("\n").join([heading, Content("\n".join(lines))]), classes="passage")
