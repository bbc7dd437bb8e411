"""An office and the laptops of those who work away from it, each with a store of its own."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from stepback_course.clock import instant
from stepback_course.cohorts import Cohort
from stepback_course.course.models import Course
from stepback_course.handover.contents.outcomes import Opened
from stepback_course.handover.courier import Courier, Sealed
from stepback_course.handover.invitations.inviting import write_invitations, write_staff_invitation
from stepback_course.handover.invitations.joining import join
from stepback_course.handover.offers import Offer
from stepback_course.portfolio.models import UnitRecord
from stepback_course.store import Store, open_store
from tests.filling import submit
from tests.house import COHORT, NOW, House, Ticking, packed_course

FIRST, SECOND = "statement-01", "statement-02"
WORDS = "Say which purpose the one sentence has."


@cache
def small_course() -> Course:
    """The first two units of the course that comes with the program."""
    content = packed_course().model_dump(mode="json")
    content["id"], content["units"] = "two-units", content["units"][:2]
    return Course.model_validate(content)


class Circle:
    """The office, and whoever joined it."""

    def __init__(self, folder: Path, *, practitioners: Sequence[str] = ("PR-CERYS",)) -> None:
        """Furnish the office on a course of two units; nobody has joined yet."""
        self.folder = folder
        self.clock = Ticking()
        self.office = self._house()
        for person, name, role in (
            ("CO-ANN", "Ann Rees", "coordinator"),
            ("AS-MEG", "Megan Price", "assessor"),
            ("TR-TOM", "Tom Hughes", "trainer"),
        ):
            self.office.add(person, name, role)
        course = self.office.shelf.add(small_course(), actor="CO-ANN", at=instant(NOW))
        cohort = Cohort(id=COHORT, name="Môn", course=course, days=("2026-02-03", "2026-02-24"))
        self.office.desks_of_everybody().registry.make_cohort(cohort)
        for person in practitioners:
            self.office.add(person, f"Name of {person}", "practitioner")
            self.office.enrol(person, portfolio_of(person))

    def invite(self, *staff: str) -> Path:
        """Write the invitations of the cohort and of some staff; return where they are."""
        ann = self.office.desks("CO-ANN")
        write_invitations(ann, COHORT, self.folder / "invitations")
        for person in staff:
            write_staff_invitation(ann, person, self.folder / "invitations")
        return self.folder / "invitations"

    def laptop(self, person: str) -> House:
        """Return a new laptop on which somebody joined with their invitation."""
        return self._joined(portfolio_of(person) if person.startswith("PR-") else person)

    def staff_laptop(self, person: str) -> House:
        """Return a new laptop on which a practitioner joined to assess."""
        return self._joined(person)

    def courier(self, house: House, person: str) -> Courier:
        """Return the courier's desk of a machine with somebody at it."""
        return Courier(house.desks(person))

    def send(self, laptop: House, person: str) -> list[Path]:
        """Seal everything that is new on a laptop."""
        courier = self.courier(laptop, person)
        return sealed(courier, [offer for offer in courier.offers() if offer.is_new], self.folder)

    def answer(self, person: str, by: str = "CO-ANN") -> list[Path]:
        """Seal everything the office has for a person, new or not, but no work to mark."""
        courier = self.courier(self.office, by)
        offers = [offer for offer in courier.offers(person=person) if not offer.why_not]
        return sealed(courier, offers, self.folder)

    def hand_out(self, assessor: str, *, limit: int = 20) -> list[Path]:
        """Claim what waits in an assessor's name, and seal it for them."""
        courier = self.courier(self.office, "CO-ANN")
        return sealed(courier, [courier.hand_out(assessor, limit=limit)], self.folder)

    def open_at_office(self, *paths: Path) -> list[Opened]:
        """Open bundles at the office."""
        return self.courier(self.office, "CO-ANN").open(paths)

    def introduce(self, person: str) -> House:
        """Return a new laptop of somebody that the office knows."""
        laptop = self.laptop(person)
        self.open_at_office(*self.send(laptop, person))
        return laptop

    def _joined(self, invitation: str) -> House:
        laptop = self._house()
        join(laptop.desks(), self.folder / "invitations" / f"{invitation}.stepback-invitation")
        return laptop

    def _house(self) -> House:
        house = House(open_store("memory:"))
        house.clock = self.clock
        return house


def portfolio_of(person: str) -> str:
    """Return the id of a practitioner's portfolio."""
    return f"P-{person.removeprefix('PR-')}"


def sealed(courier: Courier, offers: Iterable[Offer], folder: Path) -> list[Path]:
    """Seal offers into a folder."""
    written: list[Sealed | None] = [courier.seal(offer, folder / "bundles") for offer in offers]
    return [each.file for each in written if each]


def words(opened: Iterable[Opened]) -> list[tuple[str, str]]:
    """Return what was said of each thing that was opened."""
    return [(line.what, line.word) for each in opened for line in each.outcomes]


def whys(opened: Iterable[Opened]) -> str:
    """Return every reason that was given."""
    return "\n".join(line.why for each in opened for line in each.outcomes)


def record_of(house: House, portfolio: str, unit: str) -> UnitRecord:
    """Return a unit's record as one machine has it."""
    kept = house.store.get(f"portfolio/{portfolio}", f"unit/{unit}")
    return UnitRecord.model_validate(kept.document) if kept else UnitRecord()


def work(laptop: House, person: str, *units: str) -> None:
    """Answer units and submit them as their practitioner."""
    submit(laptop.desks(person), portfolio_of(person), *units)


def mark(house: House, assessor: str, portfolio: str, unit: str, *, met: bool) -> None:
    """Decide a unit as an assessor."""
    desk = house.desks(assessor).desk
    criteria = [each["id"] for each in desk.open(portfolio, unit).submission.unit["criteria"]]
    verdicts = dict.fromkeys(criteria, "met")
    if met:
        desk.decide(portfolio, unit, verdicts, {})
    else:
        first = criteria[0]
        desk.decide(portfolio, unit, verdicts | {first: "not_yet_met"}, {first: WORDS}, WORDS)


def everything(store: Store) -> dict[str, object]:
    """Return what every record of a store says, by folder and name, with its revision."""
    return {
        folder: {
            name: (record.revision, record.document, record.summary)
            for name, record in store.records(folder).items()
        }
        for folder in store.folders()
    }
