"""The head of a portfolio: one hash that a receipt carries, and what is proved by it."""

import pytest

from stepback_course.portfolio.heads import (
    is_printed_as,
    portfolio_head,
    printed_head,
    receipt_head,
    receipt_heads,
    units_of,
)
from stepback_course.portfolio.models import UnitRecord
from stepback_course.portfolio.trail import shown
from stepback_course.text.refusals import Refusal
from tests.filling import submit
from tests.house import House, Ticking

PORTFOLIO = "P-CERYS"
FIRST, SECOND = "statement-01", "statement-02"


@pytest.fixture
def submitted(house: House) -> House:
    """A portfolio of which two units were submitted, one after the other."""
    house.clock = Ticking()
    for unit in (FIRST, SECOND):
        submit(house.desks("PR-CERYS"), PORTFOLIO, unit)
    return house


def units(house: House) -> dict[str, UnitRecord]:
    records = house.store.records(f"portfolio/{PORTFOLIO}")
    return units_of({name: record.document for name, record in records.items()})


def test_every_step_changes_the_head(submitted: House) -> None:
    before = portfolio_head(units(submitted))
    submitted.desks("PR-CERYS").workbook.withdraw(PORTFOLIO, SECOND)

    assert portfolio_head(units(submitted)) != before


def test_what_the_desk_keeps_to_itself_changes_the_head_and_no_receipt(submitted: House) -> None:
    head, receipt = portfolio_head(units(submitted)), receipt_head(units(submitted))
    submitted.desks("AS-MEG").desk.claim(PORTFOLIO, FIRST)

    assert portfolio_head(units(submitted)) != head
    assert receipt_head(units(submitted)) == receipt


def test_a_receipt_is_the_same_on_the_practitioners_own_computer(submitted: House) -> None:
    submitted.desks("AS-MEG").desk.claim(PORTFOLIO, FIRST)
    theirs = {unit: shown(record) for unit, record in units(submitted).items()}

    assert receipt_head(theirs) == receipt_head(units(submitted))


def test_an_earlier_receipt_is_found_again_with_its_instant(submitted: House) -> None:
    workbook = submitted.desks("PR-CERYS").workbook
    earlier = workbook.receipt(PORTFOLIO)
    workbook.withdraw(PORTFOLIO, SECOND)

    records = units(submitted)
    fitting = [at for at, head in receipt_heads(records) if is_printed_as(head, earlier)]
    assert fitting == [records[SECOND].trail[0].at]


def test_a_practitioner_reads_only_their_own_receipt(submitted: House) -> None:
    with pytest.raises(Refusal):
        submitted.desks("PR-ELEN").workbook.receipt(PORTFOLIO)


def test_an_altered_entry_gives_another_head(submitted: House) -> None:
    records = units(submitted)
    forged = records[FIRST].trail[-1].model_copy(update={"hash": "0" * 64})
    altered = records | {FIRST: records[FIRST].model_copy(update={"trail": (forged,)})}

    assert receipt_head(altered) != receipt_head(records)


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ("9F3A 11C0 7D2E 4B88", True),
        ("9f3a-11c0-7d2e-4b88", True),
        ("9f3a11c07d2e4b8801", True),
        ("9f3a 11c0", False),
        ("9f3a 11c0 7d2e 4b89", False),
        ("", False),
    ],
)
def test_a_head_is_known_by_its_beginning_however_it_is_grouped(written: str, fits: bool) -> None:
    head = "9f3a11c07d2e4b88" + "01" * 24

    assert printed_head(head) == "9f3a 11c0 7d2e 4b88"
    assert is_printed_as(head, written) is fits
