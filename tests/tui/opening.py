"""The app opened wherever it opens, for tests of everything but the practitioner's screens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.widgets import DataTable, Input, OptionList

from stepback_course.tui.app import StepbackApp
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.widgets.form_lines import FormLine
from tests.tui.sitting import NARROW, Sitting


@asynccontextmanager
async def opened(app: StepbackApp, size: tuple[int, int] = NARROW) -> AsyncIterator[Sitting]:
    """Open the app and wait until its first screen has read what it shows."""
    async with app.run_test(size=size) as pilot:
        seat = Sitting(app, pilot)
        await seat.rest()
        yield seat


def options(seat: Sitting) -> list[str]:
    """Return what the list on the screen in front offers, each option on one line."""
    listed = seat.app.screen.query_one(OptionList)
    return [" ".join(str(option.prompt).split()) for option in listed.options]


def cells(seat: Sitting) -> list[list[str]]:
    """Return the table on the screen in front, row by row."""
    table = seat.app.screen.query_one(DataTable)
    return [
        [str(cell).strip() for cell in table.get_row_at(number)]
        for number in range(table.row_count)
    ]


def type_in(seat: Sitting, **lines: str) -> None:
    """Put text into the lines of the form in front; `cohort_name` is the line `cohort-name`."""
    for name, text in lines.items():
        seat.app.screen.query_one(f"#{name.replace('_', '-')}", FormLine).value = text


def problems(seat: Sitting) -> dict[str, str]:
    """Return what the form in front says is wrong, by line."""
    lines = seat.app.screen.query(FormLine)
    return {str(line.id): line.problem for line in lines if line.problem}


def form(seat: Sitting) -> FormDialog[object]:
    """Return the form in front."""
    screen = seat.app.screen
    assert isinstance(screen, FormDialog)
    return screen


async def answer(seat: Sitting, line: str) -> None:
    """Answer the question in front, which asks for one line."""
    seat.app.screen.query_one(Input).value = line
    await seat.press("enter")
    await seat.rest()


def offered(seat: Sitting) -> dict[str, str]:
    """Return what the palette offers in front of this screen, with what is said about it."""
    commands = list(seat.app.get_system_commands(seat.app.screen))
    assert len({command.title for command in commands}) == len(commands)
    return {command.title: command.help for command in commands}
