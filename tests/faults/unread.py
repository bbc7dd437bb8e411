"""Lists that are asked for while the folders cannot be read: refused or whole, and whole later."""

import itertools
import os
import shutil
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from stepback_course.store import Row, StoreError, open_store
from tests.faults.lists import FOLDERS, compare, revisions
from tests.faults.promises import KIND, save_next
from tests.faults.system import Trouble, TroubledSystem, power_stays_on
from tests.faults.tally import Loss, Tally, described

TROUBLES = (Trouble.INPUT_OUTPUT, Trouble.NOT_ALLOWED)


def run(directory: Path, folders: int = len(FOLDERS)) -> Tally:
    """Ask with an empty cache while each call in turn is in trouble, and once more without."""
    tally = Tally("lists in trouble")
    root, cache = directory / "store", Path(os.environ["STEPBACK_CACHE"])
    with power_stays_on():
        there = settled_store(root, folders)
        for trouble, lasts in itertools.product(TROUBLES, (False, True)):
            for number in itertools.count(1):
                shutil.rmtree(cache, ignore_errors=True)
                with TroubledSystem(root, trouble, number, lasts=lasts) as system:
                    rows = _ask(root, tally)
                if not system.troubled:
                    break
                tally.count("lists in trouble")
                if rows is not None:
                    compare(rows, None, there, there, tally)
                again = _ask(root, tally)
                compare(again or [], None, there, there, tally)
    return tally


def settled_store(root: Path, folders: int = len(FOLDERS)) -> dict[str, int]:
    """Make a store of a few folders that looks an hour old, and return the revisions in it.

    What was seen of it once is not looked at again.
    """
    with closing(open_store(str(root))) as store:
        for folder in FOLDERS[:folders]:
            save_next(store, folder)
        there = revisions(store)
    hour_ago = time.time() - 3600
    for path in root.rglob("*"):
        os.utime(path, (hour_ago, hour_ago))
    return there


def _ask(root: Path, tally: Tally) -> Sequence[Row] | None:
    """Return every row, or None where the question was refused."""
    try:
        with closing(open_store(str(root))) as store:
            return store.find(KIND).rows
    except StoreError:
        return None
    except Exception as error:
        tally.lose(Loss.TRACEBACK, described(error))
        return None
