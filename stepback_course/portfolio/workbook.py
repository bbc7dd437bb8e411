"""The desk at which a practitioner works through the course."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from stepback_course.clock import Clock, day_of, instant
from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.people import Actor
from stepback_course.people.organisation import is_laptop, organisation_of
from stepback_course.people.policy import Action
from stepback_course.portfolio.at_hand import ModelsAtHand
from stepback_course.portfolio.folder import PortfolioFolder, opened_folder, records_of
from stepback_course.portfolio.learner.permission import (
    EVERYTHING,
    is_given_again,
    is_lighter,
    require_come,
    taken_back,
)
from stepback_course.portfolio.models import (
    Attempt,
    Consent,
    Occasion,
    Response,
    Scope,
    Submission,
    UnitRecord,
)
from stepback_course.portfolio.rules import attempts_left, gaps, status_of
from stepback_course.portfolio.views import PortfolioView, UnitView, Whereabouts
from stepback_course.store import Row, Store
from stepback_course.store.paging import all_rows
from stepback_course.text import _, clean_line
from stepback_course.text.fields import Language
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.portfolio.privacy import Finding
    from stepback_course.portfolio.submitting import Submitting
    from stepback_course.portfolio.writing import Writing


class Workbook:
    """Writes responses, records permission, submits units and takes them back.

    What only writing or submitting needs is loaded by the first who does, and not by every start.
    """

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock
        self._models = ModelsAtHand()

    def portfolios(self, person: str | None = None) -> list[Row]:
        """Return the rows of the portfolios of one person, or of everybody, by name."""
        filters = {} if person is None else {"person": person}
        return list(all_rows(self._store, "portfolio", sort="name", **filters))

    def open(self, portfolio: str) -> PortfolioView:
        """Return a portfolio with its units in the order of the path."""
        folder = self._readable(portfolio)
        consent = folder.consent().model
        view = partial(self._view, folder, consent=consent, is_away=self._is_away)
        return PortfolioView(
            profile=folder.profile,
            course=folder.course,
            consent=consent,
            award=folder.award().model,
            units=tuple(map(view, folder.course.units)),
        )

    def unit(self, portfolio: str, unit: str) -> UnitView:
        """Return one unit."""
        folder = self._readable(portfolio, *records_of(unit))
        consent = folder.consent().model
        return self._view(folder, folder.unit(unit), consent=consent, is_away=self._is_away)

    def submission(self, portfolio: str, unit: str, attempt: int) -> Submission:
        """Return the frozen copy of an attempt. Raises Refusal where there is none."""
        from stepback_course.portfolio.submitting import read_submission

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
        occasion: Occasion | None = None,
        operation: str | None = None,
    ) -> Response:
        """Replace the whole response to one activity and return it as it is kept, to be read only.

        `seen` is the number of the response that the caller replaces, 0 where there was none; where
        the store has another by now, Conflict is raised and nothing is written. Without `seen`
        whatever is there is replaced. `occasion` is how the answer came about. Raises Refusal for
        an answer of the wrong shape, an unknown unit or activity, a closed unit, and for anything
        about a learner before permission.
        """
        folder = opened_folder(
            self._store,
            self._courses,
            self._actor,
            "write_portfolio",
            portfolio,
            *records_of(unit),
            models=self._models,
        )
        writing = self._writing(self._store, folder, folder.unit(unit), self._actor, self._clock)
        offered = {activity: writing.offered(activity, value, occasion)}
        known = {} if seen is None else {activity: seen}
        written = writing.write(offered, seen=known, operation=operation)
        return written.get(activity) or folder.draft(unit).model.responses[activity]

    def record_consent(self, portfolio: str, consent: Consent) -> None:
        """Record the permission for the learner's part; the same again changes nothing.

        One that only covers less, that is taken back, or that is then given again, is recorded
        whatever became of the unit; any other only while its practitioner may write. Raises Refusal
        where a day in it has not come yet.
        """
        from stepback_course.portfolio.answering import require_open

        folder = self._writable(portfolio)
        known = folder.consent().model
        if known == consent:
            return
        require_come(known, consent, day_of(self._clock()))
        if known is None or not (is_lighter(known, consent) or is_given_again(known, consent)):
            for unit in folder.course.units:
                if unit.needs_consent:
                    require_open(unit, folder.record(unit.id).model)
        folder.put(folder.consent_changes(consent), actor=self._actor)

    def withdraw_consent(
        self, portfolio: str, on: str, scopes: Iterable[Scope] = EVERYTHING
    ) -> Consent:
        """Record that permission was taken back on a day, and return what is left of it.

        Without *assessment* nobody may read the learner's part, so that it is frozen; of the other
        scopes only those named are taken back. Raises Refusal where there is no permission.
        """
        consent = self._readable(portfolio).consent().model
        if consent is None:
            raise Refusal("unknown", _("no permission is recorded that could be taken back"))
        left = taken_back(consent, on, scopes)
        self.record_consent(portfolio, left)
        return left

    def findings(self, portfolio: str, units: Iterable[str]) -> "list[Finding]":
        """Return what in the answers to units may tell who a child is, unit by unit."""
        folder = self._readable(portfolio)
        submitting = self._submitting(folder)
        chosen = [folder.unit(unit) for unit in dict.fromkeys(units)]
        return [finding for unit in chosen for finding in submitting.findings(unit)]

    def allowed(self, portfolio: str) -> tuple[str, ...]:
        """Return the names that may stand in a portfolio, because they are no child's."""
        return self._readable(portfolio, "profile", "allowed").allowed().model.names

    def allow(self, portfolio: str, names: Iterable[str]) -> None:
        """Replace the names that may stand in a portfolio."""
        from stepback_course.portfolio.privacy import allowed_names

        folder = self._writable(portfolio, "allowed")
        kept = folder.allowed()
        allowed = allowed_names(names)
        if allowed != kept.model:
            folder.put({"allowed": folder.change("allowed", kept, allowed)}, actor=self._actor)

    def confirm_name(self, portfolio: str, name: str, language: Language | None = None) -> None:
        """Confirm the name as it is to be printed on the certificate, and its language.

        Without a language, the one confirmed before stays; else it is the organisation's usual one.
        Raises Refusal where the certificate is already made out otherwise.
        """
        folder = self._writable(portfolio)
        kept = folder.award()
        printed = clean_line(name)
        if not 1 <= len(printed) <= 120:
            raise Refusal("invalid", _("a name to print has 1 to 120 characters"))
        chosen = language or kept.model.language or organisation_of(self._store).language
        if (kept.model.name, kept.model.language) == (printed, chosen):
            return
        if kept.model.number:
            raise Refusal(
                "closed",
                _("certificate {number} is already made out to {name}").format(
                    number=kept.model.number, name=kept.model.name
                ),
            )
        confirmed = {
            "name": printed,
            "language": chosen,
            "confirmed": instant(self._clock()),
        }
        award = kept.model.model_copy(update=confirmed)
        folder.put({"award": folder.award_change(kept, award)}, actor=self._actor)

    def submit(
        self,
        portfolio: str,
        units: Sequence[str],
        typed_name: str,
        explanations: Mapping[str, str] | None = None,
        *,
        operation: str | None = None,
    ) -> list[Attempt]:
        """Submit several ready units under one declaration, all or none.

        `typed_name` is the practitioner's name as they type it under the declaration.
        `explanations` say, by the words of a finding, why they may stand; see `findings`. Raises
        Refusal where a unit is not ready, is closed, has no attempt left, the name is another, or
        something that may tell who a child is has no explanation.
        """
        folder = self._writable(portfolio)
        if not units:
            raise Refusal("not_ready", _("no unit is ready to submit"))
        folder.read()
        chosen = [folder.unit(identifier) for identifier in dict.fromkeys(units)]
        return self._submitting(folder).submit(chosen, typed_name, explanations or {}, operation)

    def receipt(self, portfolio: str) -> str:
        """Return what is printed on a receipt: the beginning of a hash over everything so far.

        The office can say of it which portfolio stood so, and when.
        """
        from stepback_course.portfolio.heads import printed_head, receipt_head

        folder = self._readable(portfolio)
        units = {unit.id: folder.record(unit.id).model for unit in folder.course.units}
        return printed_head(receipt_head(units))

    def withdraw(self, portfolio: str, unit: str, *, operation: str | None = None) -> None:
        """Take a submission back while nobody has claimed it; its attempt does not count."""
        from stepback_course.portfolio.steps import withdrawn

        folder = self._writable(portfolio)
        definition = folder.unit(unit)
        kept = folder.record(unit)
        record = withdrawn(definition, kept.model, actor=self._actor, at=self._clock())
        folder.put(
            {f"unit/{unit}": folder.record_change(definition, kept, record)},
            actor=self._actor,
            operation=operation,
        )

    @cached_property
    def _writing(self) -> "type[Writing]":
        """Whoever writes, loaded once: each answer would feel even looking it up."""
        from stepback_course.portfolio.writing import Writing

        return Writing

    def _readable(self, portfolio: str, *records: str) -> PortfolioFolder:
        return self._allowed("read_portfolio", portfolio, *records)

    def _writable(self, portfolio: str, *records: str) -> PortfolioFolder:
        return self._allowed("write_portfolio", portfolio, "profile", *records)

    def _allowed(self, action: Action, portfolio: str, *records: str) -> PortfolioFolder:
        return opened_folder(self._store, self._courses, self._actor, action, portfolio, *records)

    def _submitting(self, folder: PortfolioFolder) -> "Submitting":
        from stepback_course.portfolio.submitting import Submitting

        return Submitting(self._store, folder, self._actor, self._clock)

    @property
    def _is_away(self) -> bool:
        """Whether an office elsewhere is to get what is submitted here."""
        return not self._store.shared and is_laptop(self._store)

    def _view(
        self, folder: PortfolioFolder, unit: Unit, *, consent: Consent | None, is_away: bool
    ) -> UnitView:
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
            whereabouts=_whereabouts(folder, unit.id, record) if is_away else "arrived",
        )


def _whereabouts(folder: PortfolioFolder, unit: str, record: UnitRecord) -> Whereabouts:
    from stepback_course.portfolio.whereabouts import whereabouts

    return whereabouts(folder, unit, record)
