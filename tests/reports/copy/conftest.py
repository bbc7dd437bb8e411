"""A portfolio in which something is met, something needs further work, and something waits."""

import pytest

from stepback_course.portfolio.models import Occasion
from tests.course_done import meet
from tests.filling import submit
from tests.house import House

PORTFOLIO = "P-CERYS"
HOSTILE = "ŵ ŷ â ê î ô û ï <script>alert(1)</script>\n\n  & {{7*7}} [bold]"
FEEDBACK = "Say what you saw <b>in the ten seconds</b>."


@pytest.fixture
def worked(house: House) -> House:
    """The house after a first round of marking, and one answer written anew since."""
    meet(house, PORTFOLIO, "statement-01", "learners-voice")
    submit(house.desks(), PORTFOLIO, "statement-03", "statement-04")
    desk, workbook = house.desks("AS-MEG").desk, house.desks().workbook
    first, *others = workbook.unit(PORTFOLIO, "statement-03").unit.criteria
    verdicts = {first.id: "not_yet_met"} | dict.fromkeys((c.id for c in others), "met")
    desk.decide(PORTFOLIO, "statement-03", verdicts, {first.id: FEEDBACK}, "A clear beginning.")
    desk.release(PORTFOLIO, "statement-03")
    workbook.respond(
        PORTFOLIO,
        "statement-03",
        "what-waiting-showed",
        HOSTILE,
        occasion=Occasion(partner="Bethan", from_paper="2026-03-01"),
    )
    return house
