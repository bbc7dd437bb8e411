"""What a service says when it will not do a thing."""

from typing import Literal

RefusalCode = Literal[
    "not_allowed",
    "unknown",
    "invalid",
    "not_ready",
    "closed",
    "taken",
    "expired",
    "identifiers",
    "withdrawn",
    # What came in a file from elsewhere:
    "not_a_bundle",
    "damaged",
    "not_for_here",
    "too_large",
    "altered",
    "newer_format",
]


class Refusal(Exception):
    """A sentence for the person who asked: what will not be done, why, and what to do instead."""

    def __init__(self, code: RefusalCode, sentence: str) -> None:
        """Keep the code, which scripts read, beside the sentence, which people read."""
        super().__init__(sentence)
        self.code = code
