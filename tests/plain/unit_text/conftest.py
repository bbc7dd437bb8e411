"""One unit carried as a file."""

from pathlib import Path

import pytest

from stepback_course.desks import Desks
from stepback_course.plain.unit_text.carrying import Loading, load, preview, saved_text
from tests.house import House
from tests.plain.conftest import PERSON, PORTFOLIO


class Carrier:
    """A practitioner who works in files."""

    def __init__(self, house: House, folder: Path) -> None:
        """Keep the files in a folder."""
        self.house = house
        self._folder = folder

    @property
    def desks(self) -> Desks:
        """The practitioner's desks."""
        return self.house.desks(PERSON)

    def text(self, unit: str) -> str:
        """Return a unit as it is written now."""
        return saved_text(self.desks, PORTFOLIO, unit)

    def file(self, text: str | bytes) -> Path:
        """Write a file."""
        file = self._folder / "unit.txt"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def preview(self, text: str | bytes) -> Loading:
        """Return what loading a file with this text would change."""
        return preview(self.desks, self.file(text))

    def load(self, text: str | bytes) -> tuple[str, ...]:
        """Load a file with this text."""
        return load(self.desks, self.preview(text))

    def answer(self, unit: str, activity: str) -> object:
        """Return the answer to an activity, None where there is none."""
        responses = self.desks.workbook.unit(PORTFOLIO, unit).draft.responses
        return responses[activity].value if activity in responses else None


@pytest.fixture
def carrier(house: House, tmp_path: Path) -> Carrier:
    """A practitioner of the furnished house who works in files."""
    return Carrier(house, tmp_path)
