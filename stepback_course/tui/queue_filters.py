"""What can be left out of the queue, and the words in which that is asked and told."""

from collections.abc import Mapping
from typing import Literal

from stepback_course.marking.queue import Order
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.text import _, ngettext
from stepback_course.tui.queue_listing import Listing
from stepback_course.tui.queue_view import QueueView, Whose

Filter = Literal["cohort", "unit", "attempt", "days", "whose"]
Choices = list[tuple[str, str]]

EVERYTHING = "*"
"""What stands for no filter among choices; no identifier has this character."""
SOMEBODY = "*person"
"""What stands for one assessor, who is then asked for."""
_ATTEMPTS = 3
_DAYS = (3, 7, 14, 28)

_ORDERS: Mapping[Order, str] = {
    "oldest": _("oldest first"),
    "practitioner": _("by practitioner"),
    "unit": _("by unit"),
}
_WHOSE: Mapping[Whose, str] = {
    "everybody": _("everybody's"),
    "mine": _("yours"),
    "nobody": _("nobody's yet"),
    "sampled": _("sampled"),
}
_QUESTIONS: Mapping[Filter, str] = {
    "cohort": _("Which cohort?"),
    "unit": _("Which unit?"),
    "attempt": _("Which attempt?"),
    "days": _("How long has it waited?"),
    "whose": _("Whose work to mark?"),
}


def order_after(order: Order) -> Order:
    """Return the order that a key turns to next."""
    orders = list(_ORDERS)
    return orders[(orders.index(order) + 1) % len(orders)]


def order_words(order: Order) -> str:
    """Return an order as it is told."""
    return _ORDERS[order]


def told(view: QueueView, listing: Listing) -> str:
    """Return in words what is looked at, without what is usual."""
    parts = [words_of(name, view, listing) for name in ("cohort", "unit")]
    parts += [
        words_of(name, view, listing)
        for name, is_set in (
            ("attempt", view.attempt),
            ("days", view.days),
            ("whose", view.whose != "everybody"),
        )
        if is_set
    ]
    if view.order != "oldest":
        parts.append(order_words(view.order))
    return " · ".join(parts)


def words_of(name: str, view: QueueView, listing: Listing) -> str:
    """Return what one filter lets through."""
    match name:
        case "cohort":
            cohort = view.cohort
            return listing.cohorts.get(cohort, cohort) if cohort else _("All cohorts")
        case "unit":
            unit = listing.units_of(view.cohort).get(view.unit or "")
            return unit_name(unit) if unit else view.unit or _("all units")
        case "attempt":
            return _attempt_words(view.attempt)
        case "days":
            return _days_words(view.days)
    if view.whose == "person" and view.person:
        return _("{name}'s").format(name=listing.people.get(view.person, view.person))
    return _WHOSE.get(view.whose, "")


def menu(view: QueueView, listing: Listing) -> Choices:
    """Return every filter, with what it lets through now."""
    labels: Mapping[Filter, str] = {
        "cohort": _("Cohort: {now}"),
        "unit": _("Unit: {now}"),
        "attempt": _("Attempt: {now}"),
        "days": _("Waiting: {now}"),
        "whose": _("Whose: {now}"),
    }
    lines: Choices = [
        (name, label.format(now=words_of(name, view, listing))) for name, label in labels.items()
    ]
    return [*lines, (EVERYTHING, _("Leave nothing out"))] if view.is_narrowed else lines


def question_of(name: Filter) -> str:
    """Return what is asked about a filter."""
    return _QUESTIONS[name]


def choices_of(name: Filter, view: QueueView, listing: Listing) -> Choices:
    """Return what a filter can let through; the first is everything."""
    match name:
        case "cohort":
            return [(EVERYTHING, _("All cohorts")), *listing.cohorts.items()]
        case "unit":
            named = _("{name}: {title}")
            units = listing.units_of(view.cohort).items()
            lines = [
                (key, named.format(name=unit_name(unit), title=unit.title)) for key, unit in units
            ]
            return [(EVERYTHING, _("All units")), *lines]
        case "attempt":
            numbers = range(1, _ATTEMPTS + 1)
            lines = [(str(number), _attempt_words(number)) for number in numbers]
            return [(EVERYTHING, _attempt_words(None)), *lines]
        case "days":
            lines = [(str(days), _days_words(days)) for days in _DAYS]
            return [(EVERYTHING, _days_words(0)), *lines]
    whose = [(name, words) for name, words in _WHOSE.items() if name != "everybody"]
    somebody = (SOMEBODY, _("one assessor's, such as somebody's who leaves"))
    return [(EVERYTHING, _WHOSE["everybody"]), *whose, somebody]


def apply(name: Filter, chosen: str, view: QueueView) -> None:
    """Let through what was chosen."""
    is_all = chosen == EVERYTHING
    match name:
        case "cohort":
            view.cohort = None if is_all else chosen
        case "unit":
            view.unit = None if is_all else chosen
        case "attempt":
            view.attempt = None if is_all else int(chosen)
        case "days":
            view.days = 0 if is_all else int(chosen)
        case "whose":
            known: dict[str, Whose] = {name: name for name in _WHOSE}
            view.whose = known.get(chosen, "everybody")


def _attempt_words(attempt: int | None) -> str:
    return _("attempt {number}").format(number=attempt) if attempt else _("any attempt")


def _days_words(days: int) -> str:
    if not days:
        return _("any time")
    sentence = ngettext("{count} day or longer", "{count} days or longer", days)
    return sentence.format(count=days)
