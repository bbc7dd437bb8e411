"""The kinds whose answer is a text or a few fields."""

from collections.abc import Iterator, Sequence
from typing import Any

from stepback_course.course.activities import Checklist, Choice, Reflection, Scale
from stepback_course.plain.unit_text.fields import (
    Field,
    Misread,
    Numbered,
    field_lines,
    number_in,
    read_fields,
)
from stepback_course.plain.unit_text.form import Form, known_fields
from stepback_course.text import _
from stepback_course.text.paragraphs import unwrapped


class ReflectionForm(Form[Reflection]):
    """A text, line for line."""

    def asked(self) -> Iterator[str]:
        """Yield the prompts and how long the text is meant to be."""
        for prompt in self.activity.prompts:
            yield _("- {prompt}").format(prompt=prompt)
        words = self.activity.words
        yield _("Write {least} to {most} words.").format(least=words.min, most=words.max)

    def lines(self, value: Any) -> list[str]:
        """Return the text's own lines."""
        return str(value or "").split("\n")

    def answer(self, lines: Sequence[Numbered]) -> str:
        """Return the text, without empty lines around it."""
        return "\n".join(line.text for line in lines).strip("\n")


class ScaleForm(Form[Scale]):
    """Two numbers."""

    def asked(self) -> Iterator[str]:
        """Yield the points."""
        for number, label in enumerate(self.activity.labels, start=1):
            yield _("{number}: {label}").format(number=number, label=label)
        yield _("Write a number for how it was before, and one for how it is after.")

    def lines(self, value: Any) -> list[str]:
        """Return a field for each rating."""
        ratings = value or {}
        return [
            line for when in ("before", "after") for line in field_lines(when, ratings.get(when))
        ]

    def answer(self, lines: Sequence[Numbered]) -> dict[str, int | None]:
        """Return the two ratings."""
        given = known_fields(read_fields(lines), ("before", "after"))
        last = len(self.activity.labels)
        return {
            when: number_in(given[when], last) if when in given else None
            for when in ("before", "after")
        }


class ChecklistForm(Form[Checklist]):
    """For each item yes or no, and a note."""

    def asked(self) -> Iterator[str]:
        """Yield the items."""
        for number, item in enumerate(self.activity.items, start=1):
            yield _("Item {number}: {item}").format(number=number, item=item.text)
        yield _("Write yes or no after each item. A note is optional.")

    def lines(self, value: Any) -> list[str]:
        """Return two fields for each item."""
        lines = []
        for number, item in enumerate(self.activity.items, start=1):
            tick = (value or {}).get(item.id, {"done": False, "note": ""})
            lines += field_lines(f"item {number}", _("yes") if tick["done"] else _("no"))
            lines += field_lines(f"note {number}", tick["note"])
        return lines

    def answer(self, lines: Sequence[Numbered]) -> dict[str, Any]:
        """Return the ticks and notes of the items that have either."""
        numbers = range(1, len(self.activity.items) + 1)
        keys = [f"{what} {number}" for number in numbers for what in ("item", "note")]
        given = known_fields(read_fields(lines), keys)
        ticks = {}
        for number, item in enumerate(self.activity.items, start=1):
            done, note = given.get(f"item {number}"), given.get(f"note {number}")
            ticks[item.id] = {"done": _is_yes(done), "note": note.value if note else ""}
        return {item: tick for item, tick in ticks.items() if tick["done"] or tick["note"]}


class ChoiceForm(Form[Choice]):
    """The number of one option."""

    def asked(self) -> Iterator[str]:
        """Yield the scenario and the options."""
        yield unwrapped(self.activity.scenario)
        for number, option in enumerate(self.activity.options, start=1):
            yield _("{number}: {option}").format(number=number, option=option.text)
        yield _("Write the number of one. In stepback plain each explains itself once chosen.")

    def lines(self, value: Any) -> list[str]:
        """Return one field."""
        ids = [option.id for option in self.activity.options]
        return field_lines("chosen", ids.index(value) + 1 if value in ids else "")

    def answer(self, lines: Sequence[Numbered]) -> str:
        """Return the id of the chosen option, empty where none is."""
        given = known_fields(read_fields(lines), ("chosen",)).get("chosen")
        number = number_in(given, len(self.activity.options)) if given else None
        return self.activity.options[number - 1].id if number else ""


def _is_yes(given: Field | None) -> bool:
    """Say whether a field says yes. Raises Misread where it says neither yes nor no."""
    word = given.value.strip().casefold() if given else ""
    if given is not None and word and word not in (_("yes"), _("no")):
        raise Misread(given.line, _("an item is followed by yes or no"))
    return word == _("yes")
