"""Asking for days."""

from datetime import date

from stepback_course.plain.conversation import Conversation
from stepback_course.text import _
from stepback_course.text.days import day_from, day_problem, shown_day

DAY_HELP = _(
    "A day is typed as 4 March 2026, 4/3/2026 or 2026-03-04. t stands for today and y for "
    "yesterday, and without a year it is the nearest day of that name."
)


def ask_day(
    talk: Conversation, today: date, question: str, standing: str = "", *, about: str = ""
) -> str | None:
    """Return a day as records keep it, empty where none is given; None for a single dot.

    `standing` is the day that Enter keeps. Raises Left.
    """
    while True:
        shown = shown_day(standing)
        typed = talk.ask_again(question, shown, about=f"{about} {DAY_HELP}".strip())
        if typed is None or typed == shown:
            return None if typed is None else standing
        day = day_from(typed, today)
        if day or not typed:
            return day
        talk.say(day_problem(typed, today))
