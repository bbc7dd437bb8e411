"""The disks that a power cut may leave at any moment of some saves, each opened and judged."""

import os
import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from stepback_course.store import StoreError, new_operation, open_store
from tests.faults.disk import Disk, Event, Mark, RecordedSystem, disks_after
from tests.faults.guards import Guard, without
from tests.faults.promises import Judge, save
from tests.faults.system import power_stays_on
from tests.faults.tally import Loss, Tally, described

FOLDERS = ("portfolio/P-1", "portfolio/P-2", "person/anwen")
SAVES = (0, 0, 1, 0, 0, 0, 1, 2, 0, 1)
"""Which folder is saved when; the fifth save of the first keeps a new file."""
DAMAGED_BEFORE = 8
"""Before this save the file of its folder is damaged, and the last good copy put back."""


@dataclass(frozen=True)
class Attempt:
    """A save that begins, or that was acknowledged."""

    folder: str
    base: int
    operation: str
    """Empty where nothing is saved, but the last save is taken away by damage."""
    acknowledged: bool


def run(directory: Path, most: int, *, seed: int = 0, guard: Guard | None = None) -> Tally:
    """Judge about `most` disks that a crash may leave, spread over every moment of the saves."""
    tally = Tally("disks")
    chance = Random(seed)
    with power_stays_on():
        events = _trace(directory / "traced", guard)
        tally.count("moments", len(events) + 1)
        for number in range(len(events) + 1):
            share = most * (number + 1) // (len(events) + 1) - most * number // (len(events) + 1)
            for disk in disks_after(events[:number], chance, share):
                tally.count("disks")
                _judge(directory / "crashed", disk, events[:number], tally)
    return tally


def _trace(base: Path, guard: Guard | None) -> list[Event]:
    base.mkdir()
    revisions = dict.fromkeys(FOLDERS, 0)
    with RecordedSystem(base) as system:
        with without(guard), closing(open_store(str(base / "store"))) as store:
            for number, folder in enumerate(FOLDERS[place] for place in SAVES):
                if number == DAMAGED_BEFORE:
                    revisions[folder] -= 1
                    system.mark(Attempt(folder, revisions[folder] - 1, "", acknowledged=True))
                    _damage(base / "store")
                attempt = Attempt(folder, revisions[folder], new_operation(), acknowledged=False)
                system.mark(attempt)
                revisions[folder] = save(store, folder, attempt.base, attempt.operation)
                system.mark(replace(attempt, acknowledged=True))
        assert system.is_complete(), "something was written past the recording layer"
    return system.events


def _damage(root: Path) -> None:
    """Cut the file of the first folder short, as a program does that the trace must show."""
    file = next(root.glob("folders/*/portfolio~p-1.json"))
    descriptor = os.open(file, os.O_WRONLY)
    os.ftruncate(descriptor, file.stat().st_size // 2)
    os.fsync(descriptor)
    os.close(descriptor)


def _judge(base: Path, disk: Disk, events: Sequence[Event], tally: Tally) -> None:
    base.mkdir()
    for path, content in disk.tree().items():
        if content is None:
            (base / path).mkdir()
        else:
            (base / path).write_bytes(content)
    url = str(base / "store")
    attempts = [event.what for event in events if isinstance(event, Mark)]
    acknowledged = {a.folder: a.base + 1 for a in attempts if a.acknowledged}
    judge = Judge(url, tally, f"crash after {len(events)} events")
    judge.judge(acknowledged, lists=False, recovered=any(not a.operation for a in attempts))
    if attempts and attempts[-1].operation:
        _go_on(url, attempts[-1], acknowledged, tally)
    shutil.rmtree(base)


def _go_on(url: str, last: Attempt, acknowledged: dict[str, int], tally: Tally) -> None:
    moment = f"after a crash, {last.folder} from {last.base} again"
    try:
        with closing(open_store(url)) as store:
            save(store, last.folder, last.base, last.operation)
    except StoreError as error:
        tally.lose(Loss.WRONG, f"{moment}: {error}")
    except Exception as error:
        tally.lose(Loss.TRACEBACK, f"{moment}: {described(error)}")
    else:
        expected = acknowledged | {last.folder: last.base + 1}
        there = Judge(url, tally, moment).judge(expected, lists=False, check=False)
        if there.get(last.folder, 0) > last.base + 1:
            tally.lose(Loss.WRONG, f"{moment}: one operation had two effects")
