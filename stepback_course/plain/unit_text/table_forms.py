"""The kinds whose answer is a list: of rows, and of targets."""

from collections.abc import Iterator, Sequence
from typing import Any

from stepback_course.course.activities import Activity, Card, Log, Plan, Roles, Sort, Targets
from stepback_course.plain.unit_text.fields import (
    Field,
    Misread,
    Numbered,
    field_lines,
    grouped,
    number_in,
    read_fields,
)
from stepback_course.plain.unit_text.form import Form, known_fields
from stepback_course.text import _
from stepback_course.text.days import day_from, day_problem, shown_day


class TableForm(Form[Log | Plan | Roles]):
    """Rows, each with a field for every column."""

    def asked(self) -> Iterator[str]:
        """Yield what each column is for."""
        for column in self.activity.all_columns:
            yield _("{key}: {title}").format(key=column.id, title=column.title)
        yield _(
            "Write one row after the other; for one more, write row, the next number and a colon, "
            "and the same words below it. A row with nothing in it does not count."
        )

    def lines(self, value: Any) -> list[str]:
        """Return the rows, and as many empty ones as are still asked for."""
        rows = list(value or [])
        empty: list[dict[str, str]] = [{}] * max(1, self.activity.at_least - len(rows))
        lines = []
        for number, row in enumerate([*rows, *empty], start=1):
            lines += field_lines(f"row {number}")
            for column in self.activity.all_columns:
                cell = row.get(column.id, "")
                lines += field_lines(column.id, shown_day(cell) if column.is_day else cell)
        return lines

    def answer(self, lines: Sequence[Numbered]) -> list[dict[str, str]]:
        """Return the rows that have something in them."""
        columns = {column.id.casefold(): column for column in self.activity.all_columns}
        rows = []
        for group in grouped(read_fields(lines), "row", list(columns)):
            row = {column.id: "" for column in columns.values()}
            for each in known_fields(group, list(columns)).values():
                column = columns[each.key]
                row[column.id] = self._day(each) if column.is_day else each.value
            if any(cell.strip() for cell in row.values()):
                rows.append(row)
        return rows

    def _day(self, given: Field) -> str:
        if problem := day_problem(given.value, self.around.today):
            raise Misread(given.line, problem)
        return day_from(given.value, self.around.today)


class TargetsForm(Form[Targets]):
    """Targets, each with the number of its card, success and stages."""

    def asked(self) -> Iterator[str]:
        """Yield the cards and the stages."""
        for number, card in enumerate(self._course_cards, start=1):
            yield _("Card {number}: {card}").format(number=number, card=card.text)
        if isinstance(self._sort, Sort) and self._sort.own_cards:
            yield _(
                "Cards that were made on the spot have the numbers they have in '{sort}'."
            ).format(sort=self._sort.title)
        for number, stage in enumerate(self.activity.stages, start=1):
            yield _("Stage {number}: {stage}").format(number=number, stage=stage)
        yield _(
            "For each target write the number of its card, how the learner will know, and the "
            "numbers of stages. For one more, write target, the next number and a colon, and the "
            "same words below it."
        )

    def lines(self, value: Any) -> list[str]:
        """Return the targets and one that is empty."""
        empty = {"card": "", "success": "", "before": None, "after": None}
        cards = list(self._cards)
        lines = []
        for number, target in enumerate([*(value or []), empty], start=1):
            card = target["card"]
            lines += field_lines(f"target {number}")
            lines += field_lines("card", cards.index(card) + 1 if card in cards else card)
            for key in self._keys[1:]:
                lines += field_lines(key, target[key])
        return lines

    def answer(self, lines: Sequence[Numbered]) -> list[dict[str, Any]]:
        """Return the targets of which something is said."""
        groups = list(grouped(read_fields(lines), "target", self._keys))
        given = [known_fields(group, self._keys) for group in groups]
        return [
            self._target(each)
            for each in given
            if not all(field.is_empty for field in each.values())
        ]

    @property
    def _keys(self) -> list[str]:
        keys = ["card", "success", "before"]
        return [*keys, "after"] if self.activity.stage_after else keys

    @property
    def _sort(self) -> Activity | None:
        """The sort from which the cards come."""
        return self.around.unit.activity(self.activity.from_sort)

    @property
    def _course_cards(self) -> Sequence[Card]:
        return self._sort.cards if isinstance(self._sort, Sort) else ()

    @property
    def _cards(self) -> dict[str, str]:
        """The words of the cards that can become targets, in the order of their numbers."""
        made = (self.around.answers.get(self.activity.from_sort) or {}).get("own_cards", {})
        return {card.id: card.text for card in self._course_cards} | dict(made)

    def _target(self, given: dict[str, Field]) -> dict[str, Any]:
        """Return one target. Raises Misread where it has no card."""
        card = given.get("card")
        cards = list(self._cards)
        number = number_in(card, len(cards)) if card else None
        if number is None:
            first = min(field.line for field in given.values())
            raise Misread(first, _("this target has no card: give it the number of one"))
        stages: dict[str, int | None] = {
            when: number_in(given[when], len(self.activity.stages)) if when in given else None
            for when in ("before", "after")
        }
        success = given["success"].value if "success" in given else ""
        return {"card": cards[number - 1], "success": success} | stages
