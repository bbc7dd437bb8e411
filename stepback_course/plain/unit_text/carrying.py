"""Taking a unit out as a file, and its answers in again after saying what is different."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stepback_course.clock import day_of
from stepback_course.desks import Desks
from stepback_course.plain.unit_text.fields import Misread
from stepback_course.plain.unit_text.layout import (
    is_same_answer,
    read_head,
    read_unit,
    unit_text,
)
from stepback_course.portfolio import UnitView
from stepback_course.portfolio.answering import require_open
from stepback_course.portfolio.models import Response
from stepback_course.portfolio.versions.comparing import AnswerDifference, differing
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

SIZE_LIMIT = 5_000_000
"""The largest file that is read, in bytes; all answers of a unit fit in many times over."""


@dataclass(frozen=True, slots=True)
class Loading:
    """What loading a file would change."""

    portfolio: str
    unit: str
    values: Mapping[str, Any]
    """The answers that are other ones in the file, by activity."""
    seen: Mapping[str, int]
    """Which response of the store each of them would replace, 0 for none."""
    differences: tuple[AnswerDifference, ...]
    overtaken: tuple[str, ...]
    """The titles of those that were changed in the store after the file was written."""


def saved_text(desks: Desks, portfolio: str, unit: str) -> str:
    """Return one unit as a text to work in. Raises Refusal, StoreError."""
    view = desks.workbook.unit(portfolio, unit)
    return unit_text(portfolio, view, day_of(desks.clock()))


def preview(desks: Desks, file: Path) -> Loading:
    """Return what loading a file would change. Raises Refusal, StoreError."""
    text = _text_in(file)
    try:
        head = read_head(text)
        view = desks.workbook.unit(head.portfolio, head.unit)
        require_open(view.unit, view.record)
        given = read_unit(text, view, day_of(desks.clock()))
    except Misread as misread:
        raise Refusal(
            "invalid",
            _("{file}:{line}: {why}").format(file=file.name, line=misread.line, why=misread),
        ) from None
    standing = view.draft.responses
    numbers = {each: standing[each].number if each in standing else 0 for each in given}
    changed = [
        activity
        for activity in view.unit.activities
        if activity.id in given
        and not is_same_answer(view, activity, given[activity.id].value, day_of(desks.clock()))
    ]
    values = {activity.id: given[activity.id].value for activity in changed}
    return Loading(
        portfolio=head.portfolio,
        unit=view.unit.id,
        values=values,
        seen={activity: numbers[activity] for activity in values},
        differences=tuple(differing(view.unit, standing, _with(view, values))),
        overtaken=tuple(
            activity.title
            for activity in changed
            if given[activity.id].number != numbers[activity.id]
        ),
    )


def load(desks: Desks, loading: Loading) -> tuple[str, ...]:
    """Let the answers of a file stand; how the unit stood is kept among its versions.

    Returns the activities that are answered differently now. Raises Conflict where one of them was
    changed since the preview, and Refusal, StoreError.
    """
    return desks.history.replace(loading.portfolio, loading.unit, loading.values, seen=loading.seen)


def _with(view: UnitView, values: Mapping[str, Any]) -> dict[str, Response]:
    """Return the responses of a unit as they would be with other values."""
    empty = Response(value=None, number=1, at="")
    responses = view.draft.responses
    return dict(responses) | {
        activity: responses.get(activity, empty).model_copy(update={"value": value})
        for activity, value in values.items()
    }


def _text_in(file: Path) -> str:
    """Return what a file says. Raises Refusal where it cannot be read or is no text."""
    try:
        if file.stat().st_size > SIZE_LIMIT:
            raise Refusal("too_large", _("{file} is too large for a unit").format(file=file.name))
        content = file.read_bytes()
    except OSError as error:
        raise Refusal(
            "unknown", _("{file} cannot be read: {why}").format(file=file, why=error.strerror)
        ) from None
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Refusal(
            "invalid",
            _("{file} is not written as UTF-8: save it as UTF-8 in your editor").format(
                file=file.name
            ),
        ) from None
