"""Putting a backup into a store that is empty, or that holds a part of it already."""

from stepback_course.store.moving.copying import CopyReport, copy_store
from stepback_course.store.moving.fingerprint import folder_hash
from stepback_course.store.moving.sources import Progress, Source, unwatched
from stepback_course.store.port import Corrupt, Store
from stepback_course.text import _
from stepback_course.text.refusals import Refusal


def restore(backup: Source, store: Store, *, progress: Progress = unwatched) -> CopyReport:
    """Write a verified backup into `store`; done again after an interruption, it goes on.

    Raises Refusal, with nothing touched, where the store holds anything that is not in the backup,
    and what `copy_store` raises.
    """
    _require_part(backup, store)
    return copy_store(backup, store, actor="restore", progress=progress)


def _require_part(backup: Source, store: Store) -> None:
    held = frozenset(backup.folders())
    for folder in store.folders():
        here = _hash_of(store, folder)
        if here is None or folder not in held or here != _hash_of(backup, folder):
            raise _not_empty(store, folder)
    kept = frozenset(backup.files())
    for digest in store.files():
        if digest not in kept:
            raise _not_empty(store, digest)


def _hash_of(source: Source, folder: str) -> str | None:
    """Return the hash of a folder, or None where it is damaged."""
    try:
        return folder_hash(folder, source.records(folder))
    except Corrupt:
        return None


def _not_empty(store: Store, place: str) -> Refusal:
    sentence = _(
        "{store} is not empty: it holds {place}, which is not so in the backup. Nothing was "
        "touched. Restore into a new place, such as a folder that does not exist yet."
    )
    return Refusal("taken", sentence.format(store=store.url, place=place))
