"""What units are called in lists that know only their ids."""

from stepback_course.desks import Desks
from stepback_course.portfolio.telling.words import unit_name

UnitNames = dict[tuple[str, str], str]
"""By cohort and unit."""


def unit_names(desks: Desks) -> UnitNames:
    """Return what the units of every cohort are called for short. Raises StoreError."""
    return {
        (cohort.id, unit.id): unit_name(unit)
        for cohort in desks.registry.cohorts()
        for unit in desks.courses.of(cohort.course).units
    }
