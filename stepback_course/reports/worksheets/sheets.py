"""What is on the worksheets of a course, as plain data that a template lays out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stepback_course.course.activities import ActivityBase, Choice, Log, Reflection, Sort
from stepback_course.course.models import Course, Part, Unit
from stepback_course.portfolio.telling.words import full_name, time_of, unit_name
from stepback_course.reports.prose import Block, blocks, line, paragraphs, typographic
from stepback_course.reports.worksheets.consent import ConsentForm, consent_form
from stepback_course.reports.worksheets.decks import Deck, decks
from stepback_course.reports.worksheets.room import Room, room_for
from stepback_course.text import _


@dataclass(frozen=True, slots=True)
class Sheet:
    """One activity: its question, and the room to answer it."""

    title: str
    facts: str
    occasion: tuple[str, ...]
    """What is noted of how it was done, before lines to write on."""
    prompt: tuple[str, ...]
    scenario: tuple[str, ...]
    questions: tuple[str, ...]
    guidance: str
    """What helps with writing: how long an answer is meant to be, when to wait."""
    room: Room


@dataclass(frozen=True, slots=True)
class PartSheets:
    """The sheets of one part of a unit."""

    title: str
    """Empty for a unit that is in one piece."""
    reading: list[Block]
    sheets: list[Sheet]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The sheets of one unit."""

    title: str
    reading: list[Block]
    parts: list[PartSheets]


@dataclass(frozen=True, slots=True)
class Meaning:
    """An option or a card, and what is said about it afterwards."""

    words: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What is read about an activity when it is done."""

    where: str
    title: str
    meanings: list[Meaning]


@dataclass(frozen=True, slots=True)
class Words:
    """The words that stand on more than one sheet, or on the first."""

    worksheets: str
    contents: str
    how: tuple[str, ...]
    how_title: str
    private: str
    name: str
    note: str
    cards: str
    number: str
    """What stands in a box for the numbers of cards."""
    own_card: str
    cut_title: str
    cut: str
    blank_card: str
    afterwards_title: str
    afterwards: str
    page: str
    """The number of a page, with fields `{page}` and `{pages}`."""


@dataclass(frozen=True, slots=True)
class Worksheets:
    """Everything that is printed."""

    course: str
    language: str
    notice: str
    """That the course is illustrative, or nothing."""
    footnote: str
    words: Words
    chapters: list[Chapter]
    consent: ConsentForm | None
    decks: list[Deck]
    afterwards: list[Afterwards]


def worksheets(course: Course, units: Sequence[Unit]) -> Worksheets:
    """Return the worksheets of some units of a course."""
    illustrative = course.origin == "illustrative"
    about_learner = next((unit for unit in units if unit.needs_consent), None)
    cut = decks(units)
    afterwards = [found for unit in units for found in _afterwards(unit_name(unit), unit)]
    return Worksheets(
        course=typographic(course.name),
        language=course.language,
        notice=_(
            "An illustrative course: its statements are not those of Positive Eye Ltd, whose"
            " wording is not public."
        )
        if illustrative
        else "",
        footnote=_("Illustrative; not Positive Eye’s statements") if illustrative else "",
        words=_words(has_cards=bool(cut), has_meanings=bool(afterwards)),
        chapters=[_chapter(unit) for unit in units],
        consent=consent_form(course, about_learner) if about_learner else None,
        decks=cut,
        afterwards=afterwards,
    )


def _chapter(unit: Unit) -> Chapter:
    return Chapter(
        title=typographic(full_name(unit)),
        reading=blocks(unit.reading),
        parts=[_part(unit, part) for part in unit.parts],
    )


def _part(unit: Unit, part: Part) -> PartSheets:
    return PartSheets(
        title=typographic(part.title) if len(unit.parts) > 1 else "",
        reading=blocks(part.reading),
        sheets=[_sheet(activity) for activity in part.activities],
    )


def _sheet(activity: ActivityBase) -> Sheet:
    return Sheet(
        title=typographic(activity.title),
        facts=time_of(activity),
        occasion=_occasion(activity),
        prompt=paragraphs(activity.prompt),
        scenario=paragraphs(activity.scenario) if isinstance(activity, Choice) else (),
        questions=tuple(map(typographic, activity.prompts))
        if isinstance(activity, Reflection)
        else (),
        guidance=_guidance(activity),
        room=room_for(activity),
    )


def _occasion(activity: ActivityBase) -> tuple[str, ...]:
    if isinstance(activity, Sort) and activity.learner:
        return (
            _("Done on (day)"),
            _("Words written down by"),
            _("How: cards, signing, pointing, another way"),
        )
    return (_("Written on (day)"), _("Done with (a partner)"))


def _guidance(activity: ActivityBase) -> str:
    match activity:
        case Reflection():
            return _("{least} to {most} words are about right.").format(
                least=activity.words.min, most=activity.words.max
            )
        case Log(wait_seconds=int(seconds)):
            return _(
                "Before each entry, wait {seconds} seconds and watch: count silently, and never"
                " wait where somebody might be hurt."
            ).format(seconds=seconds)
        case _:
            return ""


def _afterwards(where: str, unit: Unit) -> Iterator[Afterwards]:
    for activity in unit.activities:
        meanings = list(_meanings(activity))
        if meanings:
            yield Afterwards(where, typographic(activity.title), meanings)


def _meanings(activity: ActivityBase) -> Iterator[Meaning]:
    match activity:
        case Choice():
            for option in activity.options:
                yield Meaning(line(option.text), line(option.explanation))
        case Sort():
            labels = {pile.id: pile.text for pile in activity.piles}
            for card in activity.cards:
                if card.suggested:
                    meaning = _("{pile}. {because}").format(
                        pile=labels[card.suggested], because=card.because
                    )
                    yield Meaning(line(card.text), line(meaning))


def _words(*, has_cards: bool, has_meanings: bool) -> Words:
    cards = _("Cards to cut out are near the end.")
    meanings = _(
        "What there is to read after choosing or sorting is on the last pages: look there when you"
        " are done, not before."
    )
    return Words(
        worksheets=_("Worksheets"),
        contents=_("What is here"),
        how_title=_("How to use these sheets"),
        how=(
            _("Print what you need, as often as you need it. Black and white is enough."),
            _(
                "Write by hand now, and enter it later. When you do, give the day on which you"
                " wrote it and who did it with you: both are kept with your answer."
            ),
            *([cards] if has_cards else []),
            *([meanings] if has_meanings else []),
        ),
        private=_(
            "Never write a learner’s name, birth date, address or school on these sheets. Use a"
            " made-up name, and keep the sheets where others cannot read them."
        ),
        name=_("My name"),
        note=_("Note"),
        cards=_("The cards"),
        number=_("Lay the cards here, or write their numbers"),
        own_card=_("a card of your own"),
        cut_title=_("Cards to cut out"),
        cut=_("Cut along the dotted lines. The back of each page is left empty."),
        blank_card=_("Your own words"),
        afterwards_title=_("When you have chosen or sorted"),
        afterwards=_(
            "Read this after the activity. It tells what each choice would mean, and where we would"
            " have put each card. You may see it differently, and that is worth talking about."
        ),
        page=_("Page {page} of {pages}"),
    )
