"""A sort: for each pile the numbers of its cards."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from stepback_course.course.activities import Sort
from stepback_course.plain.unit_text.fields import (
    Field,
    Misread,
    Numbered,
    field_lines,
    number_from,
    read_fields,
    unknown_key,
)
from stepback_course.plain.unit_text.form import Form
from stepback_course.portfolio.sorting import SortingTable
from stepback_course.text import _, ngettext

_PILE = re.compile(r"pile (\d{1,9})")
_PILE_NAME = re.compile(r"name of pile (\d{1,9})")
_CARD_WORDS = re.compile(r"words on card (\d{1,9})")


class SortForm(Form[Sort]):
    """Cards in piles, by their numbers; what is made on the spot has the numbers after those."""

    def asked(self) -> Iterator[str]:
        """Yield the course's piles and cards."""
        for number, pile in enumerate(self.activity.piles, start=1):
            yield _("Pile {number}: {pile}").format(number=number, pile=pile.text)
        for number, card in enumerate(self.activity.cards, start=1):
            yield _("Card {number}: {card}").format(number=number, card=card.text)
        yield _("Write the numbers of the cards after their pile, with commas between them.")
        if most := self.activity.own_cards:
            yield ngettext(
                "There is room for {most} card of your own: write words on card, the next number "
                "and a colon, and its words.",
                "There is room for {most} cards of your own: write words on card, the next number "
                "and a colon, and its words.",
                most,
            ).format(most=most)
        if most := self.activity.own_piles:
            yield ngettext(
                "There is room for {most} pile of your own: write name of pile, the next number "
                "and a colon, and its name.",
                "There is room for {most} piles of your own: write name of pile, the next number "
                "and a colon, and its name.",
                most,
            ).format(most=most)

    def lines(self, value: Any) -> list[str]:
        """Return what was made on the spot, then the piles."""
        table = SortingTable(self.activity, value)
        cards = list(table.cards)
        lines = []
        for number, words in enumerate(
            table.own_cards.values(), start=len(self.activity.cards) + 1
        ):
            lines += field_lines(f"words on card {number}", words)
        for number, label in enumerate(
            table.own_piles.values(), start=len(self.activity.piles) + 1
        ):
            lines += field_lines(f"name of pile {number}", label)
        for number, pile in enumerate(table.piles, start=1):
            numbers = ", ".join(str(cards.index(card) + 1) for card in table.cards_in(pile))
            lines += field_lines(f"pile {number}", numbers)
        return lines

    def answer(self, lines: Sequence[Numbered]) -> dict[str, Any]:
        """Return where the cards lie; what was made before keeps its id by its number."""
        fields = list(read_fields(lines))
        standing = self.around.answers.get(self.activity.id)
        table = SortingTable(self.activity, {**standing, "piles": {}} if standing else None)
        course_cards = [card.id for card in self.activity.cards]
        course_piles = [pile.id for pile in self.activity.piles]
        cards = _made(fields, _CARD_WORDS, course_cards, table.own_cards, table.add_card)
        piles = _made(fields, _PILE_NAME, course_piles, table.own_piles, table.add_pile)
        for each in fields:
            if match := _PILE.fullmatch(each.key):
                _lay(each, piles.get(int(match[1])), cards, table)
            elif not (_PILE_NAME.fullmatch(each.key) or _CARD_WORDS.fullmatch(each.key)):
                known = _("pile 1, name of pile, words on card")
                raise Misread(each.line, unknown_key(each.key, known))
        return table.value


def _made(
    fields: Sequence[Field],
    pattern: re.Pattern[str],
    course: Sequence[str],
    own: dict[str, str],
    add: Callable[[str], str],
) -> dict[int, str]:
    """Return the ids of cards or of piles by their numbers, and make what the fields say is made.

    `own` has what was made before; what the fields no longer name is taken out of it.
    """
    before = dict(enumerate(own, start=len(course) + 1))
    ids = dict(enumerate(course, start=1))
    own.clear()
    new: list[tuple[int, str]] = []
    for each in fields:
        match = pattern.fullmatch(each.key)
        if match is None or each.is_empty:
            continue
        number, words = int(match[1]), each.value.strip()
        if number <= len(course):
            raise Misread(each.line, _("number {number} is the course's own").format(number=number))
        if number in before:
            ids[number] = before[number]
            own[before[number]] = words
        else:
            new.append((number, words))
    for number, words in new:
        ids[number] = add(words)
    return ids


def _lay(given: Field, pile: str | None, cards: Mapping[int, str], table: SortingTable) -> None:
    """Lay the cards that a field names in a pile. Raises Misread."""
    if pile is None:
        if given.is_empty:
            return
        raise Misread(given.line, _("'{pile}' has no name yet").format(pile=given.key))
    for text in given.value.replace(",", " ").split():
        card = cards.get(number_from(text, given, max(cards, default=0)))
        if card is None:
            raise Misread(given.line, _("there is no card {number}").format(number=text))
        if table.pile_of(card) is not None:
            sentence = _("card {number} lies in two places; a card lies in one")
            raise Misread(given.line, sentence.format(number=text))
        table.put(card, pile)
