from collections.abc import Sequence
from typing import Any

import pytest

from stepback_course.store import Row, Scalar, Store
from tests.contract.writing import write

VALUES: list[Scalar] = [
    None,
    False,
    True,
    -(2**62),
    -1,
    0,
    1,
    2,
    10,
    2**62,
    "",
    "1",
    "Z",
    "a",
    "ŵ",
    "😀",
]


def add(store: Store, number: int, **summary: Scalar) -> None:
    write(store, f"portfolio/P-{number:03}", "unit/a", {}, summary={"kind": "unit", **summary})


def places(rows: Sequence[Row]) -> list[str]:
    return [row.folder.removeprefix("portfolio/P-") for row in rows]


def walk(store: Store, limit: int, **question: Any) -> list[Row]:
    rows: list[Row] = []
    after = None
    while True:
        page = store.find("unit", after=after, limit=limit, **question)
        assert len(page.rows) <= limit
        rows += page.rows
        after = page.next
        if after is None:
            return rows


def test_only_rows_of_the_kind_are_found(store: Store) -> None:
    write(store, "portfolio/P-1", "profile", {}, summary={"kind": "portfolio", "n": 1})
    write(store, "portfolio/P-1", "unit/a", {}, summary={"kind": "unit", "n": 2})
    write(store, "portfolio/P-1", "draft/a", {})
    expected = Row("portfolio/P-1", "unit/a", 1, {"kind": "unit", "n": 2})
    assert list(store.find("unit").rows) == [expected]
    assert store.find("certificate").rows == []
    assert store.find("unit").next is None


def test_an_empty_store_has_no_rows(store: Store) -> None:
    assert store.find("unit", {"state": "ready"}, sort="due").rows == []


def test_rows_must_equal_every_filter(store: Store) -> None:
    for number in range(8):
        add(store, number, odd=bool(number % 2), half=number // 4, name=f"n{number}")
    assert places(store.find("unit", {"odd": True, "half": 1}).rows) == ["005", "007"]
    assert places(store.find("unit", {"name": "n3", "odd": False}).rows) == []
    assert places(store.find("unit", {"kind": "unit", "name": "n3"}).rows) == ["003"]


def test_a_filter_tells_every_value_from_every_other(store: Store) -> None:
    for number, value in enumerate(VALUES):
        add(store, number, x=value)
    for number, value in enumerate(VALUES):
        assert places(store.find("unit", {"x": value}).rows) == [f"{number:03}"], value


def test_none_and_a_missing_key_are_the_same(store: Store) -> None:
    add(store, 1, x=None)
    add(store, 2)
    add(store, 3, x="")
    assert places(store.find("unit", {"x": None}).rows) == ["001", "002"]
    assert places(store.find("unit", {"x": None, "kind": "unit"}, sort="x").rows) == ["001", "002"]


def test_rows_without_a_sort_key_come_by_folder_and_record(store: Store) -> None:
    for folder, record in [("b/2", "u"), ("a/2", "u"), ("A/1", "z"), ("a/1", "b/c")]:
        write(store, folder, record, {}, summary={"kind": "unit"})
    found = [(row.folder, row.record) for row in store.find("unit").rows]
    assert found == [("A/1", "b/c"), ("A/1", "z"), ("a/2", "u"), ("b/2", "u")]


@pytest.mark.parametrize("descending", [False, True])
def test_values_of_every_sort_have_one_order(store: Store, descending: bool) -> None:
    shuffled = VALUES[1::2] + VALUES[::2]
    for number, value in enumerate(shuffled):
        add(store, number, x=value)
    rows = store.find("unit", sort="x", descending=descending).rows
    expected = VALUES[1:][::-1] if descending else VALUES[1:]
    assert [row.summary["x"] for row in rows] == [*expected, None]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_together_are_the_whole_in_order(store: Store, descending: bool, limit: int) -> None:
    for number in range(7):
        add(store, number, due=[None, "2026-03-01", "2026-01-01"][number % 3])
    whole = store.find("unit", sort="due", descending=descending).rows
    late, early = ["001", "004"], ["002", "005"]
    assert places(whole) == (late + early if descending else early + late) + ["000", "003", "006"]
    assert walk(store, limit, sort="due", descending=descending) == whole


@pytest.mark.parametrize("descending", [False, True])
def test_paging_neither_repeats_nor_skips_while_rows_come_and_go(
    store: Store, descending: bool
) -> None:
    for number in range(0, 40, 2):
        add(store, number, rank=number // 4)
    present = places(store.find("unit", sort="rank", descending=descending).rows)
    seen: list[str] = []
    after = None
    for number in range(1, 40, 2):
        page = store.find("unit", sort="rank", descending=descending, after=after, limit=2)
        seen += places(page.rows)
        after = page.next
        if after is None:
            break
        add(store, number, rank=number // 4)
    assert len(seen) == len(set(seen))
    assert [place for place in seen if place in present] == present


def test_a_changed_summary_replaces_the_one_before(store: Store) -> None:
    add(store, 1, state="ready", person="p")
    write(store, "portfolio/P-001", "unit/a", {}, base=1, summary={"kind": "unit", "state": "met"})
    assert store.find("unit", {"state": "ready"}).rows == []
    assert store.find("unit", {"person": "p"}).rows == []
    row = Row("portfolio/P-001", "unit/a", 2, {"kind": "unit", "state": "met"})
    assert store.find("unit", {"state": "met"}).rows == [row]
    write(store, "portfolio/P-001", "unit/a", {}, base=2)
    assert store.find("unit").rows == []


def test_a_cursor_is_refused_for_another_question(store: Store) -> None:
    for number in range(3):
        add(store, number, x=number, y=1)
    cursor = store.find("unit", {"y": 1}, sort="x", limit=1).next
    assert cursor is not None
    assert places(store.find("unit", {"y": 1}, sort="x", after=cursor).rows) == ["001", "002"]
    others: list[dict[str, Any]] = [
        {"kind": "portfolio", "filters": {"y": 1}, "sort": "x"},
        {"kind": "unit", "filters": {"y": True}, "sort": "x"},
        {"kind": "unit", "sort": "x"},
        {"kind": "unit", "filters": {"y": 1}},
        {"kind": "unit", "filters": {"y": 1}, "sort": "x", "descending": True},
    ]
    for other in others:
        with pytest.raises(ValueError, match="another question"):
            store.find(after=cursor, **other)


@pytest.mark.parametrize(
    "cursor", ["", "x", "W10=", "bnVsbA==", "eyJhIjoxfQ==", "ŵ", "WzEsMiwzLDRd"]
)
def test_a_cursor_that_was_never_given_out_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        store.find("unit", after=cursor)


def test_a_page_of_no_rows_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="at least one row"):
        store.find("unit", limit=0)


def test_the_order_of_filters_does_not_matter_to_a_cursor(store: Store) -> None:
    for number in range(3):
        add(store, number, x=1, y=2)
    cursor = store.find("unit", {"x": 1, "y": 2}, limit=1).next
    assert places(store.find("unit", {"y": 2, "x": 1}, after=cursor).rows) == ["001", "002"]


def test_long_values_are_told_apart_by_their_ends(store: Store) -> None:
    long = "ŵ" * 5000
    values = [long + "b", long, long[:64], long[:63], long + "a"]
    for number, value in enumerate(values):
        add(store, number, **{"x" * 200: value})
    rows = walk(store, 2, sort="x" * 200)
    assert places(rows) == ["003", "002", "001", "004", "000"]
    assert places(walk(store, 2, sort="x" * 200, descending=True)) == places(rows)[::-1]
    assert places(store.find("unit", {"x" * 200: long + "a"}).rows) == ["004"]


@pytest.mark.parametrize("text", ["' OR 1=1 --", "%", "_", 'a"b', "$.x", "[0]"])
def test_keys_and_values_are_never_part_of_the_question_s_language(store: Store, text: str) -> None:
    add(store, 1, **{text: text})
    add(store, 2, x="x")
    assert places(store.find("unit", {text: text}, sort=text).rows) == ["001"]
    assert places(store.find("unit", {"x": text}).rows) == []
