"""What `check` finds in a store's directory. It only looks: damage is mended by whoever reads."""

import re
from collections.abc import Iterator
from pathlib import Path

from stepback_course.store.port import Finding, NewerFormat, StoreError
from stepback_course.store.tinydb.durable import NEW
from stepback_course.store.tinydb.folders import Folders, folder_key
from stepback_course.store.tinydb.last_good import GOOD, good_path, named
from stepback_course.store.tinydb.marker import MARKER, read_good_marker, read_marker
from stepback_course.store.tinydb.place import Place
from stepback_course.store.tinydb.refusals import cannot_read
from stepback_course.text import _

_CONFLICTED = re.compile(
    r"conflict|\(\d+\)|\.json[.~-]|-(?:desktop|laptop|pc|macbook)[\w-]*\.json", re.IGNORECASE
)


def inspect(place: Place, folders: Folders) -> Iterator[Finding]:
    """Yield what is wrong with the marker, with folders and their last good copies.

    `folders` has nothing at hand, so that every byte is read.
    """
    yield from _marker(place)
    for path in _everything(place.folders):
        try:
            sentence = _sentence(folders, path)
        except OSError as error:
            sentence = str(cannot_read(error, path))
        if sentence:
            yield Finding(str(path), sentence)
    for path in place.quarantine.files():
        sentence = _(
            "{path} is a damaged file that was set aside when its last good copy was put back. "
            "Remove it once nothing is missed."
        )
        yield Finding(str(path), sentence.format(path=path))


def _everything(directory: Path) -> list[Path]:
    """Return the files below the folders' directory, and what else lies where they belong."""
    found = (path for path in directory.rglob("*") if path.suffix == ".json" or not path.is_dir())
    return sorted(found)


def _marker(place: Place) -> Iterator[Finding]:
    path = place.root / MARKER
    if place.identity is None:
        return
    if read_marker(place.root) is None:
        sentence = _("{path} is damaged or missing. It is put back with the next save.")
        yield Finding(str(path), sentence.format(path=path))
    elif read_good_marker(place.root) is None:
        sentence = _("The last good copy of {path} is damaged or missing. It is made again.")
        yield Finding(str(good_path(path)), sentence.format(path=path))


def _sentence(folders: Folders, path: Path) -> str | None:
    """Return what is wrong with one file, or None. Raises OSError."""
    if path.name.endswith(NEW) and folder_key(named(path.with_suffix(""))):
        return None  # what a killed program was writing: the next save writes over it
    if path.name.endswith(GOOD) and folder_key(named(path)):
        return _sentence_on_good(folders, path)
    if folder_key(path) is None:
        return _sentence_on_stranger(path)
    try:
        folders.look(path)
    except NewerFormat as refusal:
        return str(refusal)
    except StoreError as refusal:
        return _sentence_on_damage(folders, path, refusal)
    return None


def _sentence_on_damage(folders: Folders, path: Path, refusal: StoreError) -> str:
    good = folders.good(path)
    if good is None:
        return str(refusal)
    return _(
        "{path} is damaged. Its last good copy, save {generation} of {folder}, is sound and is put "
        "back as soon as somebody opens it."
    ).format(path=path, generation=good.contents.generation, folder=good.contents.folder)


def _sentence_on_good(folders: Folders, path: Path) -> str | None:
    folder = named(path)
    good = folders.good(folder)
    if good is None:
        return _(
            "{path}, a last good copy, is damaged. The next save of that folder makes another."
        ).format(path=path)
    if good and not folder.exists():
        return _(
            "{folder} is missing from {path}. Its last good copy, save {generation}, is sound and "
            "is put back as soon as somebody opens it."
        ).format(folder=good.contents.folder, path=folder, generation=good.contents.generation)
    return None


def _sentence_on_stranger(path: Path) -> str:
    if _CONFLICTED.search(path.name):
        return _(
            "{path} is what a synchronising program leaves where two computers wrote at once. "
            "It is not read. Compare it with the folder beside it, and move it away."
        ).format(path=path)
    return _("{path} is not a file of this store. Move it away.").format(path=path)
