"""Submitting units: what is looked for before, what is frozen, and reading it again."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stepback_course.clock import Clock, day_of
from stepback_course.course.models import Unit
from stepback_course.people import Actor
from stepback_course.portfolio.erasing.rules import was_erased
from stepback_course.portfolio.evidence.rules import require_images
from stepback_course.portfolio.folder import PortfolioFolder
from stepback_course.portfolio.freezing import declared, frozen_copy
from stepback_course.portfolio.models import Attempt, Declaration, Submission, UnitRecord
from stepback_course.portfolio.privacy import (
    Finding,
    Surroundings,
    evidence_findings,
    explanations_of,
    require_explained,
    unit_findings,
)
from stepback_course.portfolio.steps import next_attempt, submitted
from stepback_course.portfolio.versions.keeping import Versions
from stepback_course.store import Change, Store
from stepback_course.text import _, canonical
from stepback_course.text.refusals import Refusal

SUBMISSION_LIMIT = 5_000_000
"""The largest frozen copy of a unit, in bytes."""


@dataclass(frozen=True, slots=True)
class Submitting:
    """Somebody who submits units of a portfolio, from what `folder` has read."""

    store: Store
    folder: PortfolioFolder
    actor: Actor
    clock: Clock

    def findings(self, unit: Unit) -> list[Finding]:
        """Return what in the answers to a unit may tell who a child is."""
        folder = self.folder
        consent, allowed = folder.consent().model, folder.allowed().model.names
        year = day_of(self.clock()).year
        surroundings = Surroundings.of(folder.profile, consent, allowed, year)
        files = folder.evidence(unit.id).model.files
        return [
            *unit_findings(unit, folder.draft(unit.id).model, surroundings),
            *evidence_findings(unit, files, surroundings),
        ]

    def submit(
        self,
        units: Sequence[Unit],
        typed_name: str,
        explanations: Mapping[str, str],
        operation: str | None,
    ) -> list[Attempt]:
        """Submit units under one declaration, all or none; see `Workbook.submit`."""
        rules = self.folder.course.rules
        declaration = declared(self.folder.profile, rules, typed_name, self.clock())
        found = [self.findings(unit) for unit in units]
        copies = [
            self._copy(unit, declaration, explanations_of(findings, explanations))
            for unit, findings in zip(units, found, strict=True)
        ]
        require_explained([each for findings in found for each in findings], explanations)
        changes: dict[str, Change] = {}
        attempts = []
        for unit, copy in zip(units, copies, strict=True):
            attempt, unit_changes = self._freeze(unit, copy)
            attempts.append(attempt)
            changes |= unit_changes
        self.folder.put(changes, actor=self.actor, operation=operation)
        return attempts

    def _copy(
        self, unit: Unit, declaration: Declaration, explanations: Mapping[str, str]
    ) -> Submission:
        folder = self.folder
        evidence = folder.evidence(unit.id).model.files
        require_images(unit, evidence, folder.consent().model)
        return frozen_copy(
            folder.profile,
            unit,
            folder.draft(unit.id).model,
            folder.consent_to(unit),
            evidence=evidence,
            attempt=next_attempt(unit, folder.course.rules, folder.record(unit.id).model),
            declaration=declaration,
            explanations=explanations,
        )

    def _freeze(self, unit: Unit, submission: Submission) -> tuple[Attempt, dict[str, Change]]:
        folder = self.folder
        kept, draft = folder.record(unit.id), folder.draft(unit.id)
        frozen = canonical(submission.model_dump(mode="json", by_alias=True))
        attempt = Attempt(
            number=submission.attempt,
            file=self.store.put_file(io.BytesIO(frozen), limit=SUBMISSION_LIMIT),
            declaration=submission.declaration,
            evidence=tuple(file.file for file in submission.evidence),
        )
        record = submitted(unit, kept.model, attempt, actor=self.actor, at=self.clock())
        # The draft is written again, unchanged, so that an answer saved meanwhile is a conflict:
        # what was frozen is then what the draft says.
        return attempt, {
            f"unit/{unit.id}": folder.record_change(unit, kept, record),
            f"draft/{unit.id}": folder.draft_change(unit, draft, draft.model),
            **Versions(self.store, folder, unit.id).submitting(draft),
        }


def read_submission(store: Store, record: UnitRecord, number: int) -> Submission:
    """Return the frozen copy of an attempt. Raises Refusal where there is none, or none left."""
    for attempt in reversed(record.attempts):
        if attempt.number == number:
            if attempt.erased:
                raise Refusal("unknown", was_erased(attempt))
            with store.open_file(attempt.file) as frozen:
                return Submission.model_validate_json(frozen.read())
    raise Refusal("unknown", _("there is no attempt {number}").format(number=number))
