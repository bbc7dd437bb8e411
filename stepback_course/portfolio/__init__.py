"""What a practitioner writes, from the first word to the sealed submission."""

from stepback_course.portfolio.workbook import PortfolioView, UnitView, Workbook

__all__ = ["PortfolioView", "UnitView", "Workbook"]
