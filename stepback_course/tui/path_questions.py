"""What the practitioner's home asks before it does something."""

from stepback_course.portfolio import UnitView
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.text import _
from stepback_course.tui.screens.dialogs import Confirm


def take_back_question(unit: UnitView) -> Confirm:
    """Return the question whether a submission is to come back."""
    sentence = _(
        "{unit} comes back to you, and you can change it and submit it again. "
        "This attempt does not count."
    )
    return Confirm(
        _("Take it back?"), sentence.format(unit=unit_name(unit.unit)), accept=_("Take back")
    )
