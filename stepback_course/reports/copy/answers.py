"""Answers as pieces of a page: lines, and tables where an answer is one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from stepback_course.course.activities import Activity, Log, Plan, Reflection, Roles, Targets
from stepback_course.course.models import Unit
from stepback_course.portfolio.models import Response
from stepback_course.portfolio.telling.plain import occasion_lines, response_lines, target_cards
from stepback_course.text import _
from stepback_course.text.days import shown_day

Answers = Mapping[str, Response]


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, with the lines that belong to it."""

    line: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """An answer as paragraphs."""

    pieces: tuple[Piece, ...]
    kind: Literal["lines"] = "lines"


@dataclass(frozen=True, slots=True)
class Table:
    """An answer as a table, of which the first cell of a row says what the row is about."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"


def pieces_of(unit: Unit, activity: Activity, responses: Answers) -> list[Lines | Table]:
    """Return what was answered to one activity, and how it came about."""
    response = responses.get(activity.id)
    if response is None or activity.is_empty(response.value):
        return [Lines((Piece(_("Nothing is entered.")),))]
    said = [Lines(_grouped(occasion_lines(response)))]
    match activity:
        case Reflection():
            return [Lines(tuple(map(Piece, str(response.value).split("\n")))), *said]
        case Log() | Plan() | Roles():
            return [_rows(activity, response.value), *said]
        case Targets():
            cards = target_cards(unit, activity, responses)
            return [_targets(activity, response.value, cards), *said]
    return [Lines(_grouped(response_lines(unit, activity, responses)))]


def _grouped(lines: Iterable[str]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for line in lines:
        if line.startswith(" ") and pieces:
            last = pieces.pop()
            pieces.append(Piece(last.line, (*last.below, line.strip().removeprefix("- "))))
        else:
            pieces.append(Piece(line))
    return tuple(pieces)


def _rows(activity: Log | Plan | Roles, value: Sequence[Mapping[str, str]]) -> Table:
    columns = activity.all_columns
    return Table(
        headings=tuple(column.title for column in columns),
        rows=tuple(
            tuple(
                shown_day(row.get(column.id, "")) if column.is_day else row.get(column.id, "")
                for column in columns
            )
            for row in value
        ),
    )


def _targets(
    activity: Targets, value: Sequence[Mapping[str, Any]], cards: Mapping[str, str]
) -> Table:
    headings = [_("Card"), _("How the learner will know"), _("Stage before")]
    stages = ["before"]
    if activity.stage_after:
        headings.append(_("Stage after"))
        stages.append("after")
    return Table(
        headings=tuple(headings),
        rows=tuple(
            (
                cards.get(row["card"], row["card"]),
                row["success"],
                *(_stage(activity, row[stage]) for stage in stages),
            )
            for row in value
        ),
    )


def _stage(activity: Targets, stage: int | None) -> str:
    if stage is None:
        return ""
    return _("{stage}: {meaning}").format(stage=stage, meaning=activity.stages[stage - 1])
