"""Files of a store with one bit flipped, or cut short: damage is told and never served."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

from stepback_course.store import Corrupt, Record, Store, StoreError, open_store
from tests.faults.guards import Guard, without
from tests.faults.promises import RECORDS, document, evidence, is_refusal, save, save_next
from tests.faults.system import power_stays_on
from tests.faults.tally import Loss, Tally, described

FOLDER, OTHER = "portfolio/P-1", "portfolio/P-2"
REVISION = 11
"""At this revision the file of FOLDER has over 50 KB."""
FLIP, CUT = "bytes flipped", "lengths cut"

Damage = tuple[str, int]
"""What is counted, and which bit is flipped, 8 × place + bit, or where the file ends."""


def prepare(root: Path, *, guard: Guard | None = None) -> Path:
    """Make the store that is to be damaged, and return the file of FOLDER."""
    with (
        power_stays_on(),
        without(guard),
        closing(open_store(str(root))) as store,
    ):
        save(store, OTHER, 0)
        for base in range(REVISION):
            save(store, FOLDER, base)
    return max(root.glob("folders/*/*.json"), key=lambda path: path.stat().st_size)


def victims(root: Path) -> list[Path]:
    """Return every file of the store whose bytes mean something, smallest first."""
    found = [path for path in root.rglob("*") if path.is_file() and path.suffix != ".lock"]
    found = [path for path in found if path.name != "reserve"]
    return sorted(found, key=lambda path: (path.stat().st_size, path))


def damages(size: int, most: int | None = None, *, seed: int = 0) -> list[Damage]:
    """Return one flip in every byte and a cut before every byte, or `most` of all these."""
    chance = Random(seed)
    flipped: list[Damage] = [(FLIP, 8 * place + chance.randrange(8)) for place in range(size)]
    cut: list[Damage] = [(CUT, place) for place in range(size)]
    every = flipped + cut
    return every if most is None else chance.sample(every, min(most, len(every)))


def run(
    root: Path,
    victim: Path,
    chosen: Sequence[Damage],
    *,
    thorough: int = 1,
    guard: Guard | None = None,
) -> Tally:
    """Damage one file of a prepared store in every chosen way, and look.

    Every so many looks are `thorough`: at everything, and with a save. The others are at FOLDER.
    """
    tally = Tally(FLIP)
    sound = Snapshot(root)
    with power_stays_on(), without(guard):
        for number, damage in enumerate(chosen):
            victim.write_bytes(damaged(sound.files[str(victim)], damage))
            _Look(root, victim, damage, tally).look(thorough=number % thorough == 0)
            sound.restore()
    return tally


def damaged(data: bytes, damage: Damage) -> bytes:
    """Return bytes that are damaged as said."""
    kind, place = damage
    if kind == CUT:
        return data[:place]
    byte = data[place // 8] ^ (1 << place % 8)
    return data[: place // 8] + bytes([byte]) + data[place // 8 + 1 :]


class Snapshot:
    """What a store held before it was damaged."""

    def __init__(self, root: Path) -> None:
        """Keep everything below `root`."""
        self._root = root
        self.files = {path: Path(path).read_bytes() for path in self._paths()}

    def restore(self) -> None:
        """Put everything back, and remove what came since."""
        found = set(self._paths())
        for path in found - self.files.keys():
            Path(path).unlink()
        for path, content in self.files.items():
            if path not in found or Path(path).read_bytes() != content:
                Path(path).write_bytes(content)

    def _paths(self) -> Iterator[str]:
        # Plain texts: this is done a hundred thousand times.
        for directory, _directories, names in os.walk(self._root):
            yield from (os.path.join(directory, name) for name in names)  # noqa: PTH118


class _Look:
    """What somebody sees who opens a damaged store."""

    def __init__(self, root: Path, victim: Path, damage: Damage, tally: Tally) -> None:
        self._url = str(root)
        self._kind, place = damage
        self._moment = f"{victim.relative_to(root)}, {self._kind} at {place}"
        self._tally = tally
        self._told = False

    def look(self, *, thorough: bool) -> None:
        self._tally.count(self._kind)
        try:
            with closing(open_store(self._url)) as store:
                self._read(store)
                if thorough:
                    self._read_evidence(store)
                    self._read_other(store)
                self._told = self._told or bool(store.notices() or list(store.check()))
            if thorough:
                with closing(open_store(self._url)) as store:
                    self._write(store)
        except StoreError as error:
            self._refused(error)
        except Exception as error:
            self._lose(Loss.TRACEBACK, described(error))
        if not self._told:
            self._lose(Loss.WRONG, "nobody was told")

    def _read(self, store: Store) -> None:
        records = store.records(FOLDER)
        revisions = {record.revision for record in records.values()}
        if set(records) != set(RECORDS) or len(revisions) != 1 or not _is_true(records):
            self._lose(Loss.WRONG, f"wrong records were read: {revisions}")
        elif revisions == {REVISION}:
            self._tally.count("unharmed")
        elif any(self._names_the_folder(notice) for notice in store.notices()):
            self._tally.count("recovered")
            self._told = True
        else:
            self._lose(Loss.LOST, f"{revisions} was read as if it were the newest")

    def _read_evidence(self, store: Store) -> None:
        expected = evidence(FOLDER, REVISION)
        try:
            with store.open_file(hashlib.sha256(expected).hexdigest()) as file:
                if file.read() != expected:
                    self._lose(Loss.WRONG, "altered evidence was read")
        except Corrupt as error:
            self._refused(error)

    def _read_other(self, store: Store) -> None:
        if not _is_true(store.records(OTHER)):
            self._lose(Loss.WRONG, "wrong records of a sound folder were read")

    def _write(self, store: Store) -> None:
        revision, _conflicts = save_next(store, FOLDER)
        with closing(open_store(self._url)) as again:
            records = again.records(FOLDER)
        if not _is_true(records) or records[RECORDS[0]].revision != revision:
            self._lose(Loss.LOST, f"a save after the damage is gone: {revision}")

    def _names_the_folder(self, notice: str) -> bool:
        return FOLDER.partition("/")[2].lower() in notice.lower()

    def _refused(self, error: StoreError) -> None:
        self._tally.count("refused")
        self._told = True
        if not isinstance(error, Corrupt) or not is_refusal(error):
            self._lose(Loss.WRONG, f"damage was called {error.code}: {error}")

    def _lose(self, loss: Loss, sentence: str) -> None:
        self._tally.lose(loss, f"{self._moment}: {sentence}")


def _is_true(records: dict[str, Record]) -> bool:
    return bool(records) and all(
        record.document == document(record.folder, name, record.revision)
        for name, record in records.items()
    )
