"""The desk at which cohorts are run."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import get_args

from stepback_course.clock import Clock, day_of, instant
from stepback_course.cohorts.models import (
    Attendance,
    Cohort,
    Presence,
    ProgressRow,
    SessionRegister,
)
from stepback_course.cohorts.rules import day_to_come
from stepback_course.course.shelf import Shelf
from stepback_course.people import Actor, Directory
from stepback_course.people.organisation import organisation_of
from stepback_course.people.policy import may, require
from stepback_course.portfolio.at_hand import ModelsAtHand
from stepback_course.portfolio.folder import PortfolioFolder, folder_name
from stepback_course.portfolio.models import Enrolment, EnrolmentEntry, Profile
from stepback_course.portfolio.summaries import listed_status, portfolio_row
from stepback_course.store import (
    NEVER_WRITTEN,
    Change,
    Conflict,
    Exists,
    Row,
    Scalar,
    Store,
    new_operation,
)
from stepback_course.store.paging import all_rows
from stepback_course.text import _, is_identifier, new_identifier, same_identifier
from stepback_course.text.days import shown_day
from stepback_course.text.refusals import Refusal

RETRIES = 20


class Registry:
    """Makes cohorts, enrols practitioners, records attendance and shows progress."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock
        self._read: dict[str, tuple[int, Cohort]] = {}
        self._models = ModelsAtHand()

    def cohorts(self) -> list[Cohort]:
        """Return every cohort, by name; what has not changed since the last time is not read."""
        return [self._listed(row) for row in all_rows(self._store, "cohort", sort="name")]

    def _listed(self, row: Row) -> Cohort:
        revision, cohort = self._read.get(row.folder, (None, None))
        if cohort is None or revision != row.revision:
            cohort = self.cohort(str(row.summary["id"]))
            self._read[row.folder] = row.revision, cohort
        return cohort

    def cohort(self, identifier: str | None = None) -> Cohort:
        """Return one cohort; without an id, the only one there is.

        Raises Refusal where there is none of this id, or where an id is needed.
        """
        if identifier is None:
            identifier = self._only_cohort()
        record = (
            self._store.get(f"cohort/{identifier}", "cohort") if is_identifier(identifier) else None
        )
        if record is None:
            raise Refusal(
                "unknown",
                _("this store has no cohort '{cohort}'").format(cohort=identifier[:60]),
            )
        return Cohort.model_validate(record.document)

    def make_cohort(self, cohort: Cohort, *, operation: str | None = None) -> Cohort:
        """Make a cohort on a course that the store knows; the same again changes nothing."""
        require(self._actor, "make_cohort")
        self._courses.of(cohort.course)
        return self.keep_cohort(cohort, operation=operation)

    def keep_cohort(self, cohort: Cohort, *, operation: str | None = None) -> Cohort:
        """Write a cohort that was made here or came with an invitation."""
        record = self._store.get(f"cohort/{cohort.id}", "cohort")
        if record is not None and Cohort.model_validate(record.document) == cohort:
            return cohort
        row: dict[str, Scalar] = {"kind": "cohort", "id": cohort.id, "name": cohort.name}
        change = Change(NEVER_WRITTEN, cohort.model_dump(mode="json"), row)
        try:
            self._store.create(
                f"cohort/{cohort.id}",
                {"cohort": change},
                operation=operation or new_operation(),
                actor=self._actor.id,
            )
        except Exists:
            raise Refusal(
                "taken",
                _("there is a cohort '{cohort}' already, and it is another one").format(
                    cohort=cohort.id
                ),
            ) from None
        return cohort

    def enrol(
        self,
        person: str,
        cohort: str,
        *,
        portfolio: str | None = None,
        setting: str = "",
        operation: str | None = None,
    ) -> Profile:
        """Make a portfolio for a person in a cohort and return its profile.

        A person has one portfolio in a cohort: enrolling again returns the one there is. Raises
        Refusal where the person or cohort is unknown, and for a second portfolio.
        """
        require(self._actor, "enrol", cohort=cohort)
        found = Directory(self._store, self._actor).find(person)
        if found is None:
            raise Refusal(
                "unknown", _("this store knows no person '{person}'").format(person=person[:60])
            )
        group = self.cohort(cohort)
        known = self._store.find("portfolio", {"person": found.id, "cohort": group.id}, limit=1)
        for row in known.rows:
            there = str(row.summary["portfolio"])
            if portfolio is None or same_identifier(portfolio, there):
                return self._profile(row)
            raise Refusal(
                "taken",
                _("{name} is in this cohort already, with the portfolio '{portfolio}'").format(
                    name=found.name, portfolio=there
                ),
            )
        profile = Profile(
            id=portfolio or new_identifier("P"),
            person=found.id,
            name=found.name,
            cohort=group.id,
            setting=setting,
            course=group.course,
            practice=group.practice,
        )
        self.keep_portfolio(profile, "enrolled", operation=operation)
        return profile

    def keep_portfolio(self, profile: Profile, what: str, *, operation: str | None = None) -> None:
        """Write the folder of a portfolio that begins here or came with an invitation.

        Raises Refusal where its id is another portfolio's.
        """
        entry = EnrolmentEntry.model_validate(
            {"at": instant(self._clock()), "actor": self._actor.id, "what": what}
        )
        enrolment = Enrolment(entries=(entry,))
        try:
            self._store.create(
                folder_name(profile.id),
                {
                    "profile": Change(
                        NEVER_WRITTEN, profile.model_dump(mode="json"), portfolio_row(profile)
                    ),
                    "enrolment": Change(NEVER_WRITTEN, enrolment.model_dump(mode="json")),
                },
                operation=operation or new_operation(),
                actor=self._actor.id,
            )
        except Exists:
            raise Refusal(
                "taken",
                _("the portfolio id '{portfolio}' is taken: choose another").format(
                    portfolio=profile.id
                ),
            ) from None

    def attend(
        self, portfolio: str, day: int, status: str, *, operation: str | None = None
    ) -> None:
        """Record whether a practitioner attended one taught day, the first being 1.

        Raises Refusal where there is no such day, or it has not come yet.
        """
        profile = PortfolioFolder(self._store, self._courses, portfolio).profile
        require(self._actor, "record_attendance", cohort=profile.cohort)
        days = self._courses.of(profile.course).rules.award.days
        if not 1 <= day <= days:
            raise Refusal(
                "invalid",
                _("the course has {days} taught days: there is no day {day}").format(
                    days=days, day=day
                ),
            )
        if status not in get_args(Attendance):
            raise Refusal(
                "invalid",
                _("attendance is 'attended' or 'absent', not '{status}'").format(status=status),
            )
        self._require_come(profile.cohort, day)
        self._record_presence(profile, day, status, operation)

    def _require_come(self, cohort: str, day: int) -> None:
        coming = day_to_come(self.cohort(cohort).days, day, day_of(self._clock()))
        if coming:
            raise Refusal(
                "not_ready",
                _("day {day} is on {date}: attendance is recorded on that day or later").format(
                    day=day, date=shown_day(coming)
                ),
            )

    def cohort_of(self, portfolio: str) -> str:
        """Return the id of the cohort a portfolio is in. Raises Refusal where there is none."""
        return PortfolioFolder(self._store, self._courses, portfolio).profile.cohort

    def help_contact(self) -> str:
        """Return whom the actor asks for help: the contact of their cohort, or the organisation's.

        An empty text where neither is known.
        """
        for row in all_rows(self._store, "portfolio", person=self._actor.id):
            if contact := self.cohort(str(row.summary["cohort"])).contact:
                return contact
        return organisation_of(self._store).contact

    def attendance(self, cohort: str) -> dict[str, tuple[Attendance | None, ...]]:
        """Return the attendance of a cohort by portfolio, one entry for each taught day."""
        return self._attendance_of(self.cohort(cohort))

    def attended(self, profile: Profile) -> tuple[Attendance | None, ...]:
        """Return one practitioner's attendance, one entry for each taught day."""
        days = self._courses.of(profile.course).rules.award.days
        registers = [self._register(profile.cohort, day)[0] for day in range(1, days + 1)]
        presences = [register.presences.get(profile.id) for register in registers]
        return tuple(presence.status if presence else None for presence in presences)

    def _attendance_of(self, cohort: Cohort) -> dict[str, tuple[Attendance | None, ...]]:
        days = self._courses.of(cohort.course).rules.award.days
        registers = [self._register(cohort.id, day)[0] for day in range(1, days + 1)]
        portfolios = {portfolio for register in registers for portfolio in register.presences}
        return {
            portfolio: tuple(
                presence.status if (presence := register.presences.get(portfolio)) else None
                for register in registers
            )
            for portfolio in portfolios
        }

    def progress(self, cohort: str | None = None) -> list[ProgressRow]:
        """Return how far everybody in a cohort, or in every cohort the actor sees, has come.

        Exemplars to practise on are nobody's progress: they are seen where their cohort is named.
        Cohorts and people are in the order of their names.
        """
        return [row for row, _records in self.progress_with_records(cohort)]

    def progress_with_records(
        self, cohort: str | None = None
    ) -> Iterator[tuple[ProgressRow, dict[str, Row]]]:
        """Yield what `progress` returns, each with the rows of its units' records by unit."""
        require(self._actor, "see_progress", cohort=cohort)
        every = (each for each in self.cohorts() if not each.practice)
        wanted = [self.cohort(cohort)] if cohort else every
        for each in wanted:
            if may(self._actor, "see_progress", cohort=each.id):
                yield from self._progress_of(each)

    def _progress_of(self, cohort: Cohort) -> Iterator[tuple[ProgressRow, dict[str, Row]]]:
        course = self._courses.of(cohort.course)
        drafts, records = self._unit_rows("draft", cohort.id), self._unit_rows("unit", cohort.id)
        attendance, units = self._attendance_of(cohort), course.unit_ids
        nothing = (None,) * course.rules.award.days
        for row in all_rows(self._store, "portfolio", sort="name", cohort=cohort.id):
            portfolio = str(row.summary["portfolio"])
            draft, record = drafts[portfolio], records[portfolio]
            progress = ProgressRow(
                portfolio=portfolio,
                person=str(row.summary["person"]),
                name=str(row.summary["name"]),
                cohort=cohort.id,
                setting=str(row.summary["setting"]),
                statuses={unit: listed_status(draft.get(unit), record.get(unit)) for unit in units},
                since={unit: _since(draft.get(unit), record.get(unit)) for unit in units},
                attendance=attendance.get(portfolio, nothing),
            )
            yield progress, record

    def _unit_rows(self, kind: str, cohort: str) -> Mapping[str, dict[str, Row]]:
        """Return the rows of a cohort by portfolio and unit."""
        found: defaultdict[str, dict[str, Row]] = defaultdict(dict)
        for row in all_rows(self._store, kind, cohort=cohort):
            found[str(row.summary["portfolio"])][str(row.summary["unit"])] = row
        return found

    def _only_cohort(self) -> str:
        identifiers = [str(row.summary["id"]) for row in all_rows(self._store, "cohort")]
        if len(identifiers) == 1:
            return identifiers[0]
        if not identifiers:
            raise Refusal("unknown", _("this store has no cohort yet"))
        raise Refusal(
            "unknown",
            _("this store has several cohorts, say which: {cohorts}").format(
                cohorts=", ".join(sorted(identifiers))
            ),
        )

    def _profile(self, row: Row) -> Profile:
        record = self._store.get(row.folder, "profile")
        assert record is not None  # noqa: S101 # the row is this record's summary
        return Profile.model_validate(record.document)

    def _register(self, cohort: str, day: int) -> tuple[SessionRegister, int]:
        record = self._store.get(f"cohort/{cohort}", f"session/day-{day}")
        if record is None:
            return SessionRegister(day=day), NEVER_WRITTEN
        return self._models.read(record, SessionRegister), record.revision

    def _record_presence(
        self, profile: Profile, day: int, status: str, operation: str | None
    ) -> None:
        presence = Presence.model_validate(
            {"status": status, "at": instant(self._clock()), "actor": self._actor.id}
        )
        for _attempt in range(RETRIES):
            register, revision = self._register(profile.cohort, day)
            known = register.presences.get(profile.id)
            if known and known.status == status:
                return
            marked = register.model_copy(
                update={"presences": register.presences | {profile.id: presence}}
            )
            try:
                self._store.put(
                    f"cohort/{profile.cohort}",
                    {f"session/day-{day}": Change(revision, marked.model_dump(mode="json"))},
                    operation=operation or new_operation(),
                    actor=self._actor.id,
                )
            except Conflict:
                continue
            return
        raise Conflict(_("the register is being written elsewhere: try again"), {})


def _since(draft: Row | None, record: Row | None) -> str:
    """Return the newest instant at which anything was written for a unit."""
    written = str(draft.summary["changed"]) if draft else ""
    stepped = str(record.summary["since"]) if record else ""
    return max(written, stepped)
