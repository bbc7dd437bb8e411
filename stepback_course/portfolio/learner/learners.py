"""A case study begun again with another learner, while the one before is kept, closed.

What was written about the first learner becomes one file by hash, which nothing but the record
`learners` names; the portfolio's own records are then as they were before the first word. It is for
the practitioner to read, never to go on with, and goes when the case study is erased.
"""

import io
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from stepback_course.clock import Clock, instant
from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.people import Actor
from stepback_course.portfolio.answering import require_open
from stepback_course.portfolio.folder import PortfolioFolder, opened_folder
from stepback_course.portfolio.learner.permission import require_not_frozen
from stepback_course.portfolio.models import Consent, Digest, Draft
from stepback_course.store import Change, Corrupt, Document, Missing, Scalar, Store
from stepback_course.store.paging import all_rows
from stepback_course.text import _, canonical
from stepback_course.text.fields import Frozen, Identifier, Line
from stepback_course.text.refusals import Refusal

RECORD = "learners"
"""The record that lists the closed case studies of a portfolio."""
KIND = "learners"
"""The row of that record, by which a file is found that a closed case study names."""
CLOSED_LIMIT = 20_000_000
"""The largest closed case study, in bytes."""
_ABOUT_LEARNER = ("draft", "versions", "evidence")
"""The records, each of them for the unit, that are about its learner besides the permission."""


class ClosedCase(Frozen):
    """One case study that made room for another learner's."""

    number: Annotated[int, Field(ge=1)]
    at: Line
    """The instant at which it was closed."""
    actor: Identifier
    file: Digest


class LearnersRecord(Frozen):
    """The closed case studies of a portfolio, oldest first; no word about any learner."""

    closed: tuple[ClosedCase, ...] = ()


class ClosedFile(Frozen):
    """Every record about one learner as it stood when their case study was closed."""

    schema_: Annotated[Literal["stepback.closed-case/1"], Field(alias="schema")] = (
        "stepback.closed-case/1"
    )
    portfolio: Identifier
    unit: Identifier
    documents: dict[Line, dict[str, Any]]

    @property
    def consent(self) -> Consent | None:
        """The permission there was."""
        document = self.documents.get("consent")
        return Consent.model_validate(document) if document else None

    @property
    def draft(self) -> Draft:
        """What was written."""
        return Draft.model_validate(self.documents.get(f"draft/{self.unit}", {}))


def is_in_closed_case(store: Store, digest: str) -> bool:
    """Say whether a closed case study in this store names a file, or one that is damaged may.

    Raises StoreError.
    """
    for row in all_rows(store, KIND):
        record = store.get(row.folder, row.record)
        listed = LearnersRecord.model_validate(record.document if record else {})
        if any(_may_name(store, case, digest) for case in listed.closed):
            return True
    return False


class Learners:
    """Closes a case study for another learner's, and opens the closed ones to be read."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def closed(self, portfolio: str) -> tuple[ClosedCase, ...]:
        """Return the closed case studies, oldest first."""
        return self._own(portfolio).kept(RECORD, LearnersRecord).model.closed

    def read(self, portfolio: str, number: int) -> ClosedFile:
        """Return one closed case study. Raises Refusal where there is none of this number."""
        for case in self.closed(portfolio):
            if case.number == number:
                with self._store.open_file(case.file) as content:
                    return ClosedFile.model_validate_json(content.read())
        raise Refusal("unknown", _("there is no closed case study {number}").format(number=number))

    def begin_again(self, portfolio: str, *, operation: str | None = None) -> ClosedCase:
        """Close the case study as it stands, so that it can be begun with another learner.

        Attempts and decisions stay as they are. Raises Refusal where nothing is written yet, the
        case study is not open, or permission was taken back: what was written is then erased or
        left alone, never kept aside.
        """
        folder = self._own(portfolio)
        unit = _case_study(folder)
        require_open(unit, folder.record(unit.id).model)
        require_not_frozen(unit, folder.consent().model)
        names = ("consent", *(f"{kind}/{unit.id}" for kind in _ABOUT_LEARNER))
        records = self._store.records(folder.name, names)
        documents = {name: record.document for name, record in records.items() if record.document}
        if not _has_anything(documents, unit):
            raise Refusal(
                "not_ready", _("nothing about a learner is written yet: begin with this one")
            )
        kept = folder.kept(RECORD, LearnersRecord)
        case = ClosedCase(
            number=len(kept.model.closed) + 1,
            at=instant(self._clock()),
            actor=self._actor.id,
            file=self._put_away(ClosedFile(portfolio=portfolio, unit=unit.id, documents=documents)),
        )
        listed = LearnersRecord(closed=(*kept.model.closed, case))
        changes = {name: Change(records[name].revision, {}) for name in documents}
        changes[f"draft/{unit.id}"] = folder.draft_change(unit, folder.draft(unit.id), Draft())
        row: dict[str, Scalar] = {"kind": KIND, "portfolio": folder.profile.id}
        changes[RECORD] = Change(kept.revision, listed.model_dump(mode="json"), row)
        folder.put(changes, actor=self._actor, operation=operation)
        return case

    def _own(self, portfolio: str) -> PortfolioFolder:
        return opened_folder(self._store, self._courses, self._actor, "write_portfolio", portfolio)

    def _put_away(self, closed: ClosedFile) -> str:
        content = canonical(closed.model_dump(mode="json", by_alias=True))
        return self._store.put_file(io.BytesIO(content), limit=CLOSED_LIMIT)


def _may_name(store: Store, case: ClosedCase, digest: str) -> bool:
    try:
        with store.open_file(case.file) as content:
            return digest.encode() in content.read()
    except (Missing, Corrupt):
        return True


def _case_study(folder: PortfolioFolder) -> Unit:
    for unit in folder.course.units:
        if unit.needs_consent:
            return unit
    raise Refusal("unknown", _("this course has no case study"))


def _has_anything(documents: Mapping[str, Document], unit: Unit) -> bool:
    """Say whether there is permission, or any answer."""
    draft = Draft.model_validate(documents.get(f"draft/{unit.id}", {}))
    return "consent" in documents or bool(draft.responses)
