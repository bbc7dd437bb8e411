"""Tables as rows of questions: a log, a plan, and who does what in a lesson."""

from collections.abc import Sequence
from functools import partial

from stepback_course.course.activities import Log, Plan, Roles
from stepback_course.course.activities.base import ROW_LIMIT
from stepback_course.course.activities.tables import Column
from stepback_course.plain.acts import Act, numbered_acts
from stepback_course.plain.answering.asker import Asker
from stepback_course.plain.conversation import numbered
from stepback_course.plain.days import ask_day
from stepback_course.text import _, clean_line, ngettext
from stepback_course.text.days import shown_day

Row = dict[str, str]


class TableAsker(Asker[Log | Plan | Roles]):
    """Asks for one row after another, cell by cell."""

    about = _(
        "A row is asked for cell by cell. Enter leaves a cell as it is, a hyphen empties it, and a "
        "dot ends the row where you are: what you entered stays. Type the number of a row to "
        "change it."
    )

    def begin(self) -> None:
        """Ask for a first row; where something is to be watched first, leave that to the person."""
        if not self._wait_seconds:
            self._add()

    def acts(self) -> Sequence[Act]:
        """Return the rows to change, and what else can be done."""
        rows = self._rows
        acts = numbered_acts(
            (self._summary(row), partial(self._change, index)) for index, row in enumerate(rows)
        )
        if self._wait_seconds:
            label = ngettext(
                "Wait for {count} second before you step in",
                "Wait for {count} seconds before you step in",
                self._wait_seconds,
            )
            acts.append(Act("t", label.format(count=self._wait_seconds), self._wait))
        if len(rows) < ROW_LIMIT:
            acts.append(Act("a", _("Add a row"), self._add))
        if rows:
            acts.append(Act("d", _("Delete a row"), self._delete))
        return acts

    @property
    def _rows(self) -> list[Row]:
        return [dict(row) for row in self.value or []]

    @property
    def _wait_seconds(self) -> int:
        return (self.activity.wait_seconds or 0) if isinstance(self.activity, Log) else 0

    def _summary(self, row: Row) -> str:
        """Return what tells a row from the others: its first cells."""
        cells = [
            shown_day(row.get(column.id, "")) if column.is_day else row.get(column.id, "")
            for column in self.activity.all_columns
        ]
        words = ", ".join(clean_line(cell) for cell in cells if cell.strip())
        return words if len(words) <= 80 else words[:79] + "…"

    def _add(self) -> None:
        """Ask for the cells of a new row."""
        empty = {column.id: "" for column in self.activity.all_columns}
        self._ask_cells(len(self._rows), empty)

    def _change(self, index: int) -> None:
        """Ask for the cells of a row again."""
        self._ask_cells(index, self._rows[index])

    def _ask_cells(self, index: int, row: Row) -> None:
        """Ask for each cell of a row and save after each; say so once, at the end."""
        self.talk.say(_("Row {number}.").format(number=index + 1))
        before = dict(row)
        for column in self.activity.all_columns:
            standing = row.get(column.id, "")
            cell = (
                self._ask_day_cell(column, standing)
                if column.is_day
                else self.talk.ask_again(column.title, standing, about=self.about)
            )
            if cell is None:
                break
            if cell != standing:
                row = row | {column.id: cell}
                self.save(self._with_row(index, row), aloud=False)
        if row != before:
            self.save(self._with_row(index, row))

    def _ask_day_cell(self, column: Column, standing: str) -> str | None:
        return ask_day(self.talk, self.book.today, column.title, standing, about=self.about)

    def _with_row(self, index: int, row: Row) -> list[Row]:
        rows = self._rows
        return [*rows[:index], row, *rows[index + 1 :]]

    def _delete(self) -> None:
        """Take one row away, after asking."""
        rows = self._rows
        labels = numbered([self._summary(row) for row in rows])
        chosen = self.talk.choose(_("Delete which row"), labels, about=self.about)
        if chosen and self.talk.agree(_("Delete row {number},").format(number=chosen)):
            self.book.keep_before_replacing()
            self.save([row for at, row in enumerate(rows, start=1) if at != int(chosen)])

    def _wait(self) -> None:
        """Let the seconds pass that the activity asks for, then ask what happened."""
        self.talk.wait_for_enter(_("Press Enter when you begin to wait"))
        self.talk.pause(self._wait_seconds)
        self.talk.say(_("The wait is over. What did you see?"))
        if len(self._rows) < ROW_LIMIT:
            self._add()
