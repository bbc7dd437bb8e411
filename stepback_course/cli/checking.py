"""Reading a whole store to see whether it is sound, its trails included where that is asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stepback_course.store import Finding, Store
from stepback_course.store.moving.sources import Reader

if TYPE_CHECKING:
    from stepback_course.cli.trails import Heads


@dataclass(slots=True)
class Checked:
    """How much was read, and what is wrong with it."""

    folders: int = 0
    records: int = 0
    files: int = 0
    damage: list[Finding] = field(default_factory=list)
    trails: list[Finding] = field(default_factory=list)
    heads: "list[Heads]" = field(default_factory=list)
    """Of every portfolio whose trails were followed."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.damage and not self.trails

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to read."""
        return self.is_sound and not self.folders and not self.files


def check_store(store: Store, *, trail: bool, progress: Callable[[str], None]) -> Checked:
    """Read everything in a store. Raises what the store raises where it cannot be read at all."""
    progress(store.url)
    checked = Checked(damage=list(store.check()))
    reader = Reader(store)
    kept = frozenset(store.files())
    checked.files = len(kept)
    for folder in store.folders():
        progress(folder)
        records = reader.records(folder) or {}
        checked.folders += bool(records)
        checked.records += len(records)
        if trail and folder.startswith("portfolio/"):
            # Loaded only where trails are asked for: the models behind them take a while.
            from stepback_course.cli.trails import broken_trails, heads_of

            broken = list(broken_trails(records, kept))
            checked.trails += broken
            checked.heads += [] if broken else [heads_of(folder, records)]
        if trail and folder.startswith("certificate/"):
            from stepback_course.cli.trails import broken_certificates

            checked.trails += broken_certificates(records, kept)
    told = {finding.sentence for finding in checked.damage}
    checked.damage += [finding for finding in reader.unread if finding.sentence not in told]
    return checked
