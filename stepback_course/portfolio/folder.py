"""The records of one portfolio's folder, read and written as models."""

import difflib
from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from stepback_course.course.models import Course, Unit
from stepback_course.course.shelf import Shelf
from stepback_course.people import Actor
from stepback_course.people.policy import Action, require
from stepback_course.portfolio.at_hand import ModelsAtHand
from stepback_course.portfolio.award import AwardRecord
from stepback_course.portfolio.learner.permission import is_frozen
from stepback_course.portfolio.models import (
    Allowed,
    Consent,
    Draft,
    EvidenceRecord,
    Profile,
    UnitRecord,
)
from stepback_course.portfolio.rules import draft_status, gaps
from stepback_course.portfolio.summaries import award_row, draft_row, evidence_row, unit_row
from stepback_course.store import (
    NEVER_WRITTEN,
    Change,
    Encoded,
    Record,
    Scalar,
    Store,
    new_operation,
)
from stepback_course.text import _, is_identifier
from stepback_course.text.fields import Frozen
from stepback_course.text.refusals import Refusal

Model = TypeVar("Model")
Read = TypeVar("Read", bound=Frozen)


class Kept(NamedTuple, Generic[Model]):
    """A model and the revision of the record it was read from."""

    model: Model
    revision: int = NEVER_WRITTEN


def folder_name(portfolio: str) -> str:
    """Return the name of a portfolio's folder."""
    return f"portfolio/{portfolio}"


def versions_record(unit: str) -> str:
    """Return the name of the record that says which versions of a unit are kept."""
    return f"versions/{unit}"


def records_of(unit: str) -> tuple[str, ...]:
    """Return the names of the records that say how a unit stands; none for what is no unit."""
    if not is_identifier(unit):
        return ()
    return ("profile", "consent", f"draft/{unit}", f"unit/{unit}", versions_record(unit))


class PortfolioFolder:
    """One portfolio as it stands in the store."""

    def __init__(
        self, store: Store, courses: Shelf, portfolio: str, models: ModelsAtHand | None = None
    ) -> None:
        """Name the portfolio; nothing is read before it is asked for.

        `models` are those of earlier times; whoever has them hands none of their values on.
        """
        self._store = store
        self._courses = courses
        self.name = folder_name(portfolio)
        self._portfolio = portfolio
        self._at_hand: dict[str, Record | None] = {}
        self._is_all_at_hand = False
        self._models = models or ModelsAtHand()
        self._profile: Profile | None = None
        self._coming_consent: Consent | None = None

    def read(self, *names: str) -> None:
        """Read these records, or without names all, as they stand together at one moment.

        What is asked for afterwards is answered from them, until the next time.
        """
        if not is_identifier(self._portfolio):
            return
        found = self._store.records(self.name, names or None)
        self._at_hand = {**dict.fromkeys(names), **found}
        self._is_all_at_hand = not names

    @property
    def profile(self) -> Profile:
        """Whose portfolio it is. Raises Refusal where the store has none of this id."""
        if self._profile is None:
            self._profile = self._read_profile()
        return self._profile

    @property
    def course(self) -> Course:
        """The definition the portfolio is bound to."""
        return self._courses.of(self.profile.course)

    def unit(self, identifier: str) -> Unit:
        """Return one unit's definition. Raises Refusal where the course has none of this id."""
        unit = self.course.unit(identifier)
        if unit is None:
            near = difflib.get_close_matches(identifier, self.course.unit_ids, 1)
            sentence = (
                _("the course has no unit '{unit}' (did you mean '{near}'?)")
                if near
                else _("the course has no unit '{unit}'")
            )
            raise Refusal("unknown", sentence.format(unit=identifier, near=near[0] if near else ""))
        return unit

    def consent(self) -> Kept[Consent | None]:
        """Return the permission recorded for the learner's part, or None."""
        record = self._record("consent")
        if record is None:
            return Kept(None)
        if not record.document:  # it was erased
            return Kept(None, record.revision)
        return Kept(self._models.read(record, Consent), record.revision)

    def consent_to(self, unit: Unit) -> Consent | None:
        """Return the permission a unit needs, or None where it needs or has none."""
        if not unit.needs_consent:
            return None
        return self._coming_consent or self.consent().model

    def consent_changes(self, consent: Consent) -> dict[str, Change]:
        """Return what the folder's records become with another permission.

        Where it is taken back or given again, that is seen in the rows of the units it is for.
        Their records are written even where nothing else changes in them, so that whatever is done
        with them at this moment is a conflict.
        """
        known = self.consent()
        changes = {"consent": Change(known.revision, self._written("consent", consent))}
        if (known.model.withdrawn if known.model else "") == consent.withdrawn:
            return changes
        self._coming_consent = consent
        for unit in self.course.units:
            if unit.needs_consent:
                draft, record = self.draft(unit.id), self.record(unit.id)
                changes[f"draft/{unit.id}"] = self.draft_change(unit, draft, draft.model)
                changes[f"unit/{unit.id}"] = self.record_change(unit, record, record.model)
        return changes

    def allowed(self) -> Kept[Allowed]:
        """Return the names that may stand in the portfolio, because they are no child's."""
        return self.kept("allowed", Allowed)

    def evidence(self, unit: str) -> Kept[EvidenceRecord]:
        """Return the files that belong to a unit."""
        return self.kept(f"evidence/{unit}", EvidenceRecord)

    def evidence_changes(
        self, unit: Unit, kept: Kept[EvidenceRecord], record: EvidenceRecord
    ) -> dict[str, Change]:
        """Return what the record of a unit's files becomes, with its row."""
        row = evidence_row(self.profile, unit.id)
        name = f"evidence/{unit.id}"
        return {name: Change(kept.revision, self._written(name, record), row)}

    def award(self) -> Kept[AwardRecord]:
        """Return what the award has come to."""
        return self.kept("award", AwardRecord)

    def draft(self, unit: str) -> Kept[Draft]:
        """Return what is being written for a unit."""
        return self.kept(f"draft/{unit}", Draft)

    def record(self, unit: str) -> Kept[UnitRecord]:
        """Return what became of a unit."""
        return self.kept(f"unit/{unit}", UnitRecord)

    def unit_row(self, unit: str) -> dict[str, Scalar]:
        """Return what lists show of a unit's record; nothing where it has none."""
        record = self._record(f"unit/{unit}")
        return (record.summary if record else None) or {}

    def draft_change(self, unit: Unit, kept: Kept[Draft], draft: Draft) -> Change:
        """Return what the record of a draft becomes, with its row.

        The row says how far the draft has come, whatever became of the unit: its record moves on
        without this one.
        """
        lacking = self._models.lacking_in(f"{self.name}/{unit.id}")
        missing = gaps(unit, draft, self.consent_to(unit), lacking)
        status = draft_status(unit, draft, missing)
        return Change(
            kept.revision,
            self._written(f"draft/{unit.id}", draft),
            draft_row(self.profile, unit.id, draft, status),
        )

    def record_change(self, unit: Unit, kept: Kept[UnitRecord], record: UnitRecord) -> Change:
        """Return what the record of a unit becomes, with its row."""
        return Change(
            kept.revision,
            self._written(f"unit/{unit.id}", record),
            unit_row(
                self.profile,
                unit.id,
                record,
                is_frozen=is_frozen(unit, self.consent_to(unit)),
            ),
        )

    def award_change(self, kept: Kept[AwardRecord], award: AwardRecord) -> Change:
        """Return what the record of the award becomes, with its row."""
        row = award_row(self.profile, award)
        return Change(kept.revision, self._written("award", award), row)

    def put(
        self, changes: Mapping[str, Change], *, actor: Actor, operation: str | None = None
    ) -> dict[str, int]:
        """Write several records of the folder, all or none. Raises what `Store.put` raises."""
        return self._store.put(
            self.name, changes, operation=operation or new_operation(), actor=actor.id
        )

    def kept(self, name: str, model: type[Read]) -> Kept[Read]:
        """Return any record as a model; as the model makes itself where there is no record."""
        record = self._record(name)
        if record is None:
            return Kept(self._models.empty(model))
        return Kept(self._models.read(record, model), record.revision)

    def change(self, name: str, kept: Kept[Any], model: Frozen) -> Change:
        """Return what a record without a row becomes."""
        return Change(kept.revision, self._written(name, model))

    def _read_profile(self) -> Profile:
        record = self._record("profile")
        if record is None:
            raise Refusal(
                "unknown",
                _("this store has no portfolio '{portfolio}'").format(
                    portfolio=self._portfolio[:60]
                ),
            )
        return self._models.read(record, Profile)

    def _written(self, name: str, model: Frozen) -> Encoded:
        return self._models.written(self.name, name, model)

    def _record(self, name: str) -> Record | None:
        if self._is_all_at_hand or name in self._at_hand:
            return self._at_hand.get(name)
        return self._store.get(self.name, name) if is_identifier(self._portfolio) else None


def opened_folder(
    store: Store,
    courses: Shelf,
    actor: Actor,
    action: Action,
    portfolio: str,
    *records: str,
    models: ModelsAtHand | None = None,
) -> PortfolioFolder:
    """Return a portfolio with these records, or without names all, at hand.

    Raises Refusal where the actor may not do this to it.
    """
    folder = PortfolioFolder(store, courses, portfolio, models)
    folder.read(*records)
    profile = folder.profile
    require(actor, action, cohort=profile.cohort, practitioner=profile.person)
    return folder
