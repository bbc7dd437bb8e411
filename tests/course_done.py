"""Portfolios brought to where a certificate is within reach."""

from tests.filling import submit
from tests.house import House, packed_course

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
    """Do everything an award needs."""
    meet(house, portfolio, *UNITS)
    attend(house, portfolio, "attended", "attended")
    name = house.desks().workbook.open(portfolio).profile.name
    house.desks().workbook.confirm_name(portfolio, name)
