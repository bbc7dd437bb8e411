"""Disks that fill up while saves go on, in steps of their size, in bytes and in files.

`python -m tests.faults.full DIRECTORY DISKS SEED`, in a mount namespace of its own, prints the
figures as JSON.
"""

import os
import sys
from contextlib import closing
from pathlib import Path
from random import Random

from stepback_course.store import Store, StoreError, StoreFull, open_store
from tests.faults.mounts import Unmountable, enlarge, small_disk
from tests.faults.promises import Judge, is_refusal, save
from tests.faults.tally import Loss, Tally, described

SMALLEST_KILOBYTES, LARGEST_KILOBYTES = 32, 6144
FEWEST_FILES, MOST_FILES = 4, 120
FOLDERS = 400
REFUSED_IN_A_ROW = 4


def run(directory: Path, most: int, *, seed: int = 0) -> Tally:
    """Fill so many disks, every third of which has room for few files instead of few bytes."""
    tally = Tally("disks filled")
    chance = Random(seed)
    try:
        for number in range(most):
            size = SMALLEST_KILOBYTES + (LARGEST_KILOBYTES - SMALLEST_KILOBYTES) * number // most
            files = FEWEST_FILES + (MOST_FILES - FEWEST_FILES) * number // most
            limit = f"nr_inodes={files}" if number % 3 == 2 else f"size={size}k"
            with small_disk(directory / "disk", limit) as root:
                _Filling(root, limit, chance, tally).run()
            tally.count("disks filled")
    except Unmountable as error:
        tally.skipped = str(error)
    return tally


class _Filling:
    """One disk, from empty to full and on."""

    def __init__(self, root: Path, limit: str, chance: Random, tally: Tally) -> None:
        self._root = root
        self._url = str(root / "store")
        self._limit = limit
        self._chance = chance
        self._tally = tally
        self._acknowledged: dict[str, int] = {}

    def run(self) -> None:
        """Fill the disk, look what is there, make room, and go on."""
        with closing(open_store(self._url)) as store:
            last = self._fill(store)
            self._judge("full")
            enlarge(self._root, "size=64m,nr_inodes=10000")
            if not self._saves(store, last):
                self._lose(Loss.WRONG, f"{last} was refused although there was room again")
        self._judge("with room again")

    def _fill(self, store: Store) -> str:
        """Save until several saves in a row were refused, and return the last folder."""
        refused = 0
        folder = ""
        while refused < REFUSED_IN_A_ROW:
            folder = f"portfolio/P-{self._chance.randrange(FOLDERS)}"
            refused = 0 if self._saves(store, folder) else refused + 1
        return folder

    def _saves(self, store: Store, folder: str) -> bool:
        base = self._acknowledged.get(folder, 0)
        try:
            self._acknowledged[folder] = save(store, folder, base)
        except StoreFull as error:
            self._tally.count("refused")
            if not is_refusal(error):
                self._lose(Loss.WRONG, f"this is no sentence: {error}")
            return False
        except StoreError as error:
            self._lose(Loss.WRONG, f"a full disk was called {error.code}: {error}")
            return False
        except Exception as error:
            self._lose(Loss.TRACEBACK, described(error))
            return False
        self._tally.count("acknowledged")
        return True

    def _judge(self, moment: str) -> None:
        Judge(self._url, self._tally, f"{self._limit}, {moment}").judge(self._acknowledged)

    def _lose(self, loss: Loss, sentence: str) -> None:
        self._tally.lose(loss, f"{self._limit}: {sentence}")


def main() -> None:
    """Do as the arguments say."""
    directory, most, seed = sys.argv[1:]
    # The index fills the same disk, and lists have to work without it.
    os.environ["STEPBACK_CACHE"] = str(Path(directory, "disk", "cache"))
    sys.stdout.write(run(Path(directory), int(most), seed=int(seed)).to_json())


if __name__ == "__main__":
    main()
