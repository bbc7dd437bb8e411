"""The page about permission: what is recorded of it, and what can be done about it."""

from collections.abc import Iterator
from contextlib import suppress

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Button, Static
from textual.widgets.button import ButtonVariant

from stepback_course.portfolio.learner.learners import ClosedCase
from stepback_course.portfolio.models import Consent
from stepback_course.portfolio.telling.words import GIVEN_BY, HOW, SCOPES
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.days import shown_day
from stepback_course.text.refusals import Refusal
from stepback_course.tui.learners_steps import LearnersSteps


class PermissionPage(VerticalGroup):
    """Says what permission there is; its buttons record, take back, and begin again."""

    DEFAULT_CSS = """
    PermissionPage Button { margin-bottom: 1; }
    """

    def __init__(self, steps: LearnersSteps, consent: Consent | None, *, is_open: bool) -> None:
        """Show a permission; `is_open` says whether the case study is its practitioner's now."""
        super().__init__()
        self._steps = steps
        self._consent = consent
        self._is_open = is_open

    def compose(self) -> ComposeResult:
        """Lay out the words above the buttons."""
        yield Static(Content(self._words()), classes="sentence", markup=False)
        for number, (identifier, label) in enumerate(self._deeds()):
            variant: ButtonVariant = "default" if number else "primary"
            yield Button(Content(label), id=identifier, variant=variant, compact=True)

    def _words(self) -> str:
        consent = self._consent
        if consent is None:
            return _(
                "Permission is not recorded yet. Ask first: a parent or carer, or the young "
                "person, and always the learner. Then record here what was said. Use a made-up "
                "name."
            )
        words = "\n".join(_recorded(consent))
        if not consent.withdrawn:
            return words
        taken_back = _(
            "Permission was taken back on {day}. Nothing more is done with the case study: it can "
            "be read here, but not changed, submitted or marked. Erase it now, or go on with it "
            "if permission is given again."
        )
        return f"{taken_back.format(day=shown_day(consent.withdrawn))}\n\n{words}"

    def _deeds(self) -> Iterator[tuple[str, str]]:
        """Yield the id and the label of each button."""
        consent = self._consent
        if consent is None:
            yield "record-permission", _("Record permission")
        elif consent.withdrawn:
            yield "erase-learner", _("Erase the case study")
            yield "record-permission", _("Permission is given again")
        else:
            if self._is_open:
                yield "record-permission", _("Change what is recorded")
            yield "take-back", _("Permission is taken back")
            if self._is_open:
                yield "another-learner", _("Begin again with another learner")
        if self._closed_cases():
            yield "closed-cases", _("Read a closed case study")

    def _closed_cases(self) -> tuple[ClosedCase, ...]:
        # Whoever may read the portfolio, but not write in it, has no business with these.
        with suppress(Refusal, StoreError):
            return self._steps.closed()
        return ()

    @on(Button.Pressed, "#record-permission")
    def _record(self) -> None:
        self._steps.record(self._consent)

    @on(Button.Pressed, "#take-back")
    def _take_back(self) -> None:
        if self._consent is not None:
            self._steps.take_back(self._consent)

    @on(Button.Pressed, "#another-learner")
    def _another(self) -> None:
        self._steps.begin_again()

    @on(Button.Pressed, "#erase-learner")
    def _erase(self) -> None:
        self._steps.erase()

    @on(Button.Pressed, "#closed-cases")
    def _read_closed(self) -> None:
        self._steps.choose_closed()


def _recorded(consent: Consent) -> Iterator[str]:
    """Yield what is recorded of a permission, a line for each thing."""
    yield _("The learner is called {name} here.").format(name=consent.learner)
    yield _("Permission came from {who}, {how}, on {day}.").format(
        who=GIVEN_BY[consent.given_by], how=HOW[consent.how], day=shown_day(consent.on)
    )
    if consent.learner_agrees:
        yield _("The learner was told, and wants to take part.")
    else:
        yield _("The learner has not said yes.")
    yield _("It covers:")
    for scope in consent.scopes:
        yield f"  · {SCOPES[scope]}"
