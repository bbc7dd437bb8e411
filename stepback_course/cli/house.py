"""What every command needs: the store's desks with somebody at them, and refusals said plainly."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import click

from stepback_course.awards.keys.chest import KeyChest, issuing_folder
from stepback_course.clock import system_clock
from stepback_course.course.shelf import Shelf
from stepback_course.desks import Desks
from stepback_course.people import OWNER, resolve_actor
from stepback_course.people.preferences import load_preferences
from stepback_course.store import AT_HAND, Store, StoreError, open_store
from stepback_course.text import _, clean_line
from stepback_course.text.refusals import Refusal

_SHOWN = 60
"""How many characters of a text stand in a table."""


def default_store() -> str:
    """Return the folder of a store that nobody named."""
    from platformdirs import user_data_path

    return str(user_data_path("stepback"))


def address(ctx: click.Context) -> str:
    """Return where the store is that the command line names."""
    url, _person = ctx.find_root().obj
    return url or default_store()


@contextmanager
def plain_refusals() -> Iterator[None]:
    """Turn a refusal into its sentence on standard error and exit code 1."""
    try:
        yield
    except (Refusal, StoreError) as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)


@contextmanager
def opened(url: str, at_hand: int = AT_HAND) -> Iterator[Store]:
    """Open the store at `url`, and in the end say what it noticed and close it."""
    try:
        store = open_store(url, at_hand=at_hand)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    try:
        yield store
    finally:
        _tell_notices(store)
        store.close()


def _tell_notices(store: Store) -> None:
    with suppress(StoreError):  # a store out of reach has said so already
        for notice in store.notices():
            click.echo(notice, err=True)


@contextmanager
def opened_store(ctx: click.Context, at_hand: int = AT_HAND) -> Iterator[Store]:
    """Open the store the command line names, and close it in the end."""
    with opened(address(ctx), at_hand) as store:
        yield store


@contextmanager
def opened_desks(
    ctx: click.Context, at_hand: int = AT_HAND, *, may_be_new: bool = False
) -> Iterator[Desks]:
    """Sit the acting person down at the desks of the named store; refusals are said plainly.

    A store that was named and never written to is refused, since its address may be mistyped,
    unless it `may_be_new` to the command.
    """
    url, person = ctx.find_root().obj
    with plain_refusals(), opened_store(ctx, at_hand) as store:
        if url and not may_be_new:
            _require_begun(store)
        actor = resolve_actor(store, person, None if person else load_preferences().me)
        chest = KeyChest(issuing_folder(), system_clock)
        try:
            yield Desks(store, Shelf(store), actor, system_clock, chest)
        except Refusal as refusal:
            if actor is not OWNER or refusal.code != "not_allowed":
                raise
            sentence = _(
                "{why}. Say who you are, as in 'stepback --as ID …'; 'stepback people list' shows "
                "everybody's id."
            )
            raise Refusal("not_allowed", sentence.format(why=refusal)) from refusal


def _require_begun(store: Store) -> None:
    if not store.is_begun:
        raise Refusal(
            "unknown",
            _(
                "There is no store at {place} yet. Check the address; a new store begins with "
                "'stepback', 'stepback join' or 'stepback batch'."
            ).format(place=clean_line(store.url)),
        )


def echo_json(name: str, rows: Iterable[Any], following: str | None = None) -> None:
    """Print the one object that `--json` prints."""
    content = {"schema": f"stepback.{name}/1", "rows": list(rows), "next": following}
    click.echo(json.dumps(content, ensure_ascii=False))


def shortened(text: str) -> str:
    """Return the beginning of a text, on one line, as a table has room for it."""
    line = clean_line(text)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def with_words(name: str, text: str) -> str:
    """Return an id with the first words of what it stands for, where that is known."""
    return _("{name}: {words}").format(name=name, words=shortened(text)) if text else name


def echo_table(columns: list[str], rows: Iterable[Iterable[object]]) -> None:
    """Print rows in columns wide enough for what they hold."""
    table = [columns, *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(line.rstrip())
