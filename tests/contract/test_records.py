import threading

import pytest
from pydantic import BaseModel

from stepback_course.store import (
    Change,
    Conflict,
    Document,
    Encoded,
    Exists,
    Store,
    StoreError,
    TooLarge,
    new_operation,
)
from tests.contract.conftest import OpenStore
from tests.contract.engines import LASTING
from tests.contract.writing import ACTOR, document_of, write

FOLDER = "portfolio/P-7K3M9Q2X"


class Line(BaseModel):
    """A model that says one thing."""

    text: str


def test_what_was_never_written_is_not_there(store: Store) -> None:
    assert store.get(FOLDER, "profile") is None
    assert store.records(FOLDER) == {}


def test_a_store_is_begun_once_anything_was_written(store: Store) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    assert store.is_begun


def test_a_record_is_read_back_as_it_was_written(store: Store) -> None:
    document = {
        "text": "Tŷ’r ysgol [bold]ŵ[/bold] 😀",
        "n": [1, 2.5, -3, True, None],
        "deep": {"": {}},
    }
    write(store, FOLDER, "draft/statement-01", document, summary={"kind": "draft", "words": 4})
    record = store.get(FOLDER, "draft/statement-01")
    assert record is not None
    assert record.folder == FOLDER
    assert record.name == "draft/statement-01"
    assert record.document == document
    assert record.summary == {"kind": "draft", "words": 4}


def test_some_records_of_a_folder_are_read_together(store: Store) -> None:
    for name in ("profile", "consent", "draft/statement-01"):
        write(store, FOLDER, name, {"name": name})
    found = store.records(FOLDER, ["profile", "award", "draft/statement-01"])
    assert {name: record.document for name, record in found.items()} == {
        "profile": {"name": "profile"},
        "draft/statement-01": {"name": "draft/statement-01"},
    }
    assert store.records("portfolio/P-0", ["profile"]) == {}
    with pytest.raises(ValueError, match="is not the name of a record"):
        store.records(FOLDER, ["../profile"])


def test_a_revision_grows_by_one_with_every_change(store: Store) -> None:
    revisions = [write(store, FOLDER, "profile", {"n": n}, base=n) for n in range(5)]
    assert revisions == [1, 2, 3, 4, 5]
    record = store.get(FOLDER, "profile")
    assert record is not None
    assert record.revision == 5


@pytest.mark.parametrize("base", [0, 1, 3])
def test_a_change_from_another_revision_writes_nothing(store: Store, base: int) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    write(store, FOLDER, "profile", {"n": 2}, base=1)
    with pytest.raises(Conflict):
        write(store, FOLDER, "profile", {"n": 9}, base=base)
    assert document_of(store, FOLDER, "profile") == {"n": 2}


def test_a_conflict_shows_what_now_stands(store: Store) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    changes = {"profile": Change(0, {"n": 9}), "award": Change(4, {}), "consent": Change(0, {})}
    with pytest.raises(Conflict) as refusal:
        store.put(FOLDER, changes, operation=new_operation(), actor=ACTOR)
    assert refusal.value.current == {"profile": store.get(FOLDER, "profile"), "award": None}
    assert "“profile”, “award”" in str(refusal.value)


def test_several_records_are_written_all_or_none(store: Store) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    mixed = {"consent": Change(0, {"given": True}), "profile": Change(0, {"n": 9})}
    with pytest.raises(Conflict):
        store.put(FOLDER, mixed, operation=new_operation(), actor=ACTOR)
    assert list(store.records(FOLDER)) == ["profile"]
    right = {"consent": Change(0, {"given": True}), "profile": Change(1, {"n": 9})}
    returned = store.put(FOLDER, right, operation=new_operation(), actor=ACTOR)
    assert returned == {"consent": 1, "profile": 2}
    found = {name: record.document for name, record in store.records(FOLDER).items()}
    assert found == {"consent": {"given": True}, "profile": {"n": 9}}


def test_a_folder_is_created_once(store: Store) -> None:
    first = {"profile": Change(0, {"n": 1})}
    store.create(FOLDER, first, operation="first", actor=ACTOR)
    with pytest.raises(Exists):
        store.create(FOLDER.lower(), {"consent": Change(0, {})}, operation="second", actor=ACTOR)
    assert list(store.records(FOLDER)) == ["profile"]


def test_the_same_creation_twice_has_one_effect(store: Store) -> None:
    records = {"profile": Change(0, {"n": 1})}
    once = store.create(FOLDER, records, operation="same", actor=ACTOR)
    again = store.create(FOLDER, records, operation="same", actor=ACTOR)
    assert once == again == {"profile": 1}


def test_the_same_operation_twice_has_one_effect(store: Store) -> None:
    assert write(store, FOLDER, "profile", {"n": 1}, operation="same") == 1
    write(store, FOLDER, "profile", {"n": 2}, base=1)
    assert write(store, FOLDER, "profile", {"n": 1}, operation="same") == 1
    assert document_of(store, FOLDER, "profile") == {"n": 2}


def test_whoever_asks_is_told_what_an_operation_returned(store: Store) -> None:
    assert store.done(FOLDER, "same") is None
    write(store, FOLDER, "profile", {"n": 1}, operation="same")
    write(store, FOLDER, "profile", {"n": 2}, base=1)
    assert store.done(FOLDER.lower(), "same") == {"profile": 1}
    assert store.done(FOLDER, "sam") is None
    assert store.done("portfolio/P-0", "same") is None


def test_an_operation_that_was_refused_may_be_tried_again(store: Store) -> None:
    with pytest.raises(Conflict):
        write(store, FOLDER, "profile", {"n": 1}, base=1, operation="same")
    assert write(store, FOLDER, "profile", {"n": 1}, operation="same") == 1


def test_an_operation_that_begins_like_another_is_another(store: Store) -> None:
    write(store, FOLDER, "profile", {"n": 1}, operation='a"b')
    assert write(store, FOLDER, "profile", {"n": 2}, base=1, operation="a") == 2
    assert write(store, FOLDER, "profile", {"n": 3}, base=2, operation="operation") == 3


def test_the_last_64_operations_are_remembered(store: Store) -> None:
    for number in range(65):
        write(store, FOLDER, "profile", {"n": number}, base=number, operation=f"op-{number}")
    assert write(store, FOLDER, "profile", {}, base=1, operation="op-1") == 2
    with pytest.raises(Conflict):
        write(store, FOLDER, "profile", {}, base=0, operation="op-0")


def test_what_the_caller_does_to_a_document_changes_nothing_in_the_store(store: Store) -> None:
    document: Document = {"rows": [1]}
    summary = {"kind": "profile"}
    write(store, FOLDER, "profile", document, summary=summary)
    document["rows"].append(2)
    summary["kind"] = "other"
    for _ in range(2):
        record = store.get(FOLDER, "profile")
        assert record is not None
        assert record.document == {"rows": [1]}
        assert record.summary == {"kind": "profile"}
        record.document["rows"].append(3)
        record.summary["kind"] = "changed"
        store.records(FOLDER)["profile"].document.clear()
        store.find("profile").rows[0].summary["kind"] = "changed"
    assert document_of(store, FOLDER, "profile") == {"rows": [1]}


def test_folders_are_compared_without_case_and_shown_as_first_written(store: Store) -> None:
    write(store, "person/Anwen-1", "person", {"n": 1}, summary={"kind": "person"})
    write(store, "PERSON/ANWEN-1", "person", {"n": 2}, base=1, summary={"kind": "person"})
    record = store.get("person/anwen-1", "person")
    assert record is not None
    assert (record.folder, record.revision) == ("person/Anwen-1", 2)
    assert [row.folder for row in store.find("person").rows] == ["person/Anwen-1"]


@pytest.mark.parametrize(
    "folder",
    ["", "portfolio", "portfolio/", "/P-1", "a/b/c", "../P-1", "portfolio/P 1", "a/b\n", "a/ŵ"],
)
def test_a_name_that_is_no_folder_is_refused(store: Store, folder: str) -> None:
    with pytest.raises(ValueError, match="name of a folder"):
        store.get(folder, "profile")
    with pytest.raises(ValueError, match="name of a folder"):
        store.records(folder)
    with pytest.raises(ValueError, match="name of a folder"):
        write(store, folder, "profile", {})


@pytest.mark.parametrize("name", ["", "a/b/c", "draft/", "../x", "a b", "draft/ŵ", "a\n"])
def test_a_name_that_is_no_record_is_refused(store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="name of a record"):
        store.get(FOLDER, name)
    with pytest.raises(ValueError, match="name of a record"):
        write(store, FOLDER, name, {})


@pytest.mark.parametrize(
    "value",
    [
        "nul \x00",
        "half \ud800",
        "\ud83d\ude00",
        float("nan"),
        float("inf"),
        (1, 2),
        {1: "a"},
        {"a": {1, 2}},
        b"bytes",
        complex(1),
    ],
    ids=repr,
)
def test_a_value_that_would_not_be_read_back_alike_is_refused(store: Store, value: object) -> None:
    with pytest.raises(ValueError, match="the document of 'profile'"):
        write(store, FOLDER, "profile", {"value": value})
    assert store.records(FOLDER) == {}


@pytest.mark.parametrize("text", ["\\u0000", "\\\\u0000", "\\ud800", "\x1b[31m", "\u2028", "😀"])
def test_text_that_only_looks_dangerous_is_kept(store: Store, text: str) -> None:
    write(store, FOLDER, "profile", {text: text})
    assert document_of(store, FOLDER, "profile") == {text: text}


def test_what_a_model_wrote_is_read_back_as_what_it_says(store: Store) -> None:
    encoded = Encoded.of(Line(text="Siân \u2028 😀 \\u0000"))
    store.put(FOLDER, {"profile": Change(0, encoded)}, operation="one", actor=ACTOR)
    assert document_of(store, FOLDER, "profile") == {"text": "Siân \u2028 😀 \\u0000"}


def test_a_nul_is_refused_from_a_model_too(store: Store) -> None:
    change = Change(0, Encoded.of(Line(text="a\0b")))
    with pytest.raises(ValueError, match="NUL"):
        store.put(FOLDER, {"profile": change}, operation="one", actor=ACTOR)


def test_a_document_that_goes_round_in_a_circle_is_refused(store: Store) -> None:
    circle: Document = {}
    circle["self"] = circle
    with pytest.raises(ValueError, match="not JSON"):
        write(store, FOLDER, "profile", circle)
    deep: Document = {}
    for _ in range(100_000):
        deep = {"in": deep}
    with pytest.raises(ValueError, match="not JSON"):
        write(store, FOLDER, "profile", deep)


def test_a_document_that_is_no_dictionary_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="not a dictionary"):
        write(store, FOLDER, "profile", [1])  # type: ignore[arg-type]  # this is what is tested


@pytest.mark.parametrize(
    "summary",
    [
        {},
        {"kind": 3},
        {"kind": ""},
        {"kind": "a", "n": 1.5},
        {"kind": "a", "n": [1]},
        {"kind": "a\x00"},
        {"kind": "a" * 201},
        {"kind": "a", "k" * 201: 1},
    ],
)
@pytest.mark.parametrize("more", [{}, {"big": 2**63}])
def test_a_summary_that_is_not_flat_is_refused(
    store: Store, summary: dict[str, str], more: dict[str, int]
) -> None:
    with pytest.raises(ValueError, match="the summary of 'profile'"):
        write(store, FOLDER, "profile", {}, summary={**summary, **more})
    assert store.records(FOLDER) == {}


def test_a_document_over_the_limit_is_refused_in_a_sentence(store: Store) -> None:
    with pytest.raises(TooLarge, match="Nothing was saved"):
        write(store, FOLDER, "profile", {"text": "a" * (8 * 1024 * 1024)})
    assert store.records(FOLDER) == {}


@pytest.mark.parametrize("label", ["", "x" * 201, "nul\x00", "\ud800"])
def test_an_operation_or_actor_without_a_proper_name_is_refused(store: Store, label: str) -> None:
    changes = {"profile": Change(0, {})}
    with pytest.raises(ValueError, match="the operation"):
        store.put(FOLDER, changes, operation=label, actor=ACTOR)
    with pytest.raises(ValueError, match="the actor"):
        store.put(FOLDER, changes, operation=new_operation(), actor=label)


def test_a_change_of_nothing_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="nothing to write"):
        store.put(FOLDER, {}, operation=new_operation(), actor=ACTOR)
    with pytest.raises(ValueError, match="not a revision"):
        write(store, FOLDER, "profile", {}, base=-1)


def test_threads_that_write_one_record_lose_nothing(store: Store) -> None:
    write(store, FOLDER, "profile", {"n": 0})
    refusals = []

    def count_up() -> None:
        for _ in range(10):
            while True:
                record = store.get(FOLDER, "profile")
                assert record is not None
                try:
                    write(
                        store,
                        FOLDER,
                        "profile",
                        {"n": record.document["n"] + 1},
                        base=record.revision,
                    )
                except Conflict:
                    continue
                except StoreError as error:
                    refusals.append(error)
                break

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not refusals
    assert document_of(store, FOLDER, "profile") == {"n": 40}


@pytest.mark.parametrize("engine", LASTING, indirect=True)
def test_another_program_sees_everything(store: Store, open_again: OpenStore) -> None:
    write(
        store,
        FOLDER,
        "profile",
        {"text": "ŵ"},
        summary={"kind": "portfolio", "who": "Siân"},
        operation="a",
    )
    other = open_again()
    assert other.get(FOLDER, "profile") == store.get(FOLDER, "profile")
    assert other.records(FOLDER) == store.records(FOLDER)
    assert other.find("portfolio", {"who": "Siân"}) == store.find("portfolio", {"who": "Siân"})
    assert write(other, FOLDER, "profile", {}, operation="a") == 1
    write(other, FOLDER, "profile", {"text": "ŷ"}, base=1)
    assert document_of(store, FOLDER, "profile") == {"text": "ŷ"}
    assert other.url == store.url


def test_a_sound_store_has_no_findings(store: Store) -> None:
    write(store, FOLDER, "profile", {"n": 1})
    assert list(store.check()) == []
