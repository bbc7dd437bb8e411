"""Picking a file from a folder, a folder at a time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App

from stepback_course.text import _, clean_line
from stepback_course.tui.screens.dialogs import ChooseOne

LISTED = 500
"""The most things of one folder that are listed."""


def pick_file(app: App[Any], folder: Path, picked: Callable[[Path], object]) -> None:
    """List a folder, go into others as they are chosen, and call `picked` with a file."""
    places = listing(folder)

    def chosen(identifier: str | None) -> None:
        if identifier is None:
            return
        place = places[int(identifier)]
        if place.is_dir():
            pick_file(app, place, picked)
        else:
            picked(place)

    sentence = (
        str(folder) if len(places) > 1 else _("{folder}: nothing is here").format(folder=folder)
    )
    choices = [(str(number), line_of(place, folder)) for number, place in enumerate(places)]
    app.push_screen(ChooseOne(_("Pick a file"), clean_line(sentence), choices), chosen)


def listing(folder: Path) -> list[Path]:
    """Return the folder above, then what a folder has: folders first, each by name, none hidden."""
    try:
        found = [each for each in folder.iterdir() if not each.name.startswith(".")]
    except OSError:
        found = []
    found.sort(key=lambda each: (not each.is_dir(), each.name.casefold()))
    return [folder.absolute().parent, *found[:LISTED]]


def line_of(place: Path, folder: Path) -> str:
    """Return how a place is listed in a folder."""
    if place == folder.absolute().parent:
        return _(".. the folder above")
    name = clean_line(place.name)
    return _("{name}/").format(name=name) if place.is_dir() else name
