"""Where a submission is that a laptop has to hand over before anybody marks it."""

from pydantic import ConfigDict, Field

from stepback_course.portfolio.folder import PortfolioFolder
from stepback_course.portfolio.models import Digest, UnitRecord
from stepback_course.portfolio.trail import shown_strand
from stepback_course.portfolio.views import Whereabouts
from stepback_course.text.fields import Frozen, Identifier


class HandedOver(Frozen):
    """What a portfolio remembers of its way to the office, as far as it is asked for here."""

    model_config = ConfigDict(extra="ignore")

    sealed: dict[Identifier, Digest] = Field(default_factory=dict)
    """By unit, the last step that a bundle was sealed with."""
    confirmed: dict[str, Digest] = Field(default_factory=dict)
    """By unit and record, the version that the office is known to have."""


def whereabouts(folder: PortfolioFolder, unit: str, record: UnitRecord) -> Whereabouts:
    """Return where the submission of a unit is; `folder` is on a laptop."""
    if record.state != "submitted":
        return "arrived"
    # Read here and not through `handover`, which is a floor above.
    handed = folder.kept("exchange", HandedOver).model
    step = shown_strand(record)[-1].hash
    if handed.confirmed.get(unit) == step:
        return "arrived"
    return "sealed" if handed.sealed.get(unit) == step else "here"
