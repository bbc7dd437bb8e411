"""Releasing decisions: one, a selection or a cohort, after a list of what will happen.

Held decisions stay where they are until they are let go; why is the reason of the step in the
unit's trail, where erasing finds it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from threading import Event
from typing import Unpack

from stepback_course.clock import Clock, instant
from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.marking.case import Case, opened_case, require_office
from stepback_course.marking.desk import Desk
from stepback_course.marking.models import QueueRow
from stepback_course.marking.queue import Looked
from stepback_course.marking.release_plan import Planned, Released, ReleasePlan
from stepback_course.marking.steps import released
from stepback_course.people import Actor, Role
from stepback_course.people.policy import Action
from stepback_course.portfolio.models import Hold, UnitRecord
from stepback_course.portfolio.privacy import Finding
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.portfolio.trail import take_step
from stepback_course.store import Store, StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

Tell = Callable[[int], None]
"""Told after each decision how many are done."""
_ROLES: tuple[Role, ...] = ("assessor", "verifier", "coordinator")


class Releases:
    """Holds decisions back, says what a release would come to, and releases."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock
        self._desk = Desk(store, courses, actor, clock)

    def hold(self, portfolio: str, unit: str, reason: str, *, operation: str | None = None) -> None:
        """Hold a decision back, also from releases of a whole cohort, until it is let go.

        Raises Refusal where no reason is given.
        """
        case = self._case(portfolio, unit, "hold_release")
        if not reason.strip():
            raise Refusal("invalid", _("say why this is held back"))
        hold = Hold(by=self._actor.id, name=self._actor.name, at=instant(self._clock()))
        case.put(self._stepped(case, reason, hold), operation)

    def let_go(self, portfolio: str, unit: str, *, operation: str | None = None) -> None:
        """Let a decision that was held back be released again; otherwise nothing changes."""
        case = self._case(portfolio, unit, "hold_release")
        if case.record.held:
            case.put(self._stepped(case, "", None), operation)

    def waiting(self, **looked: Unpack[Looked]) -> Iterator[QueueRow]:
        """Yield every decision that waits, page after page. Raises Refusal, StoreError."""
        after: str | None = None
        while True:
            page = self._desk.to_release(after=after, **looked)
            yield from page.rows
            if page.next is None:
                return
            after = page.next

    def plan(
        self, rows: Iterable[QueueRow], *, stop: Event | None = None, tell: Tell | None = None
    ) -> ReleasePlan:
        """Return what releasing these rows would come to; nothing is written.

        `tell` is called after each with how many were looked at.
        """
        lines: list[Planned] = []
        for row in rows:
            if stop and stop.is_set():
                break
            lines.append(self._planned(row))
            if tell:
                tell(len(lines))
        return ReleasePlan(tuple(lines))

    def look_again(self, line: Planned) -> Planned:
        """Return a line as it stands now, after it was held or let go."""
        record = self._store.get(f"portfolio/{line.row.portfolio}", f"unit/{line.row.unit}")
        return self._planned(line.row._replace(revision=record.revision if record else 0))

    def release(
        self,
        lines: Sequence[Planned],
        explanations: Mapping[str, str] | None = None,
        *,
        stop: Event | None = None,
        tell: Tell | None = None,
    ) -> Released:
        """Release what was planned until all is done or `stop` is set.

        `explanations` say, by the words of a finding, why they may stand wherever they do. What
        has changed since it was planned is left alone.
        """
        done: list[Planned] = []
        refused: list[str] = []
        for line in lines:
            if stop and stop.is_set():
                break
            try:
                self._desk.release(*line.key, explanations, seen=line.row.revision)
            except (Refusal, StoreError) as refusal:
                sentence = _("{name}, {unit}: {sentence}")
                refused.append(
                    sentence.format(name=line.row.name, unit=line.unit, sentence=refusal)
                )
            else:
                done.append(line)
            if tell:
                tell(len(done))
        return Released(tuple(done), tuple(refused))

    def _planned(self, row: QueueRow) -> Planned:
        try:
            case = self._case(row.portfolio, row.unit, "release_unit")
            require_office(self._store)
            found = self._desk.findings(row.portfolio, row.unit)
        except (Refusal, StoreError) as refusal:
            return Planned(row, row.unit, obstacle=str(refusal))
        named = tuple(_named(finding, row.name, case.unit) for finding in found)
        decision = case.record.decision if row.outcome else None
        return Planned(
            row,
            unit_name(case.unit),
            verdict=decision.verdict if decision else None,
            is_wordless=bool(decision and not decision.has_words),
            by=decision.by if decision else "",
            findings=named if decision else (),
            held=_why_held(case.record),
            obstacle=self._obstacle(case, row),
        )

    def _obstacle(self, case: Case, row: QueueRow) -> str:
        """Return why a decision cannot be released, other than that it is held."""
        if row.outcome is None:
            return _("it is being marked again, blind: only its assessor may know it")
        if case.kept.revision != row.revision:
            return _("it was changed meanwhile: look again")
        record = case.record.model_copy(update={"held": None})
        try:
            cohort = case.folder.profile.cohort
            released(case.unit, record, actor=self._actor, cohort=cohort, at=self._clock())
        except Refusal as refusal:
            return str(refusal)
        return ""

    def _stepped(self, case: Case, reason: str, hold: Hold | None) -> UnitRecord:
        cohort = case.folder.profile.cohort
        return take_step(
            case.unit.title,
            case.record,
            "hold" if hold else "let go",
            actor=self._actor,
            role=next(role for role in _ROLES if self._actor.has_role(role, cohort)),
            at=self._clock(),
            reason=reason,
            held=hold,
        )

    def _case(self, portfolio: str, unit: str, action: Action) -> Case:
        return opened_case(self._store, self._courses, self._actor, action, portfolio, unit)


def _why_held(record: UnitRecord) -> str:
    """Return why a decision is held and by whom; empty where it is not."""
    if record.held is None:
        return ""
    reasons = (entry.reason for entry in reversed(record.trail) if entry.action == "hold")
    return _("held by {name}: {reason}").format(
        name=record.held.name, reason=next(reasons, "") or _("no reason is left")
    )


def _named(finding: Finding, name: str, unit: Unit) -> Finding:
    title = _("{name}, {unit}: {place}").format(
        name=name, unit=unit_name(unit), place=finding.title
    )
    return replace(finding, title=title)
