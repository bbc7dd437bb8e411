"""Any sequence of writes and questions, compared with a dictionary that obeys the same laws."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from stepback_course.store import Change, Conflict, Document, Exists, Row, Scalar, new_operation
from tests.contract.engines import ENGINES
from tests.contract.writing import ACTOR

FOLDERS = st.sampled_from(["portfolio/P-1", "portfolio/p-1", "portfolio/P-2", "person/P-1"])
RECORDS = st.sampled_from(["profile", "draft/a", "unit/a"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9)
SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "ŵ"])
DOCUMENTS = st.dictionaries(TEXTS, TEXTS | st.lists(SCALARS, max_size=3), max_size=3)
SUMMARIES = st.none() | st.fixed_dictionaries({"kind": st.sampled_from(["x", "y"]), "k": SCALARS})


class StoreMachine(RuleBasedStateMachine):
    """A store, and what it must hold."""

    engine = "memory"

    @initialize()
    def begin(self) -> None:
        self.directory = tempfile.TemporaryDirectory()
        self.store = ENGINES[self.engine].open(Path(self.directory.name))
        self.model: dict[str, dict[str, tuple[int, Document, dict[str, Scalar] | None]]] = {}
        self.names: dict[str, str] = {}
        self.done: list[tuple[str, str, dict[str, Change], dict[str, int]]] = []

    @rule(
        folder=FOLDERS,
        written=st.dictionaries(RECORDS, st.tuples(DOCUMENTS, SUMMARIES), min_size=1),
        behind=st.sampled_from([0, 0, 0, 1]),
        exclusive=st.booleans(),
        erases=st.booleans(),
    )
    def write(
        self,
        folder: str,
        written: dict[str, tuple[Document, dict[str, Scalar] | None]],
        behind: int,
        exclusive: bool,
        erases: bool,
    ) -> None:
        held = self.model.get(folder.lower(), {})
        changes = {
            name: Change(held[name][0] - behind if name in held else behind, document, summary)
            for name, (document, summary) in written.items()
        }
        operation = new_operation()
        replace = self.store.erase if erases else self.store.put
        save = self.store.create if exclusive else replace
        if exclusive and held:
            with pytest.raises(Exists):
                save(folder, changes, operation=operation, actor=ACTOR)
        elif behind:
            with pytest.raises(Conflict):
                save(folder, changes, operation=operation, actor=ACTOR)
        else:
            returned = save(folder, changes, operation=operation, actor=ACTOR)
            assert returned == {name: change.base_revision + 1 for name, change in changes.items()}
            self.names.setdefault(folder.lower(), folder)
            kept = self.model.setdefault(folder.lower(), {})
            for name, (document, summary) in written.items():
                kept[name] = (returned[name], document, summary)
            self.done.append((operation, folder, changes, returned))

    @rule(number=st.integers(0, 9))
    def write_again(self, number: int) -> None:
        if self.done:
            operation, folder, changes, returned = self.done[number % len(self.done)]
            again = self.store.put(folder, changes, operation=operation, actor=ACTOR)
            assert again == returned

    @rule()
    def open_again(self) -> None:
        if ENGINES[self.engine].keeps:
            self.store.close()
            self.store = ENGINES[self.engine].open(Path(self.directory.name))

    @rule(
        filters=st.dictionaries(st.just("k"), SCALARS),
        sort=st.sampled_from([None, "k"]),
        descending=st.booleans(),
        limit=st.integers(1, 3),
    )
    def find(
        self, filters: dict[str, Scalar], sort: str | None, descending: bool, limit: int
    ) -> None:
        found: list[Row] = []
        after = None
        while True:
            page = self.store.find(
                "x", filters, sort=sort, descending=descending, after=after, limit=limit
            )
            found += page.rows
            after = page.next
            if after is None:
                break
        expected = [
            Row(self.names[key], name, revision, summary)
            for key, records in sorted(self.model.items())
            for name, (revision, _document, summary) in sorted(records.items())
            if summary
            and summary["kind"] == "x"
            and all(same(summary[k], value) for k, value in filters.items())
        ]
        if sort:
            with_key = [row for row in expected if row.summary["k"] is not None]
            with_key.sort(key=lambda row: order(row.summary["k"]), reverse=descending)
            expected = with_key + [row for row in expected if row.summary["k"] is None]
        assert found == expected

    @invariant()
    def every_record_is_as_it_was_last_written(self) -> None:
        for key, records in getattr(self, "model", {}).items():
            found = {
                name: (record.revision, record.document, record.summary)
                for name, record in self.store.records(key).items()
            }
            assert found == records

    def teardown(self) -> None:
        if hasattr(self, "store"):
            assert list(self.store.check()) == []
            self.store.close()
            self.directory.cleanup()


def same(one: Scalar, other: Scalar) -> bool:
    return type(one) is type(other) and one == other


def order(value: Scalar) -> tuple[int, Scalar]:
    return ([bool, int, str].index(type(value)), value)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_store_behaves_like_a_dictionary_with_revisions(engine: str) -> None:
    class Machine(StoreMachine):
        pass

    Machine.engine = engine
    few = settings(max_examples=30, stateful_step_count=20, deadline=None, database=None)
    run_state_machine_as_test(Machine, settings=few)
