"""Reading a whole store to see whether it is sound, its trails included where that is asked."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from stepback_course.store import Finding, Record, Store
from stepback_course.store.moving.sources import Reader
from stepback_course.text import _


@dataclass(slots=True)
class Checked:
    """How much was read, and what is wrong with it."""

    folders: int = 0
    records: int = 0
    files: int = 0
    damage: list[Finding] = field(default_factory=list)
    trails: list[Finding] = field(default_factory=list)

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
            checked.trails += _broken_trails(records, kept)
    told = {finding.sentence for finding in checked.damage}
    checked.damage += [finding for finding in reader.unread if finding.sentence not in told]
    return checked


def _broken_trails(records: dict[str, Record], kept: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with the units of one portfolio; `kept` are the hashes of all files."""
    for name, record in records.items():
        place = f"{record.folder} {name}"
        if name.startswith("unit/"):
            for sentence in _slips(place, record, kept):
                yield Finding(place, sentence)
        elif name.startswith("erasure/") and not record.document.get("finished"):
            sentence = _(
                "{place}: something was erased, and the program was stopped before every copy was "
                "gone. Go on with 'stepback erase finish'."
            )
            yield Finding(place, sentence.format(place=place))


def _slips(place: str, record: Record, kept: Collection[str]) -> Iterator[str]:
    from stepback_course.portfolio.models import UnitRecord
    from stepback_course.portfolio.trail import first_broken_entry, is_whole

    try:
        unit = UnitRecord.model_validate(record.document)
    except ValueError:
        yield _("{place} is not the record of a unit, so its trail cannot be followed.").format(
            place=place
        )
        return
    broken = first_broken_entry(unit.trail)
    if broken is not None:
        yield _(
            "{place}: entry {number} of its trail is not as this program wrote it. "
            "Compare it with a backup before anybody goes on with this unit."
        ).format(place=place, number=broken + 1)
    elif not is_whole(unit):
        yield _(
            "{place} does not say what the last entry of its trail says it does. "
            "Compare it with a backup before anybody goes on with this unit."
        ).format(place=place)
    for attempt in unit.attempts:
        if attempt.erased and attempt.file in kept:
            yield _(
                "{place}: attempt {number} was erased, and a copy of it is kept all the same. "
                "Erase that unit once more."
            ).format(place=place, number=attempt.number)
        elif not attempt.erased and attempt.file not in kept:
            yield _("{place}: what was submitted as attempt {number} is not kept here.").format(
                place=place, number=attempt.number
            )
