"""What people name on the command line, and whether there is such a thing."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click

from stepback_course.desks import Desks
from stepback_course.text import _
from stepback_course.text.refusals import Refusal


class UnitName(click.ParamType[str]):
    """The id of a unit; the number of a statement is enough."""

    name = "unit"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the id."""
        return f"statement-{int(value):02}" if value.isdecimal() and len(value) < 3 else value


UNIT = UnitName()


def beside_id(name: str, identifier: str) -> str:
    """Return a name with the id that commands ask for; the id alone where nobody knows the name."""
    return _("{name} ({id})").format(name=name, id=identifier) if name else identifier


def people_named(desks: Desks, people: Iterable[str | None]) -> dict[str | None, str]:
    """Return by their ids how each of these people is named, with the id beside it."""
    found = {person: desks.directory.find(person) for person in people if person}
    return {person: beside_id(each.name if each else "", person) for person, each in found.items()}


def require_free(path: Path, *, replace: bool) -> None:
    """Refuse to write over a file that somebody may have worked in, unless they said so."""
    # What cannot be looked at cannot be written either: whoever tries to says why.
    with suppress(OSError):
        if path.exists() and not replace:
            raise Refusal(
                "taken",
                _("{file} is there already: choose another name, or add --replace").format(
                    file=path
                ),
            )


def cohort_named(desks: Desks, cohort: str | None) -> str | None:
    """Return the id of a cohort as its records have it; None where none is named.

    Raises Refusal for one that the store does not have, which a list would be empty of.
    """
    return None if cohort is None else desks.registry.cohort(cohort).id


def person_named(desks: Desks, person: str | None) -> str | None:
    """Return the id of a person as their records have it; None where nobody is named.

    Raises Refusal for somebody whom the store does not know.
    """
    found = desks.directory.find(person) if person else None
    if person and found is None:
        raise Refusal(
            "unknown",
            _(
                "this store knows no person '{person}': 'stepback people list' shows everybody's id"
            ).format(person=person[:60]),
        )
    return found.id if found else person
