"""A small YAML: text, whole numbers, true, false and null, with the place of everything.

`no`, `3.10`, `12:30` and `2026-03-04` stay the text that the author wrote. Anchors, aliases and
tags are refused, and nesting is limited before anything is built, so that a hostile file costs
no more than an honest one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from stepback_course.text import _
from stepback_course.text.problems import shown

MOST_DEEP = 20
"""How deeply lists and names may lie in each other."""

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")
_WORDS_WITH_A_VALUE = {"true": True, "false": False, "null": None, "~": None, "": None}
_TAB_INDENT = re.compile(r" *\t")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value."""

    place: Place
    value: str | int | bool | None


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    nodes: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fields:
    """Names with a value each; `keys` says where each name stands."""

    place: Place
    keys: dict[str, Place] = field(default_factory=dict)
    nodes: dict[str, "Node"] = field(default_factory=dict)


Node = Scalar | Items | Fields


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at one place of a file."""

    place: Place
    sentence: str


class Unreadable(Exception):
    """The text is not YAML, or uses what course files do not need."""

    def __init__(self, fault: Fault) -> None:
        """Keep where and why reading stopped."""
        super().__init__(fault.sentence)
        self.fault = fault


def parse(text: str, lines_before: int = 0) -> tuple[Node, list[Fault]]:
    """Return the root of a YAML document, and the names in it that are given twice.

    `lines_before` is how many lines of the file stand before `text`. Raises Unreadable.
    """
    composer = _Composer(lines_before)
    try:
        root = composer.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_explained(error, text.split("\n"), lines_before)) from error
    return root, composer.faults


def plain(node: Node) -> Any:
    """Return what a node holds without its places: text, numbers, lists and dicts."""
    match node:
        case Scalar(value=value):
            return value
        case Items(nodes=nodes):
            return [plain(child) for child in nodes]
        case Fields(nodes=fields):
            return {name: plain(child) for name, child in fields.items()}


def places(node: Node) -> Iterator[Place]:
    """Yield the place of a node and of everything in it."""
    yield node.place
    match node:
        case Items(nodes=nodes):
            for child in nodes:
                yield from places(child)
        case Fields(keys=keys, nodes=fields):
            yield from keys.values()
            for child in fields.values():
                yield from places(child)


class _Composer:
    """Builds nodes from the parser's events, which arrive one by one."""

    def __init__(self, lines_before: int) -> None:
        self.lines_before = lines_before
        self.faults: list[Fault] = []

    def document(self, events: Iterator[Any]) -> Node:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, depth=1)
            elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise self._unreadable(event, _("a second document starts here; a file has one"))
        if root is None:
            raise Unreadable(Fault(Place(self.lines_before + 1, 1), _("nothing is written here")))
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        self._check(event, depth)
        place = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(place, _value(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(Items(place), events, depth)
        return self._fields(Fields(place), events, depth)

    def _items(self, items: Items, events: Iterator[Any], depth: int) -> Items:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.nodes.append(self._node(event, events, depth + 1))
        return items

    def _fields(self, fields: Fields, events: Iterator[Any], depth: int) -> Fields:
        for key in events:
            if isinstance(key, yaml.MappingEndEvent):
                break
            self._check(key, depth)
            if not isinstance(key, yaml.ScalarEvent):
                raise self._unreadable(key, _("a name is expected here, not a list"))
            place = self._place(key)
            node = self._node(next(events), events, depth + 1)
            if (first := fields.keys.get(key.value)) is None:
                fields.keys[key.value] = place
                fields.nodes[key.value] = node
            else:
                sentence = _("'{name}' is given twice (first on line {line})")
                told = sentence.format(name=shown(key.value), line=first.line)
                self.faults.append(Fault(place, told))
        return fields

    def _check(self, event: Any, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self._unreadable(event, _sign_sentence("*"))
        if event.anchor is not None:
            raise self._unreadable(event, _sign_sentence("&"))
        if event.tag is not None:
            raise self._unreadable(event, _sign_sentence("!"))
        if depth > MOST_DEEP:
            sentence = _("lists lie more than {most} deep in each other").format(most=MOST_DEEP)
            raise self._unreadable(event, sentence)

    def _place(self, event: Any) -> Place:
        return _place_of(event.start_mark, self.lines_before)

    def _unreadable(self, event: Any, sentence: str) -> Unreadable:
        return Unreadable(Fault(self._place(event), sentence))


def _sign_sentence(sign: str) -> str:
    return _("text that starts with '{sign}' belongs in quotes").format(sign=sign)


def _value(event: Any) -> str | int | bool | None:
    text: str = event.value
    is_plain, _is_quoted = event.implicit
    if not is_plain or event.style:
        return text
    if text in _WORDS_WITH_A_VALUE:
        return _WORDS_WITH_A_VALUE[text]
    return int(text) if _WHOLE_NUMBER.match(text) else text


def _place_of(mark: Any, lines_before: int) -> Place:
    return Place(mark.line + 1 + lines_before, mark.column + 1)


_EXPLANATIONS = (
    (
        "mapping values are not allowed",
        _("a colon followed by a space belongs in quotes: put the whole text in quotes"),
    ),
    (
        "cannot start any token",
        _("text that starts with this character belongs in quotes"),
    ),
    (
        "could not find expected ':'",
        _("a colon and a space are missing after this name"),
    ),
    (
        "unknown escape character",
        _("a backslash in double quotes has a meaning of its own: use single quotes"),
    ),
    (
        "did not find expected",
        _("this does not fit what stands before it: check indentation, quotes and brackets"),
    ),
)


def _explained(error: yaml.MarkedYAMLError, lines: list[str], lines_before: int) -> Fault:
    """Return the parser's complaint in our words, at the place that is to be mended."""
    noticed = error.problem_mark or error.context_mark
    started = error.context_mark or noticed
    if noticed is None or started is None:
        return Fault(Place(lines_before + 1, 1), _("this is not written as YAML"))
    for number in range(started.line, min(noticed.line + 1, len(lines))):
        if tab := _TAB_INDENT.match(lines[number]):
            place = Place(number + 1 + lines_before, tab.end())
            return Fault(place, _("a tab stands here: use spaces to indent"))
    if "quoted scalar" in (error.context or "") and "end of" in (error.problem or ""):
        return Fault(_place_of(started, lines_before), _("this quote is opened and never closed"))
    for words, sentence in _EXPLANATIONS:
        if words in (error.problem or ""):
            return Fault(_place_of(noticed, lines_before), sentence)
    sentence = _("this cannot be read: check indentation, quotes and colons")
    return Fault(_place_of(noticed, lines_before), sentence)
