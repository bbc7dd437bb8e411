"""Programs that write to one store at once and say what was acknowledged."""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from random import Random
from types import TracebackType
from typing import Self

from stepback_course.store import Busy, Store, StoreError, open_store
from tests.faults.guards import Guard, without
from tests.faults.promises import save_next
from tests.faults.tally import Loss, Tally, described

_AT_HAND = [
    "stepback_course.store.tinydb.engine",
    "stepback_course.store.tinydb.index",
    "stepback_course.store.tinydb.tables",
    "filelock",
    "tests.faults.writers",
]


@dataclass(frozen=True)
class Word:
    """What a writer says: that a save was acknowledged, or why there will be no more of them."""

    folder: str = ""
    revision: int = 0
    conflicts: int = 0
    refusal: str = ""
    traceback: str = ""


@dataclass(frozen=True)
class Task:
    """What a writer does: save in these folders, in a random order, so many times."""

    url: str
    folders: Sequence[str]
    times: int | None = None
    """None for as long as it lives."""
    seed: int = 0
    guard: Guard | None = None
    """Is taken out of the writer's process."""


def work(task: Task, connection: Connection) -> None:
    """Do a task; runs in a process of its own."""
    try:
        with without(task.guard), closing(open_store(task.url)) as store:
            _save_all(store, task, connection.send)
    except BrokenPipeError:
        pass
    except StoreError as error:
        connection.send(Word(refusal=str(error)))
    except Exception as error:
        connection.send(Word(traceback=described(error)))


def _save_all(store: Store, task: Task, say: Callable[[Word], None]) -> None:
    chance = Random(task.seed)
    done = 0
    while task.times is None or done < task.times:
        folder = chance.choice(task.folders)
        try:
            revision, conflicts = save_next(store, folder)
        except Busy:  # the others were faster for five seconds: a slow machine and not a loss
            continue
        except StoreError as error:
            if task.times is None:
                raise
            say(Word(refusal=str(error)))
        else:
            say(Word(folder, revision, conflicts))
        done += 1


class Writers:
    """Writers at work, and what they have said so far."""

    def __init__(self, tasks: Sequence[Task], tally: Tally) -> None:
        """Begin with the tasks, one writer each."""
        self._tally = tally
        self._writers: dict[Connection, BaseProcess] = {}
        self.acknowledged: dict[str, int] = {}
        """The newest revision by folder."""
        self.count = 0
        """How many saves were acknowledged."""
        self.refusals: list[str] = []
        context = forked()
        for task in tasks:
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=work, args=(task, theirs), daemon=True)
            process.start()
            theirs.close()
            self._writers[ours] = process

    def __enter__(self) -> Self:
        """Use the writers in a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let nobody live on."""
        self.kill()

    def listen(self, *, until: int, seconds: float) -> None:
        """Hear the writers until so many saves were acknowledged, or so long."""
        end = time.monotonic() + seconds
        while self._writers and self.count < until and (left := end - time.monotonic()) > 0:
            self._hear(left)

    def hear_the_rest(self) -> None:
        """Hear what has been said already."""
        while self._hear(0):
            pass

    def join(self) -> None:
        """Hear the writers until all of them are done."""
        while self._writers:
            self._hear(None)

    def kill(self) -> int:
        """Kill all that live, hear their last words, and return how many they were."""
        killed = [process for process in self._writers.values() if process.is_alive()]
        for process in killed:
            process.kill()
        self.join()
        return len(killed)

    def _hear(self, seconds: float | None) -> bool:
        ready = wait(list(self._writers), seconds)
        for connection in ready:
            assert isinstance(connection, Connection)
            try:
                self._take(connection.recv())
            except EOFError:
                connection.close()
                self._writers.pop(connection).join()
        return bool(ready)

    def _take(self, word: Word) -> None:
        if word.traceback:
            self._tally.lose(Loss.TRACEBACK, word.traceback)
        elif word.refusal:
            self.refusals.append(word.refusal)
        else:
            self.count += 1
            self._tally.count("acknowledged")
            self._tally.count("conflicts", word.conflicts)
            newest = max(word.revision, self.acknowledged.get(word.folder, 0))
            self.acknowledged[word.folder] = newest


def forked() -> ForkServerContext:
    """Return how processes are begun: copies of one that has loaded everything already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_AT_HAND)
    return context
