"""What waits at the assessor's desk, and what is done with all of it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from stepback_course.clock import parse_instant
from stepback_course.desks import Desks
from stepback_course.marking import QueueRow
from stepback_course.marking.queue import NOBODY
from stepback_course.marking.telling import is_open_to, turn_words, waiting_words
from stepback_course.people.organisation import is_laptop
from stepback_course.people.policy import may
from stepback_course.plain.acts import Act, choose_act
from stepback_course.plain.conversation import Conversation, numbered
from stepback_course.plain.marking.releasing import release_decisions
from stepback_course.plain.marking.submission_desk import SubmissionDesk
from stepback_course.plain.marking.verifying import verify_decisions
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

NEAR = 9
"""How many submissions are said at once."""
_ABOUT = _(
    "Submissions wait here, oldest first. The number of one opens it and claims it for you, so "
    "that nobody else marks it meanwhile. n opens the first that is free."
)


class MarkingDesk:
    """The queue in front of whoever marks or verifies."""

    def __init__(
        self,
        talk: Conversation,
        desks: Desks,
        further: Callable[[], Sequence[Act]] = tuple,
    ) -> None:
        """Begin with everything that waits; what `further` returns is offered below it."""
        self._talk = talk
        self._desks = desks
        self._further = further
        self._assessor: str | None = None
        self._after: str | None = None

    def visit(self) -> None:
        """Do one thing after another until the person goes back. Raises Left, Refusal."""
        self._talk.title(_("Marking"))
        while True:
            page = self._desks.desk.queue(assessor=self._assessor, after=self._after, limit=NEAR)
            if not page.rows:
                self._talk.say(self._nothing())
            acts = list(self._acts(page.rows, page.next))
            act = choose_act(self._talk, _("Marking, what now"), acts, about=_ABOUT)
            if act is None:
                return
            try:
                act.do()
            except (Refusal, StoreError) as error:
                self._talk.say(str(error))

    def _nothing(self) -> str:
        if self._assessor is None:
            return _("Nothing waits to be marked.")
        return _("Nothing of that waits to be marked.")

    def _acts(self, rows: tuple[QueueRow, ...], following: str | None) -> Iterator[Act]:
        units = self._unit_names(rows)
        people = self._names(rows)
        actor, at = self._desks.actor, self._desks.clock()
        for number, row in enumerate(rows, start=1):
            line = _("{name}, {unit}, attempt {attempt}: {turn}. Waiting: {time}").format(
                name=row.name,
                unit=units.get((row.cohort, row.unit), row.unit),
                attempt=row.attempt,
                turn=turn_words(row, people, actor, at),
                time=waiting_words(at - parse_instant(row.submitted)),
            )
            yield Act(str(number), line, partial(self._open, row))
        free = next((row for row in rows if is_open_to(row, actor, at)), None)
        if free:
            yield Act("n", _("The first that is free"), partial(self._open, free))
        if following:
            yield Act("m", _("More"), partial(self._go_on, following))
        if self._after:
            yield Act("b", _("Back to the oldest"), partial(self._go_on, None))
        yield Act("w", self._whose_line(), self._choose_whose)
        if may(actor, "release_unit") and not is_laptop(self._desks.store):
            release = partial(release_decisions, self._talk, self._desks)
            yield Act("r", _("Release decisions"), release)
        if may(actor, "verify_unit"):
            verify = partial(verify_decisions, self._talk, self._desks)
            yield Act("v", _("Verify decisions in the sample"), verify)
        yield from self._further()

    def _open(self, row: QueueRow) -> None:
        SubmissionDesk(self._talk, self._desks, row.portfolio, row.unit).visit()

    def _go_on(self, cursor: str | None) -> None:
        self._after = cursor

    def _whose_line(self) -> str:
        match self._assessor:
            case None:
                return _("Whose is said: everybody's")
            case "":
                return _("Whose is said: nobody's yet")
        return _("Whose is said: yours")

    def _choose_whose(self) -> None:
        labels = numbered([_("everybody's"), _("yours"), _("nobody's yet")])
        chosen = self._talk.choose(_("Whose"), labels, about=_ABOUT)
        if chosen is not None:
            self._assessor = {"1": None, "2": self._desks.actor.id, "3": NOBODY}[chosen]
            self._after = None

    def _unit_names(self, rows: tuple[QueueRow, ...]) -> dict[tuple[str, str], str]:
        """Return what units are called, by cohort and unit."""
        cohorts = (self._desks.registry.cohort(name) for name in {row.cohort for row in rows})
        return {
            (cohort.id, unit.id): unit_name(unit)
            for cohort in cohorts
            for unit in self._desks.courses.of(cohort.course).units
        }

    def _names(self, rows: tuple[QueueRow, ...]) -> dict[str, str]:
        people = {row.assessor for row in rows if row.assessor}
        found = {person: self._desks.directory.find(person) for person in people}
        return {person: known.name for person, known in found.items() if known}
