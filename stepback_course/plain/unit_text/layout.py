"""The file that carries one unit: how it is written, and how it is read again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stepback_course.course.activities import Activity
from stepback_course.plain.spoken import reading_lines
from stepback_course.plain.unit_text.fields import Misread, Numbered
from stepback_course.plain.unit_text.form import Surroundings
from stepback_course.plain.unit_text.kinds import form_for
from stepback_course.portfolio import UnitView
from stepback_course.portfolio.telling.decisions import decision_lines, decision_title
from stepback_course.portfolio.telling.words import full_name, time_of
from stepback_course.text import _, clean_line
from stepback_course.text.paragraphs import unwrapped
from stepback_course.text.problems import sentences

FIRST_LINE = "stepback unit text 1"
_END = "[end]"
_BEGIN = re.compile(r"\[answer ([A-Za-z0-9-]+), number (\d{1,9})\]")
_MARK = re.compile(r"\\*\[(?:answer .*|end)\]")
"""A line that begins or ends an answer, or one that was written so as not to be taken for one."""
_HEAD = re.compile(r"(portfolio|unit): (\S+)")


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one activity as a file has it."""

    value: Any
    number: int
    """Which response of the store the file was written from, 0 where there was none."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself in its first lines."""

    portfolio: str
    unit: str


def unit_text(portfolio: str, view: UnitView, today: date) -> str:
    """Return a unit with its questions and answers as one text."""
    responses, around = view.draft.responses, _around(view, today)
    lines = [FIRST_LINE, f"portfolio: {portfolio}", f"unit: {view.unit.id}"]
    lines += ["", *_introduction(view), *_feedback(view)]
    for activity in view.unit.activities:
        response = responses.get(activity.id)
        answer = form_for(activity, around).lines(response.value if response else None)
        lines += [
            "",
            *_question(activity, around),
            f"[answer {activity.id}, number {response.number if response else 0}]",
            *(_guarded(line) for line in answer),
            _END,
        ]
    return "\n".join(lines) + "\n"


def read_head(text: str) -> Head:
    """Return whose unit a file carries. Raises Misread where it carries none."""
    first, *rest = text.splitlines() or [""]
    matches = [match for line in rest[:2] if (match := _HEAD.fullmatch(line.strip()))]
    found = {match[1]: match[2] for match in matches}
    if first.strip() != FIRST_LINE or found.keys() != {"portfolio", "unit"}:
        raise Misread(
            1, _("this is no text of a unit: its first three lines are not as they were written")
        )
    return Head(found["portfolio"], found["unit"])


def read_unit(text: str, view: UnitView, today: date) -> dict[str, Given]:
    """Return the answers that a file has, by activity; one that is left out is not among them.

    Raises Misread for whatever cannot be understood, and for words that stand outside the answers,
    which would otherwise be lost.
    """
    around = _around(view, today)
    expected = {line.strip() for line in unit_text("", view, today).splitlines()}
    given: dict[str, Given] = {}
    for identifier, number, start, lines in _blocks(text, expected):
        activity = view.unit.activity(identifier)
        if activity is None:
            raise Misread(start, _("this unit has no activity '{id}'").format(id=identifier))
        if identifier in given:
            raise Misread(start, _("'{title}' is answered twice").format(title=activity.title))
        value = _read(activity, lines, start, around)
        around.answers[identifier] = value
        given[identifier] = Given(value, number)
    return given


def is_same_answer(view: UnitView, activity: Activity, value: Any, today: date) -> bool:
    """Say whether a value reads in a file as the answer that stands."""
    around = _around(view, today)
    form = form_for(activity, around)
    return form.lines(value) == form.lines(around.answers.get(activity.id))


def _around(view: UnitView, today: date) -> Surroundings:
    answers = {name: response.value for name, response in view.draft.responses.items()}
    return Surroundings(view.unit, answers, today)


def _read(activity: Activity, lines: Sequence[Numbered], start: int, around: Surroundings) -> Any:
    """Return an answer in the form that records keep. Raises Misread."""
    try:
        return activity.read(form_for(activity, around).answer(lines))
    except ValueError as error:
        told = _("'{title}': {why}").format(title=activity.title, why="; ".join(sentences(error)))
        raise Misread(start, told) from None


def _blocks(text: str, expected: set[str]) -> Iterator[tuple[str, int, int, list[Numbered]]]:
    """Yield each answer: its activity, its number, the line it begins on, and its lines."""
    begun: tuple[str, int, int] | None = None
    lines: list[Numbered] = []
    for at, line in enumerate(text.splitlines(), start=1):
        match = _BEGIN.fullmatch(line.strip())
        if begun is None:
            if match:
                begun, lines = (match[1], int(match[2]), at), []
            elif at > 3 and line.strip() not in expected:
                raise Misread(at, _outside(line))
        elif line.strip() == _END:
            yield (*begun, lines)
            begun = None
        elif match:
            raise Misread(at, _("the answer before this has no line [end]"))
        else:
            lines.append(Numbered(at, _unguarded(line)))
    if begun is not None:
        raise Misread(begun[2], _("this answer has no line [end]"))


def _outside(line: str) -> str:
    sentence = _(
        "'{words}' stands outside the answers and would not be taken: write between a line that "
        "begins with [answer and the line [end]"
    )
    return sentence.format(words=clean_line(line)[:40])


def _guarded(line: str) -> str:
    """Return a line of an answer so that it is not taken for the beginning or end of one."""
    return f"\\{line}" if _MARK.fullmatch(line.strip()) else line


def _unguarded(line: str) -> str:
    return line.replace("\\", "", 1) if _MARK.fullmatch(line.strip()) else line


def _introduction(view: UnitView) -> Iterator[str]:
    yield full_name(view.unit)
    yield ""
    yield _("Write only between a line that begins with [answer and the line [end] after it.")
    yield _("Everything else is for reading. Then: stepback unit load, and the name of this file.")
    yield _("It says what is different and asks before it loads anything.")
    yield ""
    yield from reading_lines(view.unit.reading)
    for part in view.unit.parts:
        if part.reading:
            yield ""
            yield part.title
            yield from reading_lines(part.reading)


def _feedback(view: UnitView) -> Iterator[str]:
    """Yield everything that was ever released: an older file may say what is no longer the last."""
    for decision in reversed(view.released):
        yield ""
        yield decision_title(decision)
        for line in decision_lines(view.unit, decision):
            yield from map(_guarded, line.splitlines())


def _question(activity: Activity, around: Surroundings) -> Iterator[str]:
    everything = around.unit.activities
    yield _("Activity {number} of {count}: {title}").format(
        number=everything.index(activity) + 1, count=len(everything), title=activity.title
    )
    yield _("{time}.").format(time=time_of(activity))
    yield unwrapped(activity.prompt)
    yield from form_for(activity, around).asked()
