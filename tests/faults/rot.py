"""An index in which one bit was flipped while nobody used it: made again, and never believed.

A bit in a page of its trees may hide a row, which SQLite does not notice and which lasts until the
folder is written again or the cache is deleted; such answers are counted. Rows that were altered
are losses.
"""

import os
from contextlib import closing
from pathlib import Path
from random import Random

from stepback_course.store import Scalar, open_store
from tests.faults.lists import compare, revisions
from tests.faults.promises import KIND
from tests.faults.system import power_stays_on
from tests.faults.tally import Loss, Tally, described
from tests.faults.unread import settled_store


def run(directory: Path, most: int, *, seed: int = 0) -> Tally:
    """Flip one bit in each of so many bytes of the index, and ask."""
    tally = Tally("bytes flipped", heading="the index")
    chance = Random(seed)
    root, cache = directory / "store", Path(os.environ["STEPBACK_CACHE"])
    with power_stays_on():
        settled_store(root)
        with closing(open_store(str(root))) as store:
            store.find(KIND)
        index = next(cache.rglob("*.sqlite"))
        sound = index.read_bytes()
        for place in chance.sample(range(len(sound)), min(most, len(sound))):
            for path in index.parent.iterdir():
                path.unlink()
            damaged = bytearray(sound)
            damaged[place] ^= 1 << chance.randrange(8)
            index.write_bytes(damaged)
            tally.count("bytes flipped")
            answers = Tally("answers")
            _ask(root, answers)
            hidden = [loss for loss in answers.losses if loss[0] is Loss.LOST]
            tally.count("with rows hidden", bool(hidden))
            tally.losses += [loss for loss in answers.losses if loss not in hidden]
    return tally


def _ask(root: Path, tally: Tally) -> None:
    try:
        with closing(open_store(str(root))) as store:
            there = revisions(store)
            for third in (None, 0, 1, 2):
                filters: dict[str, Scalar] = {} if third is None else {"third": third}
                compare(store.find(KIND, filters).rows, third, there, there, tally)
    except Exception as error:
        tally.lose(Loss.TRACEBACK, described(error))
