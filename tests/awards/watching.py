"""A store whose writes are watched, so that something happens between two of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from stepback_course.awards.facts import CertificateFacts
from stepback_course.store import Store

WRITES = ("put", "put_file", "create")


class Stopped(BaseException):
    """The program is no more."""


@contextmanager
def stopping(store: Store, at: int, *, is_done: bool) -> Iterator[list[str]]:
    """Stop at the write of this number, before or after it is done; yield the writes there were."""

    def stop() -> None:
        raise Stopped

    with happening(store, at, stop, is_done=is_done) as seen:
        yield seen


@contextmanager
def happening(
    store: Store, at: int, what: Callable[[], object], *, is_done: bool = False
) -> Iterator[list[str]]:
    """Let something happen at the write of this number, before or after it is done.

    Yield the names of the writes there were; those that happen meanwhile do not count.
    """
    seen: list[str] = []
    is_happening = False

    def watched(name: str) -> Callable[..., Any]:
        done = getattr(store, name)

        def write(*given: object, **named: object) -> object:
            nonlocal is_happening
            if is_happening:
                return done(*given, **named)
            seen.append(name)
            if len(seen) - 1 != at:
                return done(*given, **named)
            returned = done(*given, **named) if is_done else None
            is_happening = True
            what()
            is_happening = False
            return returned if is_done else done(*given, **named)

        return write

    with pytest.MonkeyPatch.context() as patched:
        for name in WRITES:
            patched.setattr(store, name, watched(name))
        yield seen


def plain_page(facts: CertificateFacts, *_look: object, **_more: object) -> bytes:
    """Return a page of nothing but what it says, where how it is set is no matter."""
    return facts.model_dump_json().encode()
