"""The widgets that several screens share; each kind of activity has one of its own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stepback_course.course.activities import Activity
    from stepback_course.tui.widgets.activity import ActivityWidget


def activity_widget(
    activity: "Activity",
    value: object = None,
    read_only: bool = False,
    *,
    today: Callable[[], date] | None = None,
    cards: Mapping[str, str] | None = None,
    offered: Sequence[str] = (),
) -> "ActivityWidget[Any]":
    """Return the widget for an activity, showing `value`, or None for no answer yet.

    `today` is what `t` means in a cell for a day. `cards`, by id, and `offered`, the ids that stand
    first, are what targets are chosen from. Kinds that need neither pass them by.
    """
    from stepback_course.course.activities import Log, Plan, Roles, Targets
    from stepback_course.tui.widgets.kinds import WIDGETS
    from stepback_course.tui.widgets.tables import TableWidget
    from stepback_course.tui.widgets.targets import TargetsWidget

    match activity:
        case Log() | Plan() | Roles():
            return TableWidget(activity, value, read_only=read_only, today=today)
        case Targets():
            return TargetsWidget(
                activity, value, read_only=read_only, cards=cards or {}, offered=offered
            )
        case _:
            return WIDGETS[activity.kind](activity, value, read_only=read_only)
