"""Reads the files of a course into its definition, or tells everything that is wrong with them."""

from collections.abc import Callable, Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from stepback_course.course.checks import unit_faults
from stepback_course.course.cross_checks import (
    Document,
    evidence_in_unit,
    problem_at,
    repeated_units,
    units_in_order,
    units_judged,
)
from stepback_course.course.documents import read_page, read_settings
from stepback_course.course.models import Course
from stepback_course.course.packed import packed_root
from stepback_course.course.placing import faults_of
from stepback_course.course.problems import Problem, Problems
from stepback_course.course.source import (
    ASSESSMENT_FILE,
    CASE_STUDY_FILE,
    COURSE_FILE,
    STATEMENTS,
    Source,
    open_source,
)
from stepback_course.course.written import (
    AssessmentFile,
    CaseStudyFile,
    CourseFile,
    StatementFile,
)
from stepback_course.course.yaml_nodes import Fault, Node, Unreadable, plain
from stepback_course.text import _

File = TypeVar("File", bound=BaseModel)
Parser = Callable[[bytes], tuple[Node, list[Fault]]]


def read_course(root: Path | Traversable) -> Course:
    """Return the course that lies at `root`, a folder or a zip of one.

    It has `content/course.yaml`, a file for each statement in `content/statements/`,
    `content/learners-voice.md` and `assessments/practitioner.yaml`. Raises Problems, with
    everything that is wrong.
    """
    return _Reading(open_source(root)).course()


def check_content(path: Path | None = None) -> list[Problem]:
    """Return everything that is wrong with the course at `path`, or with the one installed.

    Raises CourseError where none is installed.
    """
    try:
        read_course(packed_root() if path is None else path)
    except Problems as found:
        return list(found.problems)
    return []


class _Reading:
    """One reading of one course, which gathers problems on its way."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def course(self) -> Course:
        """Return the course. Raises Problems."""
        settings = self._parsed(COURSE_FILE, read_settings)
        judging = self._parsed(ASSESSMENT_FILE, read_settings)
        statements = [self._parsed(name, read_page) for name in self._statement_names()]
        case_study = self._parsed(CASE_STUDY_FILE, read_page)

        course = self._model(settings, CourseFile)
        assessment = self._model(judging, AssessmentFile)
        units: list[StatementFile | CaseStudyFile | None] = [
            *(self._model(page, StatementFile, unit_faults) for page in statements),
            self._model(case_study, CaseStudyFile, unit_faults),
        ]
        self._compare(settings, judging, [*statements, case_study])
        if self.problems or course is None or assessment is None:
            raise Problems(self.problems)
        by_id = {unit.id: unit for unit in units if unit is not None}
        ordered = (assessment.judged(by_id[name]) for name in course.units)
        return course.course(tuple(ordered), assessment.rules())

    def _statement_names(self) -> list[str]:
        names = self.source.statements
        if not names:
            sentence = _("a course has a file for each statement in this folder")
            self.problems.append(Problem(self.source.shown(STATEMENTS), 1, 1, sentence))
        return names

    def _parsed(self, name: str, parser: Parser) -> Document | None:
        """Return a file as its author wrote it, or None where that cannot be told."""
        file = self.source.shown(name)
        content = self.source.files.get(name)
        if content is None:
            self.problems.append(Problem(file, 1, 1, _("this file is missing")))
            return None
        try:
            root, faults = parser(content)
        except Unreadable as error:
            self.problems.append(problem_at(file, error.fault))
            return None
        self.problems += (problem_at(file, fault) for fault in faults)
        return Document(file, root)

    def _model(
        self,
        document: Document | None,
        model: type[File],
        check: Callable[[Node], Iterator[Fault]] = lambda _root: iter(()),
    ) -> File | None:
        """Return what a file says as a model, or None where something in it is wrong."""
        if document is None:
            return None
        faults = list(check(document.root))
        made = None
        try:
            made = model.model_validate(plain(document.root))
        except ValidationError as error:
            told = {fault.place for fault in faults}
            faults += faults_of(error, document.root, model, told)
        self.problems += (problem_at(document.file, fault) for fault in faults)
        return made

    def _compare(
        self,
        settings: Document | None,
        judging: Document | None,
        pages: Sequence[Document | None],
    ) -> None:
        """Gather what does not agree between files.

        While two units have one id nothing can be said about what refers to them, and a unit is
        only said to be missing where every file could be read: it might be in another.
        """
        units = [page for page in pages if page is not None]
        every_unit_is_read = len(units) == len(pages)
        if repeats := list(repeated_units(units)):
            self.problems += repeats
            return
        if judging is not None:
            self.problems += evidence_in_unit(judging, units)
        if settings is not None and every_unit_is_read:
            self.problems += units_in_order(settings, units)
        if judging is not None and every_unit_is_read:
            self.problems += units_judged(judging, units)
