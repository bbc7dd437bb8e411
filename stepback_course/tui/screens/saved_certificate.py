"""Saving the page of a certificate where a person says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App

from stepback_course.desks import Desks
from stepback_course.text import _
from stepback_course.text.paths import typed_path, usual_folder
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.dialogs import AskLine


def ask_where(app: App[Any], number: str, save: Callable[[Path], object]) -> None:
    """Ask for a folder and call `save` with it, unless the person goes back."""

    def answered(line: str | None) -> None:
        if line:
            save(typed_path(line))

    question = AskLine(
        _("Save certificate {number}").format(number=number),
        _("The page as it was issued, in this folder:"),
        value=str(usual_folder() / "stepback"),
        accept=_("Save"),
    )
    app.push_screen(question, answered)


def save_certificate(desks: Desks, number: str, folder: Path) -> str:
    """Write a certificate's page to a folder and return a sentence that says where.

    Raises Refusal where the folder cannot be written, StoreError where the page cannot be read.
    """
    page = desks.office.pdf(number)
    path = folder / f"{number}.pdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page)
    except OSError as error:
        raise Refusal(
            "invalid",
            _("the certificate cannot be written to {file}: {reason}").format(
                file=path, reason=error.strerror or error
            ),
        ) from None
    return _("The certificate is in {file}.").format(file=path)
