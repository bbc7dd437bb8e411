"""Quality assurance as its screen reads it: samples, the plan's lines, and agreement, in cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from stepback_course.clock import parse_instant
from stepback_course.course.models import Unit
from stepback_course.desks import Desks
from stepback_course.marking.quality.comparing import Compared
from stepback_course.marking.quality.models import StandingException, Survey
from stepback_course.marking.quality.telling import (
    BY,
    REASONS,
    WANTED,
    compared_criterion,
    compliance_line,
    counts_line,
    drawn_line,
    exception_line,
    figure_words,
    percentage_words,
    too_few_line,
)
from stepback_course.marking.quality.waiting import WaitingSample
from stepback_course.marking.telling import waiting_words
from stepback_course.people.judges import judges
from stepback_course.people.policy import may
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.text import _, ngettext

Line = tuple[str, tuple[str, ...]]
"""A row of a table: its key, and its cells."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the screen shows."""

    rows: tuple[WaitingSample, ...]
    next: str | None
    """The cursor from which more samples follow."""
    survey: Survey | None
    """How the marking stood when the newest sample was drawn."""
    compared: tuple[Compared, ...]
    exception: StandingException | None
    is_alone: bool
    """Whether nobody here could look at another's decisions."""
    may_draw: bool
    people: Mapping[str, str]
    """Names of those who assess and verify, by id without case."""
    units: Mapping[str, Unit]


def read_overview(desks: Desks, limit: int) -> Overview:
    """Read what the screen shows. Raises what the services raise."""
    page = desks.quality.waiting(limit=limit)
    known = judges(desks.store, "assessor", "verifier")
    courses = (desks.courses.of(cohort.course) for cohort in desks.registry.cohorts())
    return Overview(
        rows=page.rows,
        next=page.next,
        survey=desks.oversight.newest_survey(),
        compared=tuple(desks.oversight.agreement()),
        exception=desks.oversight.standing(),
        is_alone=len(known) < 2,
        may_draw=may(desks.actor, "plan_sampling"),
        people={person.id.lower(): person.name for person in known},
        units={unit.id: unit for course in courses for unit in course.units},
    )


def sample_cells(view: Overview, at: datetime) -> Iterator[Line]:
    """Yield a line for each sample that waits."""
    for row in view.rows:
        unit = view.units.get(row.unit)
        judge = view.people.get(row.judge.lower(), row.judge) or _("not shown")
        yield (
            f"{row.portfolio} {row.unit}",
            (
                wanted_words(row),
                row.name,
                unit_name(unit) if unit else row.unit,
                _("you") if row.is_own else judge,
                waiting_words(at - parse_instant(row.submitted)),
            ),
        )


def wanted_words(row: WaitingSample) -> str:
    """Return what is wanted of a sample, with a sign for whether it is yours to do."""
    sign = "▸" if row.is_yours else "○"
    return _("{sign} {wanted}").format(sign=sign, wanted=WANTED[row.wanted])


def plan_cells(view: Overview) -> Iterator[Line]:
    """Yield a line for each assessor and risk, and then for everything that has to be covered."""
    if view.survey is None:
        return
    for number, line in enumerate(view.survey.strata):
        yield (
            f"stratum {number}",
            (
                _sign(is_met=line.is_met),
                line.name,
                REASONS[line.risk],
                f"{line.rate} %",
                f"{line.sampled}/{line.wanted}",
                str(line.decisions),
                str(line.looked_at),
            ),
        )
    kinds = {
        "assessor": _("every assessor"),
        "unit": _("every unit"),
        "outcome": _("both outcomes"),
        "cohort": _("every cohort"),
    }
    for kind, words in kinds.items():
        lines = [line for line in view.survey.covers if line.kind == kind]
        met = sum(line.is_met for line in lines)
        cells = (_sign(is_met=met == len(lines)), words, _("covered"), "", f"{met}/{len(lines)}")
        yield f"cover {kind}", (*cells, str(sum(line.decisions for line in lines)), "")


def agreement_cells(view: Overview) -> Iterator[Line]:
    """Yield a line for everybody together, then for each assessor, unit and criterion."""
    for number, line in enumerate(view.compared):
        figures = line.figures
        yield (
            f"agreement {number}",
            (
                BY[line.by],
                _what(view, line),
                str(figures.n),
                percentage_words(figures),
                figure_words(figures, figures.kappa),
                figure_words(figures, figures.ac1),
            ),
        )


def samples_about(view: Overview) -> str:
    """Return what stands above the samples."""
    if view.is_alone:
        return _alone(view)
    count, yours = len(view.rows), sum(row.is_yours for row in view.rows)
    if not count:
        return (
            _("Nothing waits to be looked at. d draws by the plan.")
            if view.may_draw
            else _("Nothing waits to be looked at.")
        )
    more = _("more than {count} samples wait") if view.next else ""
    told = more or ngettext("{count} sample waits", "{count} samples wait", count)
    mine = ngettext("{count} is yours to do", "{count} are yours to do", yours)
    return _("{waiting} · ▸ {yours}").format(
        waiting=told.format(count=count), yours=mine.format(count=yours)
    )


def plan_about(view: Overview) -> str:
    """Return what stands above the lines of the plan."""
    if view.survey is None and view.is_alone:
        return _alone(view)
    if view.survey is None:
        return (
            _("Nothing was drawn yet. d draws by the plan.")
            if view.may_draw
            else _("Nothing was drawn yet.")
        )
    parts = (compliance_line(view.survey), counts_line(view.survey), drawn_line(view.survey))
    return "\n".join((parts[0], " · ".join(parts[1:])))


def agreement_about(view: Overview) -> str:
    """Return what stands above the figures of agreement."""
    if not view.compared:
        return _(
            "Nothing was marked twice yet. Of each sample, a share is marked a second time by "
            "somebody who does not know the first decision; what both decided is compared here."
        )
    return too_few_line()


def _alone(view: Overview) -> str:
    if view.exception:
        return exception_line(view.exception)
    return _(
        "Nobody here could look at another's decisions. Add a second assessor or a verifier, or "
        "record the exception for a provider of one (x)."
    )


def _what(view: Overview, line: Compared) -> str:
    unit, _space, criterion = line.value.partition(" ")
    if line.by in ("unit", "criterion") and unit in view.units:
        name = unit_name(view.units[unit])
        if not criterion:
            return name
        told = _("{unit}: {criterion}").format(unit=name, criterion=criterion)
        return "\n".join(filter(None, (told, compared_criterion(line, view.units))))
    return line.value or _("every pair")


def _sign(*, is_met: bool) -> str:
    return "✓" if is_met else "✗"
