"""The command that talks in plain lines."""

import gc
import io
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import TYPE_CHECKING

import click

from stepback_course.cli.house import opened_desks
from stepback_course.desks import Desks
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.plain.conversation import Conversation

NARROWEST = 20
"""Below this a terminal does not know its width."""


@click.command()
@click.pass_context
def plain(ctx: click.Context) -> None:
    """Work through the course in plain lines, by numbers and letters.

    Nothing moves on the screen: for screen readers, braille displays and slow links. A question
    mark is help wherever you are. It is also what 'stepback' alone does once you choose so in it.
    """
    with opened_desks(ctx, may_be_new=True) as desks:
        talk_plainly(desks)


def talk_plainly(desks: Desks) -> None:
    """Talk on standard input and output until the person leaves."""
    from stepback_course.people.preferences import load_preferences, save_preferences
    from stepback_course.plain.conversation import Conversation
    from stepback_course.plain.front import Front, Settings

    gc.enable()
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A letter that a terminal cannot show is no reason to stop.
        sys.stdout.reconfigure(errors="replace", newline="\n")
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    talk = Conversation(
        sys.stdin.buffer,
        sys.stdout,
        encoding=sys.stdin.encoding or "utf-8",
        width=_width if is_terminal else None,
        edit=_editor(),
        hidden=getpass if is_terminal else None,
    )
    with _leaving_on_signals(talk):
        Front(talk, desks, Settings(load_preferences(), save_preferences)).visit()


def _width() -> int:
    return max(NARROWEST, shutil.get_terminal_size().columns - 1)


@contextmanager
def _leaving_on_signals(talk: "Conversation") -> Iterator[None]:
    """Leave as if asked to where the system, or control and c, ends the program."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        talk.end()

    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), leave) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _editor() -> Callable[[str], str | None] | None:
    """Return what opens a text in the person's editor; None where they have named none."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        return None

    def edit(text: str) -> str | None:
        # The folder is the person's alone, and takes the editor's own copies with it.
        with TemporaryDirectory(prefix="stepback-") as folder:
            file = Path(folder) / "answer.txt"
            file.write_text(text + "\n", encoding="utf-8")
            try:
                done = subprocess.run(  # noqa: S603 # the person named this program themselves
                    [*shlex.split(command), str(file)], check=False
                )
                edited = _decoded(file.read_bytes())
            except (OSError, ValueError) as error:
                raise Refusal(
                    "invalid",
                    _("the editor '{editor}' could not be used: {why}").format(
                        editor=command, why=error
                    ),
                ) from None
        return None if done.returncode else edited.rstrip("\n")

    return edit


def _decoded(content: bytes) -> str:
    """Return what an editor wrote, which on older computers may not be UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
