"""Putting a backup into a store that is empty, or that holds a part of it already."""

from stepback_course.store.moving.copying import CopyReport, copy_store
from stepback_course.store.moving.fingerprint import folder_hash
from stepback_course.store.moving.sources import Progress, unwatched
from stepback_course.store.moving.unpacking import Archive
from stepback_course.store.port import Corrupt, Store
from stepback_course.text import _
from stepback_course.text.refusals import Refusal


def restore(archive: Archive, store: Store, *, progress: Progress = unwatched) -> CopyReport:
    """Write a verified backup into `store`; done again after an interruption, it goes on.

    Raises Refusal, with nothing touched, where the store holds anything that is not in the backup,
    and what `copy_store` raises.
    """
    _require_part(archive, store)
    return copy_store(archive, store, actor="restore", progress=progress)


def _require_part(archive: Archive, store: Store) -> None:
    held = archive.manifest
    for folder in store.folders():
        if held.folders.get(folder) != _hash_of(store, folder):
            raise _not_empty(store, folder)
    kept = frozenset(held.files)
    for digest in store.files():
        if digest not in kept:
            raise _not_empty(store, digest)


def _hash_of(store: Store, folder: str) -> str:
    try:
        return folder_hash(folder, store.records(folder))
    except Corrupt:
        return ""


def _not_empty(store: Store, place: str) -> Refusal:
    sentence = _(
        "{store} is not empty: it holds {place}, which is not so in the backup. Nothing was "
        "touched. Restore into a new place, such as a folder that does not exist yet."
    )
    return Refusal("taken", sentence.format(store=store.url, place=place))
