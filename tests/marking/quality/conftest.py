"""Decisions that wait for a second look, and everybody who may take one."""

from dataclasses import dataclass

import pytest

from stepback_course.marking.quality.models import QualityRecord
from stepback_course.portfolio.models import UnitRecord
from tests.filling import submit
from tests.house import House
from tests.marking.conftest import ALL_MET, CERYS, ONE_NOT_YET, UNIT, WELL_BEGUN, WHAT_IS_MISSING


@dataclass
class Floor:
    """A house with two assessors, two verifiers and a coordinator, and Cerys's first statement."""

    house: House

    @property
    def record(self) -> UnitRecord:
        """What has become of the unit."""
        kept = self.house.store.get("portfolio/P-CERYS", f"unit/{UNIT}")
        assert kept is not None
        return UnitRecord.model_validate(kept.document)

    @property
    def quality(self) -> QualityRecord:
        """What was said about its decisions."""
        kept = self.house.store.get("portfolio/P-CERYS", f"quality/{UNIT}")
        return QualityRecord.model_validate(kept.document if kept else {})

    @property
    def word(self) -> str:
        """What quality assurance wants of it, as lists have it."""
        (row,) = self.house.store.find("unit", {"portfolio": "P-CERYS", "unit": UNIT}).rows
        assert bool(row.summary.get("sampled")) is bool(self.record.sampled)
        assert row.summary.get("quality", "") == self.record.sampled
        return self.record.sampled

    def decide(self, person: str = "AS-MEG", *, met: bool = True) -> None:
        """Let somebody decide, with a comment where further work is needed."""
        desk = self.house.desks(person).desk
        if met:
            desk.decide(*CERYS, ALL_MET, {})
        else:
            desk.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)

    def release(self) -> None:
        """Let Cerys see the decision."""
        self.house.desks("AS-MEG").desk.release(*CERYS)

    def sample(self, *, blind: bool = False) -> None:
        """Bring the decision into the sample."""
        self.house.desks("VE-NIA").quality.sample(*CERYS, "a first look", blind=blind)


@pytest.fixture
def floor(office: House) -> Floor:
    """Nothing is decided yet."""
    office.add("VE-NIA", "Nia Huws", "verifier")
    office.add("VE-OWEN", "Owen Bell", "verifier", "assessor")
    submit(office.desks("PR-CERYS"), "P-CERYS", UNIT)
    return Floor(office)


@pytest.fixture
def decided(floor: Floor) -> Floor:
    """Megan has decided that everything is met; nobody was told."""
    floor.decide()
    return floor


def everything(floor: Floor) -> object:
    """Return what every record of Cerys's portfolio says, with its revision."""
    records = floor.house.store.records("portfolio/P-CERYS")
    return {name: (each.revision, each.document) for name, each in records.items()}
