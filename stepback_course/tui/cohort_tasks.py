"""What the cohorts' screen reads and writes, away from the screen because it takes a while."""

from dataclasses import dataclass
from pathlib import Path

from stepback_course.cohorts import Cohort, ProgressRow
from stepback_course.course.models import Course
from stepback_course.desks import Desks
from stepback_course.people.policy import may
from stepback_course.text import _, ngettext
from stepback_course.text.paths import shown_path, typed_path


@dataclass(frozen=True, slots=True)
class CohortsView:
    """The cohorts somebody may see, and how far one of them is."""

    cohorts: tuple[Cohort, ...]
    chosen: Cohort | None = None
    course: Course | None = None
    rows: tuple[ProgressRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written for somebody to take away."""

    sentence: str


def read_cohorts(desks: Desks, wanted: str) -> CohortsView:
    """Return the cohorts the actor may see, and the progress of the wanted or the first one.

    Raises Refusal, StoreError.
    """
    cohorts = tuple(
        cohort
        for cohort in desks.registry.cohorts()
        if may(desks.actor, "see_progress", cohort=cohort.id)
    )
    if not cohorts:
        return CohortsView(())
    chosen = next((cohort for cohort in cohorts if cohort.id == wanted), cohorts[0])
    rows = tuple(desks.registry.progress(chosen.id))
    return CohortsView(cohorts, chosen, desks.courses.of(chosen.course), rows)


def write_invitations(desks: Desks, cohort: str, folder: Path) -> Taken:
    """Write an invitation for each practitioner of a cohort. Raises Refusal, StoreError."""
    from stepback_course.handover.invitations import inviting
    from stepback_course.handover.office.office import recovery_reminder

    count = len(inviting.write_invitations(desks, cohort, folder))
    sentence = ngettext(
        "{count} invitation is in {folder}: send it with the text beside it.",
        "{count} invitations are in {folder}: send each with the text beside it.",
        count,
    )
    told = [sentence.format(count=count, folder=shown_path(folder)), recovery_reminder(desks.store)]
    return Taken("\n".join(filter(None, told)))


def write_results(desks: Desks, cohort: str, path: Path) -> Taken:
    """Write a cohort's results in the form that the path ends in. Raises Refusal, StoreError."""
    from stepback_course.reports import results

    count = results.write_results(desks, cohort, "json" if path.suffix == ".json" else "csv", path)
    sentence = ngettext("{count} row is in {file}.", "{count} rows are in {file}.", count)
    return Taken(sentence.format(count=count, file=shown_path(path)))


def results_name_problem(line: str) -> str:
    """Return what is wrong with a typed path for results, or an empty text."""
    if typed_path(line).suffix in (".csv", ".json"):
        return ""
    return _("let the name end in .csv or .json")
