"""The desk at which what somebody wrote about a child, or at all, is erased for good."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from stepback_course.clock import Clock, instant, parse_instant
from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.people import OWNER, Actor
from stepback_course.people.policy import require
from stepback_course.portfolio.erasing.rules import (
    BEGUN,
    KIND,
    Tombstone,
    Why,
    enrolment_digests,
    erased_changes,
    tombstone_change,
    tombstones_in,
)
from stepback_course.portfolio.erasing.tombstones import keep_here
from stepback_course.portfolio.erasing.traces import files_named, files_to_erase
from stepback_course.portfolio.folder import PortfolioFolder
from stepback_course.portfolio.models import UnitRecord
from stepback_course.portfolio.rescue import rescued
from stepback_course.portfolio.unsent import unsent_about
from stepback_course.store import Conflict, Store, new_operation
from stepback_course.store.moving.sources import Progress, unwatched
from stepback_course.store.paging import all_rows
from stepback_course.text import _, digest, new_identifier
from stepback_course.text.refusals import Refusal

RETRIES = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """What an erasure would come to."""

    portfolio: str
    name: str
    """The practitioner's."""
    units: tuple[Unit, ...]
    learner: bool
    """Whether everything about the learner goes, the permission included."""
    answers: int
    submissions: int
    decisions: int
    """How many decisions lose their words."""
    files: int
    """How many files are removed, submissions included."""
    rescued: int
    """How many files on this computer have text that could not be saved once."""
    unsent: int
    """How many forms on this computer have text that was not sent."""
    taken_back: tuple[Unit, ...]
    """The units that go back from the assessor's desk, or from its queue."""
    met: tuple[Unit, ...]
    """The units that stay met."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could be erased."""
        words = (self.answers, self.decisions, self.files, self.rescued, self.unsent)
        return not any(words)


class Eraser:
    """Erases units of a portfolio everywhere this program keeps anything of them."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def plan(self, portfolio: str, units: Sequence[str] = ()) -> Plan:
        """Return what erasing units would come to; without any, that of the whole portfolio.

        Raises Refusal where the actor may not, and for an unknown portfolio or unit.
        """
        folder, chosen = self._chosen(portfolio, units)
        tombstone = self._tombstone(folder, chosen, "asked for")
        stored = self._store.records(folder.name)
        records = [folder.record(unit.id).model for unit in chosen]
        until = self._clock()
        return Plan(
            portfolio=folder.profile.id,
            name=folder.profile.name,
            units=chosen,
            learner=tombstone.learner,
            answers=sum(len(folder.draft(unit.id).model.responses) for unit in chosen),
            submissions=sum(not a.erased for record in records for a in record.attempts),
            decisions=sum(
                decision.has_words for record in records for decision in record.decisions
            ),
            files=len(files_named(self._store, stored, tombstone)),
            rescued=len(rescued(folder.profile.id, tombstone.units, until)),
            unsent=len(unsent_about(folder.profile.id, tombstone.units, until)),
            taken_back=tuple(
                unit
                for unit, record in zip(chosen, records, strict=True)
                if record.state in ("submitted", "marking", "decided")
            ),
            met=tuple(
                unit for unit, record in zip(chosen, records, strict=True) if record.state == "met"
            ),
        )

    def erase(
        self,
        portfolio: str,
        units: Sequence[str] = (),
        why: Why = "asked for",
        *,
        operation: str | None = None,
        progress: Progress = unwatched,
    ) -> Tombstone:
        """Erase units, or without any the whole portfolio, and return the tombstone.

        With a unit about a learner go the permission and everything else about them. A unit that
        was met stays met; any other is open again. It cannot be undone. Where it is interrupted,
        `finish` goes on; the same `operation` twice has one effect. Raises Refusal where the actor
        may not, and StoreError, after which nothing is erased or `unfinished` names what is begun.
        """
        folder, chosen = self._chosen(portfolio, units)
        self.finish(portfolio, progress=progress)
        tombstone = self._tombstone(folder, chosen, why, operation)
        known = [each for each in self.tombstones(portfolio) if each.id == tombstone.id]
        return known[0] if known else self._carry_out(tombstone, progress)

    def apply(self, tombstone: Tombstone, *, progress: Progress = unwatched) -> bool:
        """Erase here what was erased elsewhere; return False where that is done already.

        Whoever calls it has seen that it comes from somebody who may. Raises Refusal where the
        portfolio is unknown or is another of the same id.
        """
        folder = self._opened(tombstone.portfolio)
        records = self._store.records(folder.name)
        known = {each.id: each for each in tombstones_in(records)}.get(tombstone.id)
        if known is None:
            enrolled = tuple(dict.fromkeys((*tombstone.enrolled, *enrolment_digests(records))))
            self._carry_out(
                tombstone.model_copy(update={"enrolled": enrolled, "finished": ""}), progress
            )
            return True
        if not known.finished:
            self._finish(known, progress)
        return False

    def unfinished(self) -> list[Tombstone]:
        """Return the erasures that were interrupted, oldest first."""
        rows = all_rows(self._store, KIND, sort="at", state=BEGUN)
        portfolios = dict.fromkeys(str(row.summary["portfolio"]) for row in rows)
        return [
            each
            for portfolio in portfolios
            for each in self.tombstones(portfolio)
            if not each.finished
        ]

    def finish(
        self, portfolio: str | None = None, *, progress: Progress = unwatched
    ) -> list[Tombstone]:
        """Go on with what was interrupted in a portfolio, or in all, and return what is done."""
        waiting = [
            each
            for each in (self.unfinished() if portfolio is None else self.tombstones(portfolio))
            if not each.finished
        ]
        return [self._finish(each, progress) for each in waiting]

    def tombstones(self, portfolio: str) -> list[Tombstone]:
        """Return what was erased in a portfolio, oldest first."""
        folder = self._opened(portfolio)
        return list(tombstones_in(self._store.records(folder.name)))

    def _opened(self, portfolio: str) -> PortfolioFolder:
        folder = PortfolioFolder(self._store, self._courses, portfolio)
        folder.read()
        assert folder.profile  # noqa: S101 # refused where there is no such portfolio
        return folder

    def _chosen(
        self, portfolio: str, units: Sequence[str]
    ) -> tuple[PortfolioFolder, tuple[Unit, ...]]:
        folder = self._opened(portfolio)
        profile = folder.profile
        require(self._actor, "erase", cohort=profile.cohort, practitioner=profile.person)
        if not units:
            chosen = folder.course.units
        else:
            chosen = tuple(folder.unit(unit) for unit in dict.fromkeys(units))
        if self._is_practitioner(folder):
            for unit in chosen:
                _require_own_to_erase(unit, folder.record(unit.id).model)
        return folder, chosen

    def _is_practitioner(self, folder: PortfolioFolder) -> bool:
        return self._actor is OWNER or self._actor.is_person(folder.profile.person)

    def _tombstone(
        self,
        folder: PortfolioFolder,
        units: Sequence[Unit],
        why: Why,
        operation: str | None = None,
    ) -> Tombstone:
        records = self._store.records(folder.name)
        return Tombstone(
            id=f"E-{digest(operation)[:12]}" if operation else new_identifier("E"),
            portfolio=folder.profile.id,
            enrolled=enrolment_digests(records),
            units=tuple(unit.id for unit in units),
            learner=any(unit.needs_consent for unit in units),
            at=instant(self._clock()),
            by=self._actor.id,
            role="practitioner" if self._is_practitioner(folder) else "coordinator",
            why=why,
        )

    def _carry_out(self, tombstone: Tombstone, progress: Progress) -> Tombstone:
        """Empty the records in one durable write, the tombstone with them, then clear the rest."""
        folder = self._opened(tombstone.portfolio)
        for _attempt in range(RETRIES):
            records = self._store.records(folder.name)
            files = files_named(self._store, records, tombstone) | set(tombstone.files)
            named_here = tombstone.model_copy(update={"files": tuple(sorted(files))})
            changes = erased_changes(records, named_here)
            with suppress(Conflict):
                self._store.erase(
                    folder.name, changes, operation=tombstone.id, actor=self._actor.id
                )
                return self._clear(named_here, progress)
        raise Conflict(_("this portfolio is being written elsewhere without pause: try again"), {})

    def _finish(self, tombstone: Tombstone, progress: Progress) -> Tombstone:
        """Look for copies once more, then clear the rest; what is written by now is left alone."""
        self._mark(tombstone)
        return self._clear(tombstone, progress)

    def _clear(self, tombstone: Tombstone, progress: Progress) -> Tombstone:
        folder = self._opened(tombstone.portfolio)
        records = self._store.records(folder.name)
        gone = files_to_erase(self._store, folder.name, records, tombstone, progress=progress)
        for file in gone:
            progress(file)
            self._store.erase_file(file)
        until = parse_instant(tombstone.at)
        about = (tombstone.portfolio, tombstone.units, until)
        for path in (*rescued(*about), *unsent_about(*about)):
            _remove(path)
        done = tombstone.model_copy(update={"finished": instant(self._clock())})
        keep_here(done)
        self._mark(done)
        return done

    def _mark(self, tombstone: Tombstone) -> None:
        """Write a tombstone again, which leaves no older copy of its folder."""
        folder = self._opened(tombstone.portfolio)
        for _attempt in range(RETRIES):
            record = self._store.get(folder.name, tombstone.record)
            base = record.revision if record else 0
            change = tombstone_change(tombstone, base)
            with suppress(Conflict):
                self._store.erase(
                    folder.name,
                    {tombstone.record: change},
                    operation=new_operation(),
                    actor=self._actor.id,
                )
                return


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise Refusal(
            "not_ready",
            _("{path} could not be removed ({reason}). Remove it, then erase again.").format(
                path=path, reason=error.strerror or error
            ),
        ) from error


def _require_own_to_erase(unit: Unit, record: UnitRecord) -> None:
    """Raise Refusal for what a practitioner leaves to a coordinator to erase."""
    if unit.needs_consent or record.state == "open":
        return
    raise Refusal(
        "not_allowed",
        _(
            "'{unit}' was submitted. Take it back before you erase it; once it is being marked or "
            "is met, a coordinator erases it"
        ).format(unit=unit.title),
    )
