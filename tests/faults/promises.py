"""What the campaign writes, and the judge of what is left of it.

Every folder holds two records that are always written together. What they hold follows from the
folder's name and the revision alone, so that whoever reads can tell an old save from a wrong one.
"""

import hashlib
import io
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from stepback_course.store import (
    Change,
    Conflict,
    Document,
    Scalar,
    Store,
    StoreError,
    new_operation,
    open_store,
)
from tests.faults.tally import Loss, Tally, described

ACTOR = "writer"
RECORDS = ("draft/left", "draft/right")
KIND = "draft"
EVIDENCE_LIMIT = 1024 * 1024

_TEXT_LINES = 420
_REVISIONS_OF_EVIDENCE = 5


def document(folder: str, record: str, revision: int) -> Document:
    """Return what a record holds at a revision: texts that grow and shrink."""
    line = hashlib.sha256(f"{folder} {record} {revision}".encode()).hexdigest()
    return {
        "number": revision,
        "text": line * (1 + revision * 37 % _TEXT_LINES),
        "evidence": hashlib.sha256(evidence(folder, revision)).hexdigest(),
    }


def summary(folder: str, revision: int) -> dict[str, Scalar]:
    """Return a record's row in lists at a revision."""
    return {"kind": KIND, "number": revision, "third": revision % 3, "of": folder}


def evidence(folder: str, revision: int) -> bytes:
    """Return the bytes of the file that a record of this revision names."""
    age = revision // _REVISIONS_OF_EVIDENCE
    return f"evidence {age} of {folder}\n".encode() * (1 + age % 300)


def changes(folder: str, base: int) -> dict[str, Change]:
    """Return the change that follows revision `base`."""
    return {
        record: Change(base, document(folder, record, base + 1), summary(folder, base + 1))
        for record in RECORDS
    }


def save(store: Store, folder: str, base: int, operation: str | None = None) -> int:
    """Write the revision after `base`, its evidence first where that is new; return it."""
    if not base or evidence(folder, base) != evidence(folder, base + 1):
        store.put_file(io.BytesIO(evidence(folder, base + 1)), limit=EVIDENCE_LIMIT)
    written = changes(folder, base)
    store.put(folder, written, operation=operation or new_operation(), actor=ACTOR)
    return base + 1


def save_next(store: Store, folder: str) -> tuple[int, int]:
    """Write the revision after the one that stands.

    Return it, and how often another writer was faster.
    """
    conflicts = 0
    while True:
        found = store.get(folder, RECORDS[0])
        try:
            return save(store, folder, found.revision if found else 0), conflicts
        except Conflict:
            conflicts += 1


class Judge:
    """Looks at a store with fresh eyes and notes every promise that it broke."""

    def __init__(self, url: str, tally: Tally, moment: str) -> None:
        """Judge the store at `url` after what `moment` says had happened."""
        self._url = url
        self._tally = tally
        self._moment = moment

    def judge(
        self,
        acknowledged: Mapping[str, int],
        *,
        lists: bool = True,
        check: bool = True,
        recovered: bool = False,
    ) -> dict[str, int]:
        """Compare the store with the revisions that were acknowledged, by folder.

        Return those that are there. `lists` and `check` say whether to compare the index and to
        read everything as well, and `recovered` whether something was damaged on purpose and may
        have been set aside.
        """
        there: dict[str, int] = {}
        try:
            with closing(open_store(self._url)) as store:
                for folder, revision in acknowledged.items():
                    there[folder] = self._judge_folder(store, folder, revision)
                if check:
                    self._judge_check(store, recovered)
                if lists:
                    self._judge_lists(store, there)
        except StoreError as error:
            self._lose(Loss.UNREADABLE, str(error))
        except Exception as error:
            self._lose(Loss.TRACEBACK, described(error))
        return there

    def _judge_folder(self, store: Store, folder: str, acknowledged: int) -> int:
        try:
            records = store.records(folder)
        except StoreError as error:
            self._lose(Loss.UNREADABLE, f"{folder}: {error}")
            return 0
        revisions = {records[record].revision if record in records else 0 for record in RECORDS}
        if len(revisions) > 1:
            self._lose(Loss.WRONG, f"half a save of {folder} is there: {revisions}")
        revision = min(revisions)
        if revision < acknowledged:
            self._lose(Loss.LOST, f"{folder} is at {revision}, and {acknowledged} was acknowledged")
        for record in records.values():
            if record.document != document(folder, record.name, record.revision):
                self._lose(Loss.WRONG, f"{record.name} of {folder} is not its {record.revision}")
        if revision:
            self._judge_evidence(store, folder, revision)
        return revision

    def _judge_evidence(self, store: Store, folder: str, revision: int) -> None:
        expected = evidence(folder, revision)
        try:
            with store.open_file(hashlib.sha256(expected).hexdigest()) as file:
                if file.read() != expected:
                    self._lose(Loss.WRONG, f"the evidence of {folder} at {revision} is altered")
        except StoreError as error:
            self._lose(Loss.LOST, f"the evidence of {folder} at {revision}: {error}")

    def _judge_check(self, store: Store, recovered: bool) -> None:
        for finding in store.check():
            place = Path(finding.place)
            # A crash may come between a file and its second copy, which the next save makes.
            is_spare = place.suffix == ".good"
            if not is_spare and not (recovered and "quarantine" in place.parts):
                self._lose(Loss.UNREADABLE, f"{finding.place}: {finding.sentence}")

    def _judge_lists(self, store: Store, there: Mapping[str, int]) -> None:
        found = {(row.folder, row.record): row for row in store.find(KIND, limit=100_000).rows}
        expected = {(folder, name) for folder in there if there[folder] for name in RECORDS}
        for place in expected ^ {place for place in found if place[0] in there}:
            self._lose(Loss.WRONG, f"{place} is in the list or in the store, and not in both")
        for folder, name in expected & found.keys():
            if found[folder, name].summary != summary(folder, there[folder]):
                self._lose(Loss.WRONG, f"the list has an old or wrong row of {name} in {folder}")

    def _lose(self, loss: Loss, sentence: str) -> None:
        self._tally.lose(loss, f"{self._moment}: {sentence}")


def is_refusal(error: StoreError) -> bool:
    """Say whether an error is what a person should read: a sentence, with more than one word."""
    text = str(error)
    return text.endswith(".") and " " in text and "Errno" not in text
