"""Made-up people: who works, where, and with which learner."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from stepback_course.demo.words import Words
from stepback_course.people import Actor, Person, RoleEntry, actor_of
from stepback_course.text import new_identifier

Phase = Literal["primary", "secondary", "college"]


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner as a practitioner writes about them; there is nobody behind it."""

    initials: str
    """The made-up initials of the statements."""
    made_up_name: str
    """The made-up name of the case study."""
    pronouns: tuple[str, str, str, str, str]
    """He, him, his, his and himself; or she, her, her, hers and herself."""
    age: str
    need: str


@dataclass(frozen=True, slots=True)
class Practitioner:
    """Somebody on the course, with what their answers are about."""

    person: Person
    portfolio: str
    job: str
    """With its article, as in "I am a class teacher"."""
    colleague: str
    """The other adult in the room."""
    school: str
    phase: Phase
    speaks_welsh: bool
    learner: Learner

    @property
    def actor(self) -> Actor:
        """The practitioner as the one who acts."""
        return actor_of(self.person)


def staff(words: Words) -> list[Person]:
    """Return those who run the course; the coordinator, who adds the others, comes first."""
    return [
        Person(
            id=each["id"],
            name=each["name"],
            email=_email(each["name"]),
            roles=(RoleEntry(role=each["role"]),),
        )
        for each in words.people["staff"]
    ]


def names(words: Words, chance: Random) -> Iterator[str]:
    """Yield names without end, none of them twice."""
    first, last = words.people["names"]["first"], words.people["names"]["last"]
    pairs = [(given, family) for given in first for family in last]
    chance.shuffle(pairs)
    yield from (f"{given} {family}" for given, family in pairs)
    for middle in first:
        yield from (f"{given} {middle} {family}" for given, family in pairs if given != middle)
    number = 2
    while True:
        yield from (f"{given} {family} {number}" for given, family in pairs)
        number += 1


def make_practitioner(words: Words, chance: Random, name: str, cohort: str) -> Practitioner:
    """Return somebody with a job, a school and a learner."""
    in_wales = chance.random() < 0.7
    phases: tuple[Phase, ...] = ("primary", "secondary", "college")
    phase = chance.choices(phases, (5, 4, 1))[0]
    schools = words.people["schools"]["wales" if in_wales else "england"]
    coordinator_of_needs = ("the ALNCo" if in_wales else "the SENCo", "the class teacher")
    job, colleague = chance.choices(
        (
            ("a teaching assistant", "the class teacher"),
            ("a class teacher", "our teaching assistant"),
            coordinator_of_needs,
        ),
        (6, 3, 2),
    )[0]
    person = Person(
        id=new_identifier("PR", chance.choice),
        name=name,
        email=_email(name),
        roles=(RoleEntry(role="practitioner", cohort=cohort),),
    )
    return Practitioner(
        person=person,
        portfolio=new_identifier("P", chance.choice),
        job=job,
        colleague=colleague,
        school=chance.choice(schools[phase]),
        phase=phase,
        speaks_welsh=in_wales and chance.random() < 0.6,
        learner=_make_learner(words, chance, phase),
    )


def slug(name: str) -> str:
    """Return a name in the small letters, digits and hyphens of an identifier."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    letters = (character if character.isalnum() else "-" for character in plain)
    return "-".join(filter(None, "".join(letters).split("-")))


def _make_learner(words: Words, chance: Random, phase: Phase) -> Learner:
    known = words.people["learners"]
    pronouns = (
        ("he", "him", "his", "his", "himself"),
        ("she", "her", "her", "hers", "herself"),
    )
    return Learner(
        initials=chance.choice(known["initials"]),
        made_up_name=chance.choice(known["made_up_names"]),
        pronouns=chance.choice(pronouns),
        age=chance.choice(known["ages"][phase]),
        need=chance.choice(known["needs"]),
    )


def _email(name: str) -> str:
    return f"{slug(name).replace('-', '.')}@example.org"
