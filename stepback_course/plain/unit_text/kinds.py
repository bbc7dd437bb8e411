"""Which form each kind of activity has in a file."""

from collections.abc import Callable, Mapping
from typing import Any

from stepback_course.course.activities import (
    ActivityBase,
    Checklist,
    Choice,
    Log,
    Plan,
    Reflection,
    Roles,
    Scale,
    Sort,
    Targets,
)
from stepback_course.plain.unit_text.form import Form, Surroundings
from stepback_course.plain.unit_text.simple_forms import (
    ChecklistForm,
    ChoiceForm,
    ReflectionForm,
    ScaleForm,
)
from stepback_course.plain.unit_text.sort_form import SortForm
from stepback_course.plain.unit_text.table_forms import TableForm, TargetsForm

_FORMS: Mapping[type[ActivityBase], Callable[[Any, Surroundings], Form[Any]]] = {
    Reflection: ReflectionForm,
    Scale: ScaleForm,
    Checklist: ChecklistForm,
    Choice: ChoiceForm,
    Sort: SortForm,
    Log: TableForm,
    Plan: TableForm,
    Roles: TableForm,
    Targets: TargetsForm,
}


def form_for(activity: ActivityBase, around: Surroundings) -> Form[Any]:
    """Return the form of an activity."""
    return _FORMS[type(activity)](activity, around)
