"""Commands on the people of a store: who is there, by which id, and who has left."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from stepback_course.cli.groups import Commands
from stepback_course.cli.house import echo_json, echo_table, opened_desks
from stepback_course.text import _

if TYPE_CHECKING:
    from stepback_course.desks import Desks
    from stepback_course.people import Person


@click.group(cls=Commands)
def people() -> None:
    """See who is there and by which id, and deactivate those who leave."""


@people.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def list_people(ctx: click.Context, as_json: bool) -> None:
    """List everybody by name, with the id that commands ask for."""
    from stepback_course.people.policy import require

    with opened_desks(ctx) as desks:
        require(desks.actor, "add_person")
        rows = [
            {
                "id": person.id,
                "name": person.name,
                "email": person.email,
                "roles": ", ".join(_roles(person)),
                "active": person.active,
            }
            for person in _everybody(desks)
        ]
    if as_json:
        echo_json("people", rows)
        return
    echo_table(
        [_("id"), _("name"), _("e-mail"), _("roles"), ""],
        ((*list(row.values())[:4], "" if row["active"] else _("has left")) for row in rows),
    )


@people.command()
@click.argument("person")
@click.pass_context
def deactivate(ctx: click.Context, person: str) -> None:
    """Take every right from PERSON, who leaves; their name stays in everything they did."""
    with opened_desks(ctx) as desks:
        left = desks.directory.deactivate(person)
    sentence = _("{name} may do nothing here any more. What they did keeps their name.")
    click.echo(sentence.format(name=left.name))


@people.command()
@click.argument("person")
@click.pass_context
def reactivate(ctx: click.Context, person: str) -> None:
    """Let PERSON, who had left, come back with the roles they had."""
    with opened_desks(ctx) as desks:
        back = desks.directory.reactivate(person)
    click.echo(_("{name} is back, with the roles they had.").format(name=back.name))


def _everybody(desks: "Desks") -> "Iterator[Person]":
    """Yield who is active by name, then who has left."""
    yield from desks.directory.people()
    yield from desks.directory.people(active=False)


def _roles(person: "Person") -> Iterator[str]:
    for entry in person.roles:
        is_narrow = entry.cohort and entry.role != "practitioner"
        yield f"{entry.role} of {entry.cohort}" if is_narrow else entry.role
