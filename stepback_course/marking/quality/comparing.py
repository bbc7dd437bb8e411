"""How far assessors agree, read from what was marked twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from stepback_course.marking.quality.agreement import Agreement, agreement
from stepback_course.marking.quality.keeping import record_name
from stepback_course.marking.quality.models import QualityRecord
from stepback_course.people.names import told_apart
from stepback_course.portfolio.models import UnitRecord, Verdict
from stepback_course.store import Store
from stepback_course.store.paging import all_rows

By = Literal["all", "assessor", "unit", "criterion"]


@dataclass(frozen=True, slots=True)
class Pair:
    """What two assessors decided about one criterion of one submission."""

    unit: str
    criterion: str
    assessor: str
    """Who decided first."""
    name: str
    first: Verdict
    second: Verdict


@dataclass(frozen=True, slots=True)
class Compared:
    """How far second marks agree with the first ones, over one assessor, unit or criterion."""

    by: By
    value: str
    """The assessor's name, the unit, or the unit and the criterion; empty for all."""
    figures: Agreement


def read_pairs(store: Store, cohort: str | None = None) -> Iterator[Pair]:
    """Yield, criterion by criterion, everything that was marked twice. Raises StoreError."""
    filters = {"cohort": cohort} if cohort else {}
    for row in all_rows(store, "sample", sort="drawn", second=True, **filters):
        unit = str(row.summary["unit"])
        names = (f"unit/{unit}", record_name(unit))
        records = store.records(row.folder, names)
        if len(records) < len(names):
            continue
        record, quality = (records[name].document for name in names)
        yield from pairs_of(
            unit, UnitRecord.model_validate(record), QualityRecord.model_validate(quality)
        )


def pairs_of(unit: str, record: UnitRecord, quality: QualityRecord) -> Iterator[Pair]:
    """Yield what two assessors decided about each criterion of one unit."""
    decisions = {decision.at: decision for decision in record.decisions}
    for sample in quality.samples:
        second = sample.second
        first = decisions.get(second.decided) if second else None
        if second is None or first is None:
            continue
        for criterion, verdict in first.criteria.items():
            yield Pair(
                unit=unit,
                criterion=criterion,
                assessor=first.assessor,
                name=first.name,
                first=verdict,
                second=second.marks.criteria[criterion],
            )


def compare(pairs: Iterable[Pair]) -> list[Compared]:
    """Return how far everybody agrees, then by assessor, by unit and by criterion."""
    groups: defaultdict[tuple[By, str], list[Pair]] = defaultdict(list)
    known = list(pairs)
    names = told_apart({pair.assessor: pair.name for pair in known})
    for pair in known:
        groups["all", ""].append(pair)
        groups["assessor", names[pair.assessor]].append(pair)
        groups["unit", pair.unit].append(pair)
        groups["criterion", f"{pair.unit} {pair.criterion}"].append(pair)
    order: tuple[By, ...] = ("all", "assessor", "unit", "criterion")
    return [
        Compared(by, value, agreement((pair.first, pair.second) for pair in group))
        for (by, value), group in sorted(
            groups.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
    ]
