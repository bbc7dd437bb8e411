"""One portfolio in the middle of the course, as all those in the measured stores are."""

from collections.abc import Mapping

from bench.stores import enrolled
from stepback_course.demo import fill
from stepback_course.desks import Desks
from stepback_course.people import OWNER
from stepback_course.portfolio.models import Consent, Draft
from stepback_course.store import Record, open_store

MADE_UP = 12
"""Among so many made-up practitioners there is always one who has done everything."""
MET = tuple(f"statement-{number:02d}" for number in range(1, 6))
WAITING = ("statement-06", "statement-07")
PORTFOLIO, COHORT = "portfolio/P-1", "cohort/C"


def half_done() -> tuple[dict[str, Record], dict[str, Record]]:
    """Return the records of a portfolio and of its cohort, played at the desks.

    Every activity is answered at the length that the made-up practitioners write. Five units are
    met, two wait to be marked, four can still be written in.
    """
    desks = _submitted(*MET, *WAITING)
    for unit in MET:
        _mark(desks, unit)
    return desks.store.records(PORTFOLIO), desks.store.records(COHORT)


def handed_in() -> tuple[dict[str, Record], dict[str, Record]]:
    """Return the same where every unit waits to be marked."""
    desks = _submitted()
    return desks.store.records(PORTFOLIO), desks.store.records(COHORT)


def earned() -> tuple[dict[str, Record], dict[str, Record]]:
    """Return the same where everything that an award needs is there."""
    desks = _submitted()
    for unit in desks.workbook.open("P-1").units:
        _mark(desks, unit.unit.id)
    name = desks.workbook.open("P-1").profile.name
    desks.seat(OWNER).workbook.confirm_name("P-1", name, "en")
    return desks.store.records(PORTFOLIO), desks.store.records(COHORT)


def _submitted(*units: str) -> Desks:
    """Return the desks of a store where these units of `P-1`, or all, have been submitted."""
    desks = enrolled(open_store("memory:"))
    for day in (1, 2):
        desks.registry.attend("P-1", day, "attended")
    _write(desks, _whole_portfolio())
    view = desks.workbook.open("P-1")
    chosen = units or [each.unit.id for each in view.units]
    workbook = desks.seat(OWNER).workbook
    workbook.submit("P-1", chosen, view.profile.name)
    return desks


def _whole_portfolio() -> dict[str, Record]:
    """Return the records of a made-up practitioner whose every unit is met."""
    store = open_store("memory:")
    fill(store, size=MADE_UP, seed=3)
    for row in store.find("portfolio").rows:
        records = store.records(row.folder)
        states = [r.document["state"] for name, r in records.items() if name.startswith("unit/")]
        if states == ["met"] * 11:
            return records
    raise LookupError("nobody among the made-up practitioners has done everything")


def _write(desks: Desks, answers: Mapping[str, Record]) -> None:
    workbook = desks.seat(OWNER).workbook
    workbook.record_consent("P-1", Consent.model_validate(answers["consent"].document))
    for name, record in answers.items():
        if name.startswith("draft/"):
            for activity, response in Draft.model_validate(record.document).responses.items():
                workbook.respond(
                    "P-1",
                    name.removeprefix("draft/"),
                    activity,
                    response.value,
                    occasion=response.occasion,
                )


def _mark(desks: Desks, unit: str) -> None:
    definition = desks.desk.open("P-1", unit).submission.unit
    criteria = {criterion["id"]: "met" for criterion in definition["criteria"]}
    desks.desk.decide("P-1", unit, criteria, {}, "You waited, and it shows.")
    desks.desk.release("P-1", unit)
