"""The desk at which a practitioner sees how a unit stood before, and brings it back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from stepback_course.clock import Clock
from stepback_course.course.shelf import Shelf
from stepback_course.people import Actor
from stepback_course.portfolio.answering import Offered, activity_of, offered_answer
from stepback_course.portfolio.folder import PortfolioFolder, opened_folder, records_of
from stepback_course.portfolio.learner.permission import is_frozen
from stepback_course.portfolio.versions.comparing import (
    AnswerDifference,
    Responses,
    differing,
    same_answers,
)
from stepback_course.portfolio.versions.keeping import Versions, read_attempt, read_version
from stepback_course.portfolio.versions.rules import KeptVersion, Reason, thinned
from stepback_course.portfolio.writing import RETRIES, Writing
from stepback_course.store import Conflict, Missing, Store
from stepback_course.text import _
from stepback_course.text.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Version:
    """How a unit stood at some time."""

    key: str
    """Told apart from every other version of the unit by this."""
    at: str
    """The instant of its newest answer; of what was submitted, the instant of that."""
    reason: Reason | Literal["submitted"]
    attempt: int = 0
    """Which attempt it is, where it was submitted."""


@dataclass(frozen=True, slots=True)
class Round:
    """What changed in a unit between one attempt and the next."""

    before: int
    """The number of the earlier attempt."""
    after: int
    """The number of the next one; 0 for how the unit stands now, to be submitted again."""
    differences: tuple[AnswerDifference, ...]


class History:
    """Keeps versions, lists them, and brings them back."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def versions(self, portfolio: str, unit: str) -> list[Version]:
        """Return how a unit stood before, the newest first. Raises Refusal."""
        folder = self._opened(portfolio, unit)
        kept = [Version(each.file, each.at, each.reason) for each in self._kept(folder, unit)]
        submitted = [
            Version(each.file, each.declaration.at, "submitted", each.number)
            for each in folder.record(unit).model.attempts
            if not each.erased
        ]
        oldest_first = sorted([*submitted, *kept], key=lambda version: version.at)
        return oldest_first[::-1]

    def answers(self, portfolio: str, unit: str, key: str) -> Responses:
        """Return the answers of one version, by activity. Raises Refusal where there is none."""
        return self._answers(self._opened(portfolio, unit), unit, key)

    def keep(self, portfolio: str, unit: str, reason: Reason = "left") -> bool:
        """Keep how a unit stands, and say whether that was needed.

        It is not where nothing is written, the newest version has it, or permission for what is
        written was taken back.
        """
        folder = self._opened(portfolio, unit)
        definition = folder.unit(unit)
        if is_frozen(definition, folder.consent_to(definition)):
            return False
        for _attempt in range(RETRIES):
            versions = Versions(self._store, folder, unit)
            changes = versions.keeping(folder.draft(unit), reason, self._clock())
            if not changes:
                return False
            try:
                folder.put(changes, actor=self._actor)
            except Conflict:
                folder.read(*records_of(unit))
                continue
            versions.tidy()
            return True
        raise Conflict(_("this unit is being written elsewhere without pause: try again"), {})

    def bring_back(
        self, portfolio: str, unit: str, key: str, activities: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Let the answers of a version stand again, all or those to `activities`.

        How the unit stands now is kept first. What was answered only since then stays. Returns the
        activities whose answers are other ones now. Raises Refusal where the unit is closed.
        """
        folder = self._opened(portfolio, unit)
        definition = folder.unit(unit)
        answers = self._answers(folder, unit, key)
        wanted = [activity_of(definition, each).id for each in activities] or [
            each.id for each in definition.activities
        ]
        offered = {
            each: Offered(answers[each].value, answers[each].occasion)
            for each in wanted
            if each in answers
        }
        return self._replace(folder, unit, offered)

    def replace(
        self,
        portfolio: str,
        unit: str,
        values: Mapping[str, object],
        *,
        seen: Mapping[str, int] | None = None,
    ) -> tuple[str, ...]:
        """Replace several answers of a unit, all or none; how it stands now is kept first.

        How each came about stays as it was said. `seen` has by activity the number of the response
        that is replaced, 0 where there was none. Returns the activities whose answers are other
        ones now. Raises what `Workbook.respond` raises.
        """
        folder = self._opened(portfolio, unit)
        definition = folder.unit(unit)
        standing = folder.draft(unit).model.responses
        offered = {}
        for activity, value in values.items():
            occasion = standing[activity].occasion if activity in standing else None
            offered[activity] = offered_answer(activity_of(definition, activity), value, occasion)
        return self._replace(folder, unit, offered, seen)

    def is_unchanged(self, portfolio: str, unit: str) -> bool:
        """Say whether a unit reads as it did when it was last submitted and not taken back."""
        folder = self._opened(portfolio, unit)
        attempt = folder.record(unit).model.attempt
        if attempt is None:
            return False
        try:
            submitted = read_attempt(self._store, attempt)
        except Missing:
            return False
        return same_answers(folder.draft(unit).model.responses, submitted)

    def rounds(self, portfolio: str, unit: str) -> list[Round]:
        """Return what changed from one attempt to the next, and since the last, oldest first.

        Attempts that were taken back or erased are passed over.
        """
        folder = self._opened(portfolio, unit)
        definition, record = folder.unit(unit), folder.record(unit).model
        stands: list[tuple[int, Responses]] = [
            (each.number, read_attempt(self._store, each))
            for each in record.attempts
            if not each.withdrawn and not each.erased
        ]
        if record.state == "open":
            stands.append((0, folder.draft(unit).model.responses))
        return [
            Round(before, after, tuple(differing(definition, then, now)))
            for (before, then), (after, now) in pairwise(stands)
        ]

    def _replace(
        self,
        folder: PortfolioFolder,
        unit: str,
        offered: Mapping[str, Offered],
        seen: Mapping[str, int] | None = None,
    ) -> tuple[str, ...]:
        writing = Writing(self._store, folder, folder.unit(unit), self._actor, self._clock)
        return tuple(writing.write(offered, seen=seen, is_kept_before=True))

    def _answers(self, folder: PortfolioFolder, unit: str, key: str) -> Responses:
        try:
            for attempt in folder.record(unit).model.attempts:
                if attempt.file == key:
                    return read_attempt(self._store, attempt)
            for version in self._kept(folder, unit):
                if version.file == key:
                    return read_version(self._store, version)
        except Missing:
            pass
        raise Refusal("unknown", _("this version is not kept any more"))

    def _kept(self, folder: PortfolioFolder, unit: str) -> tuple[KeptVersion, ...]:
        # What is thinned out is removed when the next version is kept, and no longer shown before.
        return thinned(Versions(self._store, folder, unit).listed(), self._clock())

    def _opened(self, portfolio: str, unit: str) -> PortfolioFolder:
        """Return the folder for its practitioner alone: earlier thoughts are nobody else's."""
        records = records_of(unit)
        folder = opened_folder(
            self._store, self._courses, self._actor, "write_portfolio", portfolio, *records
        )
        folder.unit(unit)
        return folder
