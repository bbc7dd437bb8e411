"""Writing answers in a draft: all or none, and never over one that the writer has not seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from stepback_course.clock import Clock, instant
from stepback_course.course.models import Unit
from stepback_course.people import Actor
from stepback_course.portfolio.answering import (
    Offered,
    activity_of,
    is_about_learner,
    offered_answer,
    require_open,
    require_seen,
    same_answer,
)
from stepback_course.portfolio.folder import PortfolioFolder, records_of
from stepback_course.portfolio.learner.permission import require_not_frozen, require_permission
from stepback_course.portfolio.models import Draft, Occasion, Response, UnitRecord
from stepback_course.portfolio.versions.keeping import Versions
from stepback_course.store import Conflict, Store
from stepback_course.text import _

RETRIES = 20
"""How often a change is made again when other records of the same unit moved meanwhile."""


@dataclass(frozen=True, slots=True)
class Writing:
    """Somebody who writes in one unit of a portfolio that is theirs to write in."""

    store: Store
    folder: PortfolioFolder
    unit: Unit
    actor: Actor
    clock: Clock

    def offered(self, activity: str, value: object, occasion: Occasion | None) -> Offered:
        """Return an answer to one activity, not yet numbered. Raises Refusal."""
        return offered_answer(activity_of(self.unit, activity), value, occasion)

    def write(
        self,
        offered: Mapping[str, Offered],
        *,
        seen: Mapping[str, int] | None = None,
        is_kept_before: bool = False,
        operation: str | None = None,
    ) -> dict[str, Response]:
        """Replace responses, all or none, and return those that were not the same before.

        `seen` is as `Workbook.respond` has it, by activity.
        `is_kept_before` says that how the draft stands is kept as a version first, in any case.
        Raises Refusal where the unit is closed or permission is missing, and Conflict.
        """
        for _attempt in range(RETRIES):
            now = self.clock()
            kept, record = self.folder.draft(self.unit.id), self.folder.record(self.unit.id).model
            self._require_may_be_written(offered, record)
            written = _numbered(offered, kept.model.responses, seen or {}, now)
            if not written:
                return {}
            versions = Versions(self.store, self.folder, self.unit.id)
            changes = versions.before_writing(kept, written, now, in_any_case=is_kept_before)
            draft = Draft(responses=kept.model.responses | written)
            change = self.folder.draft_change(self.unit, kept, draft)
            changes[f"draft/{self.unit.id}"] = change
            try:
                self.folder.put(changes, actor=self.actor, operation=operation)
            except Conflict:
                self.folder.read(*records_of(self.unit.id))
                continue
            versions.tidy()
            return written
        raise Conflict(_("this unit is being written elsewhere without pause: try again"), {})

    def _require_may_be_written(self, offered: Iterable[str], record: UnitRecord) -> None:
        require_open(self.unit, record)
        if not self.unit.needs_consent:
            return
        if any(is_about_learner(self.unit, activity) for activity in offered):
            require_permission(self.folder.consent().model)
        require_not_frozen(self.unit, self.folder.consent_to(self.unit))


def _numbered(
    offered: Mapping[str, Offered],
    standing: Mapping[str, Response],
    seen: Mapping[str, int],
    now: datetime,
) -> dict[str, Response]:
    """Return the responses that change something, with their numbers."""
    numbered = {}
    for activity, answer in offered.items():
        current = standing.get(activity)
        number = current.number if current else 0
        response = answer.numbered(number + 1, instant(now))
        if current and same_answer(current, response):
            continue
        require_seen(number, seen.get(activity))
        numbered[activity] = response
    return numbered
