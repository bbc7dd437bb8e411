"""Hours of work on one unit of one portfolio."""

from datetime import datetime, timedelta

from stepback_course.portfolio.versions.history import Version
from tests.house import NOW, House

CERYS, PORTFOLIO = "PR-CERYS", "P-CERYS"
UNIT, ACTIVITY, OTHER = "statement-03", "what-waiting-showed", "pencil-stops"


class Hands:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def on(self, **time: float) -> None:
        self.now += timedelta(**time)


def write(house: House, text: str, activity: str = ACTIVITY, unit: str = UNIT) -> None:
    house.desks(CERYS).workbook.respond(PORTFOLIO, unit, activity, text)


def versions(house: House) -> list[Version]:
    return house.desks(CERYS).history.versions(PORTFOLIO, UNIT)


def texts(house: House) -> list[object]:
    """Return what each version has for the activity, the newest first."""
    history = house.desks(CERYS).history
    kept = [history.answers(PORTFOLIO, UNIT, version.key) for version in versions(house)]
    return [answers[ACTIVITY].value if ACTIVITY in answers else None for answers in kept]


def standing(house: House, activity: str = ACTIVITY) -> object:
    draft = house.desks(CERYS).workbook.unit(PORTFOLIO, UNIT).draft
    return draft.responses[activity].value if activity in draft.responses else None
