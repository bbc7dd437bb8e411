"""Where the made-up cohorts are played: a store that forgets, with everybody at their desks."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from stepback_course.cohorts.models import Cohort
from stepback_course.course.models import Course
from stepback_course.demo.calendar import HandClock, Term
from stepback_course.demo.words import Words
from stepback_course.desks import Desks
from stepback_course.people import Person, Role, actor_of
from stepback_course.portfolio.folder import versions_record
from stepback_course.portfolio.versions.keeping import files_of_versions
from stepback_course.store import NEVER_WRITTEN, Change, Store

FILE_LIMIT = 20_000_000
VERSIONS = versions_record("")
"""How the records begin that say which versions are kept."""


@dataclass(frozen=True)
class Stage:
    """One cohort, and whoever teaches and marks it."""

    desks: Desks
    clock: HandClock
    course: Course
    cohort: Cohort
    term: Term
    staff: tuple[Person, ...]
    words: Words
    told: set[str] = field(repr=False)
    """Every text told so far, in this cohort and the ones before."""

    def seats(self, role: Role) -> list[Desks]:
        """Return the desks with each of those sitting there who hold a role."""
        return [
            self.desks.seat(actor_of(person))
            for person in self.staff
            if any(entry.role == role for entry in person.roles)
        ]


def copy_folder(source: Store, target: Store, folder: str, *, with_versions: bool = True) -> None:
    """Write a folder as it stands in one store into another that does not have it.

    What earlier versions of its units are kept is left out where nobody is to look at them.
    """
    changes = {
        name: Change(NEVER_WRITTEN, record.document, record.summary)
        for name, record in source.records(folder).items()
        if with_versions or not name.startswith(VERSIONS)
    }
    # The operation is named for the folder, so that nothing is left to chance.
    target.create(folder, changes, operation=f"demo {folder}", actor="demo")


def copy_files(source: Store, target: Store, digests: Iterable[str]) -> None:
    """Keep files of one store in another."""
    for digest in digests:
        with source.open_file(digest) as content:
            target.put_file(content, limit=FILE_LIMIT)


def portfolio_files(
    store: Store, portfolio_folder: str, *, with_versions: bool = True
) -> list[str]:
    """Return the frozen copies, and the kept versions too, that the records of a portfolio name."""
    files = []
    for name, record in store.records(portfolio_folder).items():
        if name.startswith("unit/"):
            files += [attempt["file"] for attempt in record.document["attempts"]]
        elif with_versions and name.startswith(VERSIONS):
            files += files_of_versions(store, record.document)
    return files
