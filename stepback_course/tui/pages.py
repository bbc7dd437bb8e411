"""The pages of a unit: what is read and done in it, one after another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from stepback_course.course.activities import Activity, Reflection, Sort, Targets
from stepback_course.course.models import Part, Unit
from stepback_course.portfolio import UnitView
from stepback_course.portfolio.models import Consent
from stepback_course.portfolio.rules import Gap
from stepback_course.text import _

PageKind = Literal["feedback", "reading", "help", "consent", "activity"]
PageState = Literal["to read", "not started", "in progress", "complete"]

_SIGNS: Mapping[PageState, str] = {
    "to read": "≡",
    "not started": "○",
    "in progress": "◔",
    "complete": "●",
}
_WORDS: Mapping[PageState, str] = {
    "to read": _("to read"),
    "not started": _("not started"),
    "in progress": _("in progress"),
    "complete": _("complete"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One thing to read or to do."""

    key: str
    """Told apart from every other page of the unit by this."""
    kind: PageKind
    title: str
    part: Part | None = None
    activity: Activity | None = None

    @property
    def is_reading(self) -> bool:
        """Whether it stands beside the other pages where there is room for both."""
        return self.kind in ("reading", "help")

    def waits_for(self, unit: Unit, consent: Consent | None) -> bool:
        """Say whether it stays shut because permission for the learner's part is not recorded."""
        about_learner = self.part is not None and not self.part.consent
        return unit.needs_consent and consent is None and about_learner


def pages_of(view: UnitView) -> Iterator[Page]:
    """Yield the pages of a unit in order."""
    unit = view.unit
    if view.released:
        yield Page("feedback", "feedback", _("What your assessor said"))
    yield Page("reading", "reading", _("Reading"))
    for part in unit.parts:
        if part.reading:
            yield Page(f"help/{part.id}", "help", part.title, part)
        if part.consent:
            yield Page("consent", "consent", _("Permission"), part)
        for activity in part.activities:
            yield Page(f"activity/{activity.id}", "activity", activity.title, part, activity)


def reading_beside(unit: Unit, page: Page) -> str:
    """Return the Markdown that belongs beside a page: the unit's reading, or its part's help."""
    if page.part is None or not page.part.reading:
        return unit.reading
    if page.part.id == unit.parts[0].id:
        return f"{unit.reading}\n\n## {page.part.title}\n\n{page.part.reading}"
    return f"## {page.part.title}\n\n{page.part.reading}"


def page_text(unit: Unit, page: Page) -> str:
    """Return the Markdown of a page that is for reading."""
    if page.part is None:
        return unit.reading
    return page.part.reading


def page_state(page: Page, answers: Mapping[str, Any], consent: Consent | None) -> PageState:
    """Return how far a page is; `answers` are the values given so far, by activity."""
    if page.kind == "consent":
        return "complete" if consent else "not started"
    if page.activity is None:
        return "to read"
    answer = answers.get(page.activity.id)
    if not any(page.activity.missing(answer)):
        return "complete"
    return "not started" if page.activity.is_empty(answer) else "in progress"


def page_sign(state: PageState) -> str:
    """Return the character that stands for a page's state where there is no room for words."""
    return _SIGNS[state]


def page_label(unit: Unit, page: Page, state: PageState) -> str:
    """Return a page's line in the list of pages; in a case study those of a part are indented."""
    is_within_part = unit.kind == "case-study" and page.kind in ("activity", "consent")
    template = _("   {sign} {title}: {word}") if is_within_part else _("{sign} {title}: {word}")
    return template.format(sign=_SIGNS[state], title=page.title, word=_WORDS[state])


def state_in_words(page: Page, answers: Mapping[str, Any], consent: Consent | None) -> str:
    """Return how far a page is, and on further lines what is missing on it."""
    if page.activity is None:
        return ""
    state = page_state(page, answers, consent)
    line = _("{sign} {word}").format(sign=_SIGNS[state], word=_WORDS[state])
    if isinstance(page.activity, Reflection):
        # How long the text is stands under it already.
        return line
    return "\n".join([line, *page.activity.missing(answers.get(page.activity.id))])


def gap_choices(gaps: Sequence[Gap]) -> list[tuple[str, str]]:
    """Return what a unit still needs, to choose from; after the `/` an id has the activity."""
    template = _("{title}: {gap}")
    return [
        (f"{number}/{gap.activity}", template.format(title=gap.title, gap=gap.sentence))
        for number, gap in enumerate(gaps)
    ]


def cards_for(unit: Unit, targets: Targets, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of every card that can become a target, those made on the spot too."""
    sort = unit.activity(targets.from_sort)
    if not isinstance(sort, Sort):
        return {}
    own = (answers.get(sort.id) or {}).get("own_cards", {})
    return {card.id: card.text for card in sort.cards} | dict(own)


def offered_cards(targets: Targets, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the cards that are offered first: those of one pile, or of the first targets."""
    if targets.carries:
        return tuple(target["card"] for target in answers.get(targets.carries) or ())
    piles = (answers.get(targets.from_sort) or {}).get("piles", {})
    return tuple(piles.get(targets.pile, ()))
