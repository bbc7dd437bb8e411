"""The kinds whose answer is a table: a dated log, a plan, and who does what in a lesson."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from stepback_course.course.activities.base import (
    ROW_LIMIT,
    ActivityBase,
    Choosable,
    Day,
    repeated,
    rows_missing,
    unknown,
)
from stepback_course.text import _
from stepback_course.text.fields import Frozen, Identifier, Note

AtLeast = Annotated[int, Field(ge=1, le=50)]


class PlanRow(Frozen):
    """One step of a plan."""

    how: Note = ""
    what: Note = ""
    who: Note = ""
    when: Day = ""


class RolesRow(Frozen):
    """One part of a lesson and what each person does in it."""

    part: Note = ""
    teacher: Note = ""
    assistant: Note = ""
    learner: Note = ""


class Dated(Frozen):
    """The one cell that every row of a log has."""

    date: Day = ""


def _dated(row: object) -> object:
    """Return a log's row with its day as records keep it."""
    if isinstance(row, dict) and "date" in row:
        return row | Dated(date=row["date"]).model_dump()
    return row


LogRow = Annotated[dict[Identifier, Note], BeforeValidator(_dated)]
"""One dated row; the columns besides `date` are the activity's."""


@dataclass(frozen=True, slots=True)
class Column:
    """What one cell of every row holds."""

    id: str
    title: str
    is_day: bool = False


class TableBase(ActivityBase):
    """An activity whose answer is a list of rows."""

    at_least: AtLeast = 1
    """How many filled rows the unit asks for."""

    @property
    @abstractmethod
    def all_columns(self) -> tuple[Column, ...]:
        """The columns of every row, in the order in which they are filled."""

    def empty_columns(self, row: dict[str, str]) -> list[str]:
        """Return the titles of the columns in which a row has nothing yet."""
        return _empty(self.all_columns, row)

    def missing(self, answer: Any) -> Iterator[str]:
        """Yield a sentence where too few rows are filled, and what one that is begun lacks."""
        every = self.all_columns
        empty = [_empty(every, row) for row in answer or []]
        filled = empty.count([])
        yield from rows_missing(filled, self.at_least)
        if filled < self.at_least:
            for number, columns in enumerate(empty, start=1):
                if columns:
                    yield _("row {number} still needs: {columns}").format(
                        number=number, columns=", ".join(columns)
                    )
                    return

    def is_empty(self, answer: Any) -> bool:
        """Say whether no cell has anything in it."""
        return not any(cell.strip() for row in answer or [] for cell in row.values())


def _empty(columns: tuple[Column, ...], row: dict[str, str]) -> list[str]:
    return [column.title for column in columns if not row.get(column.id, "").strip()]


class Log(TableBase):
    """The practitioner keeps dated notes."""

    value_type: ClassVar[Any] = Annotated[list[LogRow], Field(max_length=ROW_LIMIT)]

    kind: Literal["log"]
    columns: Annotated[tuple[Choosable, ...], Field(min_length=1, max_length=5)]
    wait_seconds: Annotated[int, Field(ge=1, le=120)] | None = None
    """How long the practitioner waits and watches before each row, where the activity asks it."""

    @model_validator(mode="after")
    def _columns_are_told_apart(self) -> Self:
        if twice := repeated(["date", *(column.id for column in self.columns)]):
            sentence = _("two columns have the id '{name}' ('date' is always the first)")
            raise ValueError(sentence.format(name=twice))
        return self

    def unknown_parts(self, answer: Any) -> Iterator[str]:
        """Yield a sentence for each column the log does not have."""
        return unknown(
            {cell for row in answer for cell in row},
            {"date"} | {column.id for column in self.columns},
            _("this log has no column '{name}'"),
        )

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """The day, then the activity's own columns."""
        own = (Column(column.id, column.text) for column in self.columns)
        return (Column("date", _("Date"), is_day=True), *own)


class Plan(TableBase):
    """The practitioner plans: how, what, who and by when."""

    value_type: ClassVar[Any] = Annotated[list[PlanRow], Field(max_length=ROW_LIMIT)]

    kind: Literal["plan"]

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """The columns of every plan."""
        return (
            Column("how", _("How")),
            Column("what", _("What")),
            Column("who", _("Who")),
            Column("when", _("By when"), is_day=True),
        )


class Roles(TableBase):
    """The practitioner says who does what in one lesson."""

    value_type: ClassVar[Any] = Annotated[list[RolesRow], Field(max_length=ROW_LIMIT)]

    kind: Literal["roles"]

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """The part of the lesson, then everybody in it."""
        return (
            Column("part", _("Part of the lesson")),
            Column("teacher", _("Teacher")),
            Column("assistant", _("Assistant")),
            Column("learner", _("Learner")),
        )
