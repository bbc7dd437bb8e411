"""What must agree between the files of a course."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stepback_course.course.checks import (
    Written,
    activities_of,
    child,
    entries_of,
    ids,
    repeated,
    unknown,
    written,
)
from stepback_course.course.problems import Problem, closest, with_suggestion
from stepback_course.course.yaml_nodes import Fault, Fields, Node
from stepback_course.text import _
from stepback_course.text.problems import shown


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read, whatever it says."""

    file: str
    """As shown to people."""
    root: Node


def problem_at(file: str, fault: Fault) -> Problem:
    """Return a fault with the name of the file it is in."""
    return Problem(file, fault.place.line, fault.place.column, fault.sentence)


def repeated_units(units: Sequence[Document]) -> Iterator[Problem]:
    """Yield a problem for each unit whose id another file has already."""
    first: dict[str, Document] = {}
    for unit in units:
        if name := written(unit.root, "id"):
            other = first.setdefault(name.word.lower(), unit)
            if other is not unit:
                sentence = _("the unit '{name}' is in {file} already")
                told = sentence.format(name=shown(name.word), file=other.file)
                yield problem_at(unit.file, Fault(name.place, told))


def units_in_order(course: Document, units: Sequence[Document]) -> Iterator[Problem]:
    """Yield a problem for each unit that not both the course's list and a file have."""
    entries = entries_of(course.root, "units")
    if not entries:
        return
    listed = [found for node in entries if (found := written(node))]
    for fault in repeated(listed):
        yield problem_at(course.file, fault)
    compared = _compare(listed, units)
    for fault in compared.strangers:
        yield problem_at(course.file, fault)
    for unit, name in compared.left_out:
        sentence = _("the unit '{name}' is not listed under 'units' in {file}")
        told = sentence.format(name=shown(name.word), file=course.file)
        yield problem_at(unit.file, Fault(name.place, told))


def units_judged(assessment: Document, units: Sequence[Document]) -> Iterator[Problem]:
    """Yield a problem for criteria without a unit, and for each unit without criteria."""
    criteria = child(assessment.root, "criteria")
    if not isinstance(criteria, Fields):
        return
    judged = [Written(name, place) for name, place in criteria.keys.items()]
    compared = _compare(judged, units)
    for fault in compared.strangers:
        yield problem_at(assessment.file, fault)
    for unit, name in compared.left_out:
        sentence = _("the unit '{name}' has no criteria in {file}")
        told = sentence.format(name=shown(name.word), file=assessment.file)
        yield problem_at(unit.file, Fault(name.place, told))


def evidence_in_unit(assessment: Document, units: Sequence[Document]) -> Iterator[Problem]:
    """Yield a problem for each piece of evidence that is no activity of the criterion's unit."""
    for unit in units:
        if name := written(unit.root, "id"):
            criteria = entries_of(assessment.root, "criteria", name.word)
            activities = ids(activities_of(unit.root))
            for fault in repeated(ids(criteria)):
                yield problem_at(assessment.file, fault)
            for criterion in criteria:
                for fault in _evidence_faults(criterion, activities):
                    yield problem_at(assessment.file, fault)


def _evidence_faults(criterion: Node, activities: Sequence[Written]) -> Iterator[Fault]:
    for entry in entries_of(criterion, "evidence"):
        if evidence := written(entry):
            yield from unknown(evidence, activities, _("this unit has no activity '{name}'"))


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Names in one file beside the units that have a file of their own."""

    strangers: list[Fault]
    """About names that no unit has."""
    left_out: list[tuple[Document, Written]]
    """The units that are not among the names, and were not probably meant by one of them."""


def _compare(names: Sequence[Written], units: Sequence[Document]) -> _Comparison:
    words = {name.word for name in names}
    own = [(unit, name) for unit in units if (name := written(unit.root, "id"))]
    left_out = {name.word: (unit, name) for unit, name in own if name.word not in words}
    known = {name.word for _unit, name in own}
    strangers = []
    for name in names:
        if name.word not in known:
            meant = closest(name.word, left_out)
            left_out.pop(meant or "", None)
            told = _("no file has the unit '{name}'").format(name=shown(name.word))
            strangers.append(Fault(name.place, with_suggestion(told, meant)))
    return _Comparison(strangers, list(left_out.values()))
