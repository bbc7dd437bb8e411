"""Sorting cards: each is said, and goes to the pile whose number is typed."""

from collections.abc import Sequence
from functools import partial

from stepback_course.course.activities import Sort
from stepback_course.plain.acts import Act
from stepback_course.plain.answering.asker import Asker
from stepback_course.plain.conversation import Choice, numbered
from stepback_course.portfolio.sorting import SortingTable
from stepback_course.text import _, ngettext

LATER, NEW_PILE = "l", "p"


class SortAsker(Asker[Sort]):
    """Goes through the cards that lie in no pile, and moves those that are named."""

    about = _(
        "Each card is said, and you type the number of its pile. Enter says the piles again. A "
        "sort that was done with real cards, signs or eye-pointing is entered the same way: the "
        "words on cards and piles of the learner's own are typed as the learner said them."
    )

    def begin(self) -> None:
        """Go through all cards, or ask for the first where the learner is to make them."""
        if self._table.cards:
            self._sort()
        else:
            self._write_card()

    def acts(self) -> Sequence[Act]:
        """Return what can be done with the cards and piles."""
        table, acts = self._table, []
        if table.in_hand:
            count = len(table.in_hand)
            label = ngettext(
                "Sort the {count} card that is left", "Sort the {count} cards that are left", count
            )
            acts.append(Act("s", label.format(count=count), self._sort))
        if len(table.in_hand) < len(table.cards):
            acts.append(Act("m", _("Move a card"), self._move))
        if table.has_room_for_cards:
            acts.append(Act("c", _("Write a card that is missing"), self._write_card))
        if table.has_room_for_piles:
            acts.append(Act("p", _("Name a pile that is missing"), self._add_pile))
        if table.own_cards or table.own_piles:
            acts.append(Act("d", _("Delete a card or pile of your own"), self._delete))
        return acts

    @property
    def _table(self) -> SortingTable:
        return SortingTable(self.activity, self.value)

    def _sort(self) -> None:
        """Say one card after another until each lies somewhere or a dot is typed."""
        waiting = self._table.in_hand
        for number, card in enumerate(waiting, start=1):
            said = _("Card {number} of {count}: {card}")
            self.talk.say(
                said.format(number=number, count=len(waiting), card=self._table.cards[card])
            )
            if not self._place(card, is_known=number > 1):
                return

    def _place(self, card: str, *, is_known: bool) -> bool:
        """Ask for the pile of one card; say whether to go on to the next."""
        table = self._table
        piles = list(table.piles)
        choices = numbered([table.piles[pile] for pile in piles])
        choices.append(Choice(LATER, _("Leave this card for later")))
        if table.has_room_for_piles:
            choices.append(Choice(NEW_PILE, _("A pile that is missing")))
        chosen = self.talk.choose(_("Which pile"), choices, about=self.about, is_known=is_known)
        if chosen is None:
            return False
        if chosen == LATER:
            return True
        pile = self._name_pile() if chosen == NEW_PILE else piles[int(chosen) - 1]
        if pile is None:
            return self._place(card, is_known=True)
        return self._put(card, pile)

    def _put(self, card: str, pile: str) -> bool:
        table = self._table
        table.put(card, pile)
        return self.save(table.value, said=_("{pile}. Saved.").format(pile=table.piles[pile]))

    def _move(self) -> None:
        """Put a card in another pile, or take it back."""
        table = self._table
        lying = [card for card in table.cards if table.pile_of(card)]
        labels = [
            _("{card}, now in: {pile}").format(
                card=table.cards[card], pile=table.piles[table.pile_of(card) or ""]
            )
            for card in lying
        ]
        chosen = self.talk.choose(_("Move which card"), numbered(labels), about=self.about)
        if chosen is None:
            return
        card = lying[int(chosen) - 1]
        piles = list(table.piles)
        choices = numbered([table.piles[pile] for pile in piles])
        choices.append(Choice("b", _("Back, to no pile")))
        to = self.talk.choose(_("Which pile"), choices, about=self.about)
        if to == "b":
            table.take_back(card)
            self.save(table.value)
        elif to is not None:
            self._put(card, piles[int(to) - 1])

    def _write_card(self) -> None:
        """Write a card, and ask at once where it goes."""
        words = self.talk.ask(_("The words on the card"), about=self.about)
        if not words:
            return
        table = self._table
        card = table.add_card(words)
        if self.save(table.value):
            self._place(card, is_known=False)

    def _add_pile(self) -> None:
        self._name_pile()

    def _name_pile(self) -> str | None:
        """Name a pile and return its id; None where no name was given."""
        label = self.talk.ask(_("The name of the pile"), about=self.about)
        if not label:
            return None
        table = self._table
        pile = table.add_pile(label)
        return pile if self.save(table.value) else None

    def _delete(self) -> None:
        """Take away a card or a pile that was made on the spot."""
        table = self._table
        made = {
            card: (_("Card: {words}").format(words=words), partial(table.remove_card, card))
            for card, words in table.own_cards.items()
        } | {
            pile: (_("Pile: {words}").format(words=words), partial(table.remove_pile, pile))
            for pile, words in table.own_piles.items()
        }
        labels = numbered([label for label, _remove in made.values()])
        chosen = self.talk.choose(_("Delete which"), labels, about=self.about)
        if chosen is not None:
            _label, remove = list(made.values())[int(chosen) - 1]
            self.book.keep_before_replacing()
            remove()
            self.save(table.value)
