"""What a part of the campaign did and found, in counts and sentences."""

import json
import traceback
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Self

SHOWN = 5


class Loss(StrEnum):
    """The ways in which a store may break its promises."""

    LOST = "lost"
    """What was acknowledged is not there."""
    UNREADABLE = "unreadable"
    """What was acknowledged is refused."""
    WRONG = "wrong"
    """An answer, a refusal or what is left on the disk is not as promised."""
    TRACEBACK = "tracebacks"
    """Something other than a refusal in a sentence came out."""


@dataclass
class Tally:
    """The figures of one part of the campaign."""

    tried: str
    """What is counted first: `kills`, `cuts`, …"""
    counts: Counter[str] = field(default_factory=Counter)
    losses: list[tuple[Loss, str]] = field(default_factory=list)
    skipped: str = ""
    """Why this part could not run on this machine."""
    heading: str = ""
    """What the figures are about, where one part has several lines."""

    def count(self, what: str, number: int = 1) -> None:
        """Add to one of the figures."""
        self.counts[what] += number

    def lose(self, loss: Loss, sentence: str) -> None:
        """Note one broken promise."""
        self.losses.append((loss, sentence))

    def add(self, other: "Tally") -> None:
        """Take in the figures of another run of the same part."""
        self.counts += other.counts
        self.losses += other.losses

    def found(self, loss: Loss) -> int:
        """Return how often a promise was broken in this way."""
        return sum(kind is loss for kind, _sentence in self.losses)

    def to_json(self) -> str:
        """Return the figures as text, for another process."""
        return json.dumps(vars(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the figures that another process counted."""
        read = json.loads(text)
        losses = [(Loss(kind), sentence) for kind, sentence in read["losses"]]
        return cls(read["tried"], Counter(read["counts"]), losses, read["skipped"])

    @property
    def figures(self) -> str:
        """The line that the campaign prints."""
        others = [what for what in self.counts if what != self.tried]
        figures = [f"{what} {self.counts[what]:,}" for what in (self.tried, *others)]
        figures += [f"{loss} {self.found(loss):,}" for loss in Loss]
        heading = f"{self.heading}: " if self.heading else ""
        return heading + ", ".join(figures)

    def __str__(self) -> str:
        """Return the figures, and the first broken promises below them."""
        if self.skipped:
            return f"{self.tried}: NOT RUN HERE: {self.skipped}"
        shown = [f"  {loss}: {sentence}" for loss, sentence in self.losses[:SHOWN]]
        return "\n".join([self.figures, *shown])


def described(error: BaseException) -> str:
    """Return an error that nobody should have seen, and where in the program it came from."""
    frames = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "stepback_course" in frame.filename
    ]
    return f"{type(error).__name__}: {error} ({' '.join(frames)})"
