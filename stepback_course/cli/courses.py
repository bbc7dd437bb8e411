"""Commands on courses: check one that is being written, take one in, list those there are."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from stepback_course.cli.groups import Commands
from stepback_course.cli.house import echo_json, echo_table, opened_desks, plain_refusals
from stepback_course.cli.named import UNIT, cohort_named
from stepback_course.clock import instant
from stepback_course.text import _


@click.group(cls=Commands)
def content() -> None:
    """Check the files of a course."""


@content.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
)
def check(path: Path | None, style: str) -> None:
    """Read every file of the course in PATH and report each error as file:line:column.

    Without PATH it is the course that comes with the program. The exit code is 1 where something
    is wrong.
    """
    from stepback_course.course.problems import ProblemFormat, render_problems
    from stepback_course.course.reader import check_content

    chosen: ProblemFormat = style  # type: ignore[assignment] # click.Choice has just checked it
    with plain_refusals():
        problems = check_content(path)
    for line in render_problems(problems, chosen):
        click.echo(line)
    if not problems and style == "text":
        click.echo(_("No problem found."))
    sys.exit(1 if problems else 0)


@click.group(cls=Commands)
def course() -> None:
    """Take a course into the store, or list those it has."""


@course.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.pass_context
def add(ctx: click.Context, path: Path) -> None:
    """Check the course in PATH, a folder or a zip, and take it into the store."""
    from stepback_course.course.reader import read_course
    from stepback_course.people.policy import require

    with opened_desks(ctx, may_be_new=True) as desks:
        require(desks.actor, "add_course")
        definition = read_course(path)
        reference = desks.courses.add(definition, actor=desks.actor.id, at=instant(desks.clock()))
        sentence = _("{course} {version} is in the store ({hash})")
        click.echo(
            sentence.format(
                course=reference.id, version=reference.version, hash=reference.hash[:16]
            )
        )
        vanished = list(desks.second_looks.vanished(definition))
    for sentence in vanished:
        click.echo(sentence, err=True)
    if vanished:
        click.echo(_("'stepback course affected' lists them for a second look."), err=True)


@course.command()
@click.option("--cohort", help="Only this cohort's decisions.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def affected(ctx: click.Context, cohort: str | None, as_json: bool) -> None:
    """List the decisions whose criteria the newest version of their course has otherwise.

    None of them is altered: each was made on the version it names.
    """
    from stepback_course.marking.changes.rules import change_summary

    with opened_desks(ctx) as desks:
        cohort = cohort_named(desks, cohort)
        decisions = desks.second_looks.affected(cohort)
    if as_json:
        echo_json("affected", map(asdict, decisions))
        return
    echo_table(
        [
            _("portfolio"),
            _("name"),
            _("unit"),
            _("attempt"),
            _("decided by"),
            _("on version"),
            _("changed since"),
        ],
        (
            (
                each.portfolio,
                each.name,
                each.unit,
                each.attempt,
                each.assessor,
                each.version,
                change_summary(each.change),
            )
            for each in decisions
        ),
    )


@course.command()
@click.argument("portfolio")
@click.argument("unit", type=UNIT)
@click.argument("note")
@click.pass_context
def looked(ctx: click.Context, portfolio: str, unit: str, note: str) -> None:
    """Note that you looked at the decision on UNIT again, and in NOTE what came of it."""
    with opened_desks(ctx) as desks:
        desks.second_looks.looked(portfolio, unit, note)


@course.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def list_courses(ctx: click.Context, as_json: bool) -> None:
    """List the courses the store has, in the order they were taken in."""
    with opened_desks(ctx) as desks:
        entries = desks.courses.list()
    if as_json:
        echo_json(
            "courses",
            (
                entry.reference.model_dump()
                | {"origin": entry.origin, "name": entry.name, "added": entry.added}
                for entry in entries
            ),
        )
        return
    echo_table(
        [_("id"), _("version"), _("origin"), _("name"), _("hash")],
        (
            (e.reference.id, e.reference.version, e.origin, e.name, e.reference.hash[:16])
            for e in entries
        ),
    )
