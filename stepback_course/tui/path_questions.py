"""What the practitioner's home asks before it does something."""

from stepback_course.portfolio import PortfolioView, UnitView
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.text import _
from stepback_course.tui.screens.dialogs import AskLine, Confirm


def take_back_question(unit: UnitView) -> Confirm:
    """Return the question whether a submission is to come back."""
    sentence = _(
        "{unit} comes back to you, and you can change it and submit it again. "
        "This attempt does not count."
    )
    return Confirm(
        _("Take it back?"), sentence.format(unit=unit_name(unit.unit)), accept=_("Take back")
    )


def name_question(view: PortfolioView) -> AskLine:
    """Return the question for the name as it is to be printed on the certificate."""
    return AskLine(
        _("The name on your certificate"),
        _("It is printed exactly as it stands here. Once a certificate is made it is fixed."),
        value=view.award.name or view.profile.name,
        accept=_("Confirm"),
        check=lambda name: "" if name else _("Type the name to print."),
    )
