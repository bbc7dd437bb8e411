"""The nine kinds of activity, declared once and rendered by whoever shows them."""

from typing import TYPE_CHECKING

from stepback_course.late import loaded_late

if TYPE_CHECKING:
    from stepback_course.course.activities.base import ActivityBase, Choosable, When
    from stepback_course.course.activities.checklist import Checklist
    from stepback_course.course.activities.choice import Choice, Option
    from stepback_course.course.activities.kinds import Activity
    from stepback_course.course.activities.reflection import Reflection, WordRange
    from stepback_course.course.activities.scale import Scale
    from stepback_course.course.activities.sort import Card, Reason, Sort
    from stepback_course.course.activities.tables import Column, Log, Plan, Roles
    from stepback_course.course.activities.targets import Targets

__all__ = [
    "Activity",
    "ActivityBase",
    "Card",
    "Checklist",
    "Choice",
    "Choosable",
    "Column",
    "Log",
    "Option",
    "Plan",
    "Reason",
    "Reflection",
    "Roles",
    "Scale",
    "Sort",
    "Targets",
    "When",
    "WordRange",
]

__getattr__ = loaded_late(
    __name__,
    {
        "Activity": "kinds",
        "ActivityBase": "base",
        "Card": "sort",
        "Checklist": "checklist",
        "Choice": "choice",
        "Choosable": "base",
        "Column": "tables",
        "Log": "tables",
        "Option": "choice",
        "Plan": "tables",
        "Reason": "sort",
        "Reflection": "reflection",
        "Roles": "tables",
        "Scale": "scale",
        "Sort": "sort",
        "Targets": "targets",
        "When": "base",
        "WordRange": "reflection",
    },
)
