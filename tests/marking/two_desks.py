"""Two assessors at two machines, at work on one submission at the same time."""

import multiprocessing
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from random import Random

from stepback_course.clock import system_clock
from stepback_course.course.shelf import Shelf
from stepback_course.desks import Desks
from stepback_course.marking import Desk, Marks
from stepback_course.people import OWNER, actor_of
from stepback_course.store import Busy, StoreError, open_store
from stepback_course.text.refusals import Refusal
from tests.faults.guards import Guard, without
from tests.marking.conftest import ALL_MET, ONE_NOT_YET, UNIT, WELL_BEGUN, WHAT_IS_MISSING

CERYS = ("P-CERYS", UNIT)
RECORD_OF = {"draft": f"marks/{UNIT}", "note": f"notes/{UNIT}"}
"""Which record an operation writes, where it is not that of the unit."""
OPERATIONS = ("claim", "give back", "decide", "decide", "undo", "draft", "draft", "note")


@dataclass
class Account:
    """What became of one assessor's operations."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    """By the code of the refusal."""
    draft: str = ""
    """The last one that was acknowledged."""
    note: str = ""


@dataclass(frozen=True)
class Sitting:
    """Who sits down at which store, and how often they do something there."""

    url: str
    person: str
    times: int
    seed: int
    guard: Guard | None = None
    """Is taken out of this process."""


def sit(sitting: Sitting, connection: Connection) -> None:
    """Work at the desk until everything is done; runs in a process of its own."""
    with without(sitting.guard), closing(open_store(sitting.url)) as store:
        desks = Desks(store, Shelf(store), OWNER, system_clock)
        person = desks.directory.find(sitting.person)
        assert person is not None
        desk = desks.seat(actor_of(person)).desk
        connection.send("ready")
        connection.recv()
        connection.send(_work(desk, sitting))


def _work(desk: Desk, sitting: Sitting) -> Account:
    account, chance, seen = Account(), Random(sitting.seed), 0
    for number in range(sitting.times):
        operation = chance.choice(OPERATIONS)
        if not seen or chance.random() < 0.5:
            seen = desk.open(*CERYS).revision
        words = f"{sitting.person} {number}"
        try:
            _do(desk, operation, seen, words)
        except Busy:  # the other was quicker for five seconds: a slow machine and not a loss
            account.refused["busy"] += 1
        except (Refusal, StoreError) as refusal:
            account.refused[refusal.code] += 1
        else:
            account.acknowledged[operation] += 1
            if operation in ("draft", "note"):
                setattr(account, operation, words)
    return account


def _do(desk: Desk, operation: str, seen: int, words: str) -> None:
    match operation:
        case "claim":
            desk.claim(*CERYS, reason=words)
        case "give back":
            desk.give_back(*CERYS)
        case "decide" if len(words) % 2:
            desk.decide(*CERYS, ALL_MET, {}, words, seen=seen)
        case "decide":
            desk.decide(*CERYS, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN, seen=seen)
        case "undo":
            desk.undo(*CERYS)
        case "draft":
            desk.keep_marks(*CERYS, Marks.model_validate({"overall": words}))
        case _:
            desk.keep_note(*CERYS, words)


def together(sittings: Sequence[Sitting]) -> list[Account]:
    """Let them all work at once, each in a process, and return what became of it."""
    context = multiprocessing.get_context("forkserver")
    ends = []
    for sitting in sittings:
        mine, theirs = context.Pipe()
        process = context.Process(target=sit, args=(sitting, theirs), daemon=True)
        process.start()
        ends.append((process, mine))
    for _process, connection in ends:
        assert connection.recv() == "ready"
    for _process, connection in ends:
        connection.send("go")
    accounts = [connection.recv() for _process, connection in ends]
    for process, _connection in ends:
        process.join()
    return accounts
