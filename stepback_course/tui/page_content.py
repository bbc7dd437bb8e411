"""What stands on a page of a unit: words in full, and the widgets that go with them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Markdown, Static

from stepback_course.course.activities import Activity, Targets
from stepback_course.course.models import Part, Unit
from stepback_course.portfolio.learner.review import carried_over, change_of, with_late_targets
from stepback_course.portfolio.rules import asked_for
from stepback_course.portfolio.telling.words import time_of
from stepback_course.text import _
from stepback_course.text.paragraphs import unwrapped
from stepback_course.tui.learner_door import is_learners
from stepback_course.tui.learners_steps import LearnersSteps
from stepback_course.tui.open_unit import OpenUnit
from stepback_course.tui.pages import Page, cards_for, offered_cards, page_text
from stepback_course.tui.widgets import activity_widget
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.asked_for import AskedFor
from stepback_course.tui.widgets.change import ChangePicture
from stepback_course.tui.widgets.feedback_body import FeedbackBody
from stepback_course.tui.widgets.learners_hint import LearnersHint
from stepback_course.tui.widgets.occasion_line import OccasionLine
from stepback_course.tui.widgets.permission_page import PermissionPage


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page, ready to be mounted."""

    title: str
    facts: str = ""
    prompt: str = ""
    widgets: tuple[Widget, ...] = ()
    activity: ActivityWidget[Any] | None = None
    """The one of the widgets in which an answer is given."""


def page_content(unit: OpenUnit, today: Callable[[], date], steps: LearnersSteps) -> PageContent:
    """Return what stands on the page in front; `today` is the day that activities begin with.

    `steps` are taken from the page about permission.
    """
    view, page = unit.view, unit.page
    if page.kind == "feedback":
        return PageContent(page.title, widgets=(FeedbackBody(view),))
    if page.waits_for(view.unit, unit.consent):
        return _shut(page)
    if page.kind == "consent":
        permission = PermissionPage(steps, unit.consent, is_open=view.is_open)
        return PageContent(page.title, widgets=(permission,))
    if page.activity is not None:
        return _activity(unit, page.activity, today)
    title = page.title if page.part is None else part_title(view.unit, page.part)
    text = Markdown(page_text(view.unit, page), open_links=False)
    return PageContent(title, widgets=(text,))


def part_title(unit: Unit, part: Part) -> str:
    """Return the title of a part with its number."""
    number = [known.id for known in unit.parts].index(part.id) + 1
    return _("Part {number} of {parts}: {title}").format(
        number=number, parts=len(unit.parts), title=part.title
    )


def _activity(unit: OpenUnit, activity: Activity, today: Callable[[], date]) -> PageContent:
    view, answers, is_closed = unit.view, unit.answers, not unit.is_writable
    answer = answers.get(activity.id)
    if not is_closed:
        answer = (
            carried_over(activity, answers)
            if answer is None
            else with_late_targets(activity, answer, view.draft.responses)
        )
    if isinstance(activity, Targets):
        cards = cards_for(view.unit, activity, answers)
        offered = offered_cards(activity, answers)
        widget = activity_widget(activity, answer, is_closed, cards=cards, offered=offered)
    else:
        widget = activity_widget(activity, answer, is_closed, today=today)
    return PageContent(
        title=activity.title,
        facts=time_of(activity),
        prompt=unwrapped(activity.prompt),
        widgets=(
            AskedFor(asked_for(view.unit, view.record, activity.id)),
            OccasionLine(invites=activity.when != "after" and not is_closed),
            *([LearnersHint()] if is_learners(widget) else []),
            widget,
            ChangePicture(change_of(view.unit, activity, answers), folded=is_learners(widget)),
        ),
        activity=widget,
    )


def _shut(page: Page) -> PageContent:
    sentence = _(
        "Permission comes first. Once you have recorded it, this page opens: "
        "nothing about the learner is written before that."
    )
    return PageContent(
        page.title,
        widgets=(_words(sentence), _button("to-permission", _("To the page about permission"))),
    )


def _words(text: str) -> Static:
    return Static(Content(text), classes="sentence", markup=False)


def _button(identifier: str, label: str) -> Button:
    return Button(Content(label), id=identifier, variant="primary", compact=True)
