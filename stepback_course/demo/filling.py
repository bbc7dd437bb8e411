"""Filling a store with made-up cohorts."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count, islice
from random import Random

from stepback_course.clock import instant
from stepback_course.cohorts.models import Cohort
from stepback_course.course.shelf import Shelf
from stepback_course.demo.calendar import (
    TODAY,
    HandClock,
    make_term,
    next_morning,
    on_the_day,
)
from stepback_course.demo.people import make_practitioner, names, slug, staff
from stepback_course.demo.stage import Stage, copy_files, copy_folder, portfolio_files
from stepback_course.demo.stories import Story, deal
from stepback_course.demo.walk import Walk
from stepback_course.demo.words import dice, read_words
from stepback_course.desks import Desks
from stepback_course.people import OWNER, Directory, actor_of
from stepback_course.people.organisation import FOLDER as SETTINGS
from stepback_course.people.organisation import Organisation, keep_organisation
from stepback_course.store import Store, open_store
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

Progress = Callable[[int, int], None]
"""Told how many practitioners have been made up, and of how many."""

Finished = tuple[datetime, str]
"""When somebody who is to have a certificate came to the end, and their portfolio."""

IN_A_COHORT = 18


def fill(store: Store, *, size: int, seed: int, progress: Progress | None = None) -> None:
    """Fill a store that has nobody in it with `size` made-up practitioners in every state.

    The same size and seed give the same records and files. Everything is done by the real
    services in stores that forget, and copied from there whole folders at a time. Raises Refusal
    where the store has people already, and what the store raises.
    """
    if size < 1:
        raise Refusal("invalid", _("a made-up cohort has at least one person"))
    if not Directory(store, OWNER).is_empty():
        raise Refusal(
            "taken",
            _("there are people in this store already: make up a cohort in an empty one"),
        )
    chance = dice(seed, size)
    company = _Company(store, chance)
    cohorts = max(1, round(size / IN_A_COHORT))
    finished: list[Finished] = []
    done = count(1)
    # While one cohort is being written to the disk, the next is played.
    with ThreadPoolExecutor(max_workers=1) as writer:
        kept: Future[None] | None = None
        for number, stories in enumerate(deal(size, cohorts, chance)):
            stage = company.set_up(number, cohorts)
            waiting = set()
            for story, walk in company.walks(stage, stories, dice(seed, size, number)):
                ended = walk.take()
                if story.holds_certificate:
                    waiting.add(walk.portfolio)
                    finished.append((ended, walk.portfolio))
                if progress:
                    progress(next(done), size)
            if kept:
                kept.result()
            kept = writer.submit(company.keep, stage, waiting, with_versions=number == 0)
        if kept:
            kept.result()
    company.issue(sorted(finished))


class _Company:
    """Sets up one cohort after another and keeps what was played in a store."""

    def __init__(self, store: Store, chance: Random) -> None:
        """Put what all cohorts share into `store`: staff, settings, and a course if it has none."""
        self._store = store
        self._words = read_words()
        self._staff = tuple(staff(self._words))
        self._coordinator = actor_of(self._staff[0])
        self._told: set[str] = set()
        self._names = names(self._words, chance)
        self._towns: list[str] = list(self._words.people["towns"]["names"])
        chance.shuffle(self._towns)
        self._begun = instant(on_the_day(TODAY - timedelta(weeks=52), 0))
        shelf = Shelf(store)
        self._course = shelf.of(shelf.default(actor=self._coordinator.id, at=self._begun))
        self._clock = HandClock(on_the_day(TODAY, 0))
        self._office = self._furnish(open_store("memory:"))
        for folder in (SETTINGS, *(f"person/{person.id}" for person in self._staff)):
            copy_folder(self._office.store, store, folder)

    def set_up(self, number: int, cohorts: int) -> Stage:
        """Return a stage with everything on it but the practitioners."""
        term = make_term(number, cohorts, self._course.rules.award.days)
        desks = self._furnish(open_store("memory:"))
        self._clock.set(on_the_day(term.start - timedelta(weeks=6), 0))
        town = self._towns[number % len(self._towns)]
        season = ("spring", "summer", "autumn")[(term.start.month - 1) // 4]
        cohort = desks.registry.make_cohort(
            Cohort(
                id=f"{slug(town)}-{number + 1}",
                # Not translated: records are the same in every language of the interface.
                name=f"{town}, {season} {term.start.year}",
                course=self._course.reference,
                days=tuple(day.isoformat() for day in term.days),
                due=term.due.isoformat(),
                contact=self._staff[0].email,
            )
        )
        return Stage(
            desks=desks,
            clock=self._clock,
            course=self._course,
            cohort=cohort,
            term=term,
            staff=self._staff,
            words=self._words,
            told=self._told,
        )

    def walks(
        self, stage: Stage, stories: Sequence[Story], chance: Random
    ) -> Iterator[tuple[Story, Walk]]:
        """Yield, for each story of a cohort, the walk of somebody new; it is still to be taken."""
        for story, name in zip(stories, islice(self._names, len(stories)), strict=True):
            practitioner = make_practitioner(self._words, chance, name, stage.cohort.id)
            yield story, Walk(stage, practitioner, story, chance)

    def keep(self, stage: Stage, waiting: Collection[str], *, with_versions: bool) -> None:
        """Copy a cohort that was played into the store.

        The portfolios that are `waiting` for a certificate go to the office first, so that
        certificates are numbered in the order of their days, whatever their cohort. Earlier
        versions of their units are some thirty files for each practitioner, too many to copy for
        everybody in a large store.
        """
        played, office = stage.desks.store, self._office.store
        for target in (self._store, office):
            copy_folder(played, target, f"cohort/{stage.cohort.id}")
        for row in stage.desks.workbook.portfolios():
            waits = row.summary["portfolio"] in waiting
            files = portfolio_files(played, row.folder, with_versions=with_versions)
            copy_files(played, self._store, files)
            copy_folder(played, self._store, f"person/{row.summary['person']}")
            target = office if waits else self._store
            copy_folder(played, target, row.folder, with_versions=with_versions)

    def issue(self, finished: Iterable[Finished]) -> None:
        """Issue certificates in this order, and keep the portfolios that waited for them."""
        for number, (ended, portfolio) in enumerate(finished):
            self._clock.set(next_morning(ended) + timedelta(minutes=number % 60))
            certificate = self._office.office.issue(portfolio)
            copy_files(self._office.store, self._store, [certificate.pdf])
            for folder in (f"portfolio/{portfolio}", f"certificate/{certificate.number}"):
                copy_folder(self._office.store, self._store, folder)

    def _furnish(self, store: Store) -> Desks:
        """Return the coordinator's desks in an empty store, with staff, settings and course."""
        shelf = Shelf(store)
        shelf.add(self._course, actor=self._coordinator.id, at=self._begun)
        desks = Desks(store, shelf, self._coordinator, self._clock)
        for person in self._staff:
            desks.directory.add(person)
        contact = Organisation(contact=self._staff[0].email)
        keep_organisation(store, self._coordinator, contact)
        return desks
