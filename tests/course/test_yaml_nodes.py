"""The small YAML: its values, its places, and what it will not read."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.course import yaml_nodes
from stepback_course.course.yaml_nodes import Fields, Items, Place, Scalar, Unreadable, parse, plain

COLON = "a colon followed by a space belongs in quotes: put the whole text in quotes"


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of the two parsers that an installation may have."""
    name: str = request.param
    if not hasattr(yaml, name):
        pytest.skip("this PyYAML was built without its C parser")
    monkeypatch.setattr(yaml_nodes, "_LOADER", getattr(yaml, name))
    return name


def value_of(text: str) -> object:
    """Return what a document holds."""
    root, faults = parse(text)
    assert faults == []
    return plain(root)


def refusal_of(text: str) -> str:
    """Return where and why a document is not read."""
    with pytest.raises(Unreadable) as caught:
        parse(text)
    fault = caught.value.fault
    return f"{fault.place.line}:{fault.place.column}: {fault.sentence}"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", 0),
        ("12", 12),
        ("-3", -3),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("no", "no"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("on", "on"),
        ("3.10", "3.10"),
        ("1e3", "1e3"),
        ("12:30", "12:30"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("2026-03-04", "2026-03-04"),
        (".inf", ".inf"),
        ("=", "="),
        ("'12'", "12"),
        ('"true"', "true"),
        ("Ŵy a thŷ", "Ŵy a thŷ"),
        ("9" * 30, "9" * 30),
    ],
)
def test_a_plain_word_is_text_unless_it_is_a_whole_number_true_false_or_null(
    loader: str, written: str, value: object
) -> None:
    assert value_of(f"key: {written}") == {"key": value}


def test_names_are_always_text_and_none_merges_another(loader: str) -> None:
    assert value_of("1: a\ntrue: b\n<<: {c: d}") == {"1": "a", "true": "b", "<<": {"c": "d"}}


def test_every_name_and_value_knows_its_place(loader: str) -> None:
    root, _faults = parse("ŵyau: x\nlist:\n  - a\n  - {b: c}\n", lines_before=4)

    assert isinstance(root, Fields)
    assert root.keys == {"ŵyau": Place(5, 1), "list": Place(6, 1)}
    assert root.nodes["ŵyau"] == Scalar(Place(5, 7), "x")
    items = root.nodes["list"]
    assert isinstance(items, Items)
    assert [node.place for node in items.nodes] == [Place(7, 5), Place(8, 5)]
    assert isinstance(items.nodes[1], Fields)
    assert items.nodes[1].keys == {"b": Place(8, 6)}


def test_a_name_given_twice_is_told_and_the_first_value_stays(loader: str) -> None:
    root, faults = parse("title: a\nother: b\ntitle: c\ntitle: d\n")

    assert plain(root) == {"title": "a", "other": "b"}
    assert [(fault.place, fault.sentence) for fault in faults] == [
        (Place(3, 1), "'title' is given twice (first on line 1)"),
        (Place(4, 1), "'title' is given twice (first on line 1)"),
    ]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("a: !!python/object/apply:x [y]", "1:4: text that starts with '!' belongs in quotes"),
        ("a: !!str 1", "1:4: text that starts with '!' belongs in quotes"),
        ("!!set {a}", "1:1: text that starts with '!' belongs in quotes"),
        ("a: &b [x]\nc: d", "1:4: text that starts with '&' belongs in quotes"),
        ("a: *b", "1:4: text that starts with '*' belongs in quotes"),
        ("a: b\n---\nc: d", "2:1: a second document starts here; a file has one"),
        ("? [a]\n: b", "1:3: a name is expected here, not a list"),
        ("", "1:1: nothing is written here"),
        ("# only a remark\n", "1:1: nothing is written here"),
        ("a: @b", "1:4: text that starts with this character belongs in quotes"),
        ("a:\n\t- x", "2:1: a tab stands here: use spaces to indent"),
        ("a: |\n\ttext", "2:1: a tab stands here: use spaces to indent"),
        ("a: b\n  \tc: d", "2:3: a tab stands here: use spaces to indent"),
        ("a: \"x\nb: c\n", "1:4: this quote is opened and never closed"),
        ("a: it's: so", f"1:8: {COLON}"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_told_in_one_sentence(loader: str, text: str, refusal: str) -> None:
    assert refusal_of(text) == refusal


def test_a_tab_inside_a_text_is_no_reason_to_stop(loader: str) -> None:
    assert value_of("a: |\n  one\n  \ttwo\n") == {"a": "one\n\ttwo\n"}


def test_twenty_levels_are_read_and_one_more_is_not(loader: str) -> None:
    deep: object = None
    for _level in range(19):
        deep = [deep]
    assert value_of("[" * 19 + "null" + "]" * 19) == deep
    assert refusal_of("[" * 20 + "null" + "]" * 20) == (
        "1:21: lists lie more than 20 deep in each other"
    )


def test_a_very_deep_file_is_refused_before_it_is_built(loader: str) -> None:
    assert "20 deep" in refusal_of("[" * 50_000)


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor(loader: str) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [*{before}, *{before}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert refusal_of(bomb).startswith("1:4: ")


@given(st.text(alphabet="ab \n\t:-[]{}#&*!|>'\"%@`,?é1~", max_size=60))
def test_any_text_is_read_or_refused_at_a_place(text: str) -> None:
    told = root = None
    try:
        root, _faults = parse(text)
    except Unreadable as refusal:
        told = refusal.fault
    assert (told is None) == isinstance(root, Scalar | Items | Fields)
    assert told is None or (told.place >= Place(1, 1) and len(told.sentence) > 10)
