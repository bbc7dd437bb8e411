"""Two assessors who meet over one submission."""

from functools import partial

from docs.made_up import Place
from docs.picture import Picture
from stepback_course.course.models import Unit
from stepback_course.desks import Desks
from stepback_course.marking import Marks
from stepback_course.portfolio.models import Verdict
from stepback_course.tui import doors
from stepback_course.tui.desk_state import DeskState
from stepback_course.tui.screens.both_sides import BothSidesScreen

WORDS = "Say what the learner did in the time that you gave."


def claim(assessor: Desks, place: Place) -> None:
    """Let an assessor take a submission."""
    assessor.desk.claim(*place)


def both_sides(name: str, assessor: Desks, colleague: Desks, place: Place) -> Picture:
    """Return the picture of what an assessor sees whose colleague has decided meanwhile."""
    desk = partial(doors.desk_screen, *place)
    unit = Unit.model_validate(assessor.desk.open(*place).submission.unit)
    first, *others = (criterion.id for criterion in unit.criteria)
    all_met: dict[str, Verdict] = dict.fromkeys([first, *others], "met")
    colleague.desk.decide(*place, all_met | {first: "not_yet_met"}, {first: WORDS}, "Well begun.")

    def window() -> BothSidesScreen:
        state = DeskState(assessor.desk.open(*place), assessor.actor, assessor.clock())
        return BothSidesScreen(
            unit,
            "this was decided by somebody else meanwhile",
            state,
            Marks(criteria=all_met),
            "Yours are kept as your draft.",
        )

    return Picture(name, assessor, desk, window=window)
