"""Room to write: for each kind of activity, what stands under its question on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import singledispatch
from typing import Literal

from stepback_course.course.activities import (
    ActivityBase,
    Checklist,
    Choice,
    Log,
    Plan,
    Reflection,
    Roles,
    Scale,
    Sort,
    Targets,
)
from stepback_course.reports.prose import typographic
from stepback_course.text import _

SPARE_ROWS = 1
"""How many rows a table has beyond those the activity asks for."""
MOST_ROWS = 8
"""How many rows a table has at most: a page that is full is copied."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to write on."""

    words: int
    """For how many words; how many pages that takes depends on the size of the print."""
    kind: Literal["lines"] = "lines"


@dataclass(frozen=True, slots=True)
class Ticks:
    """Things to tick."""

    items: tuple[str, ...]
    notes: bool
    """Whether each has a line for a note."""
    one: bool
    """Whether only one of them is chosen."""
    kind: Literal["ticks"] = "ticks"


@dataclass(frozen=True, slots=True)
class Ratings:
    """Points of a scale, from 1 up, one of which is ticked in each column."""

    points: tuple[str, ...]
    heading: str
    columns: tuple[str, ...]
    kind: Literal["ratings"] = "ratings"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to fill in."""

    columns: tuple[str, ...]
    days: tuple[bool, ...]
    """Whether a column has a day in it, which needs little room."""
    rows: int
    row: str
    """What a row is called, with a field `{number}`."""
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Piles:
    """A box for each pile, in which cards are laid or their numbers written."""

    piles: tuple[str, ...]
    own: int
    own_label: str
    cards: tuple[str, ...]
    own_cards: int
    kind: Literal["piles"] = "piles"


@dataclass(frozen=True, slots=True)
class TargetForms:
    """A form for each target."""

    count: int
    heading: str
    """What a target is called, with a field `{number}`."""
    card: str
    success: str
    stages: Ratings
    kind: Literal["targets"] = "targets"


Room = Lines | Ticks | Ratings | Table | Piles | TargetForms


@singledispatch
def room_for(activity: ActivityBase) -> Room:
    """Return the room to write that one activity needs."""
    raise NotImplementedError(type(activity).__name__)


@room_for.register
def _reflection(activity: Reflection) -> Lines:
    return Lines(words=(activity.words.min + activity.words.max) // 2)


@room_for.register
def _scale(activity: Scale) -> Ratings:
    return Ratings(
        points=_printed(activity.labels),
        heading=_("Tick one in each column"),
        columns=(_("Before"), _("After")),
    )


@room_for.register
def _checklist(activity: Checklist) -> Ticks:
    return Ticks(_printed(item.text for item in activity.items), notes=True, one=False)


@room_for.register
def _choice(activity: Choice) -> Ticks:
    return Ticks(_printed(option.text for option in activity.options), notes=False, one=True)


@room_for.register
def _sort(activity: Sort) -> Piles:
    return Piles(
        piles=_printed(pile.text for pile in activity.piles),
        own=activity.own_piles,
        own_label=_("A pile of your own, called"),
        cards=_printed(card.text for card in activity.cards),
        own_cards=activity.own_cards,
    )


@room_for.register
def _log(activity: Log) -> Table:
    return _table(activity, _("Entry {number}"))


@room_for.register
def _plan(activity: Plan) -> Table:
    return _table(activity, _("Step {number}"))


@room_for.register
def _roles(activity: Roles) -> Table:
    return _table(activity, _("Part {number}"))


@room_for.register
def _targets(activity: Targets) -> TargetForms:
    before, after = _("Stage before"), _("Stage after")
    return TargetForms(
        count=activity.at_least + SPARE_ROWS,
        heading=_("Target {number}"),
        card=_("The card"),
        success=_("How the learner will know that it has become easier"),
        stages=Ratings(
            points=_printed(activity.stages),
            heading=_("Stage"),
            columns=(before, after) if activity.stage_after else (before,),
        ),
    )


def _printed(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(typographic, words))


def _table(activity: Log | Plan | Roles, row: str) -> Table:
    return Table(
        columns=_printed(column.title for column in activity.all_columns),
        days=tuple(column.is_day for column in activity.all_columns),
        rows=min(activity.at_least + SPARE_ROWS, MOST_ROWS),
        row=row,
    )
