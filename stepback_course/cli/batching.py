"""The command that performs operations from JSON lines."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stepback_course.cli.house import address, opened_desks
from stepback_course.cli.passphrases import passphrase_option, unlock_to_sign
from stepback_course.text import _

_ABREAST = 4
"""So many lines at once leave the processor little time to wait for the disk; more gain nothing."""
_AT_HAND = 128 * 1024 * 1024
"""A batch goes through many portfolios again and again, such as once for each unit."""
_MANY_LINES = 1000
"""From so many on, a batch gains more from several processes than it takes to start them."""
_PROCESSES = 4
"""At most so many are started, and no more than there are processors."""

if TYPE_CHECKING:
    from stepback_course.batch.lanes import Lanes
    from stepback_course.desks import Desks


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@passphrase_option
@click.pass_context
def batch(ctx: click.Context, file: Path, passphrase_file: Path | None) -> None:
    """Perform the operations of FILE, one JSON object a line; '-' reads standard input.

    Each is acknowledged by one line, written once it is durable. docs/batch.md lists them. Issuing
    where certificates are signed needs --passphrase-file.
    """
    from stepback_course.batch.runner import run

    refused = False
    try:
        with (
            opened_desks(ctx, _AT_HAND, may_be_new=True) as desks,
            click.open_file(str(file), encoding="utf-8") as lines,
        ):
            if passphrase_file is not None:
                unlock_to_sign(desks, passphrase_file)
            with (
                _lanes(file, address(ctx), desks) as lanes,
                closing(run(desks, lines, abreast=_abreast(file), lanes=lanes)) as answers,
            ):
                for answer in answers:
                    refused = refused or not answer["ok"]
                    click.echo(json.dumps(answer, ensure_ascii=False))
    except UnicodeDecodeError as error:
        raise click.UsageError(
            _("{file} is not UTF-8 text: {reason}").format(file=file, reason=error.reason)
        ) from None
    except OSError as error:
        raise click.UsageError(
            _("{file} cannot be read: {reason}").format(file=file, reason=error.strerror)
        ) from None
    sys.exit(1 if refused else 0)


def _abreast(file: Path) -> int:
    """Return how many lines may be performed at once: 1 where somebody may wait for each answer."""
    return _ABREAST if str(file) != "-" and file.is_file() else 1


@contextmanager
def _lanes(file: Path, url: str, desks: "Desks") -> Iterator["Lanes | None"]:
    """Yield processes for the lines of a long file, where more than one processor can have one."""
    processes = min(_PROCESSES, os.cpu_count() or 1)
    # What is kept in memory is there for one process alone.
    if processes == 1 or url.startswith("memory:") or not _is_long(file):
        yield None
        return
    from stepback_course.batch.lanes import Lanes

    lanes = Lanes(processes, url, desks.actor.id, desks.clock, _AT_HAND)
    try:
        yield lanes
    finally:
        for notice in lanes.close():
            click.echo(notice, err=True)


def _is_long(file: Path) -> bool:
    if _abreast(file) == 1:
        return False
    with file.open("rb") as lines:
        return sum(1 for _line in lines) >= _MANY_LINES
