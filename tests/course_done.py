"""Portfolios brought to where a certificate is within reach."""

from functools import cache

from stepback_course.store import NEVER_WRITTEN, Change, Record, Store, open_store
from tests.filling import submit
from tests.house import House, furnish, packed_course

UNITS = packed_course().unit_ids


def meet(house: House, portfolio: str, *units: str) -> None:
    """Submit units as their practitioner, and let an assessor meet them."""
    workbook = house.desks().workbook
    desk = house.desks("AS-MEG").desk
    submit(house.desks(), portfolio, *units)
    for unit in units:
        criteria = [criterion.id for criterion in workbook.unit(portfolio, unit).unit.criteria]
        desk.decide(portfolio, unit, dict.fromkeys(criteria, "met"), {})
        desk.release(portfolio, unit)


def attend(house: House, portfolio: str, *statuses: str) -> None:
    """Record the attendance of the taught days, the first first."""
    for day, status in enumerate(statuses, start=1):
        house.desks("TR-TOM").registry.attend(portfolio, day, status)


def earn(house: House, portfolio: str) -> None:
    """Do everything an award needs; a portfolio that nobody touched is given what another got."""
    if _bearing_on(portfolio, house.store) == _bearing_on(portfolio, _furnished().store):
        _give(portfolio, _earned(portfolio), house.store)
    else:
        _meet_everything(house, portfolio)
    attend(house, portfolio, "attended", "attended")


def _meet_everything(house: House, portfolio: str) -> None:
    meet(house, portfolio, *UNITS)
    name = house.desks().workbook.open(portfolio).profile.name
    house.desks().workbook.confirm_name(portfolio, name)


def _bearing_on(portfolio: str, store: Store) -> tuple[dict[str, Record], dict[str, Record]]:
    """Return what decides how a portfolio comes to its award: itself, and the plan of samples."""
    return store.records(f"portfolio/{portfolio}"), store.records("quality/plan")


def _furnished() -> House:
    house = House(open_store("memory:"))
    furnish(house)
    return house


@cache
def _earned(portfolio: str) -> Store:
    house = _furnished()
    _meet_everything(house, portfolio)
    return house.store


def _give(portfolio: str, earned: Store, store: Store) -> None:
    """Write what a portfolio has in one store over the same portfolio, less far on, in another."""
    for digest in earned.files():
        with earned.open_file(digest) as content:
            store.put_file(content, limit=2**20)
    folder = f"portfolio/{portfolio}"
    begun = store.records(folder)
    changes = {
        name: Change(_revision(begun.get(name)), record.document, record.summary)
        for name, record in earned.records(folder).items()
        if record != begun.get(name)
    }
    store.put(folder, changes, operation=f"earn {portfolio}", actor="AS-MEG")


def _revision(record: Record | None) -> int:
    return record.revision if record else NEVER_WRITTEN
