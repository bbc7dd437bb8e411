"""Asking for the passphrase of the key that certificates are signed with, without showing it."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from stepback_course.awards.keys.passphrase import (
    LONGEST,
    WrongPassphrase,
    check_new_passphrase,
)
from stepback_course.desks import Desks
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

TRIES = 3

passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Take the passphrase from the first line of this file, and do not ask.",
)


def is_somebody_there() -> bool:
    """Say whether questions can be asked and answered."""
    return sys.stdin.isatty()


def asked_new_passphrase(file: Path | None) -> str:
    """Return the passphrase of a file, or one that can lock a key and was typed twice.

    Raises Refusal where the file cannot be read, and where nobody is there to type.
    """
    if file is not None:
        return _read(file)
    _require_somebody()
    from stepback_course.handover.envelope.passphrase import new_words

    told = _(
        "Choose a passphrase: four words or more that do not belong together. These six\n"
        "were drawn just now, if you like them: {words}"
    )
    click.echo(told.format(words=new_words()), err=True)
    typed: str = click.prompt(
        _("New passphrase"),
        hide_input=True,
        confirmation_prompt=_("The same again"),
        value_proc=_checked,
        err=True,
    )
    return typed


def with_passphrase(file: Path | None, use: Callable[[str], object]) -> None:
    """Do something that takes the key's passphrase; whoever mistypes it is asked again.

    Raises Refusal where it is wrong in the end, and where nobody is there to type it.
    """
    if file is not None:
        use(_read(file))
        return
    _require_somebody()
    for left in reversed(range(TRIES)):
        typed: str = click.prompt(_("Passphrase of the key"), hide_input=True, err=True)
        try:
            use(typed)
        except WrongPassphrase as refusal:
            if not left:
                raise
            click.echo(str(refusal), err=True)
        else:
            return


def unlock_chest(desks: Desks, file: Path | None) -> None:
    """Unlock the key of this computer, if it is locked. Raises Refusal."""
    chest = desks.keys.chest
    chest.require_key()
    if not chest.is_unlocked:
        with_passphrase(file, chest.unlock)


def unlock_to_sign(desks: Desks, file: Path | None) -> None:
    """Unlock the key where certificates are signed; without a key, do nothing.

    Raises Refusal where certificates are issued on another computer, and what `unlock_chest`
    raises.
    """
    from stepback_course.awards.making import issuing_key

    if issuing_key(desks.store, desks.chest) is not None:
        unlock_chest(desks, file)


def _checked(typed: str) -> str:
    try:
        check_new_passphrase(typed)
    except Refusal as refusal:
        raise click.BadParameter(str(refusal)) from None
    return typed


def _read(file: Path) -> str:
    try:
        with file.open(encoding="utf-8-sig") as lines:
            return lines.readline(LONGEST + 1).rstrip("\r\n")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else _("it is not a text in UTF-8")
        told = _("{file} cannot be read: {reason}")
        raise Refusal("invalid", told.format(file=file, reason=reason)) from None


def _require_somebody() -> None:
    if not is_somebody_there():
        raise Refusal(
            "not_ready",
            _("nobody is there to type the passphrase: give it with --passphrase-file"),
        )
