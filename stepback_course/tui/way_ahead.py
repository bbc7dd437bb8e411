"""What the practitioner's home says above the way: what could be done, and by when."""

from collections.abc import Iterable, Mapping

from stepback_course.portfolio.telling.guidance import Deed, Kind
from stepback_course.store import Store
from stepback_course.tui.widgets.deeds import Offer

ACTIONS: Mapping[Kind, str] = {
    "feedback": "feedback",
    "write": "go_on",
    "submit": "submit",
    "short": "short",
    "name": "confirm_name",
}
"""The action that does each kind of deed; where there is nothing to do, there is none."""


def offers(deeds: Iterable[Deed], keys: Mapping[str, str]) -> list[Offer]:
    """Return a line for each deed; `keys` are those of the actions, as they are shown."""
    actions = ((deed, ACTIONS.get(deed.kind, "")) for deed in deeds)
    return [Offer(keys.get(action, ""), deed.sentence, action) for deed, action in actions]


def due_day(store: Store, cohort: str) -> str:
    """Return the day by which a cohort's work is due, as records keep it; empty without one."""
    # Read here and not through the registry, which loads more than a first screen should wait for.
    record = store.get(f"cohort/{cohort}", "cohort")
    return str(record.document.get("due", "")) if record else ""
