"""The desk at which a practitioner puts files to a unit, and takes them away again."""

import hashlib
import io
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from stepback_course.clock import Clock, day_of, instant
from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.people import Actor
from stepback_course.people.policy import Action
from stepback_course.portfolio.answering import require_open
from stepback_course.portfolio.evidence.pictures import without_metadata
from stepback_course.portfolio.evidence.rules import (
    FILE_LIMIT,
    kind_of,
    neutral_name,
    require_permitted,
    require_room,
    require_size,
)
from stepback_course.portfolio.folder import PortfolioFolder, opened_folder
from stepback_course.portfolio.learner.learners import is_in_closed_case
from stepback_course.portfolio.learner.permission import require_not_frozen, require_permission
from stepback_course.portfolio.models import EvidenceFile, EvidenceRecord, UnitRecord
from stepback_course.portfolio.privacy import Surroundings
from stepback_course.portfolio.submitting import read_submission
from stepback_course.portfolio.writing import RETRIES
from stepback_course.store import Conflict, Row, Store, StoreError
from stepback_course.store.paging import all_rows
from stepback_course.text import _, clean_line
from stepback_course.text.fields import LINE_LIMIT, Frozen
from stepback_course.text.identifying import name_giveaways
from stepback_course.text.refusals import Refusal

Read = TypeVar("Read", bound=Frozen)
Changed = tuple[EvidenceFile, EvidenceRecord]
"""The file that a change is about, and what becomes of the files of its unit."""


class Evidence:
    """Attaches files, describes, lists, reads and removes them."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def files(self, portfolio: str, unit: str) -> tuple[EvidenceFile, ...]:
        """Return the files that belong to a unit now, oldest first."""
        folder = self._opened("read_portfolio", portfolio)
        return folder.evidence(folder.unit(unit).id).model.files

    def by_unit(self, portfolio: str) -> dict[str, tuple[EvidenceFile, ...]]:
        """Return the files of a whole portfolio, by unit in the order of the path."""
        folder = self._opened("read_portfolio", portfolio)
        return {unit: folder.evidence(unit).model.files for unit in folder.course.unit_ids}

    def used(self, portfolio: str) -> int:
        """Return how many bytes the files of a portfolio have together."""
        return _used(self._opened("read_portfolio", portfolio))

    def read(self, portfolio: str, unit: str, name: str, *, attempt: int | None = None) -> bytes:
        """Return the bytes of a file of a unit, or of one that was submitted with an attempt.

        Raises Refusal where there is none of this name, or permission was taken back.
        """
        folder = self._opened("read_portfolio", portfolio)
        definition = folder.unit(unit)
        require_not_frozen(definition, folder.consent_to(definition))
        files = (
            folder.evidence(definition.id).model.files
            if attempt is None
            else read_submission(self._store, folder.record(unit).model, attempt).evidence
        )
        file, consent = _named(files, name), folder.consent().model
        # Whoever marks on a computer of their own has the submission there, and not the permission:
        # what was handed out to them was permitted.
        is_permitted = consent.covers("images") if consent else attempt is not None
        if file.learner and not is_permitted:
            sentence = _("'{file}' shows a learner, and permission for images does not stand")
            raise Refusal("withdrawn", sentence.format(file=file.name))
        with self._store.open_file(file.file) as content:
            return content.read()

    def told_by_name(self, portfolio: str, source: Path) -> list[str]:
        """Return what in a file's own name, which is not kept, may tell who a child is."""
        folder = self._opened("read_portfolio", portfolio)
        allowed, year = folder.allowed().model.names, day_of(self._clock()).year
        known = Surroundings.of(folder.profile, folder.consent().model, allowed, year)
        found = name_giveaways(
            source.name, year=known.year, setting=known.setting, allowed=known.allowed
        )
        return [giveaway.words for giveaway in found]

    def attach(
        self,
        portfolio: str,
        unit: str,
        source: Path,
        *,
        shows: str,
        learner: bool,
        operation: str | None = None,
    ) -> EvidenceFile:
        """Put a copy of a file to a unit and return what is kept of it.

        A picture is written anew without its metadata; the file's own name is not kept. Raises
        Refusal where the file cannot be read, is too large or of another kind, where nothing says
        what it shows, where the unit is closed, and where permission is missing.
        """
        folder = self._opened("write_portfolio", portfolio)
        definition = folder.unit(unit)
        _require_may_change(folder, definition)
        content, ending = _taken_in(source)
        offered = EvidenceFile(
            name=neutral_name(definition.id, 1, ending),
            file=hashlib.sha256(content).hexdigest(),
            size=len(content),
            shows=_described(shows),
            learner=learner,
            at=instant(self._clock()),
        )
        require_permitted(learner, folder.consent().model)
        require_room(folder.evidence(definition.id).model.files, len(content), _used(folder))
        self._store.put_file(io.BytesIO(content), limit=FILE_LIMIT)

        def added(known: EvidenceRecord) -> Changed:
            require_permitted(learner, folder.consent().model)
            require_room(known.files, len(content), _used(folder))
            number = known.numbered + 1
            name = neutral_name(definition.id, number, ending)
            file = offered.model_copy(update={"name": name})
            return file, EvidenceRecord(files=(*known.files, file), numbered=number)

        try:
            return self._change(folder, definition, added, operation)
        except (Refusal, StoreError):
            with suppress(StoreError):
                self._forget(offered.file)
            raise

    def describe(
        self, portfolio: str, unit: str, name: str, *, shows: str, learner: bool
    ) -> EvidenceFile:
        """Say anew what a file shows. Raises Refusal as `attach` does."""
        described = _described(shows)
        folder = self._opened("write_portfolio", portfolio)
        definition = folder.unit(unit)

        def changed(known: EvidenceRecord) -> Changed:
            before = _named(known.files, name)
            after = before.model_copy(update={"shows": described, "learner": learner})
            require_permitted(learner, folder.consent().model)
            files = tuple(after if file == before else file for file in known.files)
            return after, known.model_copy(update={"files": files})

        return self._change(folder, definition, changed)

    def remove(self, portfolio: str, unit: str, name: str, *, operation: str | None = None) -> None:
        """Take a file away, and its bytes unless something that was submitted needs them."""

        def without(known: EvidenceRecord) -> Changed:
            gone = _named(known.files, name)
            files = tuple(file for file in known.files if file != gone)
            return gone, known.model_copy(update={"files": files})

        folder = self._opened("write_portfolio", portfolio)
        gone = self._change(folder, folder.unit(unit), without, operation)
        self._forget(gone.file)

    def _opened(self, action: Action, portfolio: str) -> PortfolioFolder:
        return opened_folder(self._store, self._courses, self._actor, action, portfolio)

    def _change(
        self,
        folder: PortfolioFolder,
        unit: Unit,
        change: Callable[[EvidenceRecord], Changed],
        operation: str | None = None,
    ) -> EvidenceFile:
        for _attempt in range(RETRIES):
            _require_may_change(folder, unit)
            kept, draft = folder.evidence(unit.id), folder.draft(unit.id)
            file, changed = change(kept.model)
            try:
                # The draft is written again, unchanged, as submitting writes it: of the two, the
                # later one is then a conflict.
                folder.put(
                    folder.evidence_changes(unit, kept, changed)
                    | {f"draft/{unit.id}": folder.draft_change(unit, draft, draft.model)},
                    actor=self._actor,
                    operation=operation,
                )
            except Conflict:
                folder.read()
                continue
            return file
        raise Conflict(_("this unit is being written elsewhere without pause: try again"), {})

    def _forget(self, digest: str) -> None:
        """Remove bytes that nothing in this store needs; two people may have attached the same."""
        for row in all_rows(self._store, "evidence"):
            if digest in _hashes(self._document(row, EvidenceRecord).files):
                return
        for row in all_rows(self._store, "unit", evidence=True):
            if digest in self._document(row, UnitRecord).files:
                return
        if not is_in_closed_case(self._store, digest):
            self._store.erase_file(digest)

    def _document(self, row: Row, model: type[Read]) -> Read:
        record = self._store.get(row.folder, row.record)
        return model.model_validate(record.document if record else {})


def _taken_in(source: Path) -> tuple[bytes, str]:
    """Return what is kept of a file, and the ending of its name. Raises Refusal."""
    content = _content_of(source)
    kind = kind_of(content)
    match kind:
        case "pdf" | "docx" | "odt" | "txt":
            return content, kind
        case _:
            picture, ending = without_metadata(content, kind)
            require_size(len(picture))
            return picture, ending


def _content_of(source: Path) -> bytes:
    try:
        if source.is_dir():
            raise Refusal("invalid", _("{path} is a folder: choose one file").format(path=source))
        if not source.is_file():
            raise Refusal("unknown", _("there is no file {path}").format(path=source))
        with source.open("rb") as file:
            return file.read(FILE_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Refusal(
            "invalid", _("{path} cannot be read: {reason}").format(path=source, reason=reason)
        ) from None


def _described(shows: str) -> str:
    line = clean_line(shows)
    if not line:
        raise Refusal("invalid", _("say in a few words what the file shows"))
    if len(line) > LINE_LIMIT:
        sentence = _("say what the file shows in at most {limit} characters")
        raise Refusal("invalid", sentence.format(limit=LINE_LIMIT))
    return line


def _require_may_change(folder: PortfolioFolder, unit: Unit) -> None:
    require_open(unit, folder.record(unit.id).model)
    if unit.needs_consent:
        require_permission(folder.consent().model)
    require_not_frozen(unit, folder.consent_to(unit))


def _named(files: Iterable[EvidenceFile], name: str) -> EvidenceFile:
    for file in files:
        if file.name == name:
            return file
    raise Refusal("unknown", _("this unit has no file '{name}'").format(name=name[:60]))


def _hashes(files: Iterable[EvidenceFile]) -> set[str]:
    return {file.file for file in files}


def _used(folder: PortfolioFolder) -> int:
    sizes = {
        file.file: file.size
        for unit in folder.course.units
        for file in folder.evidence(unit.id).model.files
    }
    return sum(sizes.values())
