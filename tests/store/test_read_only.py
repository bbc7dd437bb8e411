import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from stepback_course.store import ReadOnly
from stepback_course.store.tinydb.engine import TinyDBStore
from tests.contract.writing import document_of, write
from tests.store.conftest import OpenStore

FOLDER = "portfolio/P-1"


def test_a_store_on_read_only_media_is_read_and_nothing_is_written_or_locked(
    store: TinyDBStore,
    open_store: OpenStore,
    make_read_only: Callable[[], None],
) -> None:
    write(store, FOLDER, "profile", {"n": 1}, summary={"kind": "portfolio"})
    digest = store.put_file(io.BytesIO(b"evidence"), limit=10)
    make_read_only()
    reader = open_store()
    assert document_of(reader, FOLDER, "profile") == {"n": 1}
    assert list(reader.folders()) == [FOLDER]
    assert len(reader.find("portfolio").rows) == 1
    assert list(reader.files()) == [digest]
    with reader.open_file(digest) as file:
        assert file.read() == b"evidence"
    assert list(reader.check()) == []
    assert reader.notices() == []


def test_saving_on_read_only_media_is_refused_in_a_sentence(
    store: TinyDBStore, open_store: OpenStore, make_read_only: Callable[[], None]
) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    make_read_only()
    for writer in (store, open_store()):
        with pytest.raises(ReadOnly, match="may be read but not written, so nothing was saved"):
            write(writer, FOLDER, "profile", {"n": 2}, base=1)
        with pytest.raises(ReadOnly):
            writer.put_file(io.BytesIO(b"evidence"), limit=10)
        assert document_of(writer, FOLDER, "profile") == {"n": 1}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do anything")
def test_a_place_without_permission_to_write_is_refused(store: TinyDBStore, root: Path) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    for directory in (root / "locks", *(root / "folders").iterdir()):
        directory.chmod(0o500)
    with pytest.raises(ReadOnly):
        write(store, FOLDER, "profile", {"n": 2}, base=1)
