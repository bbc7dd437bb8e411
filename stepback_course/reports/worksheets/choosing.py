"""Which course is printed, and what of it."""

import difflib
from collections.abc import Sequence

from stepback_course.course.models import Course, Unit
from stepback_course.course.packed import packed_root
from stepback_course.course.reader import read_course
from stepback_course.desks import Desks
from stepback_course.text import _
from stepback_course.text.refusals import Refusal


def course_to_print(desks: Desks, cohort: str | None) -> Course:
    """Return a cohort's course; without a cohort, the one that whoever sits here works on.

    That is the course of their own portfolio, else of the only cohort, else the course that comes
    with the program. Raises Refusal for a cohort that the store does not have.
    """
    if cohort is not None:
        return desks.courses.of(desks.registry.cohort(cohort).course)
    for mine in desks.workbook.portfolios(desks.actor.id):
        return desks.workbook.open(str(mine.summary["portfolio"])).course
    cohorts = desks.registry.cohorts()
    if len(cohorts) == 1:
        return desks.courses.of(cohorts[0].course)
    return read_course(packed_root())


def chosen_units(course: Course, identifiers: Sequence[str]) -> list[Unit]:
    """Return the units of these ids in the order of the path; without ids, every unit.

    Raises Refusal for an id that the course does not have.
    """
    for identifier in identifiers:
        if course.unit(identifier) is None:
            near = difflib.get_close_matches(identifier, course.unit_ids, 1)
            raise Refusal(
                "unknown",
                _("the course has no unit '{unit}' (did you mean '{near}'?)").format(
                    unit=identifier[:60], near=near[0]
                )
                if near
                else _("the course has no unit '{unit}': its units are {units}").format(
                    unit=identifier[:60], units=", ".join(course.unit_ids)
                ),
            )
    return [unit for unit in course.units if not identifiers or unit.id in identifiers]
