"""Putting folders back: what is damaged or has gone is replaced by its last good copy.

The damaged file is set aside first, and the copy takes its place as any save does, so that a crash
at any moment leaves one of the two. Where nothing can be written the copy is shown and not put
back. Where there is no sound copy nothing is touched, and the folder is refused: what lies there is
the evidence that the folder is not new.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from stepback_course.clock import day_of, time_of_day
from stepback_course.store.port import (
    Busy,
    Corrupt,
    ReadOnly,
    StoreError,
    StoreFull,
    Unreachable,
)
from stepback_course.store.tinydb.durable import write_whole
from stepback_course.store.tinydb.folders import Folders, Good
from stepback_course.store.tinydb.last_good import good_path
from stepback_course.store.tinydb.layout import Contents
from stepback_course.store.tinydb.notices import Notices
from stepback_course.store.tinydb.place import Place
from stepback_course.store.tinydb.refusals import cannot_write, lost
from stepback_course.text import _


class Recovery:
    """Reads folders, and puts back those that are damaged or have gone."""

    def __init__(self, folders: Folders, place: Place, notices: Notices) -> None:
        """Read the `folders` of `place`, and say in `notices` what was put back."""
        self._folders = folders
        self._place = place
        self._notices = notices

    def read(self, path: Path) -> Contents | None:
        """Return what a folder's file holds, or None where there never was one.

        Raises Corrupt, NewerFormat, OSError.
        """
        contents, is_in_doubt = self._look(path)
        if not is_in_doubt:
            return contents
        try:
            self._place.make()
        except StoreError as refusal:
            return self._show(path, refusal)
        try:
            with self._place.locks.hold(path.parent.name):
                return self._put_back(path)
        except (Busy, ReadOnly, StoreFull, Unreachable) as refusal:
            return self._show(path, refusal)

    def read_held(self, path: Path) -> Contents | None:
        """Do as `read` does; the caller holds the folder's lock."""
        contents, is_in_doubt = self._look(path)
        return self._put_back(path) if is_in_doubt else contents

    def look(self, path: Path) -> tuple[Contents, os.stat_result]:
        """Return what `Folders.look` returns, put back where that is needed."""
        try:
            return self._folders.look(path)
        except (Corrupt, FileNotFoundError):
            contents = self.read(path)
        if contents is None:
            raise FileNotFoundError(path)
        return contents, (path if path.exists() else good_path(path)).stat()

    def _look(self, path: Path) -> tuple[Contents | None, bool]:
        """Return what a file holds, and whether it is damaged or has gone."""
        try:
            contents = self._folders.read(path)
        except Corrupt:
            return None, True
        return contents, contents is None and good_path(path).exists()

    def _put_back(self, path: Path) -> Contents | None:
        refusal = lost(path)
        try:
            contents = self._folders.read(path)
            if contents is not None:  # somebody else was quicker
                return contents
        except Corrupt as error:
            refusal = error
        good = self._folders.good(path)
        if good is None:
            raise refusal
        try:
            kept = self._place.quarantine.keep(path) if path.exists() else None
            write_whole(path, [good.data])
        except OSError as error:
            raise cannot_write(error, path) from error
        self._notices.add(_put_back_sentence(good, kept))
        return self._folders.read(path)

    def _show(self, path: Path, refusal: StoreError) -> Contents | None:
        good = self._folders.good(path)
        if good is None:
            contents = self._folders.read(path)
            if contents is None:
                raise lost(path)
            return contents
        self._notices.add(
            _(
                "{folder} is damaged. You are shown its last good copy, saved on {day} at {time}. "
                "It was not put back: {reason}"
            ).format(folder=_named(good.contents), reason=refusal, **_when(good))
        )
        return good.contents


def _put_back_sentence(good: Good, kept: Path | None) -> str:
    if kept is None:
        sentence = _(
            "{folder} was missing and has been put back as it was saved on {day} at {time} "
            "(save {generation}). Look through it: what was written after that may have to be "
            "written again."
        )
    else:
        sentence = _(
            "{folder} was damaged and has been put back as it was saved on {day} at {time} "
            "(save {generation}). Look through it: what was written after that may have to be "
            "written again. The damaged file is kept at {place}."
        )
    return sentence.format(
        folder=_named(good.contents),
        generation=good.contents.generation,
        place=kept,
        **_when(good),
    )


def _named(contents: Contents) -> str:
    """Return a folder's name, with whose it is where one of its rows says so."""
    summaries = (
        record.summary or {} for name in contents.places if (record := contents.record(name))
    )
    name = next((row["name"] for row in summaries if isinstance(row.get("name"), str)), None)
    if name is None:
        return contents.folder
    return _("{folder} ({name})").format(folder=contents.folder, name=name)


def _when(good: Good) -> dict[str, str]:
    saved = datetime.fromtimestamp(good.saved, UTC)
    return {"day": day_of(saved).isoformat(), "time": time_of_day(saved)}
