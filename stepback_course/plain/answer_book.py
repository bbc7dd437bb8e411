"""The answers of one unit: saved as they are given, and never lost."""

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from stepback_course.clock import day_of, time_of_day
from stepback_course.desks import Desks
from stepback_course.plain.conversation import Conversation, numbered
from stepback_course.portfolio import UnitView
from stepback_course.portfolio.answering import activity_of
from stepback_course.portfolio.models import Consent, Occasion, Response
from stepback_course.portfolio.rescue import rescue
from stepback_course.portfolio.telling.plain import response_lines
from stepback_course.portfolio.telling.words import shown_instant, unit_name
from stepback_course.store import Conflict, StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal


class AnswerBook:
    """One unit of a portfolio, with whoever answers it."""

    def __init__(self, talk: Conversation, desks: Desks, portfolio: str, unit: str) -> None:
        """Read the unit. Raises Refusal, StoreError."""
        self.talk = talk
        self.desks = desks
        self.portfolio = portfolio
        self.consent: Consent | None = None
        self._unit_id = unit
        self._unsaved: dict[str, Any] = {}
        self._has_saved = False
        self.read()

    def read(self) -> UnitView:
        """Read the unit as the store has it now. Raises Refusal, StoreError."""
        portfolio = self.desks.workbook.open(self.portfolio)
        self.consent = portfolio.consent
        views = {view.unit.id: view for view in portfolio.units}
        self.view = views.get(self._unit_id) or self.desks.workbook.unit(
            self.portfolio, self._unit_id
        )
        return self.view

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.desks.clock()

    def response(self, activity: str) -> Response | None:
        """Return what was last seen in the store for an activity, or None."""
        return self.view.draft.responses.get(activity)

    @property
    def today(self) -> date:
        """The organisation's day."""
        return day_of(self.now)

    @property
    def answers(self) -> dict[str, Any]:
        """The answers of the unit as they stand here, by activity."""
        saved = {name: response.value for name, response in self.view.draft.responses.items()}
        return saved | self._unsaved

    def value(self, activity: str) -> Any:
        """Return the answer to an activity as it stands here, or None."""
        return self.answers.get(activity)

    def save(
        self,
        activity: str,
        value: Any,
        *,
        occasion: Occasion | None = None,
        aloud: bool = True,
        said: str = "",
    ) -> bool:
        """Save an answer and say so; where it is refused, say why and offer what can be done.

        `said` takes the place of the usual words for a save that went well. Without `aloud` nothing
        is said of one, nothing is asked, and what keeps
        the answer from being saved is said once: it stays at hand and goes along with the next
        save. Returns whether the answer is in the store. Raises Left.
        """
        standing = self.response(activity)
        occasion = occasion or (standing.occasion if standing else None)
        was_unsaved = activity in self._unsaved
        try:
            response = self.desks.workbook.respond(
                self.portfolio,
                self._unit_id,
                activity,
                value,
                seen=standing.number if standing else 0,
                occasion=occasion,
            )
        except Refusal as refusal:
            self.talk.say(_("Not saved: {why}").format(why=refusal))
            return False
        except StoreError as error:
            self._unsaved[activity] = value
            if aloud and isinstance(error, Conflict):
                return self._settle(activity, value, occasion, str(error))
            if aloud or not was_unsaved:
                self.talk.say(_("Not saved: {why}").format(why=error))
            return aloud and self._try_again(activity, value, occasion)
        self._unsaved.pop(activity, None)
        self._has_saved = True
        self._take_in(activity, response)
        if aloud:
            self.talk.say(said or _("Saved at {time}.").format(time=shown_time(self.now)))
        return True

    def set_aside(self, activity: str, value: Any) -> None:
        """Put an answer that is not in the store in a file of its own, and say where it is."""
        self._unsaved.pop(activity, None)
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
        try:
            file = rescue(self.portfolio, self._unit_id, activity, text, self.now)
        except OSError as error:
            self.talk.say(_("It could not be put in a file either: {why}").format(why=error))
        else:
            self.talk.say(_("What you entered is in the file {file}").format(file=file))

    def leave(self) -> None:
        """Keep a version of what stands here, and put what the store did not take in a file."""
        if self._has_saved and not self._unsaved:
            unit = unit_name(self.view.unit)
            self.talk.say(_("Everything you entered in {unit} is saved.").format(unit=unit))
        for activity, value in list(self._unsaved.items()):
            self.set_aside(activity, value)
        try:
            self.desks.history.keep(self.portfolio, self._unit_id)
        except (Refusal, StoreError) as error:
            self.talk.say(_("No version of this unit could be kept: {why}").format(why=error))

    def keep_before_replacing(self) -> None:
        """Keep a version of what is about to be replaced. Raises Refusal, StoreError."""
        self.desks.history.keep(self.portfolio, self._unit_id, reason="replaced")

    def _take_in(self, activity: str, response: Response) -> None:
        """Remember what was saved; what follows from it is read when the unit is shown again."""
        responses = self.view.draft.responses | {activity: response}
        draft = self.view.draft.model_copy(update={"responses": responses})
        self.view = replace(self.view, draft=draft)

    def _settle(self, activity: str, value: Any, occasion: Occasion | None, sentence: str) -> bool:
        """Let the person say which of two answers stands: theirs, or that of another window."""
        self.talk.say(_("Not saved: {why}").format(why=sentence))
        view = self.read()
        theirs = view.draft.responses.get(activity)
        if theirs is not None:
            self.talk.say(
                _("The other answer, of {when}:").format(when=shown_instant(theirs.at)),
                *response_lines(view.unit, activity_of(view.unit, activity), view.draft.responses),
            )
        keys = numbered([_("Leave the other answer"), _("Put yours in its place")])
        if self.talk.choose(_("Which stands"), keys) != "2":
            self.set_aside(activity, value)
            return False
        self.keep_before_replacing()
        return self.save(activity, value, occasion=occasion)

    def _try_again(self, activity: str, value: Any, occasion: Occasion | None) -> bool:
        keys = numbered([_("Try again"), _("Put what you entered in a file, and go on")])
        if self.talk.choose(_("What now"), keys) == "1":
            return self.save(activity, value, occasion=occasion)
        self.set_aside(activity, value)
        return False


def shown_time(at: datetime) -> str:
    """Return the time of day without its seconds, which take long to hear."""
    return time_of_day(at)[:5]
