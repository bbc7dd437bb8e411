"""How one person puts things: choices made, slots filled, and nothing said twice if it can be."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from stepback_course.demo.people import Practitioner
from stepback_course.demo.words import Telling, Words
from stepback_course.text import count_words

SHORTEST = 60
"""The fewest words that are wished for."""
LONGEST = 340
"""The most words that are wished for; the last sentence may go beyond."""
ONE_BLOCK = 1_000
"""The sentences in a paragraph of somebody who makes none."""

Scene = Mapping[str, str]

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_DOUBLE_STOP = re.compile("([!?])[.](”)")
_NUMBERS = (
    *("seven", "nine", "eleven", "twelve", "fourteen", "sixteen", "nineteen", "twenty"),
    *("twenty-three", "thirty", "thirty-five", "forty", "fifty"),
)


class Voice:
    """One practitioner's way of writing."""

    def __init__(
        self, words: Words, practitioner: Practitioner, chance: Random, told: set[str]
    ) -> None:
        """Speak as `practitioner`; `told` has every text of the cohorts, none of which is repeated.

        What this voice tells is added to it.
        """
        self._practitioner = practitioner
        self._chance = chance
        self._told = told
        self._words = words
        self._tasks = words.general["subjects"][practitioner.phase]["tasks"]
        self._helps = words.general["helps"][practitioner.phase]
        languages = words.general["quotes"]
        self._quotes = [*languages["english"]]
        if practitioner.speaks_welsh:
            self._quotes += languages["welsh"]
        self._types_straight_quotes = chance.random() < 0.5
        self._writes_paragraphs = chance.random() < 0.7
        self._said: Counter[str] = Counter()

    def scene(self, *, case_study: bool = False) -> Scene:
        """Return what one answer is about: a learner, a lesson, a piece of help."""
        learner = self._practitioner.learner
        he, him, his, hers, himself = learner.pronouns
        subject, task = self._chance.choice(self._tasks)
        about = {
            "l": learner.made_up_name if case_study else learner.initials,
            "he": he,
            "him": him,
            "his": his,
            "hers": hers,
            "himself": himself,
            "age": learner.age,
            "need": learner.need,
            "job": self._practitioner.job,
            "colleague": self._practitioner.colleague,
            "name": self._practitioner.person.name.split()[0],
            "subject": subject,
            "task": task,
        }
        about["help"] = self._filled(self._chance.choice(self._helps), about)
        return about

    def fresh(self, ways: Sequence[str]) -> str:
        """Return one of several texts, of those that this voice has used least."""
        least = min(self._said[way] for way in ways)
        chosen = self._chance.choice([way for way in ways if self._said[way] == least])
        self._said[chosen] += 1
        return chosen

    def say(self, pattern: str, scene: Scene) -> str:
        """Return a pattern with its choices made and its slots filled."""
        text = _CHOICE.sub(lambda choice: self._chance.choice(choice[1].split("|")), pattern)
        text = self._filled(text, scene)
        text = _DOUBLE_STOP.sub(r"\1\2", text[:1].upper() + text[1:])
        return re.sub("[“”]", '"', text) if self._types_straight_quotes else text

    def say_one(self, ways: Sequence[str], scene: Scene) -> str:
        """Return one of several patterns, said."""
        return self.say(self.fresh(ways), scene)

    def tell(
        self, telling: Telling | None, least: int, most: int, *, case_study: bool = False
    ) -> str:
        """Return a text of at least `least` words, and hardly more than `most`, told nowhere else.

        Without a telling of its own it is made of what may stand anywhere.
        """
        anything = self._words.anything(case_study=case_study)
        telling = telling or anything
        scene = self.scene(case_study=case_study)
        if telling.every_beat:
            text = self._tell_every_beat(telling, scene)
        else:
            shortest = max(least, SHORTEST)
            text = self._tell_some(
                telling, anything, scene, shortest, max(shortest, min(most, LONGEST))
            )
        self._told.add(text)
        return text

    def _tell_every_beat(self, telling: Telling, scene: Scene) -> str:
        while True:
            text = telling.between.join(self.say_one(beat, scene) for beat in telling.beats)
            if text not in self._told:
                return text

    def _tell_some(
        self, telling: Telling, anything: Telling, scene: Scene, least: int, most: int
    ) -> str:
        wish = round(least + (most - least) * self._chance.betavariate(1.3, 2.2))
        paragraph = self._chance.randint(2, 4) if self._writes_paragraphs else ONE_BLOCK
        parts: list[tuple[float, str]] = []
        words = 0
        for place, ways in self._candidates(telling, anything):
            if words >= wish and _joined(parts, paragraph) not in self._told:
                break
            part = self.say_one(ways, scene)
            words += count_words(part)
            parts.append((place, part))
        return _joined(parts, paragraph)

    def _candidates(
        self, telling: Telling, anything: Telling
    ) -> Iterator[tuple[float, Sequence[str]]]:
        """Yield beats in the order in which they are wanted, each with its place in the text."""
        own, others = _placed(telling), _placed(anything)
        yield own[0]
        yield from self._chance.sample(own[1:], len(own) - 1)
        while True:
            for some in (others, own):
                yield from self._chance.sample(some, len(some))

    def _filled(self, text: str, scene: Scene) -> str:
        def slot(found: re.Match[str]) -> str:
            name = found[1]
            key = name.lower()
            if key == "quote":
                value = self.fresh(self._quotes)
            elif key == "seconds":
                value = self._chance.choice(_NUMBERS)
            else:
                value = scene[key]
            return value[:1].upper() + value[1:] if name[0].isupper() else value

        return _SLOT.sub(slot, text)


def _placed(telling: Telling) -> list[tuple[float, Sequence[str]]]:
    """Return the beats with where they stand in a text, from 0 to 1."""
    return [((index + 0.5) / len(telling.beats), beat) for index, beat in enumerate(telling.beats)]


def _joined(parts: Sequence[tuple[float, str]], paragraph: int) -> str:
    texts = [text for _place, text in sorted(parts, key=lambda part: part[0])]
    starts = range(0, len(texts), paragraph)
    return "\n\n".join(" ".join(texts[start : start + paragraph]) for start in starts)
