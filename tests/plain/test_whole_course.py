"""The whole course in plain lines: the records are those that every other way gives."""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, get_args

import pytest
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll

from stepback_course.batch.runner import run
from stepback_course.clock import system_clock
from stepback_course.course.activities import Activity, Targets
from stepback_course.course.shelf import Shelf
from stepback_course.desks import Desks
from stepback_course.people import OWNER
from stepback_course.portfolio.models import Draft
from stepback_course.store import Store, open_store
from stepback_course.tui.widgets import activity_widget
from stepback_course.tui.widgets.activity import ActivityWidget
from tests.house import packed_course
from tests.plain.walking import OPERATIONS, PORTFOLIO, Walk

TOLD_BY_THE_CLOCK = {"at", "number", "submitted", "released", "confirmed", "issued", "until"}
"""What differs between two people who do the same: when, and in how many saves."""
FOLLOWS_FROM_IT = {"file", "record", "previous", "hash", "prepared", "digest"}


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The whole course, the practitioner's part of it typed in plain lines."""
    walk = Walk(tmp_path_factory.mktemp("plain"))
    walk.walk()
    return walk


@pytest.fixture(scope="module")
def typed(walked: Walk) -> Iterator[Store]:
    """What typing in plain lines left behind."""
    store = open_store(str(walked.program.store))
    yield store
    store.close()


@pytest.fixture(scope="module")
def by_services() -> Store:
    """The same through the services alone, an operation for each answer."""
    store = open_store("memory:")
    desks = Desks(store, Shelf(store), OWNER, system_clock)
    assert all(answer["ok"] for answer in run(desks, map(json.dumps, OPERATIONS)))
    return store


def records(store: Store) -> dict[str, Any]:
    """Return the records of the portfolio, without what the clock and the versions say."""
    return {
        name: _comparable(json.loads(json.dumps(record.document)))
        for name, record in store.records(f"portfolio/{PORTFOLIO}").items()
        if not name.startswith("versions/")
    }


def _comparable(document: Any) -> Any:
    if isinstance(document, dict):
        left = {
            key: _comparable(part)
            for key, part in document.items()
            if key not in TOLD_BY_THE_CLOCK | FOLLOWS_FROM_IT
        }
        # The order in a pile is that in which somebody laid the cards down.
        piles = left.get("piles")
        return left | {"piles": _piles(piles)} if isinstance(piles, dict) else left
    return [_comparable(part) for part in document] if isinstance(document, list) else document


def _piles(piles: dict[str, list[str]]) -> dict[str, list[str]]:
    return {pile: sorted(cards) for pile, cards in piles.items() if cards}


def test_plain_lines_leave_the_records_that_the_services_leave(
    typed: Store, by_services: Store
) -> None:
    ours, theirs = records(typed), records(by_services)
    assert ours.keys() == theirs.keys()
    for name in ours:
        assert ours[name] == theirs[name], name


def test_plain_lines_freeze_the_submissions_that_the_services_freeze(
    typed: Store, by_services: Store
) -> None:
    ours = _submissions(typed)
    assert ours == _submissions(by_services)
    assert len(ours) > len(packed_course().unit_ids)


def _submissions(store: Store) -> dict[tuple[str, int], Any]:
    workbook = Desks(store, Shelf(store), OWNER, system_clock).workbook
    return {
        (view.unit.id, attempt.number): _comparable(
            workbook.submission(PORTFOLIO, view.unit.id, attempt.number).model_dump(mode="json")
        )
        for view in workbook.open(PORTFOLIO).units
        for attempt in view.record.attempts
    }


class Screens(App[None]):
    """The widgets in which some activities are answered on screen."""

    def __init__(self, shown: Sequence[tuple[Activity, Any]]) -> None:
        """Show activities with their answers."""
        super().__init__()
        self._shown = shown

    def compose(self) -> ComposeResult:
        """Lay out one widget below the other."""
        with VerticalScroll():
            for activity, answer in self._shown:
                yield activity_widget(activity, answer, cards=_targeted(activity, answer))

    @property
    def answers(self) -> list[tuple[Activity, Any]]:
        """What each widget would save."""
        return [(widget.activity, widget.value) for widget in self.query(ActivityWidget)]


def _targeted(activity: Activity, answer: Any) -> dict[str, str]:
    return {target["card"]: "" for target in answer} if isinstance(activity, Targets) else {}


def _one_of_each_kind(store: Store) -> list[tuple[Activity, Any]]:
    answered: dict[str, tuple[Activity, Any]] = {}
    for unit in packed_course().units:
        record = store.get(f"portfolio/{PORTFOLIO}", f"draft/{unit.id}")
        assert record is not None
        responses = Draft.model_validate(record.document).responses
        answered |= {each.kind: (each, responses[each.id].value) for each in unit.activities}
    return list(answered.values())


async def test_plain_lines_leave_the_answers_that_the_screens_leave(typed: Store) -> None:
    answered = _one_of_each_kind(typed)
    assert len(answered) == len(get_args(get_args(Activity)[0]))
    screens = Screens(answered)
    async with screens.run_test():
        assert screens.answers == answered


def test_the_practitioner_is_certified_in_the_name_they_confirmed(walked: Walk) -> None:
    (certificate,) = walked.program.rows("certificates", "list", acting="CO-ANN")
    assert certificate["facts"]["name"] == "Ifan Winterbourne"


def test_nothing_is_said_that_cannot_be_heard_or_felt(walked: Walk) -> None:
    assert len(walked.said) > 100_000
    assert {character for character in walked.said if not _is_plain(character)} == set()


def _is_plain(character: str) -> bool:
    if character in "\n\t":
        return True
    is_drawn = "\u2500" <= character <= "\u25ff"
    return not is_drawn and unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs", "Cn")


def test_every_answer_is_acknowledged_in_words(walked: Walk) -> None:
    typed = sum(operation["op"] == "respond" for operation in OPERATIONS)
    acknowledged = sum("aved" in line for line in walked.said.split("\n"))
    assert acknowledged >= typed


def test_no_line_of_the_script_was_misunderstood(walked: Walk) -> None:
    assert "none of the choices" not in walked.said
    assert "Not saved" not in walked.said
