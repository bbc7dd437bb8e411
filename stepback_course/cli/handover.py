"""Commands that seal work for another machine, and open what arrives."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stepback_course.cli.asides import aside
from stepback_course.cli.cards import computers, revoke
from stepback_course.cli.groups import Commands
from stepback_course.cli.house import echo_json, echo_table, opened_desks
from stepback_course.cli.named import beside_id, cohort_named
from stepback_course.people.preferences import load_preferences, save_preferences
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.handover.courier import Courier
    from stepback_course.handover.naming import Names
    from stepback_course.handover.offers import Offer

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group(cls=Commands)
def handover() -> None:
    """Seal work for another machine, and open what arrives."""


handover.add_command(aside)
handover.add_command(computers)
handover.add_command(revoke)


@handover.command()
@click.option(
    "--for",
    "person",
    metavar="PERSON",
    help="At the office: everything for this person, and for an assessor what waits to be marked.",
)
@click.option("--cohort", help="At the office: only what concerns this cohort.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="How many units an assessor is handed at most.",
)
@click.option("--reason", default="", help="Why an assessor is handed them; kept in the trail.")
@click.option("--move", is_flag=True, help="Everything of your portfolio, for a new computer.")
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path),
    required=True,
    help="A folder, or a file that ends in .stepback.",
)
@json_option
@click.pass_context
def seal(
    ctx: click.Context,
    person: str | None,
    cohort: str | None,
    limit: int,
    reason: str,
    move: bool,
    path: Path,
    as_json: bool,
) -> None:
    """Seal what the other end does not have yet.

    On a laptop that is what the office needs; at the office, what each practitioner may know.
    """
    from stepback_course.handover.courier import Courier
    from stepback_course.handover.naming import names_here

    with opened_desks(ctx) as desks:
        courier = Courier(desks)
        if move:
            words = courier.move(path)
            sentence = _("{file} opens on the new computer with these words, shown only now:")
            click.echo(sentence.format(file=path))
            click.echo(f"  {words}")
            return
        cohort = cohort_named(desks, cohort)
        offers = list(_wanted(courier, person, cohort, limit, reason))
        can = [offer for offer in offers if not offer.why_not]
        if path.suffix == ".stepback" and len(can) > 1:
            sentence = _("there are {count} bundles to seal: name a folder for them")
            raise click.UsageError(sentence.format(count=len(can)))
        sealed = [done for offer in can if (done := courier.seal(offer, path))]
        cannot = [offer for offer in offers if offer.why_not]
        names = names_here(desks)
    for offer in cannot:
        click.echo(_("{name}: {why}").format(name=offer.name, why=offer.why_not), err=True)
    rows = [
        {"for": each.person, "kind": each.kind, "about": each.about, "file": str(each.file)}
        for each in sealed
    ]
    if as_json:
        echo_json("handover-sealed", rows)
    elif rows:
        named = (row | {"for": beside_id(names.of(row["for"]), row["for"])} for row in rows)
        echo_table([_("for"), _("kind"), _("about"), _("file")], (row.values() for row in named))
    else:
        click.echo(_("There is nothing new to hand over."))
    sys.exit(1 if person and cannot and not rows else 0)


@handover.command(name="open")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--words", help="The six words of a move; without them you are asked.")
@json_option
@click.pass_context
def open_bundles(
    ctx: click.Context, paths: tuple[Path, ...], words: str | None, as_json: bool
) -> None:
    """Open bundles, or folders of them, in any order; opening one again changes nothing."""
    from stepback_course.handover.courier import Courier
    from stepback_course.handover.naming import names_here

    with opened_desks(ctx, may_be_new=True) as desks:
        opened = Courier(desks).open(paths, words=lambda file: words or _asked(file))
        names = names_here(desks)
    for each in opened:
        if each.kind == "move" and not each.needs_attention:
            _settle_in(each.sender, each.outcomes[0].what)
    rows = [
        {
            "file": each.file,
            "bundle": each.bundle,
            "kind": each.kind,
            "from": each.sender,
            "what": line.what,
            "outcome": line.word,
            "why": line.why,
        }
        for each in opened
        for line in each.outcomes
    ]
    if as_json:
        echo_json("handover-opened", rows)
    else:
        _echo_opened(rows, names)
    nothing_for_here = bool(rows) and all(row["outcome"] == "not for here" for row in rows)
    sys.exit(1 if nothing_for_here or any(each.needs_attention for each in opened) else 0)


def _wanted(
    courier: "Courier", person: str | None, cohort: str | None, limit: int, reason: str
) -> Iterator["Offer"]:
    """Yield what is to be sealed: unasked, what is new; for a named person, everything."""
    offers = courier.offers(cohort=cohort, person=person)
    yield from (offer for offer in offers if offer.is_new or person)
    if person and courier.is_assessor(person):
        yield courier.hand_out(person, limit=limit, reason=reason, cohort=cohort)


def _echo_opened(rows: list[dict[str, str]], names: "Names") -> None:
    """Print what came of each bundle; those of other people in a shared folder in one line."""
    columns = {
        "outcome": _("outcome"),
        "what": _("what"),
        "from": _("from"),
        "file": _("file"),
        "why": _("why"),
    }
    ours = [row for row in rows if row["outcome"] != "not for here"]
    named = (
        row
        | {
            "what": names.what(row["what"]),
            "from": beside_id(names.sender(row["from"]), row["from"]),
            "why": names.sentence(row["why"]),
        }
        for row in ours
    )
    if ours:
        echo_table([*columns.values()], ([row[column] for column in columns] for row in named))
    others = [row for row in rows if row not in ours]
    if len(others) == 1 or not ours:
        for row in others:
            click.echo(row["why"])
    elif others:
        sentence = _("{count} bundles are for somebody else, or were sealed here.")
        click.echo(sentence.format(count=len(others)))


def _settle_in(person: str, portfolio: str) -> None:
    """Remember whose computer this is now."""
    try:
        save_preferences(replace(load_preferences(), me=person, portfolio=portfolio))
    except OSError as error:
        click.echo(_("Your settings could not be kept: {why}").format(why=error), err=True)


def _asked(file: str) -> str:
    if not sys.stdin.isatty():
        sentence = _("{file} is locked with words: give them with --words")
        raise Refusal("not_ready", sentence.format(file=file))
    words: str = click.prompt(_("The six words of {file}").format(file=file))
    return words
