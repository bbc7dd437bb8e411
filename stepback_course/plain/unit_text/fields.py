"""Lines of the form `key: value`; what belongs to a value is indented below it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stepback_course.text import _, clean_line
from stepback_course.text.numbers import number_typed

_INDENT = "  "
_FIELD = re.compile(r"([^:\s][^:]*?)\s*:(?:\s(.*)|)$")


class Misread(Exception):
    """A sentence about a line that cannot be understood."""

    def __init__(self, line: int, sentence: str) -> None:
        """Keep the number of the line, from 1, beside the sentence."""
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True, slots=True)
class Field:
    """One key with its value, and where it stands."""

    key: str
    value: str
    line: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands behind the key."""
        return not self.value.strip()


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line of a file with its number, from 1."""

    number: int
    text: str


def field_lines(key: str, value: object = "") -> list[str]:
    """Return a key with its value; the further lines of a value are indented."""
    first, *more = str("" if value is None else value).split("\n")
    return [f"{key}: {first}".rstrip(), *(f"{_INDENT}{line}".rstrip() for line in more)]


def read_fields(lines: Iterable[Numbered]) -> Iterator[Field]:
    """Yield the fields that lines have. Raises Misread for a line that belongs to none."""
    key, words, start, blank = "", [""], 0, 0
    for line in lines:
        if not line.text.strip():
            blank += 1
        elif line.text[0].isspace():
            if not key:
                raise Misread(line.number, _no_field())
            words += [""] * blank + [line.text.strip()]
            blank = 0
        else:
            if key:
                yield Field(key, "\n".join(words), start)
            match = _FIELD.match(line.text.rstrip())
            if match is None:
                raise Misread(line.number, _no_field())
            key, words = clean_line(match[1]).casefold(), [match[2] or ""]
            start, blank = line.number, 0
    if key:
        yield Field(key, "\n".join(words), start)


def grouped(fields: Iterable[Field], heading: str, keys: Sequence[str]) -> Iterator[list[Field]]:
    """Yield the fields below each heading, such as `row 1`.

    Raises Misread where something stands above the first heading, or below one that has no place
    there.
    """
    group: list[Field] | None = None
    for field in fields:
        if re.fullmatch(rf"{re.escape(heading)} \d+", field.key):
            if group is not None:
                yield group
            group = []
        elif group is None or field.key not in keys:
            known = ", ".join([_("{heading} 1").format(heading=heading), *keys])
            raise Misread(field.line, unknown_key(field.key, known))
        else:
            group.append(field)
    if group is not None:
        yield group


def number_in(field: Field, most: int) -> int | None:
    """Return the number that a field holds, None where it is empty. Raises Misread."""
    if field.is_empty:
        return None
    return number_from(field.value.strip(), field, most)


def number_from(text: str, field: Field, most: int) -> int:
    """Return a number from 1 to `most`. Raises Misread, about the line of the field."""
    number = number_typed(text, most)
    if number is not None:
        return number
    raise Misread(
        field.line,
        _("'{text}' is no number from 1 to {most}").format(text=clean_line(text)[:40], most=most),
    )


def unknown_key(key: str, known: str) -> str:
    """Return what to say of a key that has no place where it stands."""
    return _("'{key}' is not asked for here. What is: {known}").format(key=key[:40], known=known)


def _no_field() -> str:
    return _(
        "this line is not understood: a line here begins with one of the words above and a colon, "
        "and what belongs to the line above it begins with two spaces"
    )
