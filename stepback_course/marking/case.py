"""One unit of one portfolio, as it stands at the start of what is done to it at a desk."""

from collections.abc import Mapping
from dataclasses import dataclass

from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.people import Actor
from stepback_course.people.conflicts import require_no_conflict
from stepback_course.people.organisation import is_laptop
from stepback_course.people.policy import Action, require
from stepback_course.portfolio.folder import Kept, PortfolioFolder
from stepback_course.portfolio.learner.permission import require_not_frozen
from stepback_course.portfolio.models import UnitRecord
from stepback_course.store import Change, Conflict, Record, Store
from stepback_course.text import _, is_identifier
from stepback_course.text.refusals import Refusal

JUDGING: frozenset[Action] = frozenset(
    {"mark_unit", "release_unit", "verify_unit", "adjudicate_unit", "answer_appeal"}
)
"""What nobody does with work that they have a conflict of interest about."""
_ON_EXEMPLARS: frozenset[Action] = frozenset({"read_portfolio", "practise", "agree_practice"})
"""All that is done with an exemplar."""


@dataclass(frozen=True, slots=True)
class Case:
    """A unit, its record, and the folder that both are in."""

    folder: PortfolioFolder
    unit: Unit
    kept: Kept[UnitRecord]
    actor: Actor

    @property
    def record(self) -> UnitRecord:
        """What has become of the unit."""
        return self.kept.model

    def require_seen(self, seen: int | None) -> None:
        """Return where the record is the one that was looked at. Raises Conflict where it is not.

        `seen` is the revision of the view; None where nobody looked.
        """
        if seen is not None and seen != self.kept.revision:
            raise self._changed_meanwhile({})

    def put(
        self,
        record: UnitRecord,
        operation: str | None,
        more: Mapping[str, Change] | None = None,
    ) -> None:
        """Write the record one step on, and others with it. Raises Conflict and what `put` does."""
        change = self.folder.record_change(self.unit, self.kept, record)
        try:
            self.folder.put(
                {f"unit/{self.unit.id}": change, **(more or {})},
                actor=self.actor,
                operation=operation,
            )
        except Conflict as conflict:
            raise self._changed_meanwhile(conflict.current) from None

    def _changed_meanwhile(self, current: Mapping[str, Record | None]) -> Conflict:
        return Conflict(
            _("'{unit}' was changed by somebody else meanwhile: look again, then decide").format(
                unit=self.unit.title
            ),
            current,
        )


def opened_case(
    store: Store,
    courses: Shelf,
    actor: Actor,
    action: Action,
    portfolio: str,
    unit: str,
    *,
    even_frozen: bool = False,
) -> Case:
    """Return a unit to which the actor may do this.

    Raises Refusal where they may not, where they would judge in spite of a conflict of interest,
    and where permission for what is in it was taken back. `even_frozen` is for what only lets go
    of it, and passes over the last two.
    """
    folder = PortfolioFolder(store, courses, portfolio)
    # Together, so that the permission is no older than the record it lets be written.
    own = [f"{kind}/{unit}" for kind in ("unit", "marks", "notes") if is_identifier(unit)]
    folder.read("profile", "consent", "allowed", *own)
    profile = folder.profile
    require(actor, action, cohort=profile.cohort, practitioner=profile.person)
    definition = folder.unit(unit)
    if profile.practice and action not in _ON_EXEMPLARS:
        raise Refusal(
            "closed",
            _(
                "'{unit}' is an exemplar to practise on: all assessors mark it, nobody decides"
            ).format(unit=definition.title),
        )
    if not even_frozen:
        require_not_frozen(definition, folder.consent_to(definition))
        if action in JUDGING:
            require_no_conflict(store, actor, profile.person)
    return Case(folder, definition, folder.record(unit), actor)


def require_office(store: Store) -> None:
    """Refuse on a laptop what only the office does, which may hold a decision back."""
    if is_laptop(store):
        raise Refusal(
            "not_allowed",
            _("decisions are released at the office: hand yours over, and they are released there"),
        )
