"""Programs that issue a cohort's certificates and say what was acknowledged; they may be killed."""

import multiprocessing
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from stepback_course.awards.models import Issued
from stepback_course.clock import system_clock
from stepback_course.course.shelf import Shelf
from stepback_course.desks import Desks
from stepback_course.store import open_store
from tests.awards.earning import signing
from tests.house import actor

_AT_HAND = [
    "openbadgeslib.ob3.ldp",
    "stepback_course.awards.checking.claims",
    "stepback_course.awards.looks",
    "stepback_course.awards.office",
    "stepback_course.store.tinydb.engine",
    "stepback_course.store.tinydb.index",
    "stepback_course.store.tinydb.tables",
    "tests.awards.issuers",
]


@dataclass(frozen=True)
class Acknowledged:
    """That a portfolio has its certificate."""

    portfolio: str
    number: str
    pdf: str


class Issuer:
    """One program at work."""

    def __init__(self, place: Path, portfolios: Sequence[str], keys: Path | None) -> None:
        """Begin to issue the certificates of these portfolios, in this order."""
        context = issuing_context()
        self.ours, theirs = context.Pipe(duplex=False)
        arguments = (str(place), list(portfolios), keys, theirs)
        self._process: BaseProcess = context.Process(target=_work, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def hear(self, most: int) -> list[Acknowledged | str]:
        """Return up to so many words, waiting for each, or fewer where there are no more."""
        heard: list[Acknowledged | str] = []
        while len(heard) < most:
            try:
                heard.append(self.ours.recv())
            except EOFError:
                break
        return heard

    def kill(self) -> None:
        """End the program wherever it is."""
        self._process.kill()
        self._process.join()

    def is_heard_within(self, seconds: float) -> bool:
        """Wait so long for another word, and say whether there is one."""
        return self.ours.poll(seconds)

    def close(self) -> None:
        """Let nobody live on."""
        self.kill()
        self.ours.close()


def hear_together(issuers: Sequence[Issuer]) -> list[list[Acknowledged | str]]:
    """Return all that each of several programs says; none has to wait for its words to be heard."""
    heard: dict[Connection, list[Acknowledged | str]] = {each.ours: [] for each in issuers}
    speaking = list(heard)
    while speaking:
        for connection in wait(speaking):
            assert isinstance(connection, Connection)
            try:
                heard[connection].append(connection.recv())
            except EOFError:
                speaking.remove(connection)
    return list(heard.values())


def issuing_context() -> ForkServerContext:
    """Return how programs are begun: copies of one that has loaded everything and set no page."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_AT_HAND)
    return context


def _work(place: str, portfolios: Sequence[str], keys: Path | None, say: Connection) -> None:
    with closing(open_store(place)) as store:
        desks = Desks(store, Shelf(store), actor("CO-ANN", "coordinator"), system_clock)
        if keys is not None:
            desks = signing(desks, keys)
        say.send("ready")
        for done in desks.office.issue_many(portfolios):
            if isinstance(done, Issued):
                say.send(Acknowledged(done.portfolio, done.number, done.certificate.pdf))
            else:
                say.send(done.sentence)
