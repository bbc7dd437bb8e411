"""The whole circle on the command line: three stores, three sets of keys, files between them."""

from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from stepback_course.portfolio.models import UnitRecord
from stepback_course.portfolio.trail import is_whole, shown
from stepback_course.store import open_store
from tests.batch.test_whole_course import OPERATIONS, UNITS
from tests.cli.running import Program
from tests.handover.circle import everything

Rows = list[dict[str, Any]]
ANN, MEG, IFAN = "CO-ANN", "AS-MEG", "PR-1"


class Machines:
    """The office, the practitioner's laptop and the assessor's, and the files they exchange."""

    def __init__(self, folder: Path) -> None:
        """Begin with nothing on any of them."""
        self.post = folder / "post"
        self.office = Program(self._made(folder / "office"))
        self.laptop = Program(self._made(folder / "laptop"))
        self.megs = Program(self._made(folder / "megs"))

    def perform(self, program: Program, operations: Rows) -> None:
        """Perform operations on one machine, each of which succeeds."""
        answers = program.batch(operations)
        assert [answer for answer in answers if not answer["ok"]] == []

    def join(self) -> None:
        """Invite both, and let both join."""
        self.office.out("invite", "-o", str(self.post), acting=ANN)
        self.office.out("invite", "--person", MEG, "-o", str(self.post), acting=ANN)
        self.laptop.out("join", str(self.post / "P-1.stepback-invitation"), "--no-open")
        self.megs.out("join", str(self.post / f"{MEG}.stepback-invitation"), "--no-open")
        self.carry(self.megs, self.office, MEG, ANN)

    def carry(
        self, sender: Program, receiver: Program, by: str, to: str, *arguments: str
    ) -> tuple[Rows, Rows]:
        """Seal on one machine, open on another; return the rows of both."""
        folder = self.post / f"bundles-{len(list(self.post.glob('bundles-*')))}"
        sealed = sender.rows("handover", "seal", "-o", str(folder), *arguments, acting=by)
        opened = receiver.rows("handover", "open", str(folder), acting=to)
        assert sealed
        assert {row["outcome"] for row in opened} <= {"taken", "already here", "not for here"}
        return sealed, opened

    @staticmethod
    def _made(folder: Path) -> Path:
        folder.mkdir(parents=True)
        return folder


def kept(machine: Program) -> dict[str, object]:
    """Return everything that a machine's store has."""
    store = open_store(str(machine.store))
    found = everything(store)
    store.close()
    return found


def turns(operations: Rows) -> list[tuple[str, Rows]]:
    """Return the practitioner's operations and the assessor's by turns, as the file has them."""
    mine = [each for each in operations if each.get("as") in (IFAN, MEG)]
    return [(person, list(each)) for person, each in groupby(mine, key=lambda o: str(o["as"]))]


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Machines:
    """Three machines after the whole course was worked through on them."""
    machines = Machines(tmp_path_factory.mktemp("circle"))
    office, laptop, megs = machines.office, machines.laptop, machines.megs
    by_ann = [each for each in OPERATIONS if each.get("as") not in (IFAN, MEG)]
    machines.perform(office, by_ann[:-1])
    machines.join()
    for person, operations in turns(OPERATIONS):
        if person == IFAN:
            machines.perform(laptop, operations)
            machines.carry(laptop, office, IFAN, ANN)
            continue
        released = [each for each in operations if each["op"] == "release"]
        machines.carry(office, megs, ANN, MEG, "--for", MEG)
        machines.perform(megs, [each for each in operations if each not in released])
        machines.carry(megs, office, MEG, ANN)
        machines.perform(office, released)
        machines.carry(office, laptop, ANN, IFAN)
    machines.perform(office, by_ann[-1:])
    machines.carry(office, laptop, ANN, IFAN)
    for folder in machines.post.glob("bundles-*"):
        megs.run("handover", "open", str(folder), acting=MEG)
    return machines


def test_every_unit_is_met_and_the_certificate_is_known_on_the_laptop(machines: Machines) -> None:
    (certificate,) = machines.office.rows("certificates", "list", acting=ANN)
    assert certificate["facts"]["name"] == "Ifan Winterbourne"
    store = open_store(str(machines.laptop.store))
    award = store.get("portfolio/P-1", "award")
    assert award is not None
    assert award.document["number"] == certificate["number"]
    store.close()
    (row,) = machines.office.rows("progress", acting=ANN)
    assert row["statuses"] == dict.fromkeys(UNITS, "met")


def test_every_trail_is_whole_and_the_laptop_has_what_the_office_may_show(
    machines: Machines,
) -> None:
    office, laptop = (open_store(str(each.store)) for each in (machines.office, machines.laptop))
    for unit in UNITS:
        kept, mine = (each.get("portfolio/P-1", f"unit/{unit}") for each in (office, laptop))
        assert kept is not None
        assert mine is not None
        record = UnitRecord.model_validate(kept.document)
        assert is_whole(record)
        assert shown(record) == UnitRecord.model_validate(mine.document)
    office.close()
    laptop.close()


def test_opening_everything_again_in_a_heap_changes_nothing(machines: Machines) -> None:
    heap = machines.post / "heap"
    heap.mkdir()
    for number, path in enumerate(sorted(machines.post.glob("bundles-*/*.stepback"))):
        (heap / f"{number}.stepback").write_bytes(path.read_bytes())
    for machine, acting in ((machines.office, ANN), (machines.laptop, IFAN), (machines.megs, MEG)):
        before = kept(machine)
        rows = machine.rows("handover", "open", str(heap), acting=acting)
        assert {row["outcome"] for row in rows} == {"already here", "not for here"}
        assert kept(machine) == before


def test_a_move_takes_everything_to_a_new_laptop(machines: Machines, tmp_path: Path) -> None:
    file = tmp_path / "move.stepback"
    told = machines.laptop.out("handover", "seal", "--move", "-o", str(file), acting=IFAN)
    words = told.splitlines()[1].strip()
    fresh = Program(tmp_path / "fresh")
    fresh.folder.mkdir()
    done = fresh.run("handover", "open", str(file))
    assert (done.exit_code, "is locked with words" in done.stdout) == (1, True)
    wrong = fresh.run("handover", "open", str(file), "--words", "acorn " * 5 + "zebra")
    assert "does not open with these words" in wrong.stdout
    (row,) = fresh.rows("handover", "open", str(file), "--words", words)
    assert (row["what"], row["outcome"]) == ("P-1", "taken")
    old, new = (open_store(str(each.store)) for each in (machines.laptop, fresh))
    assert new.records("portfolio/P-1") == old.records("portfolio/P-1")
    old.close()
    new.close()
    assert "11 of 11 units are met" in fresh.out()
    (again,) = fresh.rows("handover", "open", str(file), "--words", words)
    assert again["outcome"] == "already here"
    machines.carry(fresh, machines.office, IFAN, ANN)


def test_people_are_told_by_name_with_the_id_that_commands_ask_for(
    machines: Machines, tmp_path: Path
) -> None:
    sealed = machines.office.out("handover", "seal", "--for", IFAN, "-o", str(tmp_path), acting=ANN)
    assert f"Ifan Winterbourne ({IFAN})  feedback" in sealed
    opened = machines.laptop.out("handover", "open", str(tmp_path), acting=IFAN)
    assert f"Positive Eye Ltd ({ANN})" in opened
    (first, *_others) = sorted(machines.post.glob("bundles-*/ifan*submission*.stepback"))
    opened = machines.office.out("handover", "open", str(first), acting=ANN)
    assert f"Ifan Winterbourne ({IFAN})" in opened


def test_commands_say_plainly_what_cannot_be_done(machines: Machines, tmp_path: Path) -> None:
    done = machines.office.run("handover", "seal", "--for", "AS-MEG", "-o", "out", acting=MEG)
    assert "handed out to be marked by a named" in done.stderr
    assert machines.laptop.out("handover", "seal", "-o", "out", acting=IFAN) == (
        "There is nothing new to hand over.\n"
    )
    empty = tmp_path / "empty"
    empty.mkdir()
    done = machines.office.run("handover", "open", str(empty), "nowhere", acting=ANN)
    assert "there is no bundle in this folder" in done.stdout
    assert "cannot be read" in done.stdout
    alone = Program(tmp_path / "alone")
    alone.folder.mkdir()
    alone.batch([{"op": "person", "id": ANN, "name": "Ann Rees", "roles": ["coordinator"]}])
    done = alone.run("handover", "seal", "-o", "out")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "does not know the keys of its office" in done.stderr
