"""Two desks on one submission: nothing is overwritten, and every acknowledgement counts once."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from stepback_course.marking.models import Drafts, MarginNotes
from stepback_course.portfolio.models import UnitRecord
from stepback_course.portfolio.trail import is_whole
from stepback_course.store import Record, open_store
from tests.faults.guards import Guard
from tests.filling import submit
from tests.house import House, furnish
from tests.marking.conftest import UNIT
from tests.marking.two_desks import RECORD_OF, Account, Sitting, together

TIMES = 200


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store in a folder, where Cerys has submitted the first statement."""
    url = str(tmp_path / "store")
    with closing(open_store(url)) as store:
        house = House(store)
        furnish(house)
        house.add("AS-IDA", "Ida Holm", "assessor")
        submit(house.desks("PR-CERYS"), "P-CERYS", UNIT)
    return url


def worked(
    url: str, guard: Guard | None = None
) -> tuple[dict[str, Account], dict[str, Record], dict[str, Record]]:
    """Let two assessors work; return their accounts, and the records before and after."""
    with closing(open_store(url)) as store:
        before = store.records("portfolio/P-CERYS")
    people = ("AS-MEG", "AS-IDA")
    sittings = [Sitting(url, person, TIMES, seed, guard) for seed, person in enumerate(people)]
    accounts = dict(zip(people, together(sittings), strict=True))
    with closing(open_store(url)) as store:
        return accounts, before, store.records("portfolio/P-CERYS")


def steps_of(record: UnitRecord) -> Counter[tuple[str, str]]:
    return Counter((entry.actor, entry.action) for entry in record.trail)


def test_two_desks_on_one_submission_lose_nothing(url: str) -> None:
    accounts, before, after = worked(url)

    every = [sum(a.acknowledged.values()) + sum(a.refused.values()) for a in accounts.values()]
    assert every == [TIMES, TIMES]
    written = Counter[str]()
    for account in accounts.values():
        for operation, count in account.acknowledged.items():
            written[RECORD_OF.get(operation, f"unit/{UNIT}")] += count
    grown = {name: record.revision - _revision(before, name) for name, record in after.items()}
    assert {name: count for name, count in grown.items() if count} == written

    record = UnitRecord.model_validate(after[f"unit/{UNIT}"].document)
    assert is_whole(record)
    steps = steps_of(record)
    for person, account in accounts.items():
        for operation in ("decide", "undo", "give back"):
            assert steps[person, operation] == account.acknowledged[operation], operation
        # Deciding claims, too, where nobody has.
        assert steps[person, "claim"] >= account.acknowledged["claim"]

    drafts = Drafts.model_validate(after[f"marks/{UNIT}"].document).drafts
    notes = MarginNotes.model_validate(after[f"notes/{UNIT}"].document).notes
    kept = {draft.assessor: draft.overall.stood_out for draft in drafts}
    noted = {note.assessor: note.text for note in notes}
    assert kept == {person: account.draft for person, account in accounts.items()}
    assert noted == {person: account.note for person, account in accounts.items()}

    refused = sum((account.refused for account in accounts.values()), Counter[str]())
    assert refused.keys() <= {"conflict", "taken", "closed", "not_allowed", "busy"}
    assert refused["conflict"] > 0, "somebody decided on what had changed since"
    assert refused["taken"] > 0, "somebody wrote over another's claim"


def test_where_revisions_are_not_compared_decisions_are_lost(url: str) -> None:
    accounts, _before, after = worked(url, Guard.REVISION)

    steps = steps_of(UnitRecord.model_validate(after[f"unit/{UNIT}"].document))
    acknowledged = sum(
        account.acknowledged[operation]
        for account in accounts.values()
        for operation in ("decide", "undo", "give back")
    )
    left = sum(
        count for (_who, action), count in steps.items() if action not in ("claim", "submit")
    )
    assert left < acknowledged


def _revision(records: dict[str, Record], name: str) -> int:
    return records[name].revision if name in records else 0
