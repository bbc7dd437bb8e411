"""Targets chosen from the cards of a sort, with their stages."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from stepback_course.course.activities import Targets
from stepback_course.plain.acts import Act, numbered_acts
from stepback_course.plain.answering.asker import Asker
from stepback_course.plain.conversation import Choice, numbered
from stepback_course.portfolio.telling.plain import target_cards
from stepback_course.text import _

MORE = "m"


class TargetsAsker(Asker[Targets]):
    """Asks for a card, how the learner will know, and the stages."""

    about = _(
        "A target is a card that the learner wants to find easier. For each you are asked how the "
        "learner will know, in the learner's words, and at which stage they are. A dot ends the "
        "questions about one target; what you entered stays."
    )

    def begin(self) -> None:
        """Ask for a first target, or about each that was brought over from the first time."""
        carried = len(self._targets)
        for index in range(carried):
            self._change(index)
        if not carried:
            self._add()

    def acts(self) -> Sequence[Act]:
        """Return the targets to change, and what else can be done."""
        acts = numbered_acts(
            (self._words(target["card"]), partial(self._change, index))
            for index, target in enumerate(self._targets)
        )
        if self._free:
            acts.append(Act("a", _("Add a target"), self._add))
        if self._targets:
            acts.append(Act("d", _("Delete a target"), self._delete))
        return acts

    @property
    def _targets(self) -> list[dict[str, Any]]:
        return [dict(target) for target in self.value or []]

    @property
    def _cards(self) -> dict[str, str]:
        """The words of every card, those first that the learner put where targets come from."""
        view = self.book.view
        words = target_cards(view.unit, self.activity, view.draft.responses)
        return {card: words[card] for card in (*self._offered, *words) if card in words}

    @property
    def _offered(self) -> list[str]:
        piles = (self.book.value(self.activity.from_sort) or {}).get("piles", {})
        return list(piles.get(self.activity.pile, ()))

    @property
    def _free(self) -> list[str]:
        taken = {target["card"] for target in self._targets}
        return [card for card in self._cards if card not in taken]

    def _words(self, card: str) -> str:
        return self._cards.get(card, card)

    def _add(self) -> None:
        """Let a card be chosen, those first that were put in the pile where targets come from."""
        free = self._free
        if not free:
            self.talk.say(_("There are no cards yet: targets come from the cards that are sorted."))
            return
        first = [card for card in free if card in self._offered] or free
        choices = numbered([self._words(card) for card in first])
        if len(first) < len(free):
            choices.append(Choice(MORE, _("The other cards")))
        chosen = self.talk.choose(_("Which card"), choices, about=self.about)
        if chosen == MORE:
            first = [card for card in free if card not in first]
            chosen = self.talk.choose(
                _("Which card"), numbered([self._words(card) for card in first]), about=self.about
            )
        if chosen is not None:
            card = first[int(chosen) - 1]
            target = {"card": card, "success": "", "before": None, "after": None}
            self._ask_about(len(self._targets), target)

    def _change(self, index: int) -> None:
        self._ask_about(index, self._targets[index])

    def _ask_about(self, index: int, target: dict[str, Any]) -> None:
        """Ask how the learner will know, and for the stages; save after each answer."""
        self.talk.say(_("Target: {card}").format(card=self._words(target["card"])))
        if not self._keep(index, target, aloud=False):
            return
        question = _("How will the learner know, in their words")
        success = self.talk.ask_again(question, target["success"], about=self.about)
        if success is not None:
            target = target | {"success": success}
            self._keep(index, target, aloud=False)
            target = self._ask_stages(index, target)
        self._keep(index, target, aloud=True)

    def _ask_stages(self, index: int, target: dict[str, Any]) -> dict[str, Any]:
        """Ask for the stage before, and for the one after where it is asked for here."""
        questions = [("before", _("Stage before"))]
        if self.activity.stage_after:
            questions.append(("after", _("Stage after")))
        for number, (when, question) in enumerate(questions):
            stages = numbered(self.activity.stages)
            if target[when]:
                label = _("Leave it at {stage}").format(stage=target[when])
                stages.append(Choice("k", label))
            stage = self.talk.choose(question, stages, about=self.about, is_known=number > 0)
            if stage is None:
                break
            if stage != "k":
                target = target | {when: int(stage)}
                self._keep(index, target, aloud=False)
        return target

    def _keep(self, index: int, target: dict[str, Any], *, aloud: bool) -> bool:
        targets = self._targets
        return self.save([*targets[:index], target, *targets[index + 1 :]], aloud=aloud)

    def _delete(self) -> None:
        """Take one target away, after asking; its card stays where it lies."""
        targets = self._targets
        labels = numbered([self._words(target["card"]) for target in targets])
        chosen = self.talk.choose(_("Delete which target"), labels, about=self.about)
        if chosen and self.talk.agree(_("Delete target {number},").format(number=chosen)):
            self.book.keep_before_replacing()
            self.save([each for at, each in enumerate(targets, start=1) if at != int(chosen)])
