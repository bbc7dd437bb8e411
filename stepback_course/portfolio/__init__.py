"""What a practitioner writes, from the first word to the sealed submission."""

from stepback_course.portfolio.views import PortfolioView, UnitView
from stepback_course.portfolio.workbook import Workbook

__all__ = ["PortfolioView", "UnitView", "Workbook"]
