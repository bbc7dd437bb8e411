"""What people name on the command line, and whether there is such a thing."""

import click

from stepback_course.desks import Desks


class UnitName(click.ParamType[str]):
    """The id of a unit; the number of a statement is enough."""

    name = "unit"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the id."""
        return f"statement-{int(value):02}" if value.isdecimal() and len(value) < 3 else value


UNIT = UnitName()


def require_cohort(desks: Desks, cohort: str | None) -> None:
    """Refuse a cohort that the store does not have, which a list would be empty of."""
    if cohort is not None:
        desks.registry.cohort(cohort)
