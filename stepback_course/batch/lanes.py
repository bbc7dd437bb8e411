"""Performs the lines of a long batch in processes of their own, so that no processor is idle."""

import multiprocessing
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from threading import Lock
from typing import TYPE_CHECKING, cast
from zlib import crc32

from stepback_course.batch.answering import Answer, answer_line, refused
from stepback_course.clock import Clock
from stepback_course.course.shelf import Shelf
from stepback_course.desks import Desks
from stepback_course.people import resolve_actor
from stepback_course.store import StoreError, Unreachable, open_store
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

_LANES_EACH = 3
"""So many lines at once in a process: some are prepared while another waits for the disk."""
_WAITING = 3
"""So many lines are handed to each lane, so that hardly ever one has nothing to do."""


class Lanes:
    """Processes that open a store once more; each of their lanes has portfolios of its own."""

    def __init__(self, processes: int, url: str, acting: str, clock: Clock, at_hand: int) -> None:
        """Start so many on the store at `url`, for whoever has the id `acting`.

        Together they keep `at_hand` bytes of the store's folders in memory.
        """
        started = [_Process(url, acting, clock, at_hand // processes) for _ in range(processes)]
        self._processes = started
        self._lanes = [lane for process in started for lane in process.lanes]
        self.width = len(self._lanes) * _WAITING
        """How many lines may be handed to them at once."""

    def answer(self, number: int, line: str, keeps_to: str) -> Answer:
        """Have a line performed that keeps to one folder, and return its answer.

        Lines that keep to the same folder are performed in one process. Where that has ended before
        its time, the answer says so.
        """
        lane = self._lanes[crc32(keeps_to.encode()) % len(self._lanes)]
        return lane.answer(number, line)

    def close(self) -> list[str]:
        """Let them finish what they have begun and end; return what their stores noticed."""
        for lane in self._lanes:
            lane.dismiss()
        return [notice for process in self._processes for notice in process.last_words()]


class _Lane:
    """One thread of a process, as whoever hands lines to it sees it."""

    def __init__(self, connection: Connection) -> None:
        self._guard = Lock()
        self._connection = connection

    def answer(self, number: int, line: str) -> Answer:
        with self._guard:
            try:
                self._connection.send((number, line))
                return cast(Answer, self._connection.recv())
            except (EOFError, OSError):
                return refused(number, _ended())

    def dismiss(self) -> None:
        with self._guard, suppress(OSError):
            self._connection.send(None)


class _Process:
    """A process with its lanes."""

    def __init__(self, url: str, acting: str, clock: Clock, at_hand: int) -> None:
        # Started afresh: a copy of a program with threads would have their locks, held for ever.
        context = multiprocessing.get_context("spawn")
        self._told, tells = context.Pipe(duplex=False)
        pipes = [context.Pipe() for _lane in range(_LANES_EACH)]
        self._ends = [here for here, _there in pipes]
        self.lanes = [_Lane(here) for here in self._ends]
        there = [there for _here, there in pipes]
        given = (there, tells, url, acting, clock, at_hand)
        self._process: SpawnProcess = context.Process(target=_serve, args=given, daemon=True)
        self._process.start()
        for end in (*there, tells):
            end.close()

    def last_words(self) -> list[str]:
        """Return what its store noticed, and wait until it has ended."""
        notices: list[str] = []
        with suppress(EOFError, OSError):
            notices = self._told.recv()
        self._process.join()
        for end in (*self._ends, self._told):
            end.close()
        return notices


def _ended() -> Unreachable:
    return Unreachable(
        _(
            "The process that performs this line has ended before its time, and whether the line "
            "was done is not known. Perform the batch again: what has an op_id is not done twice."
        )
    )


def _serve(
    lanes: Sequence[Connection],
    tells: Connection,
    url: str,
    acting: str,
    clock: Clock,
    at_hand: int,
) -> None:
    """Perform what comes in each lane until nothing more is to come, or nobody is there."""
    # Ctrl-C reaches the whole group: what was begun is finished, and answered by whoever asked.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    over = (EOFError, OSError, Refusal, StoreError)
    with suppress(*over), closing(open_store(url, at_hand=at_hand)) as store:
        desks = Desks(store, Shelf(store), resolve_actor(store, acting, None), clock)
        with ThreadPoolExecutor(len(lanes)) as threads:
            done = [threads.submit(_perform_all, desks, lane) for lane in lanes]
        for each in done:
            each.result()
        tells.send(store.notices())


def _perform_all(desks: Desks, lane: Connection) -> None:
    with suppress(EOFError, OSError):
        while asked := lane.recv():
            lane.send(answer_line(desks, *asked))
