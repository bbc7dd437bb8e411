"""Every call of the operating system that a use of the store makes, in trouble one by one."""

import io
import itertools
import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from stepback_course.store import Record, Store, StoreError, Unreachable, open_store
from tests.faults.guards import Guard, without
from tests.faults.promises import (
    ACTOR,
    EVIDENCE_LIMIT,
    RECORDS,
    Judge,
    changes,
    document,
    evidence,
    is_refusal,
    save,
)
from tests.faults.system import Crash, Trouble, TroubledSystem, power_stays_on
from tests.faults.tally import Loss, Tally, described

FOLDER, OTHER = "portfolio/P-1", "portfolio/P-2"
OPERATION = "the same"


@dataclass(frozen=True)
class Use:
    """One way of using a store, and what stands before it."""

    name: str
    before: dict[str, int]
    """The revisions of the folders that are there."""
    act: Callable[[Store], object]
    """Reads or writes FOLDER; the same again has no further effect."""
    after: int
    """The revision of FOLDER afterwards."""
    damaged: bool = False
    """Whether the file of FOLDER is damaged, so that its last save is gone."""
    erases: bool = False
    """Whether nothing may be left of what FOLDER held before."""

    @property
    def base(self) -> int:
        """The revision of FOLDER that can be read before."""
        return self.before.get(FOLDER, 0) - self.damaged


def _take_over(store: Store) -> bool:
    records = {
        name: Record(FOLDER, name, 3, change.document, dict(change.summary or {}))
        for name, change in changes(FOLDER, 2).items()
    }
    store.put_file(io.BytesIO(evidence(FOLDER, 3)), limit=EVIDENCE_LIMIT)
    return store.take_over(FOLDER, records, operation=OPERATION, actor=ACTOR)


def _create(store: Store) -> dict[str, int]:
    store.put_file(io.BytesIO(evidence(FOLDER, 1)), limit=EVIDENCE_LIMIT)
    return store.create(FOLDER, changes(FOLDER, 0), operation=OPERATION, actor=ACTOR)


def _erase(store: Store) -> dict[str, int]:
    written = changes(FOLDER, 5)
    store.put_file(io.BytesIO(evidence(FOLDER, 6)), limit=EVIDENCE_LIMIT)
    return store.erase(FOLDER, written, operation=OPERATION, actor=ACTOR)


def _read(store: Store) -> None:
    records = store.records(FOLDER)
    expected = {name: change.document for name, change in changes(FOLDER, 5).items()}
    assert {name: record.document for name, record in records.items()} == expected


USES = (
    Use("the first save of all", {}, lambda store: save(store, FOLDER, 0, OPERATION), 1),
    Use("creating a folder", {OTHER: 1}, _create, 1),
    Use("a save", {FOLDER: 6, OTHER: 1}, lambda store: save(store, FOLDER, 6, OPERATION), 7),
    Use("a save with a file", {FOLDER: 4}, lambda store: save(store, FOLDER, 4, OPERATION), 5),
    Use("reading a folder", {FOLDER: 6}, _read, 6),
    Use("taking a folder over", {OTHER: 1}, _take_over, 3),
    Use(
        *("a save after damage", {FOLDER: 7}, lambda store: save(store, FOLDER, 6, OPERATION), 7),
        damaged=True,
    ),
    Use("an erasure", {FOLDER: 5, OTHER: 1}, _erase, 6, erases=True),
)


def run(
    directory: Path,
    use: Use,
    *,
    troubles: Iterable[Trouble] = Trouble,
    most: int | None = None,
    seed: int = 0,
    guard: Guard | None = None,
) -> Tally:
    """Trouble each call of `use` in every way, or in `most` of them, chosen at random."""
    tally = Tally("calls in trouble")
    with power_stays_on():
        prepared = _prepare(directory / "prepared", use)
        cases = _cases(directory / "counted", prepared, use, troubles)
        if most is not None:
            cases = Random(seed).sample(cases, min(most, len(cases)))
        names = _names(_Case(directory / "undisturbed", prepared, use, tally).go_on())
        for number, (trouble, call, lasts) in enumerate(cases):
            case = _Case(directory / str(number), prepared, use, tally)
            with without(guard):
                case.meet(trouble, call, lasts=lasts)
            case.judge()
            for stray in _names(case.go_on()) - names:
                case.lose(Loss.WRONG, f"{stray} was left behind")
            shutil.rmtree(case.root)
    return tally


def _prepare(root: Path, use: Use) -> Path:
    with closing(open_store(str(root))) as store:
        for folder, revision in use.before.items():
            for base in range(revision):
                save(store, folder, base)
    if use.damaged:
        file = next(root.glob("folders/*/portfolio~p-1.json"))
        file.write_bytes(file.read_bytes()[:-100])
    return root


def _cases(
    root: Path, prepared: Path, use: Use, troubles: Iterable[Trouble]
) -> list[tuple[Trouble, int, bool]]:
    cases: list[tuple[Trouble, int, bool]] = []
    for trouble in troubles:
        _copy(prepared, root)
        with TroubledSystem(root, trouble, 0, lasts=False) as system:
            store = open_store(str(root))
            use.act(store)
            store.close()
        shutil.rmtree(root)
        lasting = [False] if trouble.is_crash else [False, True]
        cases += itertools.product([trouble], range(1, system.count + 1), lasting)
    return cases


def _copy(prepared: Path, root: Path) -> None:
    if prepared.exists():
        shutil.copytree(prepared, root)


def _names(root: Path) -> set[str]:
    paths = {str(path.relative_to(root)) for path in root.rglob("*")}
    return {path for path in paths if not path.startswith("quarantine")}


class _Case:
    """One use in trouble, and what became of it."""

    def __init__(self, root: Path, prepared: Path, use: Use, tally: Tally) -> None:
        self.root = root
        self._use = use
        self._tally = tally
        self._acknowledged = False
        self._said_nothing_saved = False
        self._moment = use.name
        _copy(prepared, root)

    def meet(self, trouble: Trouble, number: int, *, lasts: bool) -> None:
        """Do it while the call of this number is in trouble."""
        self._tally.count("calls in trouble")
        met: BaseException | None = None
        with TroubledSystem(self.root, trouble, number, lasts=lasts) as system:
            try:
                store = open_store(str(self.root))
                self._use.act(store)
                store.close()
            except (Crash, Exception) as error:
                met = error
        call = system.troubled
        assert call, "the same use made fewer calls than before"
        lasting = " and all later ones" if lasts else ""
        self._moment = f"{self._use.name}, {trouble.name} at {call.name} {call.path}{lasting}"
        self._hear(met)

    def _hear(self, met: BaseException | None) -> None:
        match met:
            case None:
                self._acknowledged = True
            case Crash():
                pass
            case StoreError():
                self._said_nothing_saved = not isinstance(met, Unreachable)
                if not is_refusal(met):
                    self.lose(Loss.WRONG, f"this is no sentence: {met}")
            case _:
                self.lose(Loss.TRACEBACK, described(met))

    def judge(self) -> None:
        """See that a fresh store has the old or the new state, as was said."""
        before = self._use.base
        expected = {**self._use.before, FOLDER: before}
        if self._acknowledged:
            self._tally.count("acknowledged")
            expected[FOLDER] = self._use.after
        judge = Judge(str(self.root), self._tally, self._moment)
        there = judge.judge(expected, lists=False, check=False)
        if there.get(FOLDER) not in (before, self._use.after):
            self.lose(Loss.WRONG, f"neither the old nor the new state: {there}")
        if self._acknowledged:
            self._look_for_copies(self._moment)
        if self._said_nothing_saved and there.get(FOLDER) != before:
            self.lose(Loss.WRONG, "it was said that nothing was saved, and it was")

    def go_on(self) -> Path:
        """Do the same again and then once more, with nothing in the way; return the root."""
        try:
            with closing(open_store(str(self.root))) as store:
                self._use.act(store)
                self._look_for_copies(f"{self._moment}, then again")
                save(store, FOLDER, self._use.after)
        except StoreError as error:
            self.lose(Loss.WRONG, f"the same again was refused: {error}")
        expected = {**self._use.before, FOLDER: self._use.after + 1}
        judge = Judge(str(self.root), self._tally, f"{self._moment}, then again")
        judge.judge(expected, recovered=self._use.damaged)
        return self.root

    def _look_for_copies(self, moment: str) -> None:
        """See that no file has a text that was erased."""
        if not self._use.erases:
            return
        texts = [
            str(document(FOLDER, record, revision)["text"])[:64].encode()
            for record in RECORDS
            for revision in range(1, self._use.after)
        ]
        for path in self.root.rglob("*"):
            if path.is_file() and any(text in path.read_bytes() for text in texts):
                self._tally.lose(Loss.WRONG, f"{moment}: {path} has what was erased")

    def lose(self, loss: Loss, sentence: str) -> None:
        """Note one broken promise."""
        self._tally.lose(loss, f"{self._moment}: {sentence}")
