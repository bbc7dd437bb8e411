"""Performs the lines of a long batch in processes of their own, so that no processor is idle."""

import multiprocessing
import signal
from collections.abc import Iterable
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

_WAITING = 4
"""So many lines wait for each lane, so that hardly ever one has nothing to do."""


class Lanes:
    """Processes that open a store once more, each for the portfolios that fall to it."""

    def __init__(self, count: int, url: str, acting: str, clock: Clock, at_hand: int) -> None:
        """Start so many on the store at `url`, for whoever has the id `acting`.

        Together they keep `at_hand` bytes of the store's folders in memory.
        """
        self.width = count * _WAITING
        """How many lines may be handed to them at once."""
        self.notices: list[str] = []
        """What their stores noticed, complete once they are closed."""
        self._lanes = [_Lane(url, acting, clock, at_hand // count) for _number in range(count)]

    def answer(self, number: int, line: str, keeps_to: str) -> Answer:
        """Have a line performed that keeps to one folder, and return its answer.

        Lines that keep to the same folder are performed in one process. Where that has ended before
        its time, the answer says so.
        """
        lane = self._lanes[crc32(keeps_to.encode()) % len(self._lanes)]
        return lane.answer(number, line)

    def close(self) -> None:
        """Let them finish what they have begun, and end."""
        for lane in self._lanes:
            lane.dismiss()
        for lane in self._lanes:
            self.notices += lane.last_words()


class _Lane:
    """One process, as whoever hands lines to it sees it."""

    def __init__(self, url: str, acting: str, clock: Clock, at_hand: int) -> None:
        # Started afresh: a copy of a program with threads would have their locks, held for ever.
        context = multiprocessing.get_context("spawn")
        self._guard = Lock()
        self._connection, other_end = context.Pipe()
        given = (other_end, url, acting, clock, at_hand)
        self._process: SpawnProcess = context.Process(target=_serve, args=given, daemon=True)
        self._process.start()
        other_end.close()

    def answer(self, number: int, line: str) -> Answer:
        with self._guard:
            try:
                self._connection.send((number, line))
                return cast(Answer, self._connection.recv())
            except (EOFError, OSError):
                return refused(number, _ended())

    def dismiss(self) -> None:
        with self._guard:
            try:
                self._connection.send(None)
            except OSError:
                self._connection.close()

    def last_words(self) -> Iterable[str]:
        """Return what its store noticed, and wait until it has ended."""
        notices: list[str] = []
        with suppress(EOFError, OSError):
            notices = self._connection.recv()
        self._process.join()
        self._connection.close()
        return notices


def _ended() -> Unreachable:
    return Unreachable(
        _(
            "The process that performs this line has ended before its time, and whether the line "
            "was done is not known. Perform the batch again: what has an op_id is not done twice."
        )
    )


def _serve(connection: Connection, url: str, acting: str, clock: Clock, at_hand: int) -> None:
    """Perform what comes, line by line, until nothing more is to come or nobody is there."""
    # Ctrl-C reaches the whole group: what was begun is finished, and answered by whoever asked.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    over = (EOFError, OSError, Refusal, StoreError)
    with suppress(*over), closing(open_store(url, at_hand=at_hand)) as store:
        desks = Desks(store, Shelf(store), resolve_actor(store, acting, None), clock)
        while asked := connection.recv():
            connection.send(answer_line(desks, *asked))
        connection.send(store.notices())
