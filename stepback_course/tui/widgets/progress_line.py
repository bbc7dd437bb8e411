"""How much of a course is done, as a line that fills up and in words."""

from textual.content import Content
from textual.widgets import Static

from stepback_course.portfolio.telling.standing import Tally

CELLS_PER_UNIT = 3


def strokes(tally: Tally) -> tuple[str, str, str]:
    """Return the strokes for what is met, what is with an assessor, and what is still to do."""
    to_do = tally.units - tally.met - tally.with_assessor
    return (
        "━" * CELLS_PER_UNIT * tally.met,
        "╍" * CELLS_PER_UNIT * tally.with_assessor,
        "─" * CELLS_PER_UNIT * to_do,
    )


class ProgressLine(Static):
    """One stroke for each part of the way, told apart by its form and not only by its colour."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        super().__init__(markup=False)

    def show(self, tally: Tally) -> None:
        """Show how far somebody is."""
        met, waiting, to_do = strokes(tally)
        self.update(
            Content.styled(met, "$success")
            + Content.styled(waiting, "$accent")
            + Content.styled(to_do, "$secondary")
            + Content(f"  {tally.sentence}")
        )
