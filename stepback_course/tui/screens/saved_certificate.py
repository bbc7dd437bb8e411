"""Putting the page of a certificate where a person says, and opening it there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App

from stepback_course.clock import day_of
from stepback_course.desks import Desks
from stepback_course.reports.certificates import ended_line
from stepback_course.reports.files import write_whole
from stepback_course.text import _
from stepback_course.text.paths import typed_path, usual_folder
from stepback_course.tui import opened_file
from stepback_course.tui.screens.dialogs import AskLine

LETTERS_FOLDER = "stepback-letters"


def ask_where(app: App[Any], number: str, save: Callable[[Path], object]) -> None:
    """Ask for a folder and call `save` with it, unless the person goes back."""
    _ask(
        app,
        AskLine(
            _("Open certificate {number}").format(number=number),
            _("The page as it was issued is put into this folder, and opened:"),
            value=str(usual_folder() / "stepback"),
            accept=_("Open"),
        ),
        save,
    )


def ask_folder(app: App[Any], write: Callable[[Path], object]) -> None:
    """Ask where letters are to go and call `write` with it, unless the person goes back."""
    _ask(
        app,
        AskLine(
            _("Letters"),
            _(
                "One file for each person, which your mail program opens, with the certificate "
                "attached. They are written to this folder; nothing is sent."
            ),
            value=str(usual_folder() / LETTERS_FOLDER),
            accept=_("Write"),
        ),
        write,
    )


def _ask(app: App[Any], question: AskLine, go_on: Callable[[Path], object]) -> None:
    def answered(line: str | None) -> None:
        if line:
            go_on(typed_path(line))

    app.push_screen(question, answered)


def open_certificate(desks: Desks, number: str, folder: Path) -> str:
    """Write a certificate's page to a folder, open it, and say where it is.

    Of one that stands no more, that is said first, for its page is as it was issued.
    Raises Refusal where the folder cannot be written, StoreError where the page cannot be read.
    """
    page = desks.register.pdf(number)
    path = folder / f"{number}.pdf"
    write_whole(path, page)
    told = (
        _("The certificate is in {file}, and opens now.")
        if opened_file.show_file(path)
        else _("The certificate is in {file}.")
    ).format(file=path)
    ended = ended_line(desks.register.certificate(number), day_of(desks.clock()))
    return "\n".join(filter(None, (ended, told)))
