"""Comparing what several assessors made of the same exemplar, without I/O."""

from collections.abc import Iterator
from itertools import combinations

from stepback_course.course.models import Unit
from stepback_course.marking.practice.models import (
    CriterionDifference,
    Differences,
    PracticeRecord,
)
from stepback_course.people.names import told_apart
from stepback_course.portfolio.models import Verdict


def differences(unit: Unit, record: PracticeRecord) -> Differences:
    """Return what everybody made of an exemplar, by criterion in the order of the unit."""
    names = told_apart({each.assessor: each.name for each in record.marks})
    return Differences(
        title=unit.title,
        assessors=tuple(names.values()),
        criteria=tuple(
            CriterionDifference(
                criterion=criterion.id,
                text=" ".join(criterion.text.split()),
                verdicts={
                    names[each.assessor]: verdict
                    for each in record.marks
                    if (verdict := each.marks.criteria.get(criterion.id))
                },
                words={
                    names[each.assessor]: words
                    for each in record.marks
                    if (words := each.marks.feedback.get(criterion.id))
                },
                agreed=record.agreed.criteria.get(criterion.id) if record.agreed else None,
            )
            for criterion in unit.criteria
        ),
        totals={
            names[each.assessor]: "not_yet_met" if each.marks.asks_for_more else "met"
            for each in record.marks
        },
        agreed=record.agreed,
    )


def pairs(record: PracticeRecord, criterion: str) -> Iterator[tuple[Verdict, Verdict]]:
    """Yield what every two assessors said of one criterion, the earlier one first."""
    said = [verdict for each in record.marks if (verdict := each.marks.criteria.get(criterion))]
    yield from combinations(said, 2)
