"""The whole course walked from a file of operations, the practitioner's part in plain lines."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.desks import Desks
from stepback_course.people import resolve_actor
from stepback_course.store import open_store
from tests.cli.running import Program
from tests.house import clock, packed_course
from tests.plain import typing_in

FILE = Path(__file__).parents[1] / "batch" / "whole_course.jsonl"
Operation = dict[str, Any]
OPERATIONS: list[Operation] = [
    json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()
]
PRACTITIONER, PORTFOLIO = "PR-1", "P-1"
_TYPED = {"respond", "consent", "submit", "withdraw", "confirm_name"}
_ANSWERING = {"respond", "consent"}


class Walk:
    """A program in which the practitioner's operations are typed in plain lines."""

    def __init__(self, folder: Path) -> None:
        """Begin with an empty store."""
        self.program = Program(folder)
        self.said = ""
        """Everything that was said, one sitting after another."""
        self._answers: dict[str, typing_in.Answers] = {}
        self._occasions: dict[str, tuple[str, str]] = {}

    def walk(self) -> None:
        """Do everything in the file."""
        for _key, operations in groupby(OPERATIONS, _sitting):
            group = list(operations)
            if group[0]["op"] not in _TYPED:
                answers = self.program.batch(group)
                assert [answer for answer in answers if not answer["ok"]] == []
                if group[0]["op"] == "person":
                    self._join()
            else:
                self._sit(self._lines(group))

    def _join(self) -> None:
        """Join with an invitation, as somebody who sits down for the first time."""
        self.program.out("invite", "-o", str(self.program.folder), acting="CO-ANN")
        self._sit(["j", "1", "."], acting=None)

    def _sit(self, lines: Sequence[str], acting: str | None = PRACTITIONER) -> None:
        text = "".join(f"{line}\n" for line in lines)
        self.said += self.program.out("plain", text=text, acting=acting)

    def _lines(self, group: Sequence[Operation]) -> list[str]:
        first = group[0]
        match first["op"]:
            case "submit":
                return self._submitting(first)
            case "withdraw":
                return [_number(first["unit"]), "w", "yes", ".", "."]
            case "confirm_name":
                return ["c", first["name"], "1", "."]
        return [line for unit in packed_course().unit_ids for line in self._unit(unit, group)]

    def _unit(self, identifier: str, group: Sequence[Operation]) -> Iterator[str]:
        """Yield what is typed to give the answers of one unit, in the order of its activities."""
        unit = packed_course().unit(identifier)
        assert unit is not None
        given = {o["activity"]: o for o in group if o.get("unit") == identifier}
        permission = [o for o in group if o["op"] == "consent"] if unit.needs_consent else []
        if not given and not permission:
            return
        yield _number(identifier)
        for operation in permission:
            yield from typing_in.permission(operation)
        answers = self._answers.setdefault(identifier, {})
        for activity in unit.activities:
            if activity.id in given:
                operation = given[activity.id]
                yield from typing_in.answer(unit, activity.id, operation["value"], answers)
                yield from self._occasion(unit, operation)
        yield typing_in.BACK

    def _occasion(self, unit: Unit, operation: Operation) -> Iterator[str]:
        """Yield what is typed to say how an answer came about, where that is not said already."""
        standing = self._occasions.get(operation["activity"], ("", ""))
        said = (operation.get("with", ""), operation.get("from_paper", ""))
        if said != standing:
            yield from typing_in.occasion(unit, operation["activity"], standing, said)
            self._occasions[operation["activity"]] = said

    def _submitting(self, operation: Operation) -> list[str]:
        """Return what is typed to submit units, with a reason for whatever is asked about."""
        store = open_store(str(self.program.store))
        desks = Desks(store, Shelf(store), resolve_actor(store, PRACTITIONER, None), clock)
        ready = [view.unit.id for view in desks.workbook.open(PORTFOLIO).ready]
        numbers = " ".join(str(ready.index(unit) + 1) for unit in operation["units"])
        findings = {f.key: f for f in desks.workbook.findings(PORTFOLIO, operation["units"])}
        store.close()
        why = {words.casefold(): said for words, said in operation.get("explanations", {}).items()}
        return [
            "s",
            *([numbers] if len(ready) > 1 else []),
            *(line for key in findings for line in ("2", why[key])),
            operation["declaration"],
            ".",
        ]


def _sitting(operation: Operation) -> object:
    """Return what operations that are done in one sitting have in common."""
    if operation["op"] in _ANSWERING:
        return _ANSWERING
    return operation["op"] in _TYPED and id(operation)


def _number(unit: str) -> str:
    return typing_in.unit_number(packed_course(), unit)
