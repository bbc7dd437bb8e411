"""Formats of a folder's file: which there are, and how an old one becomes the next.

The rule for whoever changes the format: `current` grows by one with every change. `readable_by` is
the oldest format whose programs still read the new files rightly; it grows only where they would
misread them. A file says both numbers in its first line, so that a program opens a newer file for
reading where it may, and says what to install where it may not. It never writes one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

PlainTables = dict[str, dict[str, dict[str, Any]]]
"""By table and TinyDB document id, the rows of one folder."""

Migration = Callable[[PlainTables], PlainTables]
"""A pure function from the rows of one format to those of the next."""


@dataclass(frozen=True, slots=True)
class Formats:
    """What a program knows of the formats of folders."""

    current: int = 1
    """The format it writes."""
    readable_by: int = 1
    """The oldest format whose programs read what it writes."""
    migrations: Mapping[int, Migration] = field(default_factory=dict)
    """By the format a migration begins from; one for every format before `current`."""

    def migrate(self, tables: PlainTables, version: int) -> PlainTables:
        """Return tables of format `version` as they are in the current one."""
        for step in range(version, self.current):
            tables = self.migrations[step](tables)
        return tables


FORMATS = Formats()
