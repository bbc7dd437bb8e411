"""What somebody looked at in the queue is there again after a restart."""

from pathlib import Path

import pytest

from stepback_course.tui.queue_memory import KEPT, QueueMemory
from stepback_course.tui.queue_view import QueueView
from tests.house import House

VIEW = QueueView(
    pile="to-release",
    order="unit",
    cohort="CO-1",
    unit="statement-02",
    attempt=2,
    days=7,
    whose="person",
    person="AS-IDA",
    at=("P-CERYS", "statement-02"),
)


def look(memory: QueueMemory, house: House, person: str, view: QueueView) -> None:
    """Let somebody look at something, and remember it."""
    kept = memory.of(house.desks(person))
    for name in QueueView.__slots__:
        setattr(kept, name, getattr(view, name))
    memory.keep(house.desks(person))


def test_a_view_is_there_again_the_next_time(house: House, tmp_path: Path) -> None:
    look(QueueMemory(tmp_path / "queue.json"), house, "AS-MEG", VIEW)

    assert QueueMemory(tmp_path / "queue.json").of(house.desks("AS-MEG")) == VIEW


def test_each_person_has_a_view_of_their_own(house: House, tmp_path: Path) -> None:
    memory = QueueMemory(tmp_path / "queue.json")
    look(memory, house, "AS-MEG", VIEW)

    assert memory.of(house.desks("CO-ANN")) == QueueView()
    look(memory, house, "CO-ANN", QueueView(days=14))
    again = QueueMemory(tmp_path / "queue.json")
    assert again.of(house.desks("AS-MEG")) == VIEW
    assert again.of(house.desks("CO-ANN")).days == 14


def test_the_file_names_no_store_and_nobodys_words(house: House, tmp_path: Path) -> None:
    look(QueueMemory(tmp_path / "queue.json"), house, "AS-MEG", VIEW)
    content = (tmp_path / "queue.json").read_text("utf-8")

    assert house.store.url not in content
    assert "Cerys" not in content


def test_those_longest_not_used_are_forgotten_first(house: House, tmp_path: Path) -> None:
    path = tmp_path / "queue.json"
    people = [house.add(f"AS-{number}", "Nia", "assessor").id for number in range(KEPT + 1)]
    for person in people:
        look(QueueMemory(path), house, person, VIEW)

    assert QueueMemory(path).of(house.desks(people[0])) == QueueView()
    assert QueueMemory(path).of(house.desks(people[1])) == VIEW


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"x": {"pile": "elsewhere"}}'])
def test_a_file_that_is_not_ours_is_passed_over(
    house: House, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "queue.json").write_bytes(content)

    assert QueueMemory(tmp_path / "queue.json").of(house.desks("AS-MEG")) == QueueView()


def test_a_place_that_cannot_be_written_stops_nobody(house: House, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    look(QueueMemory(tmp_path / "file" / "queue.json"), house, "AS-MEG", VIEW)
