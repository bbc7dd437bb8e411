"""Questions and answers as plain lines of text, for screens, reports and reading line by line.

What people typed was cleaned when it was entered and is repeated here as it is. Lines that belong
to the line above them begin with spaces.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, assert_never

from stepback_course.course.activities import (
    Activity,
    ActivityBase,
    Checklist,
    Choice,
    Column,
    Log,
    Plan,
    Reason,
    Reflection,
    Roles,
    Scale,
    Sort,
    Targets,
)
from stepback_course.course.models import Unit
from stepback_course.portfolio.learner.change import change_lines
from stepback_course.portfolio.learner.review import change_of
from stepback_course.portfolio.models import Consent, Occasion, Response
from stepback_course.portfolio.telling.plain_lines import (
    INDENT,
    Cells,
    indented,
    labelled,
    numbered,
)
from stepback_course.portfolio.telling.words import SCRIBED, SORTED_HOW
from stepback_course.text import _, ngettext
from stepback_course.text.days import shown_day
from stepback_course.text.paragraphs import unwrapped

_CONSENT_WORDS: Mapping[str, str] = {
    "parent or carer": _("a parent or carer"),
    "young person": _("the young person"),
    "in writing": _("in writing"),
    "spoken": _("in speech"),
    "signed": _("in sign language"),
    "another way": _("in another way"),
    "assessment": _("assessment"),
    "training": _("training"),
    "publication": _("publication"),
    "images": _("images"),
}


def answer_lines(
    activity: Activity, value: Any, cards: Mapping[str, str] | None = None
) -> list[str]:
    """Return the answer to one activity, with labels in place of ids.

    `value` is what records keep, None where nothing was entered. `cards` has the words of the
    cards that `targets` name, by id; see `target_cards`.
    """
    match activity:
        case _ if activity.is_empty(value):
            lines = [_("Nothing is entered.")]
        case Reflection():
            lines = str(value).split("\n")
        case Scale():
            lines = _scale_lines(activity, value)
        case Checklist():
            lines = _checklist_lines(activity, value)
        case Choice():
            lines = [_("Chosen: {option}").format(option=_option_words(activity, value))]
        case Sort():
            lines = _sort_lines(activity, value)
        case Log():
            lines = numbered(_log_cells(activity, row) for row in value)
        case Plan() | Roles():
            lines = numbered(_cells(activity.all_columns, row) for row in value)
        case Targets():
            lines = numbered(_target_cells(activity, row, cards or {}) for row in value)
        case _:
            assert_never(activity)
    return lines


def response_lines(unit: Unit, activity: Activity, responses: Mapping[str, Response]) -> list[str]:
    """Return the response to one activity of a unit, and how it came about where that was said."""
    response = responses.get(activity.id)
    if response is None:
        return answer_lines(activity, None)
    lines = answer_lines(activity, response.value, target_cards(unit, activity, responses))
    if isinstance(activity, Sort):
        answers = {name: each.value for name, each in responses.items()}
        change = change_of(unit, activity, answers)
        lines += change_lines(change) if change else []
    return lines + occasion_lines(response)


def occasion_lines(occasion: Occasion) -> list[str]:
    """Return how an answer came about, a sentence for each thing that was said of it."""
    lines = []
    if occasion.partner:
        lines.append(_("Done with {partner}.").format(partner=occasion.partner))
    if occasion.from_paper:
        day = shown_day(occasion.from_paper)
        lines.append(_("First done on paper, on {day}.").format(day=day))
    if occasion.how:
        lines.append(_("The learner sorted {how}.").format(how=SORTED_HOW[occasion.how]))
    if occasion.scribe:
        lines.append(SCRIBED[occasion.scribe])
    return lines


def unit_occasions(unit: Unit, responses: Mapping[str, Response]) -> list[str]:
    """Return a line for each activity of a unit of which it was said how its answer came about."""
    return [
        _("{activity}: {said}").format(activity=activity.title, said=" ".join(said))
        for activity in unit.activities
        if (response := responses.get(activity.id)) and (said := occasion_lines(response))
    ]


def after_lines(activity: ActivityBase, value: Any) -> list[str]:
    """Return what an activity itself says once it is answered; nothing where it is not yet.

    A choice explains what was chosen. A sort says where its cards would have been put otherwise,
    and why, then where they lie as they would have been put.
    """
    if activity.is_empty(value):
        return []
    match activity:
        case Choice():
            explained = (o.explanation for o in activity.options if o.id == value)
            return [unwrapped(words) for words in explained]
        case Sort():
            return _reason_lines(activity, value)
    return []


def question_lines(activity: ActivityBase) -> list[str]:
    """Return what one activity asks, whole."""
    lines = activity.prompt.strip().split("\n")
    match activity:
        case Reflection():
            lines += [f"- {prompt}" for prompt in activity.prompts]
        case Choice():
            lines += activity.scenario.strip().split("\n")
            lines += [f"- {option.text}" for option in activity.options]
    return lines


def target_cards(
    unit: Unit, activity: ActivityBase, responses: Mapping[str, Response]
) -> dict[str, str]:
    """Return the words of the cards that an activity's targets are chosen from, by id."""
    if not isinstance(activity, Targets):
        return {}
    sort = unit.activity(activity.from_sort)
    if not isinstance(sort, Sort):
        return {}
    sorted_cards = responses.get(sort.id)
    return _card_words(sort, sorted_cards.value if sorted_cards else None)


def consent_lines(consent: Consent) -> list[str]:
    """Return the permission for the learner's part."""
    words = _CONSENT_WORDS
    agrees = _("yes") if consent.learner_agrees else _("no")
    return [
        _("The learner is called {name} here, which is a made-up name.").format(
            name=consent.learner
        ),
        _("Permission was given by {who}, {how}, on {day}.").format(
            who=words[consent.given_by], how=words[consent.how], day=shown_day(consent.on)
        ),
        _("The learner was told and is content: {answer}.").format(answer=agrees),
        _("It covers: {scopes}.").format(
            scopes=", ".join(words[scope] for scope in consent.scopes)
        ),
    ]


def reason_in_words(activity: Sort, reason: Reason) -> str:
    """Return where the course would have put a card, and why."""
    sentence = (
        _("We would have put it there too. {because}")
        if reason.agrees
        else _("We would have put it in '{pile}'. {because}")
    )
    piles = {pile.id: pile.text for pile in activity.piles}
    return sentence.format(pile=piles[reason.pile], because=unwrapped(reason.because))


def _scale_lines(activity: Scale, value: Mapping[str, int | None]) -> list[str]:
    return [
        labelled(_("Before"), _point(activity.labels, value["before"])),
        labelled(_("After"), _point(activity.labels, value["after"])),
    ]


def _point(labels: Sequence[str], point: int | None) -> str:
    """Return a point of a scale with what it means; the first label is that of 1."""
    if point is None:
        return ""
    return _("{point} of {last}, {label}").format(
        point=point, last=len(labels), label=labels[point - 1]
    )


def _checklist_lines(activity: Checklist, value: Mapping[str, Any]) -> list[str]:
    lines = []
    for item in activity.items:
        tick = value.get(item.id, {"done": False, "note": ""})
        sentence = _("ticked: {item}") if tick["done"] else _("not ticked: {item}")
        lines.append(sentence.format(item=item.text))
        if tick["note"]:
            lines += indented(tick["note"])
    return lines


def _option_words(activity: Choice, value: str) -> str:
    return next((option.text for option in activity.options if option.id == value), value)


def _sort_lines(activity: Sort, value: Mapping[str, Any]) -> list[str]:
    words = _card_words(activity, value)
    own_piles: Mapping[str, str] = value["own_piles"]
    piles = {pile.id: pile.text for pile in activity.piles} | {
        pile: _("{label} (a pile of their own)").format(label=label)
        for pile, label in own_piles.items()
    }
    lines = []
    for pile, label in piles.items():
        lines += _pile_lines(label, [words[card] for card in value["piles"].get(pile, [])])
    lying = {card for pile in value["piles"].values() for card in pile}
    left_out = [text for card, text in words.items() if card not in lying]
    return lines + (_pile_lines(_("Left out"), left_out) if left_out else [])


def _reason_lines(activity: Sort, value: Mapping[str, Any]) -> list[str]:
    cards = {card.id: card.text for card in activity.cards}
    lines = []
    for reason in sorted(activity.reasons(value), key=lambda reason: reason.agrees):
        lines += [cards[reason.card], *indented(reason_in_words(activity, reason))]
    return lines


def _pile_lines(label: str, cards: Sequence[str]) -> list[str]:
    counted = ngettext("{pile}: {count} card", "{pile}: {count} cards", len(cards))
    return [
        counted.format(pile=label, count=len(cards)),
        *(f"{INDENT}- {card}" for card in cards),
    ]


def _card_words(activity: Sort, value: Mapping[str, Any] | None) -> dict[str, str]:
    own: Mapping[str, str] = value["own_cards"] if value else {}
    return {card.id: card.text for card in activity.cards} | {
        card: _("{words} (a card of their own)").format(words=text) for card, text in own.items()
    }


def _log_cells(activity: Log, row: Mapping[str, str]) -> Cells:
    return [
        ("", shown_day(row.get("date", "")) or _("no day given")),
        *((column.text, row.get(column.id, "")) for column in activity.columns),
    ]


def _target_cells(activity: Targets, row: Mapping[str, Any], cards: Mapping[str, str]) -> Cells:
    cells = [
        ("", cards.get(row["card"], row["card"])),
        (_("How the learner will know"), row["success"]),
        (_("Stage before"), _point(activity.stages, row["before"])),
    ]
    if activity.stage_after:
        cells.append((_("Stage after"), _point(activity.stages, row["after"])))
    return cells


def _cells(columns: Iterable[Column], row: Mapping[str, str]) -> Cells:
    return [
        (column.title, shown_day(row[column.id]) if column.is_day else row[column.id])
        for column in columns
    ]
