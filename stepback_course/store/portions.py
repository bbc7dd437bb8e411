"""Bytes on their way into a store, for every engine alike."""

from collections.abc import Iterator
from typing import BinaryIO

from stepback_course.store.port import Missing, TooLarge
from stepback_course.text import _

_PORTION = 1024 * 1024


def portions(content: BinaryIO, limit: int) -> Iterator[bytes]:
    """Yield the bytes of `content` portion by portion. Raises TooLarge beyond `limit` bytes."""
    size = 0
    while portion := content.read(_PORTION):
        size += len(portion)
        if size > limit:
            raise TooLarge(
                _(
                    "The file is larger than {limit} MB, so it was not kept. Choose a smaller one."
                ).format(limit=round(limit / 1024**2, 1))
            )
        yield portion


def missing(digest: str) -> Missing:
    """Return the refusal of a file that is not kept."""
    return Missing(
        _(
            "The file {digest} is not in this store. "
            "It may not have arrived yet, or it has been erased."
        ).format(digest=digest[:12])
    )
