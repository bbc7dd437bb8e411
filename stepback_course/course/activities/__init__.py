"""The nine kinds of activity, declared once and rendered by whoever shows them."""

from typing import Annotated

from pydantic import Field

from stepback_course.course.activities.base import ActivityBase, Choosable, When
from stepback_course.course.activities.checklist import Checklist
from stepback_course.course.activities.choice import Choice, Option
from stepback_course.course.activities.reflection import Reflection, WordRange
from stepback_course.course.activities.scale import Scale
from stepback_course.course.activities.sort import Card, Reason, Sort
from stepback_course.course.activities.tables import Column, Log, Plan, Roles
from stepback_course.course.activities.targets import Targets

Activity = Annotated[
    Reflection | Scale | Checklist | Choice | Sort | Log | Plan | Roles | Targets,
    Field(discriminator="kind"),
]

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
