"""What stands on a page of a unit: words in full, and the widgets that go with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Markdown, Static

from stepback_course.course.activities import Activity, Targets, When
from stepback_course.course.models import Part, Unit
from stepback_course.portfolio import UnitView
from stepback_course.portfolio.models import Consent
from stepback_course.text import _, ngettext
from stepback_course.text.days import shown_day
from stepback_course.tui.open_unit import OpenUnit
from stepback_course.tui.pages import Page, cards_for, offered_cards, page_text
from stepback_course.tui.widgets import activity_widget
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.feedback_body import FeedbackBody
from stepback_course.tui.widgets.paragraphs import unwrapped

_WHEN: Mapping[When, str] = {
    "day-1": _("on day 1"),
    "day-2": _("on day 2"),
    "after": _("in your own time"),
}
GIVEN_BY: Mapping[str, str] = {
    "parent or carer": _("a parent or carer"),
    "young person": _("the young person themselves"),
}
HOW: Mapping[str, str] = {
    "in writing": _("in writing"),
    "spoken": _("spoken"),
    "signed": _("signed"),
    "another way": _("another way"),
}
SCOPES: Mapping[str, str] = {
    "assessment": _("assessment: your assessor reads the case study"),
    "training": _("training: it may be used to teach other adults"),
    "publication": _("publication: it may be printed or put on a website"),
    "images": _("images: pictures of the learner's work may be shown"),
}


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page, ready to be mounted."""

    title: str
    facts: str = ""
    prompt: str = ""
    widgets: tuple[Widget, ...] = ()
    activity: ActivityWidget[Any] | None = None
    """The one of the widgets in which an answer is given."""


def page_content(unit: OpenUnit, today: Callable[[], date]) -> PageContent:
    """Return what stands on the page in front; `today` is the day that activities begin with."""
    view, page = unit.view, unit.page
    if page.kind == "feedback":
        return PageContent(page.title, widgets=(FeedbackBody(view.unit, view.released),))
    if page.waits_for(view.unit, unit.consent):
        return _shut(page)
    if page.kind == "consent":
        return _permission(page, unit.consent, is_open=view.is_open)
    if page.activity is not None:
        return _activity(view, page.activity, unit.answers, today)
    title = page.title if page.part is None else part_title(view.unit, page.part)
    text = Markdown(page_text(view.unit, page), open_links=False)
    return PageContent(title, widgets=(text,))


def part_title(unit: Unit, part: Part) -> str:
    """Return the title of a part with its number."""
    number = [known.id for known in unit.parts].index(part.id) + 1
    return _("Part {number} of {parts}: {title}").format(
        number=number, parts=len(unit.parts), title=part.title
    )


def _activity(
    view: UnitView,
    activity: Activity,
    answers: Mapping[str, Any],
    today: Callable[[], date],
) -> PageContent:
    answer, is_closed = answers.get(activity.id), not view.is_open
    if isinstance(activity, Targets):
        cards = cards_for(view.unit, activity, answers)
        offered = offered_cards(activity, answers)
        widget = activity_widget(activity, answer, is_closed, cards=cards, offered=offered)
    else:
        widget = activity_widget(activity, answer, is_closed, today=today)
    minutes = ngettext(
        "About {count} minute, {when}", "About {count} minutes, {when}", activity.minutes
    )
    return PageContent(
        title=activity.title,
        facts=minutes.format(count=activity.minutes, when=_WHEN[activity.when]),
        prompt=unwrapped(activity.prompt),
        widgets=(widget,),
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


def _permission(page: Page, consent: Consent | None, *, is_open: bool) -> PageContent:
    if consent is None:
        sentence = _(
            "Permission is not recorded yet. Ask first: a parent or carer, or the young person, "
            "and always the learner. Then record here what was said. Use a made-up name."
        )
        record = _button("record-permission", _("Record permission"))
        return PageContent(page.title, widgets=(_words(sentence), record))
    change = [_button("record-permission", _("Change what is recorded"))] if is_open else []
    return PageContent(page.title, widgets=(_words(consent_in_words(consent)), *change))


def consent_in_words(consent: Consent) -> str:
    """Return what is recorded of a permission, a line for each thing."""
    lines = [
        _("The learner is called {name} here.").format(name=consent.learner),
        _("Permission came from {who}, {how}, on {day}.").format(
            who=GIVEN_BY[consent.given_by], how=HOW[consent.how], day=shown_day(consent.on)
        ),
        _("The learner was told, and wants to take part.")
        if consent.learner_agrees
        else _("The learner has not said yes."),
        _("It covers:"),
        *(f"  · {SCOPES[scope]}" for scope in consent.scopes),
    ]
    return "\n".join(lines)


def _words(text: str) -> Static:
    return Static(Content(text), classes="sentence", markup=False)


def _button(identifier: str, label: str) -> Button:
    return Button(Content(label), id=identifier, variant="primary", compact=True)
