"""Lists that are asked for while everything changes: the index never lies.

Each question lies between two looks at the folders themselves. What is found must be what stood
there at some moment between the two looks, and nothing of it may be missing.
"""

import os
import shutil
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from stepback_course.store import Row, Scalar, Store, open_store
from tests.faults.guards import Guard, without
from tests.faults.promises import KIND, RECORDS, save_next, summary
from tests.faults.tally import Loss, Tally, described
from tests.faults.writers import Task, Writers, forked

FOLDERS = tuple(f"portfolio/P-{number}" for number in range(6))
EVERYTHING = 10_000
QUESTIONS_OF_A_STORE = 5
"""After so many a program opens the store, and with it the index, again."""


@dataclass(frozen=True)
class Asking:
    """What one program asks, and how often."""

    url: str
    times: int
    seed: int
    guard: Guard | None = None
    """Is taken out of the program's process."""


def ask_in_process(asking: Asking, connection: Connection) -> None:
    """Ask from two threads at once; runs in a process of its own."""
    with without(asking.guard):
        connection.send(ask_many(asking).to_json())


def ask_many(asking: Asking) -> Tally:
    """Ask from two threads of this process, one of which writes as well."""
    tallies = [Tally("questions"), Tally("questions")]
    chance = Random(asking.seed)
    for _ in range(asking.times // QUESTIONS_OF_A_STORE):
        with closing(open_store(asking.url)) as store:
            threads = [
                threading.Thread(target=_ask, args=(store, chance.random(), tally, number == 1))
                for number, tally in enumerate(tallies)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    tallies[0].add(tallies[1])
    return tallies[0]


def _ask(store: Store, seed: float, tally: Tally, writes: bool) -> None:
    chance = Random(seed)
    try:
        for _ in range(QUESTIONS_OF_A_STORE):
            if writes:
                save_next(store, chance.choice(FOLDERS))
            third = chance.choice([None, 0, 1, 2])
            before = revisions(store)
            filters: dict[str, Scalar] = {} if third is None else {"third": third}
            rows = store.find(KIND, filters, sort="number", limit=EVERYTHING).rows
            after = revisions(store)
            tally.count("questions")
            compare(rows, third, before, after, tally)
    except Exception as error:
        tally.lose(Loss.TRACEBACK, described(error))


def revisions(store: Store) -> dict[str, int]:
    """Return the revision of every folder, from the folders themselves."""
    found = ((folder, store.get(folder, RECORDS[0])) for folder in FOLDERS)
    return {folder: record.revision for folder, record in found if record}


def compare(
    rows: Sequence[Row],
    third: int | None,
    before: Mapping[str, int],
    after: Mapping[str, int],
    tally: Tally,
) -> None:
    """Note every row that never stood between two looks, and every one that is missing."""
    places = [(row.folder, row.record) for row in rows]
    if len(set(places)) != len(places):
        tally.lose(Loss.WRONG, f"a row was found twice: {places}")
    for row in rows:
        if not before.get(row.folder, 0) <= row.revision <= after.get(row.folder, 0):
            between = f"{before.get(row.folder)} and {after.get(row.folder)}"
            tally.lose(Loss.WRONG, f"{row.folder} was found at {row.revision}, not {between}")
        if row.summary != summary(row.folder, row.revision):
            tally.lose(Loss.WRONG, f"the row of {row.folder} is not that of {row.revision}")
        if third is not None and row.revision % 3 != third:
            tally.lose(Loss.WRONG, f"{row.folder} at {row.revision} was not asked for")
    for folder, revision in before.items():
        is_asked_for = third is None or (after[folder] == revision and revision % 3 == third)
        for record in RECORDS:
            if is_asked_for and (folder, record) not in places:
                tally.lose(Loss.LOST, f"{record} of {folder} at {revision} was not found")


def run(
    directory: Path,
    times: int,
    *,
    seed: int = 0,
    harm: bool = False,
    guard: Guard | None = None,
) -> Tally:
    """Ask so many times in each of two threads of two programs, while two more programs write.

    With `harm` something happens to the index again and again meanwhile.
    """
    tally, written = Tally("questions"), Tally("written")
    url = str(directory / "store")
    with closing(open_store(url)) as store:
        for folder in FOLDERS:
            save_next(store, folder)
        store.find(KIND)
    context = forked()
    tasks = [Task(url, FOLDERS, seed=seed + number) for number in range(2)]
    with Writers(tasks, written) as writers:
        askers = []
        for number in range(2):
            ours, theirs = context.Pipe(duplex=False)
            asking = Asking(url, times, seed + number, guard)
            target = (asking, theirs)
            context.Process(target=ask_in_process, args=target, daemon=True).start()
            theirs.close()
            askers.append(ours)
        harming = Harm(directory, Random(seed))
        while askers:
            if harm:
                tally.count("harms", harming.do())
            writers.listen(until=10**9, seconds=0.02)
            for asker in [asker for asker in askers if asker.poll()]:
                tally.add(Tally.from_json(asker.recv()))
                asker.close()
                askers.remove(asker)
    tally.losses += written.losses
    tally.count("acknowledged", written.counts["acknowledged"])
    with closing(open_store(url)) as store:
        there = revisions(store)
        for third in (None, 0, 1, 2):
            filters: dict[str, Scalar] = {} if third is None else {"third": third}
            compare(store.find(KIND, filters).rows, third, there, there, tally)
    return tally


class Harm:
    """Things that happen to a file that may be deleted at any time."""

    def __init__(self, directory: Path, chance: Random) -> None:
        """Harm every index in the cache, and keep copies of one in `directory`."""
        self._cache = Path(os.environ["STEPBACK_CACHE"])
        self._kept = directory / "kept"
        self._chance = chance

    def do(self) -> int:
        """Delete, cut, overwrite or exchange the index, and return how many there were."""
        harmed = 0
        # Deleting is rare, because nothing more can happen to the file until it is made again.
        harms = [self._cut, self._overwrite, self._exchange] * 3 + [self._delete]
        for path in self._cache.rglob("*.sqlite"):
            harm = self._chance.choice(harms)
            with suppress(FileNotFoundError):  # a program has just deleted it to make it again
                harm(path)
                harmed += 1
        return harmed

    def _delete(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def _cut(self, path: Path) -> None:
        with path.open("r+b") as file:
            file.truncate(self._chance.randrange(path.stat().st_size + 1))

    def _overwrite(self, path: Path) -> None:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.seek(self._chance.randrange(size + 1))
            file.write(self._chance.randbytes(self._chance.choice([1, 100, 10_000])))

    def _exchange(self, path: Path) -> None:
        """Put an older copy in place, and keep the present one for later."""
        coming = path.with_suffix(".coming")
        if self._kept.exists():
            shutil.copy(self._kept, coming)
        shutil.copy(path, self._kept)
        if coming.exists():
            coming.replace(path)
