"""Any sequence of saves, crashes, damage and questions, by two programs, against a dictionary."""

import shutil
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from stepback_course.store import (
    Conflict,
    Corrupt,
    Row,
    Store,
    StoreError,
    Unreachable,
    new_operation,
    open_store,
)
from tests.faults.lists import compare
from tests.faults.promises import KIND, RECORDS, Judge, save
from tests.faults.system import Crash, Trouble, TroubledSystem, power_stays_on
from tests.faults.tally import Loss, Tally, described

FOLDERS = ("portfolio/P-1", "portfolio/P-2", "person/anwen")
ANY_FOLDER = st.sampled_from(FOLDERS)
ANY_PROGRAM = st.sampled_from([0, 1])
NO_CRASH = [trouble for trouble in Trouble if not trouble.is_crash]


class StoreMachine(RuleBasedStateMachine):
    """A store, two programs that have it open, and the revisions that must be in it."""

    done: ClassVar[Counter[str]] = Counter()

    @initialize()
    def begin(self) -> None:
        self.directory = tempfile.TemporaryDirectory()
        self.root = Path(self.directory.name, "store")
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("STEPBACK_CACHE", str(self._cache))
        self.programs = [open_store(str(self.root)) for _ in range(2)]
        self.model = dict.fromkeys(FOLDERS, 0)
        self.tally = Tally("steps")
        self.recovered = False

    @rule(folder=ANY_FOLDER, program=ANY_PROGRAM)
    def save(self, folder: str, program: int) -> None:
        self.model[folder] = save(self.programs[program], folder, self.model[folder])

    @rule(folder=ANY_FOLDER, program=ANY_PROGRAM)
    def save_from_a_stale_revision(self, folder: str, program: int) -> None:
        if self.model[folder]:
            with pytest.raises(Conflict):
                save(self.programs[program], folder, self.model[folder] - 1)

    @rule(program=ANY_PROGRAM)
    def open_again(self, program: int) -> None:
        self.programs[program].close()
        self.programs[program] = open_store(str(self.root))

    @rule(
        folder=ANY_FOLDER,
        trouble=st.sampled_from([Trouble.CRASH_BEFORE, Trouble.CRASH_AFTER]),
        number=st.integers(1, 60),
    )
    def crash_in_a_save_and_save_again(self, folder: str, trouble: Trouble, number: int) -> None:
        self._save_in_trouble(folder, trouble, number, lasts=False)

    @rule(
        folder=ANY_FOLDER,
        trouble=st.sampled_from(NO_CRASH),
        number=st.integers(1, 60),
        lasts=st.booleans(),
    )
    def save_in_trouble_and_again(
        self, folder: str, trouble: Trouble, number: int, lasts: bool
    ) -> None:
        self._save_in_trouble(folder, trouble, number, lasts=lasts)

    def _save_in_trouble(self, folder: str, trouble: Trouble, number: int, *, lasts: bool) -> None:
        operation, base = new_operation(), self.model[folder]
        expected = {base, base + 1}
        with TroubledSystem(self.root, trouble, number, lasts=lasts):
            try:
                store = open_store(str(self.root))
                save(store, folder, base, operation)
                expected = {base + 1}
            except Unreachable:
                pass
            except StoreError:
                expected = {base}
            except Crash:
                pass
        assert self._revision(self.programs[0], folder) in expected
        with closing(open_store(str(self.root))) as store:
            self.model[folder] = save(store, folder, base, operation)

    @rule(folder=ANY_FOLDER, place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
    def damage_a_folder(self, folder: str, place: float, bit: int) -> None:
        if not self.model[folder]:
            return
        kind, name = folder.lower().split("/")
        file = next(self.root.glob(f"folders/*/{kind}~{name}.json"))
        sound = file.read_bytes()
        data = bytearray(sound)
        data[int(place * len(data))] ^= 1 << bit
        self._put_in_place(file, bytes(data))
        with closing(open_store(str(self.root))) as store:
            try:
                found = self._revision(store, folder)
            except Corrupt:
                self._put_in_place(file, sound)
                return
            assert any(name in notice.lower() for notice in store.notices())
            assert self.model[folder] - 1 <= found <= self.model[folder]
            self.model[folder] = found
            self.recovered = True

    def _put_in_place(self, file: Path, data: bytes) -> None:
        coming = file.with_suffix(".coming")
        coming.write_bytes(data)
        coming.replace(file)

    @rule()
    def delete_the_index(self) -> None:
        shutil.rmtree(self._cache, ignore_errors=True)

    @rule(data=st.binary(max_size=100))
    def overwrite_the_index(self, data: bytes) -> None:
        for path in self._cache.rglob("*.sqlite"):
            path.write_bytes(data)

    @rule()
    def keep_a_copy_of_the_index(self) -> None:
        if self._cache.exists():
            shutil.copytree(self._cache, self.root.with_name("older"), dirs_exist_ok=True)

    @rule()
    def put_back_an_older_index(self) -> None:
        older = self.root.with_name("older")
        if older.exists():
            shutil.rmtree(self._cache, ignore_errors=True)
            shutil.copytree(older, self._cache)

    @property
    def _cache(self) -> Path:
        return self.root.with_name("cache")

    @rule(program=ANY_PROGRAM, third=st.sampled_from([None, 0, 1, 2]), limit=st.integers(1, 7))
    def find(self, program: int, third: int | None, limit: int) -> None:
        rows: list[Row] = []
        after = None
        while True:
            filters = {} if third is None else {"third": third}
            page = self.programs[program].find(
                KIND, filters, sort="number", after=after, limit=limit
            )
            rows += page.rows
            after = page.next
            if after is None:
                break
        there = {folder: revision for folder, revision in self.model.items() if revision}
        compare(rows, third, there, there, self.tally)
        assert not self.tally.losses

    @invariant()
    def every_program_reads_what_was_saved_last(self) -> None:
        if hasattr(self, "model"):
            self.done["steps"] += 1
            for store in self.programs:
                assert {folder: self._revision(store, folder) for folder in FOLDERS} == self.model

    def _revision(self, store: Store, folder: str) -> int:
        record = store.get(folder, RECORDS[0])
        return record.revision if record else 0

    def teardown(self) -> None:
        if hasattr(self, "programs"):
            for store in self.programs:
                store.close()
            Judge(str(self.root), self.tally, "in the end").judge(
                self.model, recovered=self.recovered
            )
            self.patch.undo()
            self.directory.cleanup()
            assert not self.tally.losses


def run(examples: int, steps: int = 25) -> Tally:
    """Try so many sequences, and note the shortest that breaks a promise."""
    tally = Tally("sequences")

    class Machine(StoreMachine):
        done: ClassVar[Counter[str]] = Counter()

    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    try:
        with power_stays_on():
            run_state_machine_as_test(Machine, settings=chosen)
    except Exception as error:
        steps_taken = "\n".join(getattr(error, "__notes__", []))
        tally.lose(Loss.WRONG, f"{described(error)}\n{steps_taken}")
    tally.count("sequences", examples)
    tally.count("steps", Machine.done["steps"])
    return tally
