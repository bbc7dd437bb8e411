"""Versions of a unit, written to the store and read from it."""

import io
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError

from stepback_course.clock import instant
from stepback_course.portfolio.folder import Kept, PortfolioFolder, versions_record
from stepback_course.portfolio.models import Attempt, Draft, Response, Submission
from stepback_course.portfolio.versions.rules import (
    KeptVersion,
    Reason,
    Superseded,
    VersionFile,
    VersionList,
    VersionsRecord,
    is_due,
    is_kept,
    last_written,
    loses_much,
    parted,
    thinned,
)
from stepback_course.store import Change, Corrupt, Document, Missing, Store, StoreError
from stepback_course.text import _, canonical
from stepback_course.text.fields import Frozen

Read = TypeVar("Read", bound=Frozen)

FILE_LIMIT = 10_000_000
"""The largest version in bytes; the draft that it is a copy of has at most eight million."""


class Versions:
    """The kept versions of one unit, from what `folder` has read."""

    def __init__(self, store: Store, folder: PortfolioFolder, unit: str) -> None:
        """Name the unit."""
        self._store = store
        self._portfolio = folder.profile.id
        self._unit = unit
        self._folder = folder
        self._name = versions_record(unit)
        self._known = folder.kept(self._name, VersionsRecord)
        self._to_remove: tuple[str, ...] = ()

    def listed(self) -> tuple[KeptVersion, ...]:
        """Return the list, oldest first; empty where it is not there. Raises Corrupt."""
        try:
            return _listed(self._store, self._known.model)
        except Missing:
            return ()

    def before_writing(
        self,
        draft: Kept[Draft],
        written: Mapping[str, Response],
        now: datetime,
        *,
        in_any_case: bool = False,
    ) -> dict[str, Change]:
        """Return what goes with answers that replace others in the draft; mostly nothing.

        How the draft stands is kept after five minutes of typing, before most of an answer goes,
        and `in_any_case` where something is replaced as a whole.
        """
        known = self._known.model
        if is_kept(known, draft.model, draft.revision):
            return self._change(known.model_copy(update={"since": instant(now)}))
        if in_any_case or _loses_much(draft.model, written):
            return self.keeping(draft, "replaced", now, goes_on=True)
        if is_due(known, now):
            try:
                return self.keeping(draft, "typing", now, goes_on=True)
            except StoreError:
                # What is typed now comes first: for that alone there may be room.
                return {}
        return {}

    def keeping(
        self, draft: Kept[Draft], reason: Reason, now: datetime, *, goes_on: bool = False
    ) -> dict[str, Change]:
        """Keep how a draft stands, and return what is to be written; nothing where it is kept.

        `goes_on` says that the draft is written again together with that.
        """
        known = self._known.model
        if is_kept(known, draft.model, draft.revision):
            return {}
        file = VersionFile(
            portfolio=self._portfolio, unit=self._unit, responses=draft.model.responses
        )
        version = KeptVersion(at=last_written(draft.model), reason=reason, file=self._keep(file))
        before = self._list_so_far()
        is_new = not before.kept or before.kept[-1].file != version.file
        after = thinned((*before.kept, version) if is_new else before.kept, now)
        thinned_out = {each.file for each in before.kept} - {each.file for each in after}
        superseded = [
            *before.superseded,
            *(Superseded(at=instant(now), file=file) for file in sorted(thinned_out)),
            *([Superseded(at=instant(now), file=known.list)] if known.list else []),
        ]
        stay, self._to_remove = parted(superseded, now)
        listed = before.model_copy(update={"kept": after, "superseded": stay})
        record = VersionsRecord(
            list=self._keep(listed), covers=draft.revision, since=instant(now) if goes_on else ""
        )
        return self._change(record)

    def submitting(self, draft: Kept[Draft]) -> dict[str, Change]:
        """Return what is to be written with a draft that is written unchanged with its attempt."""
        covered = {"covers": draft.revision + 1, "since": ""}
        return self._change(self._known.model.model_copy(update=covered))

    def tidy(self) -> None:
        """Remove what the list named as superseded for a day, once a change was written."""
        # The change is written whatever comes of this; what stays behind has no name any more.
        with suppress(StoreError):
            for file in self._to_remove:
                self._store.erase_file(file)

    def _list_so_far(self) -> VersionList:
        """Return the list; a new one where it cannot be read, so that writing goes on."""
        if self._known.model.list:
            with suppress(Missing, Corrupt):
                return _read(self._store, self._known.model.list, VersionList)
        return VersionList(portfolio=self._portfolio, unit=self._unit)

    def _change(self, record: VersionsRecord) -> dict[str, Change]:
        return {self._name: self._folder.change(self._name, self._known, record)}

    def _keep(self, model: Frozen) -> str:
        content = canonical(model.model_dump(mode="json", by_alias=True))
        return self._store.put_file(io.BytesIO(content), limit=FILE_LIMIT)


def read_version(store: Store, version: KeptVersion) -> dict[str, Response]:
    """Return the answers of a version. Raises Missing, Corrupt."""
    return _read(store, version.file, VersionFile).responses


def read_attempt(store: Store, attempt: Attempt) -> dict[str, Response]:
    """Return the answers that were submitted. Raises Missing where they were erased, Corrupt."""
    return _read(store, attempt.file, Submission).responses


def files_of_versions(store: Store, document: Document) -> list[str]:
    """Return every file that a record of versions stands for, its list first.

    Those in a list that is missing or damaged are left out.
    """
    record = VersionsRecord.model_validate(document)
    try:
        versions = _listed(store, record)
    except (Missing, Corrupt):
        versions = ()
    return [*filter(None, [record.list]), *(version.file for version in versions)]


def _loses_much(draft: Draft, written: Mapping[str, Response]) -> bool:
    return any(
        loses_much(draft.responses[activity].value, response.value)
        for activity, response in written.items()
        if activity in draft.responses
    )


def _listed(store: Store, record: VersionsRecord) -> tuple[KeptVersion, ...]:
    return _read(store, record.list, VersionList).kept if record.list else ()


def _read(store: Store, digest: str, model: type[Read]) -> Read:
    with store.open_file(digest) as file:
        content = file.read()
    try:
        return model.model_validate_json(content)
    except ValidationError:
        raise Corrupt(_("a file that was kept of this unit is not what it should be")) from None
