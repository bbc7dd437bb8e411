"""What an autosave costs in small and large stores, against writing the same bytes durably."""

import itertools
import random
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.filled import Filled, portfolio_id
from bench.floor import write_durably
from bench.measuring import Measured, seconds, slowest_hundredth, timings
from bench.stores import WORDS, desks_of
from stepback_course.people import OWNER
from stepback_course.store import open_store

PEOPLE = 10
RUNS = 1000
WARM_UP = 64 * PEOPLE
"""A folder remembers 64 operations: from then on its file has the size that it keeps."""
REST_SECONDS = 0.05
"""As if all ten typed and each was saved every half second, which is as often as the app saves.
Saves that follow each other faster meet a disk that has just been flushed and is sooner done again,
and the side that does more before it writes a slower one than the other."""
UNIT, ACTIVITY = "statement-08", "both-chairs"
P50_LIMIT = 2.5
P99_LIMIT = 3.0
GROWTH_LIMIT = 1.3


def measure(filled: Filled, folder: Path, sizes: Sequence[int]) -> Iterator[Measured]:
    """Yield the cost of an autosave in stores of each of `sizes`, and how it grows with them."""
    generator = random.Random("autosave")
    texts = [_words(generator, 300) for _save in range(WARM_UP + RUNS)]
    stores = [_Autosave(filled.store(size), size, texts) for size in sizes]
    floor = _Floor(folder, stores[0].files)
    *saves, floors = timings(*stores, floor, runs=RUNS, warm_up=WARM_UP, rest=REST_SECONDS)
    size = round(stores[0].files[0].stat().st_size, -3) // 1000
    least = f"temporary file + fsync + rename + directory fsync of the same {size} KB"
    middle, slowest = statistics.median(floors), slowest_hundredth(floors)
    for portfolios, times in zip(sizes, saves, strict=True):
        at = f"at {portfolios:,} portfolios"
        ratio = statistics.median(times) / middle
        yield Measured(f"autosave p50 {at}", ratio, P50_LIMIT, RUNS, f"p50 of {least}")
        ratio = slowest_hundredth(times) / slowest
        yield Measured(f"autosave p99 {at}", ratio, P99_LIMIT, RUNS, f"p99 of {least}")
    first = statistics.median(saves[0])
    for portfolios, times in list(zip(sizes, saves, strict=True))[1:]:
        yield Measured(
            f"autosave p50, growth to {portfolios:,}",
            statistics.median(times) / first,
            GROWTH_LIMIT,
            RUNS,
            f"the same at {sizes[0]} portfolios",
        )


class _Autosave:
    """One save after another as the app makes them, by ten people in turn."""

    def __init__(self, store: Path, portfolios: int, texts: Sequence[str]) -> None:
        self._workbook = desks_of(open_store(str(store))).seat(OWNER).workbook
        people = [portfolio_id(number) for number in range(0, portfolios, portfolios // PEOPLE)]
        self._saves = zip(itertools.cycle(people), texts, strict=False)
        self.files = [
            next(store.glob(f"folders/*/portfolio~{person.lower()}.json")) for person in people
        ]

    def __call__(self) -> float:
        person, text = next(self._saves)
        return seconds(lambda: self._workbook.respond(person, UNIT, ACTIVITY, text))


class _Floor:
    """The least that a durable save of the same bytes can cost here, in as many places."""

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        places = [folder / str(number) for number, _file in enumerate(files)]
        for place in places:
            place.mkdir()
        saves = itertools.cycle(zip(files, map(str, places), strict=True))
        self._prepared = ((file.read_bytes(), place) for file, place in saves)
        self._next = next(self._prepared)

    def __call__(self) -> float:
        content, place = self._next
        final, new = f"{place}/file", f"{place}/file.new"
        elapsed = seconds(lambda: write_durably(content, place, final, new))
        # Read before the rest and not after it: both sides begin with a processor that has rested.
        self._next = next(self._prepared)
        return elapsed


def _words(generator: random.Random, count: int) -> str:
    return " ".join(generator.choice(WORDS) for _word in range(count))
