"""Made-up cohorts, and everything that is in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from stepback_course.clock import system_clock
from stepback_course.course.models import Course
from stepback_course.course.packed import packed_root
from stepback_course.course.reader import read_course
from stepback_course.course.shelf import Shelf
from stepback_course.demo import fill
from stepback_course.desks import Desks
from stepback_course.people import OWNER
from stepback_course.portfolio import UnitView
from stepback_course.store import Store, open_store
from stepback_course.store.paging import all_rows

KINDS = ("person", "cohort", "course", "portfolio", "certificate")


@dataclass(frozen=True)
class Cast:
    """A filled store, with the owner of the computer at its desks."""

    store: Store
    desks: Desks

    @property
    def folders(self) -> list[str]:
        """Every folder that a list shows, and the settings."""
        rows = (row for kind in KINDS for row in all_rows(self.store, kind))
        return ["organisation/settings", *dict.fromkeys(row.folder for row in rows)]

    def documents(self) -> dict[str, Any]:
        """Every record, by folder and name."""
        return {
            f"{folder}/{name}": record.document
            for folder in self.folders
            for name, record in self.store.records(folder).items()
        }

    def units(self) -> Iterator[UnitView]:
        """Every unit of every portfolio, as its practitioner sees it."""
        for row in self.desks.workbook.portfolios():
            yield from self.desks.workbook.open(str(row.summary["portfolio"])).units


def make_cast(size: int, seed: int) -> Cast:
    """Return a store that forgets, filled."""
    store = open_store("memory:")
    fill(store, size=size, seed=seed)
    return Cast(store, Desks(store, Shelf(store), OWNER, system_clock))


@pytest.fixture(scope="session")
def cast() -> Cast:
    """Forty made-up practitioners; to be read, not written to."""
    return make_cast(40, 7)


@pytest.fixture(scope="session")
def course() -> Course:
    """The course that comes with the program."""
    return read_course(packed_root())
