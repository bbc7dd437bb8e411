"""In the theme of strong contrast every character stands at least 7:1 against what lies behind it.

Looked at as it is drawn, cell by cell, on each screen that a practitioner meets. The formula is
that of WCAG 2.2, *contrast ratio* and *relative luminance*.
"""

from collections.abc import Iterator
from functools import cache

import pytest
from rich.color import Color
from rich.style import Style

from stepback_course.desks import Desks
from stepback_course.people.preferences import Preferences
from stepback_course.tui import doors
from tests.filling import fill, submit
from tests.tui.conftest import House
from tests.tui.frames import segments
from tests.tui.opening import opened
from tests.tui.sitting import PERSON, PORTFOLIO, WIDE, Sitting, decide
from tests.tui.widgets.host import awaited

LEAST = 7.0
CONTRASTING = Preferences().with_comfort(PERSON, theme="stepback-contrast")


def luminance(colour: Color) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    parts = [part / 255 for part in colour.get_truecolor()]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@cache
def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_weak(seat: Sitting) -> Iterator[tuple[str, float]]:
    """Yield what is drawn in front with too little contrast, and how much that is."""
    for segment in segments(seat.app):
        style = segment.style or Style()
        if segment.text.strip() and style.color and style.bgcolor:
            assert not style.dim, segment.text
            ratio = contrast(style.color, style.bgcolor)
            if ratio < LEAST:
                yield segment.text, round(ratio, 1)


def test_the_formula_gives_the_ratios_that_are_known() -> None:
    black, white, grey = (Color.parse(name) for name in ("#000000", "#ffffff", "#767676"))
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.01)


@awaited
async def test_another_theme_is_told_apart(house: House) -> None:
    usual = Preferences().with_comfort(PERSON, theme="stepback-light")
    async with opened(house.app(PERSON, usual), WIDE) as seat:
        await seat.open_unit("statement-01")
        assert list(too_weak(seat))


def one_of_each_kind(desks: Desks) -> dict[str, tuple[str, str]]:
    """Return unit and activity of the first activity of each kind, by kind."""
    units = desks.workbook.open(PORTFOLIO).course.units
    found: dict[str, tuple[str, str]] = {}
    for unit in units:
        for activity in unit.activities:
            found.setdefault(activity.kind, (unit.id, activity.id))
    return found


@awaited
async def test_every_screen_of_a_practitioner_is_strong_in_contrast(house: House) -> None:
    desks = house.desks(PERSON)
    submit(desks, PORTFOLIO, "statement-02")
    decide(house, "statement-02", "Say what the learner did then.")
    fill(desks, PORTFOLIO, "learners-voice")
    weak: dict[str, list[tuple[str, float]]] = {}

    async with opened(house.app(PERSON, CONTRASTING), WIDE) as seat:

        async def look(where: str) -> None:
            await seat.rest()
            if found := list(too_weak(seat)):
                weak[where] = found

        await look("path")
        for kind, (unit, activity) in one_of_each_kind(desks).items():
            seat.app.push_screen(doors.unit_screen(PORTFOLIO, unit, f"activity/{activity}"))
            await look(kind)
            await seat.press("escape")
        for keys, where in {"s": "submitting", "f10": "settings", "question_mark": "help"}.items():
            await seat.press(keys)
            await look(where)
            await seat.press("escape")
        seat.app.push_screen(doors.feedback_screen(PORTFOLIO, "statement-02"))
        await look("feedback")
    assert weak == {}
