"""Commands on the computers from which people hand over: which there are, and revoking one."""

from typing import TYPE_CHECKING

import click

from stepback_course.cli.house import echo_json, echo_table, opened_desks
from stepback_course.cli.named import people_named
from stepback_course.clock import day_of, parse_instant
from stepback_course.text import _

if TYPE_CHECKING:
    from stepback_course.handover.office.cards import Owner


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def computers(ctx: click.Context, as_json: bool) -> None:
    """List the computers from which people hand over to this office."""
    from stepback_course.handover.office.cards import all_owners
    from stepback_course.people.policy import require

    with opened_desks(ctx) as desks:
        require(desks.actor, "revoke_card")
        rows = [_row(owner) for owner in all_owners(desks.store)]
        named = people_named(desks, (row["person"] for row in rows))
    if as_json:
        echo_json("computers", rows)
        return
    columns = [_("person"), _("keys"), _("registered"), _("marks since"), _("revoked")]
    told = (row | {"person": named[row["person"]]} for row in rows)
    echo_table(columns, ([value or "" for value in row.values()] for row in told))


@click.command()
@click.argument("keys")
@click.pass_context
def revoke(ctx: click.Context, keys: str) -> None:
    """Revoke a lost computer; KEYS are its five groups as `computers` lists them."""
    from stepback_course.clock import instant
    from stepback_course.handover.office.cards import card_of_fingerprint
    from stepback_course.handover.office.cards import revoke as revoke_card

    with opened_desks(ctx) as desks:
        signing = card_of_fingerprint(desks.store, keys)
        owner = revoke_card(desks, signing, instant(desks.clock()))
        sentence = _(
            "{person}: what this computer signs from now on is refused, and so are invitations "
            "written so far. Write a new invitation for a new computer."
        )
        click.echo(sentence.format(person=owner.person))


def _row(owner: "Owner") -> dict[str, str | None]:
    from stepback_course.handover.keys.keyring import fingerprint

    return {
        "person": owner.person,
        "keys": fingerprint(owner.card),
        "registered": _day(owner.registered),
        "staff": _day(owner.staff),
        "revoked": _day(owner.revoked),
    }


def _day(instant: str | None) -> str | None:
    return day_of(parse_instant(instant)).isoformat() if instant else None
