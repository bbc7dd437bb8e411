"""What makes a decision complete, and whose a submission is to mark, without I/O."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from stepback_course.clock import instant, parse_instant
from stepback_course.course.models import Criterion, Unit
from stepback_course.marking.models import Marks
from stepback_course.people import Actor
from stepback_course.portfolio.models import Lease, UnitRecord
from stepback_course.portfolio.telling.decisions import word_of_test
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.text import _, count_words
from stepback_course.text.refusals import Refusal

LEASE = timedelta(hours=8)

_GLIMPSE = 5
"""How many words of a criterion say which one is meant."""

Box = Literal["stood_out", "missing", "next_step"]
"""Where something is said about a unit as a whole."""
BOXES: tuple[Box, ...] = get_args(Box)

_NEEDED_BOXES: Mapping[Box, str] = {
    "stood_out": _("further work is needed: say what stood out, too"),
    "next_step": _("further work is needed: say what the next step is"),
}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something without which marks are no decision, and the place where it is missing."""

    place: str
    """The id of a criterion, or what `place_of_test` or `place_of_box` returns."""
    sentence: str
    words: bool = False
    """Whether it is something written that is missing."""


def place_of_test(test: str) -> str:
    """Return the place at which a test of the evidence is decided; no criterion has such an id."""
    return f"test/{test}"


def place_of_box(box: Box) -> str:
    """Return the place of one of the boxes in which something is said about the whole."""
    return f"overall/{box}"


def incomplete(unit: Unit, marks: Marks) -> Iterator[Lack]:
    """Yield everything without which marks are no decision, in the order of the criteria.

    Every criterion is decided, and *not yet met* says in writing what is missing. The tests of
    the evidence may be left out, all of them or none.
    """
    known = {criterion.id for criterion in unit.criteria}
    for name in sorted((set(marks.criteria) | set(marks.feedback)) - known):
        sentence = _("'{unit}' has no criterion '{criterion}'")
        yield Lack(name, sentence.format(unit=unit.title, criterion=name))
    for number, criterion in enumerate(unit.criteria, start=1):
        verdict = marks.criteria.get(criterion.id)
        if verdict is None:
            sentence = _("criterion {number} (“{words}”) is not decided yet")
            yield Lack(criterion.id, sentence.format(number=number, words=_first_words(criterion)))
        elif verdict == "not_yet_met" and not count_words(marks.feedback.get(criterion.id, "")):
            sentence = _("criterion {number} (“{words}”) is not yet met: write what is missing")
            told = sentence.format(number=number, words=_first_words(criterion))
            yield Lack(criterion.id, told, words=True)
    asked = [question.test for question in unit.evidence_tests]
    for test in marks.tests:
        if test not in asked:
            sentence = _("the evidence of '{unit}' is not tested for being {test}")
            told = sentence.format(unit=unit.title, test=word_of_test(test))
            yield Lack(place_of_test(test), told)
    if marks.tests:
        yield from _undecided_tests(unit, marks)
    if "not_yet_met" in marks.tests.values() and not count_words(marks.overall.missing):
        yield Lack(
            place_of_box("missing"),
            _("what the evidence lacks is not said yet: write what is missing"),
            words=True,
        )


def _first_words(criterion: Criterion) -> str:
    words = criterion.text.split()
    return " ".join(words[:_GLIMPSE]) + (" …" if len(words) > _GLIMPSE else "")


def unsaid(unit: Unit, marks: Marks) -> Iterator[Lack]:
    """Yield what the desk asks for besides, of whoever decides there."""
    if not marks.tests:
        yield from _undecided_tests(unit, marks)
    yield from blank_boxes(marks)


def blank_boxes(marks: Marks) -> Iterator[Lack]:
    """Yield the boxes that *not yet met* needs: what stood out, and what the next step is."""
    for box, sentence in _NEEDED_BOXES.items():
        if marks.asks_for_more and not count_words(getattr(marks.overall, box)):
            yield Lack(place_of_box(box), sentence, words=True)


def blank_text(marks: Marks) -> Iterator[Lack]:
    """Yield a lack where *not yet met* has no word about the whole, be it one text for all."""
    if marks.asks_for_more and marks.overall.is_blank:
        sentence = _("further work is needed: say what stood out, and what the next step is")
        yield Lack(place_of_box("stood_out"), sentence, words=True)


def _undecided_tests(unit: Unit, marks: Marks) -> Iterator[Lack]:
    for question in unit.evidence_tests:
        if question.test not in marks.tests:
            sentence = _("whether the evidence is {test} is not decided yet")
            yield Lack(
                place_of_test(question.test), sentence.format(test=word_of_test(question.test))
            )


def require_with_the_desk(unit: Unit, record: UnitRecord, attempt: int = 0) -> int:
    """Return the number of the attempt that lies on the desk, released or not marked yet.

    `attempt` is the one that somebody has before them, 0 where that is not said. Raises Refusal
    where another stands by now, and where none is with the desk.
    """
    require_not_taken_back(unit, record)
    standing = record.attempt
    if standing is None or record.state not in ("submitted", "marking", "decided"):
        raise Refusal(
            "closed", _("'{unit}' is not with its assessor any more").format(unit=unit.title)
        )
    if attempt not in (0, standing.number):
        raise Refusal(
            "closed",
            _("'{unit}' was submitted again: these marks are on attempt {number}").format(
                unit=unit.title, number=attempt
            ),
        )
    return standing.number


def require_not_taken_back(unit: Unit, record: UnitRecord) -> None:
    """Return where a submission stands. Raises Refusal where its practitioner took it back."""
    if record.state == "open" and record.attempts and record.attempts[-1].withdrawn:
        raise Refusal(
            "closed",
            _(
                "'{unit}' was taken back by its practitioner: there is nothing to mark until it is "
                "submitted again"
            ).format(unit=unit.title),
        )


def new_lease(actor: Actor, at: datetime) -> Lease:
    """Return a lease for the actor that begins now."""
    return Lease(assessor=actor.id, name=actor.name, at=instant(at), until=instant(at + LEASE))


def is_checked(record: UnitRecord) -> bool:
    """Say whether anybody looked a second time at the newest decision."""
    for entry in reversed(record.trail):
        if entry.action in ("verify", "mark again", "adjudicate"):
            return True
        if entry.action == "decide":
            return False
    return False


def holder(record: UnitRecord, at: datetime) -> Lease | None:
    """Return the lease under which a submission is being marked, or None where it ran out."""
    lease = record.lease
    if record.state != "marking" or lease is None or parse_instant(lease.until) <= at:
        return None
    return lease


def require_lasting(unit: Unit, record: UnitRecord, actor: Actor, at: datetime) -> None:
    """Return unless the actor's own claim ran out. Raises Refusal that says when it did."""
    lease = record.lease
    if record.state != "marking" or lease is None or not actor.is_person(lease.assessor):
        return
    if holder(record, at) is None:
        raise Refusal(
            "expired",
            _(
                "your claim on '{unit}' ran out on {time}: claim it again, then decide; your marks "
                "are kept"
            ).format(unit=unit.title, time=shown_instant(lease.until)),
        )
