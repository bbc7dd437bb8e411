"""What `stepback key show` says of each key."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from stepback_course.clock import day_of, parse_instant, time_of_day
from stepback_course.desks import Desks
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.awards.keys.chest import KeyChest

UNSIGNED = _("No key signs: certificates are issued unsigned. `stepback key new` makes one.")


def key_rows(desks: Desks) -> tuple[list[dict[str, str]], Refusal | None]:
    """Return a row for each key, the oldest first, and for one here that the store does not know.

    Beside them, why the file on this computer cannot be read, if it cannot.
    """
    known = desks.keys.known()
    here, stray, unread = "", None, None
    try:
        here, stray = desks.keys.chest.did or "", desks.keys.not_entered()
    except Refusal as refusal:
        unread = refusal
    rows = [
        _row(desks.chest if each.did == here else None, each.model_dump() | {"state": each.state})
        for each in known
    ]
    if stray is not None:
        rows.append(_row(desks.chest, {"did": stray, "state": "not entered"}))
    return rows, unread


def echo_keys(rows: list[dict[str, str]]) -> None:
    """Print the rows for people, and that nothing is signed where no key signs."""
    for row in rows:
        _echo_key(row)
    if not any(row["state"] == "signs" for row in rows):
        click.echo(UNSIGNED)


def _row(chest: "KeyChest | None", known: Mapping[str, str]) -> dict[str, str]:
    return {
        "did": known["did"],
        "state": known["state"],
        "since": known.get("since", ""),
        "until": known.get("until", ""),
        "compromised_from": known.get("compromised_from", ""),
        "file": str(chest.path) if chest else "",
        "paper_tried": chest.rehearsed if chest else "",
    }


def _echo_key(row: Mapping[str, str]) -> None:
    click.echo(row["did"])
    if row["state"] == "not entered":
        _echo_fact(_("not entered in this store: `stepback key adopt` lets it sign"))
    elif row["until"]:
        told = _("signed from {since} until {until}")
        _echo_fact(told.format(since=_shown(row["since"]), until=_shown(row["until"])))
    else:
        _echo_fact(_("signs since {since}").format(since=_shown(row["since"])))
    if row["compromised_from"]:
        _echo_fact(_("compromised from {day}").format(day=_shown(row["compromised_from"])))
    if row["file"]:
        _echo_fact(_("on this computer: {file}").format(file=row["file"]))
        if row["paper_tried"]:
            told = _("paper copy: last tried {day}")
            _echo_fact(told.format(day=_shown(row["paper_tried"])))
        else:
            _echo_fact(_("paper copy: never tried"))
    elif row["state"] == "signs":
        _echo_fact(_("not on this computer"))


def _echo_fact(line: str) -> None:
    click.echo(f"  {line}")


def _shown(moment: str) -> str:
    at = parse_instant(moment)
    return f"{day_of(at)} {time_of_day(at)}"
