"""Where samples, the plan, its exception and the newest survey lie in the store."""

from datetime import datetime
from typing import TypeVar

from stepback_course.clock import day_of
from stepback_course.marking.quality.models import (
    QualityRecord,
    StandingException,
)
from stepback_course.marking.quality.rules import NOT_SECOND_MARKED
from stepback_course.marking.quality.waiting import sample_row
from stepback_course.portfolio.folder import Kept
from stepback_course.portfolio.models import Profile
from stepback_course.store import Change, Store
from stepback_course.text.fields import Frozen

FOLDER = "quality/plan"
"""Where the plan lies; samples lie with the units that they are of."""

Kind = TypeVar("Kind", bound=Frozen)


def record_name(unit: str) -> str:
    """Return the name of the record that keeps the samples of a unit."""
    return f"quality/{unit}"


def quality_change(
    profile: Profile, unit: str, kept: Kept[QualityRecord], quality: QualityRecord
) -> Change:
    """Return what the record of a unit's samples becomes, with its row."""
    row = sample_row(profile, unit, quality.samples[-1])
    return Change(kept.revision, quality.model_dump(mode="json"), row)


def kept_in_plan(store: Store, name: str, model: type[Kind]) -> Kept[Kind | None]:
    """Return one of the plan's records, or None where there is none."""
    record = store.get(FOLDER, name)
    if record is None:
        return Kept(None)
    return Kept(model.model_validate(record.document), record.revision)


def standing_exception(store: Store, at: datetime) -> StandingException | None:
    """Return the exception that holds at an instant, or None."""
    kept = kept_in_plan(store, "exception", StandingException).model
    return kept if kept is not None and kept.covers(day_of(at).isoformat()) else None


def mark_of_decision(store: Store, at: datetime) -> str:
    """Return the mark that a decision made at an instant carries in its trail, or none."""
    return NOT_SECOND_MARKED if standing_exception(store, at) else ""
