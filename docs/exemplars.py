"""An exemplar to practise on, made of what a made-up practitioner once submitted."""

from docs.made_up import first_unit, owner_of, seated
from stepback_course.cohorts import Cohort
from stepback_course.desks import Desks
from stepback_course.people import Person, RoleEntry
from stepback_course.store import Store

COHORT = "exemplars"
EXEMPLAR = "P-EXEMPLAR"
AUTHOR = Person(id="PR-EXEMPLAR", name="Exemplar 1", roles=(RoleEntry(role="practitioner"),))
MISSING = "Say for the second example too what the learner could do afterwards."


def make_exemplar(store: Store, assessors: tuple[str, str], coordinator: str) -> None:
    """Make a cohort to practise on, with one unit in it that two assessors have marked apart."""
    copied, unit = first_unit(store, state="met")
    source, office = owner_of(store, copied), seated(store, coordinator)
    course = office.registry.cohorts()[0].course
    office.registry.make_cohort(Cohort(id=COHORT, name="Exemplars", course=course, practice=True))
    office.directory.add(AUTHOR)
    office.registry.enrol(AUTHOR.id, COHORT, portfolio=EXEMPLAR)
    copy_unit(source, copied, seated(store, AUTHOR.id), EXEMPLAR, unit)
    criteria = [each.id for each in source.workbook.unit(copied, unit).unit.criteria]
    all_met = dict.fromkeys(criteria, "met")
    first, second = assessors
    seated(store, first).practice.mark(EXEMPLAR, unit, all_met)
    seated(store, second).practice.mark(
        EXEMPLAR, unit, all_met | {criteria[1]: "not_yet_met"}, {criteria[1]: MISSING}
    )


def copy_unit(source: Desks, copied: str, target: Desks, portfolio: str, unit: str) -> None:
    """Write and submit in one portfolio what was answered to a unit in another."""
    answers = source.workbook.unit(copied, unit).draft.responses
    for activity, response in answers.items():
        target.workbook.respond(portfolio, unit, activity, response.value)
    found = target.workbook.findings(portfolio, [unit])
    said = {finding.words: "Nobody's: all of this is made up." for finding in found}
    target.workbook.submit(portfolio, [unit], target.actor.name, said)
