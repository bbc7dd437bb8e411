"""A portfolio and its units as their practitioner sees them."""

from dataclasses import dataclass
from typing import Literal

from stepback_course.course.models import Course, Unit
from stepback_course.portfolio.award import AwardRecord
from stepback_course.portfolio.models import Consent, Decision, Draft, Profile, Status, UnitRecord
from stepback_course.portfolio.rules import Gap

Whereabouts = Literal["arrived", "sealed", "here"]
"""Where a submission is: with those who mark it, in a bundle of which no receipt has come, or on
this laptop alone."""


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit as its practitioner sees it."""

    unit: Unit
    draft: Draft
    record: UnitRecord
    status: Status
    gaps: tuple[Gap, ...]
    attempts_left: int
    whereabouts: Whereabouts = "arrived"
    """Where the submission is, while it is neither taken back nor decided."""

    @property
    def is_open(self) -> bool:
        """Whether the practitioner may write."""
        return self.record.state == "open"

    @property
    def released(self) -> tuple[Decision, ...]:
        """The decisions the practitioner may read, oldest first."""
        return tuple(d for d in self.record.decisions if d.released and not d.superseded)


@dataclass(frozen=True, slots=True)
class PortfolioView:
    """A whole portfolio as its practitioner sees it."""

    profile: Profile
    course: Course
    consent: Consent | None
    award: AwardRecord
    units: tuple[UnitView, ...]

    @property
    def ready(self) -> tuple[UnitView, ...]:
        """The units that can be submitted now."""
        return tuple(view for view in self.units if view.status == "ready" and view.attempts_left)
