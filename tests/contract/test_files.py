import hashlib
import io

import pytest

from stepback_course.store import Missing, Store, TooLarge
from tests.contract.conftest import OpenStore
from tests.contract.engines import LASTING


def test_bytes_are_read_back_by_their_hash(store: Store) -> None:
    content = bytes(range(256)) * 9000
    digest = store.put_file(io.BytesIO(content), limit=len(content))
    assert digest == hashlib.sha256(content).hexdigest()
    with store.open_file(digest) as file:
        assert file.read() == content


def test_the_same_bytes_twice_are_one_file(store: Store) -> None:
    first = store.put_file(io.BytesIO(b"same"), limit=10)
    assert store.put_file(io.BytesIO(b"same"), limit=10) == first
    assert store.put_file(io.BytesIO(b"other"), limit=10) != first
    with store.open_file(first) as file:
        assert file.read() == b"same"


def test_an_empty_file_is_a_file(store: Store) -> None:
    with store.open_file(store.put_file(io.BytesIO(b""), limit=0)) as file:
        assert file.read() == b""


def test_a_file_over_the_limit_is_not_kept(store: Store) -> None:
    with pytest.raises(TooLarge, match=r"larger than 1\.0 MB"):
        store.put_file(io.BytesIO(b"a" * (1024 * 1024 + 1)), limit=1024 * 1024)
    with pytest.raises(Missing):
        store.open_file(hashlib.sha256(b"a" * (1024 * 1024 + 1)).hexdigest())


@pytest.mark.parametrize("digest", ["0" * 64, "", "..", "../store.json", "A" * 64, "0" * 64 + "\n"])
def test_a_file_that_is_not_kept_is_missing(store: Store, digest: str) -> None:
    with pytest.raises(Missing, match="not in this store"):
        store.open_file(digest)


@pytest.mark.parametrize("engine", LASTING, indirect=True)
def test_another_program_reads_the_file(store: Store, open_again: OpenStore) -> None:
    digest = store.put_file(io.BytesIO(b"evidence"), limit=10)
    with open_again().open_file(digest) as file:
        assert file.read() == b"evidence"
