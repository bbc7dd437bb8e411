"""A connection that is cut, whenever it is cut, costs a second try and never a second effect."""

import io
from collections.abc import Iterator

import pytest

from stepback_course.store import Change, Conflict, Unreachable
from stepback_course.store.postgres.engine import PostgresStore
from tests.contract.writing import ACTOR, document_of, write
from tests.postgres.conftest import OpenStore
from tests.postgres.servers import run_on_server
from tests.postgres.wire import Cut, Relay

FOLDER = "portfolio/P-7K3M9Q2X"
SAVING = b"stepback.write("


@pytest.fixture
def relay(url: str) -> Iterator[Relay]:
    with Relay(url) as relay:
        yield relay


@pytest.fixture
def far(relay: Relay, open_store: OpenStore) -> PostgresStore:
    """The store as it is reached through the relay."""
    return open_store(relay.url)


@pytest.mark.parametrize("cut", Cut)
def test_a_save_that_is_cut_is_made_once(relay: Relay, far: PostgresStore, cut: Cut) -> None:
    write(far, FOLDER, "profile", {"n": 1})
    relay.cut(cut, where=SAVING)
    assert write(far, FOLDER, "profile", {"n": 2}, base=1) == 2
    assert document_of(far, FOLDER, "profile") == {"n": 2}
    assert relay.seen == 2


@pytest.mark.parametrize("cut", Cut)
def test_a_folder_whose_creation_is_cut_is_made_once(
    relay: Relay, far: PostgresStore, cut: Cut
) -> None:
    relay.cut(cut, cut, where=SAVING)
    records = {"profile": Change(0, {"n": 1}), "consent": Change(0, {})}
    returned = far.create(FOLDER, records, operation="once", actor=ACTOR)
    assert returned == {"profile": 1, "consent": 1}
    assert {record.revision for record in far.records(FOLDER).values()} == {1}


def test_a_save_that_was_answered_by_nobody_is_not_a_conflict_with_itself(
    relay: Relay, far: PostgresStore
) -> None:
    relay.cut(Cut.BEFORE_THE_ANSWER, Cut.BEFORE_THE_ANSWER, where=SAVING)
    assert write(far, FOLDER, "profile", {"n": 1}) == 1
    with pytest.raises(Conflict):
        write(far, FOLDER, "profile", {"n": 9})


def test_a_save_that_is_always_cut_ends_in_a_sentence(relay: Relay, open_store: OpenStore) -> None:
    far = open_store(relay.url, patience=0.3)
    relay.cut(*[Cut.BEFORE_THE_QUESTION] * 100, where=SAVING)
    with pytest.raises(Unreachable, match="not certain that this was saved"):
        write(far, FOLDER, "profile", {"n": 1})
    assert 2 <= relay.seen < 20


def test_what_may_have_been_saved_is_found_by_trying_again(
    relay: Relay, open_store: OpenStore
) -> None:
    far = open_store(relay.url, patience=0.3)
    relay.cut(*[Cut.BEFORE_THE_ANSWER] * 100, where=SAVING)
    with pytest.raises(Unreachable):
        write(far, FOLDER, "profile", {"n": 1}, operation="same")
    relay.cut(where=SAVING)
    assert write(far, FOLDER, "profile", {"n": 1}, operation="same") == 1


@pytest.mark.parametrize("cut", Cut)
def test_a_question_that_is_cut_is_asked_again(relay: Relay, far: PostgresStore, cut: Cut) -> None:
    write(far, FOLDER, "profile", {"n": 1}, summary={"kind": "portfolio"})
    relay.cut(cut, where=b"BEGIN READ ONLY")
    assert document_of(far, FOLDER, "profile") == {"n": 1}
    relay.cut(cut, where=b"BEGIN READ ONLY")
    assert len(far.find("portfolio").rows) == 1


@pytest.mark.parametrize("cut", Cut)
@pytest.mark.parametrize("where", [b"BEGIN", b"stepback.file", b"stepback.portion", b"COMMIT"])
def test_a_file_whose_sending_is_cut_is_kept_whole(
    relay: Relay, far: PostgresStore, cut: Cut, where: bytes
) -> None:
    content = bytes(range(256)) * 5000
    relay.cut(cut, where=where)
    digest = far.put_file(io.BytesIO(content), limit=len(content))
    assert relay.seen >= 2
    relay.cut(cut, where=b"SELECT content")
    with far.open_file(digest) as file:
        assert file.read() == content
    assert list(far.check()) == []


def test_connections_that_died_while_nobody_used_them_are_replaced(
    url: str, store: PostgresStore
) -> None:
    everybody = (
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    write(store, FOLDER, "profile", {"n": 1})
    run_on_server(everybody, url=url)
    assert document_of(store, FOLDER, "profile") == {"n": 1}
    run_on_server(everybody, url=url)
    assert write(store, FOLDER, "profile", {"n": 2}, base=1) == 2
