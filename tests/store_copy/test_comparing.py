"""Two stores have one hash where they hold the same, and otherwise every difference is named."""

import hashlib
import io

from stepback_course.store import Record, Scalar
from stepback_course.store.memory import MemoryStore
from stepback_course.store.moving.comparing import compare
from stepback_course.store.moving.fingerprint import folder_content, store_hash
from tests.contract.writing import write
from tests.store_copy.imperfect import Damaged, fill_small, small


def test_the_same_content_has_the_same_hash() -> None:
    comparison = compare(small(), small())
    assert comparison.agrees
    assert comparison.source == comparison.target


def test_the_hash_is_that_of_a_list_of_hashes_that_anybody_can_write() -> None:
    records = {"profile": Record("person/B", "profile", 3, {"b": 1, "a": "ŵ"}, {"kind": "x"})}
    content = folder_content("person/B", records)
    assert (
        content
        == (
            '{"folder":"person/B","records":{"profile":'
            '{"document":{"a":"ŵ","b":1},"revision":3,"summary":{"kind":"x"}}}}'
        ).encode()
    )
    folders = {"person/B": "b" * 64, "Person/a": "a" * 64}
    lines = f"{'a' * 64} Person/a\n{'b' * 64} person/B\n{'1' * 64}\n{'2' * 64}\n"
    files = ["2" * 64, "1" * 64]
    assert store_hash(folders, files) == hashlib.sha256(lines.encode()).hexdigest()


def test_each_difference_is_named_with_its_side() -> None:
    source, target = small(), small()
    write(source, "person/Bryn", "profile", {})
    write(target, "person/Aled", "profile", {})
    write(target, "portfolio/P-1", "profile", {"name": "tŷ"}, base=2, summary={"kind": "x"})
    file = target.put_file(io.BytesIO(b"more"), limit=10)
    comparison = compare(source, target)
    assert not comparison.agrees
    assert comparison.source != comparison.target
    assert [difference.sentence for difference in comparison.differences] == [
        "person/Aled is only at the target.",
        "person/Bryn is only at the source.",
        "portfolio/P-1 is not the same on both sides.",
        f"{file} is only at the target.",
    ]


def test_a_revision_or_a_summary_alone_makes_a_difference() -> None:
    held: tuple[int, dict[str, Scalar] | None] = (2, {"kind": "x"})
    others: list[tuple[int, dict[str, Scalar] | None]] = [
        (1, {"kind": "x"}),
        (2, {"kind": "y"}),
        (2, None),
    ]
    for other in others:
        source, target = MemoryStore(), MemoryStore()
        for store, (revision, summary) in ((source, held), (target, other)):
            record = Record("person/a", "profile", revision, {"name": "Siôn"}, summary)
            store.take_over("person/a", {"profile": record}, operation="o", actor="a")
        assert not compare(source, target).agrees


def test_what_cannot_be_read_on_either_side_is_a_difference() -> None:
    damaged = Damaged("person/Anwen")
    fill_small(damaged)
    for comparison in (compare(damaged, small()), compare(small(), damaged)):
        assert not comparison.agrees
        assert [each.sentence for each in comparison.differences] == ["person/Anwen is damaged."]
    assert not compare(damaged, damaged).agrees
