"""What a batch can ask for about certificates."""

from typing import Literal

from stepback_course.batch.operations.base import (
    OperationBase,
    PortfolioOperation,
    revision_of,
)
from stepback_course.desks import Desks
from stepback_course.text.fields import Identifier, Language, Line, Note


class ConfirmName(PortfolioOperation):
    """Confirms the name to print and the certificate's language; done by its owner."""

    op: Literal["confirm_name"]
    name: Line
    language: Language | None = None

    def perform(self, desks: Desks) -> int:
        """Confirm both."""
        desks.workbook.confirm_name(self.portfolio, self.name, self.language)
        return revision_of(desks, f"portfolio/{self.portfolio}", "award")


class SettleFee(PortfolioOperation):
    """Records that the fee was paid, or is not asked of somebody; again changes nothing."""

    op: Literal["settle_fee"]

    def perform(self, desks: Desks) -> int:
        """Record it."""
        desks.office.settle_fee(self.portfolio)
        return revision_of(desks, f"portfolio/{self.portfolio}", "award")


class Issue(PortfolioOperation):
    """Issues the certificate of a portfolio; a second time changes nothing."""

    op: Literal["issue"]

    def perform(self, desks: Desks) -> int:
        """Issue it."""
        certificate = desks.office.issue(self.portfolio)
        return revision_of(desks, f"certificate/{certificate.number}", "certificate")


class ReplaceCertificate(OperationBase):
    """Puts a new certificate in the place of one that stands; the day of the award stays."""

    op: Literal["replace_certificate"]
    number: Identifier
    reason: Line
    name: Line = ""
    language: Language | Literal[""] = ""
    note: Note = ""

    def perform(self, desks: Desks) -> int:
        """Replace it, and answer with the revision of the new one."""
        certificate = desks.register.replace(
            self.number, self.reason, name=self.name, language=self.language, note=self.note
        )
        return revision_of(desks, f"certificate/{certificate.number}", "certificate")


class RevokeCertificate(OperationBase):
    """Revokes a certificate for good; a second time changes nothing."""

    op: Literal["revoke_certificate"]
    number: Identifier
    reason: Line
    note: Note = ""

    def perform(self, desks: Desks) -> int:
        """Revoke it."""
        certificate = desks.register.revoke(self.number, self.reason, self.note)
        return revision_of(desks, f"certificate/{certificate.number}", "certificate")
