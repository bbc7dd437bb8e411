"""What every operation of a batch has."""

from abc import ABC, abstractmethod
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from stepback_course.desks import Desks
from stepback_course.text.fields import Frozen, Identifier


class OperationBase(Frozen, ABC):
    """What every line may carry."""

    model_config = ConfigDict(populate_by_name=True)
    summary: ClassVar[str] = ""

    acting: Annotated[Identifier | None, Field(alias="as")] = None
    """The person in whose name it is done; without it, whoever runs the batch."""
    op_id: Annotated[str | None, Field(max_length=64)] = None
    """The operation's own id: a second line with the same id has no second effect."""

    @property
    def writes(self) -> tuple[str, str] | None:
        """The folder and the record whose revision it answers with, where one write does it all."""
        return None

    @property
    def keeps_to(self) -> str | None:
        """The folder, in lower case, beside which it may be performed on others; None for alone."""
        return None

    @abstractmethod
    def perform(self, desks: Desks) -> int:
        """Do it, and return the revision of the record that it wrote."""

    def performed(self, desks: Desks) -> int | None:
        """Return what was answered when it was done, or None where that is not remembered."""
        if self.op_id is None or self.writes is None:
            return None
        folder, record = self.writes
        return (desks.store.done(folder, self.op_id) or {}).get(record)


class PortfolioOperation(OperationBase):
    """An operation on one portfolio."""

    is_within_portfolio: ClassVar[bool] = False
    """Whether it writes nothing but this portfolio and its files, and reads of no other."""

    portfolio: Identifier

    @property
    def keeps_to(self) -> str | None:
        """The portfolio, where it stays within it."""
        return f"portfolio/{self.portfolio}".lower() if self.is_within_portfolio else None


class UnitOperation(PortfolioOperation):
    """An operation on one unit of one portfolio."""

    unit: Identifier

    @property
    def writes(self) -> tuple[str, str] | None:
        """The unit's record, except where an operation writes beside it."""
        return f"portfolio/{self.portfolio}", f"unit/{self.unit}"

    def unit_revision(self, desks: Desks) -> int:
        """Return the revision of the unit's record."""
        return revision_of(desks, f"portfolio/{self.portfolio}", f"unit/{self.unit}")


def revision_of(desks: Desks, folder: str, record: str) -> int:
    """Return the revision of a record, 0 where there is none."""
    found = desks.store.get(folder, record)
    return found.revision if found else 0
