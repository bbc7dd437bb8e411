"""What a batch can ask for about certificates."""

from typing import Literal

from stepback_course.batch.operations.base import PortfolioOperation, revision_of
from stepback_course.desks import Desks
from stepback_course.text.fields import Line


class ConfirmName(PortfolioOperation):
    """Confirms the name to print; done by its owner."""

    op: Literal["confirm_name"]
    name: Line

    def perform(self, desks: Desks) -> int:
        """Confirm the name."""
        desks.workbook.confirm_name(self.portfolio, self.name)
        return revision_of(desks, f"portfolio/{self.portfolio}", "award")


class Issue(PortfolioOperation):
    """Issues the certificate of a portfolio; a second time changes nothing."""

    op: Literal["issue"]

    def perform(self, desks: Desks) -> int:
        """Issue it."""
        certificate = desks.office.issue(self.portfolio)
        return revision_of(desks, f"certificate/{certificate.number}", "certificate")
