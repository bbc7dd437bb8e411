"""An office and the laptop of somebody who joined it."""

from pathlib import Path

from docs.exemplars import copy_unit
from docs.made_up import newest, owner_of, portfolios, seated, unnamed
from stepback_course.desks import Desks
from stepback_course.handover.courier import Courier
from stepback_course.handover.invitations.inviting import write_invitations
from stepback_course.handover.invitations.joining import join
from stepback_course.store import Store, open_store
from stepback_course.store.paging import all_rows
from stepback_course.tui.handing_over import Taken, open_bundles

FIRST, SECOND = "statement-01", "statement-02"


class Circle:
    """A made-up cohort whose office writes invitations, and one practitioner away from it."""

    def __init__(self, store: Store, coordinator: str, folder: Path) -> None:
        """Write the invitations of the cohort into a folder."""
        self._store = store
        self._folder = folder
        self._office = seated(store, coordinator)
        self._portfolio = newest(store)
        (cohort,) = (each for each in self._office.registry.cohorts() if not each.practice)
        write_invitations(self._office, cohort.id, folder)

    def practitioners_laptop(self, number: int = 0) -> Desks:
        """Return a laptop whose practitioner joined, and has submitted two units there.

        Each `number` has answers of its own.
        """
        store = open_store("memory:")
        file = self._folder / f"{self._portfolio}.stepback-invitation"
        joined = join(unnamed(store), file)
        laptop = seated(store, joined.person)
        source = self._further_on()[number]
        for unit in (FIRST, SECOND):
            copy_unit(owner_of(self._store, source), source, laptop, self._portfolio, unit)
        return laptop

    def send(self, laptop: Desks, name: str) -> Path:
        """Seal everything that is new on a laptop, and return the folder of that name it is in."""
        folder = self._folder / name
        courier = Courier(laptop)
        for offer in courier.offers():
            if offer.is_new:
                courier.seal(offer, folder)
        return folder

    def open_at_office(self, sent: Path) -> Taken:
        """Open at the office what lies in a folder."""
        return open_bundles(self._office, sent)

    def _further_on(self) -> list[str]:
        return [each for each in portfolios(self._store) if self._met(each) >= {FIRST, SECOND}]

    def _met(self, portfolio: str) -> set[str]:
        rows = all_rows(self._store, "unit", portfolio=portfolio, state="met")
        return {str(row.summary["unit"]) for row in rows}
