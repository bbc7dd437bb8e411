"""What an autosave costs, against the floor of writing the same bytes durably."""

import itertools
import os
import random
from collections.abc import Iterator
from pathlib import Path

from bench.measuring import Measured, in_turn, seconds
from bench.stores import WORDS, begun
from stepback_course.clock import instant, system_clock
from stepback_course.course.models import Course
from stepback_course.course.packed import packed_root
from stepback_course.course.reader import read_course
from stepback_course.desks import Desks
from stepback_course.people import OWNER
from stepback_course.portfolio.folder import folder_name
from stepback_course.portfolio.models import Draft, Profile, Response
from stepback_course.store import NEVER_WRITTEN, Change, Store

RUNS = 300
UNIT, ACTIVITY = "statement-01", "one-purpose"


def measure(folder: Path) -> Iterator[Measured]:
    """Yield the cost of an autosave and its growth, in a store under `folder`."""
    course = read_course(packed_root())
    few = _filled(folder / "few", course, 10)
    many = _filled(folder / "many", course, 1000)
    file = next((folder / "few").rglob("portfolio~*.json"))
    floor = _Floor(folder / "floor", file.stat().st_size)
    ours, theirs = in_turn(_Autosave(few), floor, runs=RUNS, warm_up=20)
    yield Measured(
        "autosave",
        ours / theirs,
        3.0,
        RUNS,
        f"temporary file + fsync + rename + directory fsync of {floor.size} bytes",
    )
    at_many, at_few = in_turn(_Autosave(many), _Autosave(few), runs=RUNS, warm_up=20)
    yield Measured(
        "autosave at 1,000 portfolios", at_many / at_few, 1.3, RUNS, "the same at 10 portfolios"
    )


class _Floor:
    """The least that a durable save of the same bytes can cost here."""

    def __init__(self, folder: Path, size: int) -> None:
        folder.mkdir()
        self.size = size
        self._path = folder / "file"
        self._content = os.urandom(size)

    def __call__(self) -> float:
        return seconds(self._save)

    def _save(self) -> None:
        temporary = self._path.with_suffix(".new")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.write(descriptor, self._content)
        os.fsync(descriptor)
        os.close(descriptor)
        temporary.replace(self._path)
        directory = os.open(self._path.parent, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)


class _Autosave:
    """One save after another as the app makes them, by ten people in turn."""

    def __init__(self, desks: Desks) -> None:
        self._workbook = desks.seat(OWNER).workbook
        self._turn = itertools.cycle(range(10))
        self._texts = itertools.count()

    def __call__(self) -> float:
        portfolio = f"P-{next(self._turn)}"
        text = _words(random.Random(next(self._texts)), 300)
        return seconds(lambda: self._workbook.respond(portfolio, UNIT, ACTIVITY, text))


def _filled(path: Path, course: Course, portfolios: int) -> Desks:
    desks = begun(path)
    at = instant(system_clock())
    reference = course.reference
    for number in range(portfolios):
        profile = Profile(
            id=f"P-{number}", person=f"PR-{number}", name="Cerys", cohort="C", course=reference
        )
        desks.registry.keep_portfolio(profile, "enrolled")
        _write_everything(desks.store, course, profile.id, at)
    return desks


def _write_everything(store: Store, course: Course, portfolio: str, at: str) -> None:
    """Write a long answer to every reflection, so that each portfolio has about 60 KB."""
    generator = random.Random(portfolio)
    changes = {}
    for unit in course.units:
        texts = {
            activity.id: Response(value=_words(generator, 550), number=1, at=at)
            for activity in unit.activities
            if activity.kind == "reflection"
        }
        draft = Draft(responses=texts).model_dump(mode="json", by_alias=True)
        row = {"kind": "draft", "portfolio": portfolio, "cohort": "C", "unit": unit.id}
        changes[f"draft/{unit.id}"] = Change(NEVER_WRITTEN, draft, row)
    store.put(folder_name(portfolio), changes, operation="fill", actor="ALL")


def _words(generator: random.Random, count: int) -> str:
    return " ".join(generator.choice(WORDS) for _word in range(count))
