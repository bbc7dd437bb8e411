"""The words of the made-up cohort, read from the files in `words/`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from random import Random
from typing import Any

Row = Mapping[str, str]
Table = Mapping[str, Any]

_TELLINGS = ("statements_first_day", "statements_second_day", "case_study")


@dataclass(frozen=True, slots=True)
class Telling:
    """How one activity is written about."""

    beats: Sequence[Sequence[str]]
    """In the order in which they are told, each with several ways to say it."""
    every_beat: bool = False
    """Whether none may be left out."""
    between: str = "\n"
    """What stands between the beats where none is left out."""


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that can be said."""

    tellings: Mapping[str, Telling]
    """By the id of the activity."""
    logs: Mapping[str, Sequence[Row]]
    """Rows by the id of the activity, and `any`."""
    general: Table
    tables: Table
    feedback: Table
    people: Table

    def anything(self, *, case_study: bool) -> Telling:
        """Return what may stand in any answer about a statement, or in any of the case study."""
        return Telling(self.general["case_study" if case_study else "reflection"]["beats"])

    @property
    def revision(self) -> Telling:
        """What is added to an answer that came back."""
        return Telling(self.general["revision"]["beats"], every_beat=True, between=" ")


def read_words() -> Words:
    """Return the words that come with the program."""
    tellings = {
        activity: Telling(told["beats"], told.get("every_beat", False))
        for name in _TELLINGS
        for activity, told in _read(name).items()
    }
    logs = {activity: log["rows"] for activity, log in _read("logs").items()}
    return Words(
        tellings=tellings,
        logs=logs,
        general=_read("general"),
        tables=_read("tables"),
        feedback=_read("feedback"),
        people=_read("people"),
    )


def dice(*key: str | int) -> Random:
    """Return the chance that belongs to a key: the same in every process and on every system."""
    return Random("/".join(map(str, key)))


def _read(name: str) -> dict[str, Any]:
    text = (files("stepback_course.demo") / "words" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
