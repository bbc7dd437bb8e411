"""What changed between two texts, word by word."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from stepback_course.text.language import _
from stepback_course.text.words import count_words

PieceKind = Literal["same", "removed", "added"]
Run = tuple[bool, Sequence[str], Sequence[str]]
"""Whether it stayed the same, and a stretch of each text."""

_TOKEN = re.compile(r"(\n+|[^\W_]+(?:['’\-][^\W_]+)*|\S)([^\S\n]*)")
"""A word, a sign or the end of lines, with the spaces behind it, which are not compared."""
_LINE = re.compile(r"[^\n]*\n+|[^\n]+\Z")
_COSTLY = 200_000
"""From how many pairs of equal words on a stretch is not compared: over a quarter of a second."""
_ISLAND = 3
"""Fewer words than this, unchanged between larger changes, only make those hard to read."""
_NEIGHBOURS = 4
"""How many of the words before a change say where it is."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that is in both texts, only in the earlier one, or only in the later one."""

    kind: PieceKind
    text: str


def word_differences(before: str, after: str) -> tuple[Piece, ...]:
    """Return how one text became another, in stretches of whole words.

    What was removed stands before what was added in its place. The stretches that are the same
    and those that were added make up the later text. Letters that are only composed in another
    way are the same.
    """
    before, after = unicodedata.normalize("NFC", before), unicodedata.normalize("NFC", after)
    pieces: list[Piece] = []
    # Lines first: of a long answer mostly one paragraph changes, and words are compared there only.
    for is_same, old, new in _runs(_LINE.findall(before), _LINE.findall(after)):
        if is_same:
            pieces.append(Piece("same", "".join(new)))
        else:
            pieces += _words_compared("".join(old), "".join(new))
    return _joined(_without_islands(_joined(pieces)))


def differences_in_words(before: str, after: str) -> list[str]:
    """Return the differences between two texts to be read aloud, a sentence for each."""
    told = []
    for near, removed, added in _changes(word_differences(before, after)):
        sentence = _what_happened(removed.strip(), added.strip())
        place = _("After “{words}”: {change}") if near else _("At the beginning: {change}")
        told.append(place.format(words=near, change=sentence))
    return told


def _changes(pieces: Iterable[Piece]) -> Iterator[tuple[str, str, str]]:
    """Yield for each change the words before it, what was removed, and what was added."""
    near = ""
    for is_same, stretch in groupby(pieces, lambda piece: piece.kind == "same"):
        texts = {piece.kind: piece.text for piece in stretch}
        if is_same:
            near = " ".join(texts["same"].split()[-_NEIGHBOURS:])
        else:
            yield near, texts.get("removed", ""), texts.get("added", "")


def _what_happened(removed: str, added: str) -> str:
    if removed and added:
        return _("“{removed}” became “{added}”").format(removed=removed, added=added)
    if removed:
        return _("“{removed}” was taken out").format(removed=removed)
    if added:
        return _("“{added}” was put in").format(added=added)
    return _("the lines end differently")


def _words_compared(before: str, after: str) -> list[Piece]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces = []
    old_at = new_at = 0
    for is_same, old_words, new_words in _runs([w for w, _s in old], [w for w, _s in new]):
        old_end, new_end = old_at + len(old_words), new_at + len(new_words)
        removed, added = _text(old[old_at:old_end]), _text(new[new_at:new_end])
        old_at, new_at = old_end, new_end
        if is_same:
            pieces.append(Piece("same", added))
        else:
            pieces += [Piece("removed", removed), Piece("added", added)]
    # Spaces at the very beginning belong to no word.
    return [Piece("same", after[: len(after) - len(_text(new))]), *pieces]


def _text(tokens: Iterable[tuple[str, str]]) -> str:
    return "".join(word + spaces for word, spaces in tokens)


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    """Yield stretches of two sequences, in order, that are the same or stand for each other."""
    shared = _shared(before, after)
    yield True, before[:shared], after[:shared]
    old, new = before[shared:], after[shared:]
    if _pairs(old, new) < _COSTLY:
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield tag == "equal", old[i:j], new[k:m]
    else:
        end = _shared(old[::-1], new[::-1])
        yield False, old[: len(old) - end], new[: len(new) - end]
        yield True, old[len(old) - end :], new[len(new) - end :]


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items two sequences begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _pairs(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many pairs of equal items there are, which is what comparing costs."""
    theirs = Counter(other)
    return sum(count * theirs[item] for item, count in Counter(one).items())


def _without_islands(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces with a few unchanged words between larger changes made part of those."""
    for number, piece in enumerate(pieces):
        is_island = (
            piece.kind == "same"
            and 0 < number < len(pieces) - 1
            and "\n" not in piece.text
            and count_words(piece.text) < _ISLAND
            and _changed(reversed(pieces[:number])) > count_words(piece.text)
            and _changed(pieces[number + 1 :]) > count_words(piece.text)
        )
        if is_island:
            yield Piece("removed", piece.text)
            yield Piece("added", piece.text)
        else:
            yield piece


def _changed(pieces: Iterable[Piece]) -> int:
    """Return how many words the change has with which `pieces` begin."""
    words = 0
    for piece in pieces:
        if piece.kind == "same":
            break
        words = max(words, count_words(piece.text))
    return words


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with neighbours of a kind made one, and what was removed first."""
    joined = []
    for is_same, stretch in groupby(pieces, lambda piece: piece.kind == "same"):
        texts = {"same": "", "removed": "", "added": ""}
        for piece in stretch:
            texts[piece.kind] += piece.text
        kinds: tuple[PieceKind, ...] = ("same",) if is_same else ("removed", "added")
        joined += [Piece(kind, texts[kind]) for kind in kinds if texts[kind]]
    return tuple(joined)
