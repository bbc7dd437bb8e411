"""A practitioner sees nothing of the marking before its release: wherever they may look."""

import pytest

from stepback_course.plain.unit_text.layout import unit_text
from stepback_course.reports.copy.content import copy_of
from stepback_course.reports.copy.page import render_copy
from tests.house import NOW, House
from tests.marking.conftest import ALL_MET, UNIT
from tests.plain.conftest import Talk

SECRETS = ("quokka", "Ida", "allocat", "held back", "conflict")


@pytest.fixture
def busy(waiting: House) -> House:
    """Cerys's unit, allocated, decided and held back, with a conflict that Megan declared."""
    waiting.desks("CO-ANN").allocations.allocate("P-CERYS", UNIT, "AS-IDA")
    ida = waiting.desks("AS-IDA")
    ida.desk.decide("P-CERYS", UNIT, ALL_MET, {}, "The quokka was calm.")
    ida.releases.hold("P-CERYS", UNIT, "A word about the quokka first")
    waiting.desks("AS-MEG").declarations.declare("PR-CERYS", "family")
    return waiting


def test_not_in_a_copy_of_the_portfolio(busy: House) -> None:
    def page() -> str:
        return render_copy(copy_of(busy.desks("PR-CERYS"), "P-CERYS", with_case_study=True))

    assert "with assessor" in page()
    assert [secret for secret in SECRETS if secret in page()] == []

    ida = busy.desks("AS-IDA")
    ida.releases.let_go("P-CERYS", UNIT)
    ida.desk.release("P-CERYS", UNIT)
    assert "The quokka was calm." in page()
    assert "A word about" not in page()


def test_not_in_plain_lines(busy: House) -> None:
    said = Talk(busy)("1", ".", ".")

    assert "with assessor" in said
    assert [secret for secret in SECRETS if secret in said] == []


def test_not_in_a_unit_as_a_text(busy: House) -> None:
    view = busy.desks("PR-CERYS").workbook.unit("P-CERYS", UNIT)
    text = unit_text("P-CERYS", view, NOW.date())

    assert [secret for secret in SECRETS if secret in text] == []
