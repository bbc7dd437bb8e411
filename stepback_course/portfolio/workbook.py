"""The desk at which a practitioner works through the course."""

import io
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from stepback_course.clock import Clock, instant
from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.people import Actor
from stepback_course.people.policy import Action, require
from stepback_course.portfolio.folder import PortfolioFolder
from stepback_course.portfolio.models import (
    Attempt,
    Consent,
    Declaration,
    Draft,
    Response,
    Submission,
    UnitRecord,
)
from stepback_course.portfolio.rules import attempts_left, gaps, status_of
from stepback_course.portfolio.steps import next_attempt, submitted, withdrawn
from stepback_course.portfolio.views import PortfolioView, UnitView
from stepback_course.store import Change, Conflict, Row, Store
from stepback_course.store.paging import all_rows
from stepback_course.text import _, canonical, clean_line, is_identifier
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

SUBMISSION_LIMIT = 5_000_000
"""The largest frozen copy of a unit, in bytes."""
RETRIES = 20
"""How often a change is made again when other records of the same unit moved meanwhile."""


class Workbook:
    """Writes responses, records permission, submits units and takes them back."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def portfolios(self, person: str | None = None) -> list[Row]:
        """Return the rows of the portfolios of one person, or of everybody, by name."""
        filters = {} if person is None else {"person": person}
        return list(all_rows(self._store, "portfolio", sort="name", **filters))

    def open(self, portfolio: str) -> PortfolioView:
        """Return a portfolio with its units in the order of the path."""
        folder = self._readable(portfolio)
        consent = folder.consent().model
        return PortfolioView(
            profile=folder.profile,
            course=folder.course,
            consent=consent,
            award=folder.award().model,
            units=tuple(self._view(folder, unit, consent) for unit in folder.course.units),
        )

    def unit(self, portfolio: str, unit: str) -> UnitView:
        """Return one unit."""
        folder = self._readable(portfolio, *_records_of(unit))
        return self._view(folder, folder.unit(unit), folder.consent().model)

    def submission(self, portfolio: str, unit: str, attempt: int) -> Submission:
        """Return the frozen copy of an attempt. Raises Refusal where there is none."""
        folder = self._readable(portfolio)
        return read_submission(self._store, folder.record(folder.unit(unit).id).model, attempt)

    def respond(
        self,
        portfolio: str,
        unit: str,
        activity: str,
        value: object,
        *,
        seen: int | None = None,
        partner: str = "",
        from_paper: str = "",
        operation: str | None = None,
    ) -> Response:
        """Replace the whole response to one activity and return it as it is kept.

        `seen` is the number of the response that the caller replaces, 0 where there was none; where
        the store has another by now, Conflict is raised and nothing is written. Without `seen`
        whatever is there is replaced. Raises Refusal for an answer of the wrong shape, an unknown
        unit or activity, a closed unit, and for anything about a learner before permission.
        """
        folder = self._writable(portfolio, *_records_of(unit))
        definition = folder.unit(unit)
        kind = definition.activity(activity)
        if kind is None:
            raise Refusal(
                "unknown",
                _("'{unit}' has no activity '{activity}': its activities are {names}").format(
                    unit=unit,
                    activity=activity,
                    names=", ".join(a.id for a in definition.activities),
                ),
            )
        if definition.needs_consent and not definition.part_of(activity).consent:
            _require_consent(folder.consent().model)
        offered = _offered_response(kind.read, value, partner, from_paper)

        def change() -> tuple[Response, dict[str, Change]]:
            record = folder.record(unit).model
            _require_open(definition, record)
            kept = folder.draft(unit)
            current = kept.model.responses.get(activity)
            if current and _same_answer(current, offered):
                return current, {}
            number = current.number if current else 0
            _require_seen(number, seen)
            response = offered.model_copy(
                update={"number": number + 1, "at": instant(self._clock())}
            )
            responses = kept.model.responses | {activity: response}
            # Copied and not made anew: what was read is checked already.
            draft = kept.model.model_copy(update={"responses": responses})
            name = f"draft/{unit}"
            return response, {name: folder.draft_change(definition, kept, draft, record)}

        for _attempt in range(RETRIES):
            response, changes = change()
            if not changes:
                return response
            try:
                folder.put(changes, actor=self._actor, operation=operation)
            except Conflict:
                folder.read(*_records_of(unit))
                continue
            return response
        raise Conflict(_("this unit is being written elsewhere without pause: try again"), {})

    def record_consent(self, portfolio: str, consent: Consent) -> None:
        """Record the permission for the learner's part; the same again changes nothing."""
        folder = self._writable(portfolio)
        kept = folder.consent()
        if kept.model == consent:
            return
        for unit in folder.course.units:
            if unit.needs_consent:
                _require_open(unit, folder.record(unit.id).model)
        folder.put(
            {"consent": Change(kept.revision, consent.model_dump(mode="json"))},
            actor=self._actor,
        )

    def confirm_name(self, portfolio: str, name: str) -> None:
        """Confirm the name as it is to be printed on the certificate."""
        folder = self._writable(portfolio)
        kept = folder.award()
        printed = clean_line(name)
        if not 1 <= len(printed) <= 120:
            raise Refusal("invalid", _("a name to print has 1 to 120 characters"))
        if kept.model.name == printed:
            return
        if kept.model.number:
            raise Refusal(
                "closed",
                _("certificate {number} is already made out to {name}").format(
                    number=kept.model.number, name=kept.model.name
                ),
            )
        award = kept.model.model_copy(update={"name": printed, "confirmed": instant(self._clock())})
        folder.put({"award": folder.award_change(kept, award)}, actor=self._actor)

    def submit(
        self,
        portfolio: str,
        units: Sequence[str],
        typed_name: str,
        *,
        operation: str | None = None,
    ) -> list[Attempt]:
        """Submit several ready units under one declaration, all or none.

        `typed_name` is the practitioner's name as they type it under the declaration. Raises
        Refusal where a unit is not ready, is closed, has no attempt left, or the name is another.
        """
        folder = self._writable(portfolio)
        if not units:
            raise Refusal("not_ready", _("no unit is ready to submit"))
        declaration = self._declare(folder, typed_name)
        changes: dict[str, Change] = {}
        attempts = []
        for identifier in dict.fromkeys(units):
            unit = folder.unit(identifier)
            attempt, unit_changes = self._freeze(folder, unit, declaration)
            attempts.append(attempt)
            changes |= unit_changes
        folder.put(changes, actor=self._actor, operation=operation)
        return attempts

    def withdraw(self, portfolio: str, unit: str, *, operation: str | None = None) -> None:
        """Take a submission back while nobody has claimed it; its attempt does not count."""
        folder = self._writable(portfolio)
        definition = folder.unit(unit)
        kept = folder.record(unit)
        record = withdrawn(definition, kept.model, actor=self._actor, at=self._clock())
        folder.put(
            {f"unit/{unit}": folder.record_change(definition, kept, record)},
            actor=self._actor,
            operation=operation,
        )

    def _readable(self, portfolio: str, *records: str) -> PortfolioFolder:
        return self._allowed("read_portfolio", portfolio, *records)

    def _writable(self, portfolio: str, *records: str) -> PortfolioFolder:
        return self._allowed("write_portfolio", portfolio, "profile", *records)

    def _allowed(self, action: Action, portfolio: str, *records: str) -> PortfolioFolder:
        folder = PortfolioFolder(self._store, self._courses, portfolio)
        folder.read(*records)
        profile = folder.profile
        require(self._actor, action, cohort=profile.cohort, practitioner=profile.person)
        return folder

    def _view(self, folder: PortfolioFolder, unit: Unit, consent: Consent | None) -> UnitView:
        draft = folder.draft(unit.id).model
        record = folder.record(unit.id).model
        missing = tuple(gaps(unit, draft, consent))
        return UnitView(
            unit=unit,
            draft=draft,
            record=record,
            status=status_of(unit, draft, record, missing),
            gaps=missing,
            attempts_left=attempts_left(folder.course.rules, record),
        )

    def _declare(self, folder: PortfolioFolder, typed_name: str) -> Declaration:
        name = clean_line(typed_name)
        if name.casefold() != folder.profile.name.casefold():
            raise Refusal(
                "invalid",
                _("type your name as your portfolio has it: {name}").format(
                    name=folder.profile.name
                ),
            )
        return Declaration(
            name=name, text=folder.course.rules.declaration, at=instant(self._clock())
        )

    def _freeze(
        self, folder: PortfolioFolder, unit: Unit, declaration: Declaration
    ) -> tuple[Attempt, dict[str, Change]]:
        kept = folder.record(unit.id)
        number = next_attempt(unit, folder.course.rules, kept.model)
        draft = folder.draft(unit.id)
        consent = folder.consent_to(unit)
        _require_ready(unit, draft.model, consent)
        submission = Submission(
            portfolio=folder.profile.id,
            practitioner=folder.profile.name,
            course=folder.profile.course,
            unit=unit.model_dump(mode="json"),
            attempt=number,
            responses=draft.model.responses,
            consent=consent,
            declaration=declaration,
        )
        frozen = canonical(submission.model_dump(mode="json", by_alias=True))
        attempt = Attempt(
            number=number,
            file=self._store.put_file(io.BytesIO(frozen), limit=SUBMISSION_LIMIT),
            declaration=declaration,
        )
        record = submitted(unit, kept.model, attempt, actor=self._actor, at=self._clock())
        # The draft is written again, unchanged, so that an answer saved meanwhile is a conflict:
        # what was frozen is then what the draft says.
        return attempt, {
            f"unit/{unit.id}": folder.record_change(unit, kept, record),
            f"draft/{unit.id}": folder.draft_change(unit, draft, draft.model, record),
        }


def read_submission(store: Store, record: UnitRecord, number: int) -> Submission:
    """Return the frozen copy of one attempt. Raises Refusal where there is no such attempt."""
    for attempt in reversed(record.attempts):
        if attempt.number == number:
            with store.open_file(attempt.file) as frozen:
                return Submission.model_validate_json(frozen.read())
    raise Refusal("unknown", _("there is no attempt {number}").format(number=number))


def _records_of(unit: str) -> tuple[str, ...]:
    """Return the names of the records that say how a unit stands; none for what is no unit."""
    return ("profile", "consent", f"draft/{unit}", f"unit/{unit}") if is_identifier(unit) else ()


def _offered_response(read: Any, value: object, partner: str, from_paper: str) -> Response:
    try:
        return Response(value=read(value), number=1, at="", partner=partner, from_paper=from_paper)
    except ValidationError as error:
        raise Refusal("invalid", "; ".join(sentences(error))) from None
    except ValueError as error:
        raise Refusal("invalid", str(error)) from None


def _same_answer(one: Response, other: Response) -> bool:
    return (one.value, one.partner, one.from_paper) == (
        other.value,
        other.partner,
        other.from_paper,
    )


def _require_consent(consent: Consent | None) -> None:
    if consent is None:
        raise Refusal(
            "not_ready",
            _("permission comes first: record it before anything about the learner is written"),
        )


def _require_open(unit: Unit, record: UnitRecord) -> None:
    if record.state == "open":
        return
    sentence = {
        "submitted": _("'{unit}' is submitted: take it back before you change it"),
        "met": _("'{unit}' is met and closed"),
    }.get(record.state, _("'{unit}' is with an assessor and cannot be changed now"))
    raise Refusal("closed", sentence.format(unit=unit.title))


def _require_seen(number: int, seen: int | None) -> None:
    if seen is None or seen == number:
        return
    raise Conflict(
        _("this answer was changed in another window: yours is kept here, and not saved over it"),
        {},
    )


def _require_ready(unit: Unit, draft: Draft, consent: Consent | None) -> None:
    for gap in gaps(unit, draft, consent):
        raise Refusal(
            "not_ready",
            _("'{unit}' is not ready: {activity}: {gap}").format(
                unit=unit.title, activity=gap.title, gap=gap.sentence
            ),
        )
