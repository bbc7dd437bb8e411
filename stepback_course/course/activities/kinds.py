"""Every kind of activity, as one."""

from typing import Annotated

from pydantic import Field

from stepback_course.course.activities.checklist import Checklist
from stepback_course.course.activities.choice import Choice
from stepback_course.course.activities.reflection import Reflection
from stepback_course.course.activities.scale import Scale
from stepback_course.course.activities.sort import Sort
from stepback_course.course.activities.tables import Log, Plan, Roles
from stepback_course.course.activities.targets import Targets

Activity = Annotated[
    Reflection | Scale | Checklist | Choice | Sort | Log | Plan | Roles | Targets,
    Field(discriminator="kind"),
]
