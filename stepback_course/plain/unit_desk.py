"""One unit: what to read, what to do, and what is still missing."""

from collections.abc import Callable, Iterator
from functools import partial

from stepback_course.course.activities import Activity
from stepback_course.course.models import Part
from stepback_course.desks import Desks
from stepback_course.people.organisation import is_laptop
from stepback_course.plain.activity_page import ActivityPage
from stepback_course.plain.acts import Act, choose_act, numbered_acts
from stepback_course.plain.answer_book import AnswerBook
from stepback_course.plain.appealing import visit_appeal
from stepback_course.plain.conversation import Conversation, numbered
from stepback_course.plain.feedback import say_feedback
from stepback_course.plain.files import visit_files
from stepback_course.plain.permission import ask_permission, say_permission
from stepback_course.plain.spoken import reading_lines
from stepback_course.plain.submitting import submit_units
from stepback_course.plain.versions import visit_versions
from stepback_course.portfolio.learner.permission import is_frozen
from stepback_course.portfolio.rules import standing_referral
from stepback_course.portfolio.telling.standing import standing_line
from stepback_course.portfolio.telling.words import full_name, unit_name
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal

_ABOUT = _(
    "Type the number of what you want to do, or a letter. Everything you answer is saved at once; "
    "you may stop whenever you like and go on from where you stopped."
)


class UnitDesk:
    """A unit in front of somebody."""

    def __init__(self, talk: Conversation, desks: Desks, portfolio: str, unit: str) -> None:
        """Open a unit. Raises Refusal, StoreError."""
        self._talk = talk
        self._desks = desks
        self._book = AnswerBook(talk, desks, portfolio, unit)

    def visit(self, activity: str = "") -> None:
        """Do things in the unit until the person goes back, at first one activity if named."""
        try:
            self._say_where()
            if activity:
                self._visit_activity(activity)
            unit = unit_name(self._book.view.unit)
            self._choose_often(_("{unit}, what now").format(unit=unit), self._acts)
        finally:
            if self._book.view.is_open:
                self._book.leave()

    def _choose_often(self, question: str, acts: Callable[[], list[Act]]) -> None:
        """Let the person do one thing after another; the choices are said the first time."""
        is_known = False
        while True:
            act = choose_act(self._talk, question, acts(), about=_ABOUT, is_known=is_known)
            if act is None:
                return
            try:
                act.do()
                self._book.read()
            except (Refusal, StoreError) as error:
                self._talk.say(str(error))
            self._say_standing()
            is_known = True

    # What there is to choose.

    def _acts(self) -> list[Act]:
        """Return what can be done in the unit; its parts or, where it has one only, activities."""
        parts = self._book.view.unit.parts
        return [
            Act("r", _("Read about it"), self._read),
            *(self._list_parts() if len(parts) > 1 else self._list_activities(parts[0])),
            *self._further_acts(),
        ]

    def _further_acts(self) -> Iterator[Act]:
        view = self._book.view
        following = self._first_incomplete()
        if view.is_open and following is not None:
            label = _("Next to do: {title}").format(title=following.title)
            yield Act("n", label, partial(self._visit_activity, following.id))
        if view.is_open and view.gaps:
            label = ngettext(
                "What is missing: {count} thing", "What is missing: {count} things", len(view.gaps)
            )
            yield Act("m", label.format(count=len(view.gaps)), self._visit_missing)
        if view.released:
            yield Act("f", _("What your assessor said"), self._say_feedback)
        if standing_referral(view.record) and not is_laptop(self._desks.store):
            yield Act("a", _("Appeal against what was decided"), self._visit_appeal)
        if view.status == "ready" and view.attempts_left:
            yield Act("s", _("Submit this unit"), self._submit)
        if view.record.state == "submitted":
            yield Act("w", _("Withdraw it from your assessor"), self._withdraw)
        yield Act("e", _("Evidence: pictures and documents"), partial(visit_files, self._book))
        yield Act("v", _("Earlier versions"), partial(visit_versions, self._book))

    def _list_parts(self) -> list[Act]:
        return numbered_acts(
            (self._part_line(part), partial(self._visit_part, part))
            for part in self._book.view.unit.parts
        )

    def _list_activities(self, part: Part) -> list[Act]:
        return numbered_acts(
            (self._activity_line(each), partial(self._visit_activity, each.id))
            for each in part.activities
        )

    def _part_line(self, part: Part) -> str:
        if part.consent:
            given = self._book.consent is not None
            line = _("{part}: recorded") if given else _("{part}: not recorded yet")
            return line.format(part=part.title)
        waiting = {gap.activity for gap in self._book.view.gaps}
        done = sum(activity.id not in waiting for activity in part.activities)
        return _("{part}: {done} of {all} complete").format(
            part=part.title, done=done, all=len(part.activities)
        )

    def _activity_line(self, activity: Activity) -> str:
        value = self._book.value(activity.id)
        if not any(activity.missing(value)):
            line = _("{activity}: complete")
        elif activity.is_empty(value):
            line = _("{activity}: not started")
        else:
            line = _("{activity}: in progress")
        return line.format(activity=activity.title)

    def _first_incomplete(self) -> Activity | None:
        waiting = {gap.activity for gap in self._book.view.gaps}
        shut = self._book.view.unit.needs_consent and self._book.consent is None
        return next(
            (each for each in self._book.view.unit.activities if each.id in waiting and not shut),
            None,
        )

    # Saying.

    def _say_where(self) -> None:
        self._talk.title(full_name(self._book.view.unit))
        self._say_standing()

    def _say_standing(self) -> None:
        view = self._book.view
        self._talk.say(standing_line(view))
        if is_frozen(view.unit, self._book.consent):
            self._talk.say(
                _("Permission was taken back: this unit is frozen. It can be read, not changed.")
            )

    def _read(self) -> None:
        unit = self._book.view.unit
        self._talk.title(unit.title)
        self._talk.say(*reading_lines(unit.reading))
        if unit.sources:
            self._talk.say(_("To read more:"), *unit.sources)
        if len(unit.parts) == 1 and unit.parts[0].reading:
            self._talk.say(*reading_lines(unit.parts[0].reading))

    def _say_feedback(self) -> None:
        say_feedback(self._talk, self._desks, self._book.portfolio, self._book.view)

    def _visit_appeal(self) -> None:
        book = self._book
        visit_appeal(self._talk, self._desks, book.portfolio, book.view.unit.id)

    # Doing.

    def _visit_activity(self, identifier: str) -> None:
        """Ask about one activity, and about those after it for as long as the person goes on."""
        activities = self._book.view.unit.activities
        at = next(i for i, each in enumerate(activities) if each.id == identifier)
        while at < len(activities):
            part = self._book.view.unit.part_of(activities[at].id)
            if self._is_shut(part):
                self._ask_permission()
                return
            following = activities[at + 1].title if at + 1 < len(activities) else ""
            if not ActivityPage(self._book, activities[at], following).visit():
                return
            at += 1

    def _is_shut(self, part: Part) -> bool:
        """Say whether a part waits for permission."""
        about_learner = self._book.view.unit.needs_consent and not part.consent
        return about_learner and self._book.consent is None

    def _visit_part(self, part: Part) -> None:
        """Do one thing after another in a part; what it is about is read where it is not begun."""
        parts = self._book.view.unit.parts
        self._talk.title(
            _("Part {number} of {parts}: {title}").format(
                number=parts.index(part) + 1, parts=len(parts), title=part.title
            )
        )
        if not self._is_begun(part):
            self._read_part(part)
        self._choose_often(
            _("Part {number}, what now").format(number=parts.index(part) + 1),
            partial(self._part_acts, part),
        )

    def _part_acts(self, part: Part) -> list[Act]:
        """Return what can be done in one part of a case study."""
        acts = [Act("r", _("Read about it"), partial(self._read_part, part))]
        if part.consent:
            acts.append(Act("p", self._part_line(part), self._ask_permission))
        return acts + self._list_activities(part)

    def _read_part(self, part: Part) -> None:
        self._talk.say(*reading_lines(part.reading))

    def _is_begun(self, part: Part) -> bool:
        answers = self._book.answers
        answered = any(not each.is_empty(answers.get(each.id)) for each in part.activities)
        return answered or (part.consent and self._book.consent is not None)

    def _visit_missing(self) -> None:
        """Say everything that is missing, and go to what is chosen."""
        gaps = self._book.view.gaps
        labels = [_("{title}: {gap}").format(title=gap.title, gap=gap.sentence) for gap in gaps]
        chosen = self._talk.choose(_("Go to which"), numbered(labels), about=_ABOUT)
        if chosen is None:
            return
        activity = gaps[int(chosen) - 1].activity
        if activity:
            self._visit_activity(activity)
        else:
            self._ask_permission()

    def _ask_permission(self) -> None:
        """Say what is recorded of permission, and ask for it where it may be recorded."""
        if self._book.consent is None and self._book.view.is_open:
            ask_permission(self._talk, self._desks, self._book.portfolio)
        else:
            say_permission(
                self._talk,
                self._desks,
                self._book.portfolio,
                is_open=self._book.view.is_open,
            )
        self._book.read()

    def _submit(self) -> None:
        submit_units(self._talk, self._desks, self._book.portfolio, only=[self._book.view.unit.id])

    def _withdraw(self) -> None:
        if self._talk.agree(_("Take this unit back, so that you can change it,")):
            self._desks.workbook.withdraw(self._book.portfolio, self._book.view.unit.id)
            self._talk.say(_("It is yours again. Submit it once more when it is ready."))
