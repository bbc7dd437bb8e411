"""Performs tasks side by side, and hands on what they return in the order they came in."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Task(Generic[Result]):
    """Something to do, and what it must have for itself meanwhile."""

    perform: Callable[[], Result]
    keeps_to: str | None
    """Beside it only tasks are performed that keep to something else; None for beside nothing."""


def perform_abreast(tasks: Iterable[Task[Result]], width: int) -> Generator[Result, None, None]:
    """Perform tasks, at most `width` at once, and yield what each returns, in their order.

    With a width of 1 each is answered before the next is asked for. What a task raises is raised
    when its turn comes; what had begun by then, or when `tasks` raised something, is yielded first.
    """
    begun: deque[tuple[str, Future[Result]]] = deque()
    with ThreadPoolExecutor(width) as threads:
        try:
            for task in tasks:
                while begun and not _goes_with(task, begun):
                    yield _first(begun)
                if task.keeps_to is None:
                    yield task.perform()
                    continue
                begun.append((task.keeps_to, threads.submit(task.perform)))
                if len(begun) == width:
                    yield _first(begun)
            yield from _all(begun)
        except Exception:
            yield from _all(begun)
            raise


def _goes_with(task: Task[Result], begun: Iterable[tuple[str, Future[Result]]]) -> bool:
    return task.keeps_to is not None and all(task.keeps_to != other for other, _future in begun)


def _first(begun: deque[tuple[str, Future[Result]]]) -> Result:
    _keeps_to, future = begun.popleft()
    return future.result()


def _all(begun: deque[tuple[str, Future[Result]]]) -> Iterator[Result]:
    while begun:
        yield _first(begun)
