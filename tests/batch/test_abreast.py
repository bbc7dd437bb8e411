"""Tasks side by side: what may be beside what, and in which order they are answered."""

from collections.abc import Iterable, Iterator
from threading import Barrier, Event

import pytest

from stepback_course.batch.abreast import Task, perform_abreast

PATIENCE = 10.0
"""In seconds; longer than any of these threads should need."""


class Noted:
    """Makes tasks that note that they began, and return their name."""

    def __init__(self) -> None:
        """Begin with nothing noted."""
        self.begun: list[str] = []
        self.asked: list[str] = []

    def task(self, name: str, keeps_to: str | None) -> Task[str]:
        """Return a task."""

        def perform() -> str:
            self.begun.append(name)
            return name

        return Task(perform, keeps_to)

    def tasks(self, *kept_to: str | None) -> Iterator[Task[str]]:
        """Yield tasks named by their place, and note which were asked for."""
        for number, keeps_to in enumerate(kept_to, start=1):
            self.asked.append(str(number))
            yield self.task(str(number), keeps_to)


def answers_before(error: type[Exception], tasks: Iterable[Task[str]], width: int) -> list[str]:
    """Perform tasks until the error, and return what was answered before it."""
    answers: list[str] = []
    with pytest.raises(error):
        answers.extend(perform_abreast(tasks, width))
    return answers


def test_tasks_that_keep_to_different_things_are_performed_at_once() -> None:
    both = Barrier(2, timeout=PATIENCE)
    tasks = [Task(both.wait, "a"), Task(both.wait, "b")]
    assert sorted(perform_abreast(tasks, 2)) == [0, 1]


def test_what_is_done_first_is_answered_in_its_turn() -> None:
    done = Event()

    def wait_for_the_second() -> str:
        return "first" if done.wait(PATIENCE) else "never"

    def say() -> str:
        done.set()
        return "second"

    tasks = [Task(wait_for_the_second, "a"), Task(say, "b")]
    assert list(perform_abreast(tasks, 2)) == ["first", "second"]


@pytest.mark.parametrize("kept_to", [("a", "a"), (None, "a"), ("a", None), (None, None)])
def test_what_keeps_to_the_same_or_to_nothing_begins_after_the_answer(
    kept_to: tuple[str | None, str | None],
) -> None:
    noted = Noted()
    answers = perform_abreast(noted.tasks(*kept_to), 2)
    assert next(answers) == "1"
    answers.close()
    assert noted.begun == ["1"]
    assert list(perform_abreast(noted.tasks(*kept_to), 2)) == ["1", "2"]


def test_only_so_many_are_performed_at_once() -> None:
    noted = Noted()
    answers = perform_abreast(noted.tasks("a", "b", "c", "d"), 2)
    assert next(answers) == "1"
    assert noted.asked == ["1", "2"]
    assert list(answers) == ["2", "3", "4"]


def test_with_a_width_of_one_each_is_answered_before_the_next_is_asked_for() -> None:
    noted = Noted()
    for number in perform_abreast(noted.tasks("a", "b", "c"), 1):
        assert noted.asked[-1] == number
    assert noted.asked == ["1", "2", "3"]


def test_what_had_begun_is_answered_before_the_end_of_what_could_not_be_read() -> None:
    noted = Noted()

    def broken() -> Iterator[Task[str]]:
        yield from noted.tasks("a", "b")
        raise UnicodeError

    assert answers_before(UnicodeError, broken(), 4) == ["1", "2"]


def test_what_a_task_raises_comes_after_the_answers_of_what_had_begun() -> None:
    noted = Noted()

    def refuse() -> str:
        raise LookupError

    tasks = [noted.task("1", "a"), Task(refuse, "b"), noted.task("3", "c")]
    assert answers_before(LookupError, tasks, 3) == ["1", "3"]
    assert answers_before(LookupError, tasks, 4) == ["1", "3"]


def test_whoever_stops_listening_leaves_nothing_half_done() -> None:
    noted = Noted()
    answers = perform_abreast(noted.tasks("a", "b", "c", "d"), 3)
    assert next(answers) == "1"
    answers.close()
    assert sorted(noted.begun) == noted.asked == ["1", "2", "3"]
