"""Which widget shows which kind of activity."""

from typing import Any

from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.checklist import ChecklistWidget
from stepback_course.tui.widgets.choice import ChoiceWidget
from stepback_course.tui.widgets.reflection import ReflectionWidget
from stepback_course.tui.widgets.scale import ScaleWidget
from stepback_course.tui.widgets.sort import SortWidget
from stepback_course.tui.widgets.tables import TableWidget
from stepback_course.tui.widgets.targets import TargetsWidget

WIDGETS: dict[str, type[ActivityWidget[Any]]] = {
    "reflection": ReflectionWidget,
    "scale": ScaleWidget,
    "checklist": ChecklistWidget,
    "choice": ChoiceWidget,
    "sort": SortWidget,
    "log": TableWidget,
    "plan": TableWidget,
    "roles": TableWidget,
    "targets": TargetsWidget,
}
