"""One thing that may tell who a child is."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["birth date", "postcode", "address", "phone", "e-mail", "number", "setting", "name"]


@dataclass(frozen=True, slots=True)
class Giveaway:
    """Words in a text that may tell who a child is."""

    kind: Kind
    words: str
    """The words as they stand in the text."""
    start: int
    """Where they begin, in characters."""

    @property
    def end(self) -> int:
        """Where they end, in characters."""
        return self.start + len(self.words)
