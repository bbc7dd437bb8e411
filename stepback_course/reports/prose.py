"""The course's own words, made ready for a page: Markdown as blocks, and typographic quotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

BlockKind = Literal["paragraph", "item", "heading"]

_OPENING = r"(^|[\s(\[–—“‘])"
_OPENING_DOUBLE = re.compile(_OPENING + '"')
_OPENING_SINGLE = re.compile(_OPENING + "'")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is set in one way."""

    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list or a heading."""

    kind: BlockKind
    runs: tuple[Run, ...]


def blocks(markdown: str) -> list[Block]:
    """Return what a reading says; a template shows the blocks, so that no markup gets through."""
    found: list[Block] = []
    containers: list[BlockKind] = []
    for token in _parser().parse(typographic(markdown)):
        if token.type in ("list_item_open", "heading_open"):
            containers.append("item" if token.type == "list_item_open" else "heading")
        elif token.type in ("list_item_close", "heading_close"):
            containers.pop()
        elif token.content:
            kind: BlockKind = containers[-1] if containers else "paragraph"
            runs = _runs(token.children) if token.children else [Run(token.content)]
            found.append(Block(kind, tuple(runs)))
    return found


def line(words: str) -> str:
    """Return words of the course on one line, with the quotes of print."""
    return typographic(" ".join(words.split()))


def typographic(words: str) -> str:
    """Return words with the quotes of print; for the course's words, never for a person's."""
    words = _OPENING_SINGLE.sub(r"\1‘", _OPENING_DOUBLE.sub(r"\1“", words))
    return words.replace('"', "”").replace("'", "’")


def paragraphs(words: str) -> tuple[str, ...]:
    """Return the paragraphs of plain words of the course, each on one line."""
    return tuple(map(line, words.strip().split("\n\n")))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


def _runs(children: "list[Token]") -> Iterator[Run]:
    strong = emphasis = 0
    for child in children:
        if child.type.startswith("strong"):
            strong += child.nesting
        elif child.type.startswith("em"):
            emphasis += child.nesting
        elif child.type in ("softbreak", "hardbreak"):
            yield Run(" ")
        elif child.content:
            yield Run(child.content, strong > 0, emphasis > 0)
