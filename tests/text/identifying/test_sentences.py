"""How much of what tells who a child is is found, on sentences written before the patterns were."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from stepback_course.text.identifying import Giveaway, giveaways

SENTENCES = Path(__file__).parent / "sentences"
YEAR, SETTING, ALLOWED = 2026, "Ysgol Bryn Derwen", ("Robin", "Ann Rees")
HALVES = ("tuned", "held_out")

RECALL, PRECISION = 0.95, 0.85


@dataclass(frozen=True)
class Marked:
    """A sentence, and the stretches of it that tell who a child is."""

    text: str
    stretches: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Figures:
    """What came of looking through several sentences."""

    stretches: int
    missed: tuple[str, ...]
    found: int
    wrong: tuple[str, ...]

    @property
    def recall(self) -> float:
        """How much of what is there was found."""
        return 1 - len(self.missed) / self.stretches

    @property
    def precision(self) -> float:
        """How much of what was found is there."""
        return 1 - len(self.wrong) / self.found

    def __str__(self) -> str:
        """Both figures, and from how many."""
        return (
            f"recall {self.recall:.3f} of {self.stretches}, "
            f"precision {self.precision:.3f} of {self.found}"
        )


def read(half: str) -> list[Marked]:
    """Return the sentences of one half; what tells who a child is stands there in «»."""
    lines = (SENTENCES / f"{half}.txt").read_text("utf-8").splitlines()
    return [marked(line) for line in lines if line and not line.startswith("#")]


def marked(line: str) -> Marked:
    """Return a line without its marks, and where they stood."""
    text, stretches = "", []
    for index, part in enumerate(re.split("[«»]", line)):
        if index % 2:
            stretches.append((len(text), len(text) + len(part)))
        text += part
    return Marked(text, tuple(stretches))


def look_through(sentences: list[Marked]) -> Figures:
    """Return what is found in sentences; a stretch counts as found where a finding touches it."""
    missed: list[str] = []
    wrong: list[str] = []
    stretches = found = 0
    for sentence in sentences:
        seen = giveaways(sentence.text, year=YEAR, setting=SETTING, allowed=ALLOWED)
        stretches += len(sentence.stretches)
        found += len(seen)
        missed += [
            sentence.text[start:end]
            for start, end in sentence.stretches
            if not any(touches(giveaway, start, end) for giveaway in seen)
        ]
        wrong += [
            giveaway.words
            for giveaway in seen
            if not any(touches(giveaway, start, end) for start, end in sentence.stretches)
        ]
    return Figures(stretches, tuple(missed), found, tuple(wrong))


def touches(giveaway: Giveaway, start: int, end: int) -> bool:
    """Say whether a finding and a stretch have a character in common."""
    return giveaway.start < end and start < giveaway.end


def test_there_are_sentences_enough_and_half_of_them_tell_nothing() -> None:
    for half in HALVES:
        sentences = read(half)
        telling = sum(bool(sentence.stretches) for sentence in sentences)
        assert len(sentences) >= 60
        assert 0.35 <= telling / len(sentences) <= 0.65


def test_no_sentence_stands_in_both_halves() -> None:
    tuned, held_out = ({sentence.text for sentence in read(half)} for half in HALVES)
    assert not tuned & held_out


@pytest.mark.parametrize("half", HALVES)
def test_nearly_everything_is_found_and_little_else(
    half: str, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = look_through(read(half))
    with capsys.disabled():
        print(f"\nidentifiers, {half.replace('_', ' ')} half: {figures}")  # noqa: T201 # the figures are to be seen
    assert figures.recall >= RECALL
    assert figures.precision >= PRECISION
