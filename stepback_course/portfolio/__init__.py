"""What a practitioner writes, from the first word to the sealed submission."""

from typing import TYPE_CHECKING

from stepback_course.late import loaded_late

if TYPE_CHECKING:
    from stepback_course.portfolio.views import PortfolioView, UnitView
    from stepback_course.portfolio.workbook import Workbook

__all__ = ["PortfolioView", "UnitView", "Workbook"]

__getattr__ = loaded_late(
    __name__,
    {
        "PortfolioView": "views",
        "UnitView": "views",
        "Workbook": "workbook",
    },
)
