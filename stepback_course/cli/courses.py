"""Commands on courses: check one that is being written, take one in, list those there are."""

import sys
from pathlib import Path

import click

from stepback_course.cli.house import echo_json, echo_table, opened_desks, plain_refusals
from stepback_course.clock import instant


@click.group()
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
        click.echo("No problem found.")
    sys.exit(1 if problems else 0)


@click.group()
def course() -> None:
    """Take a course into the store, or list those it has."""


@course.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.pass_context
def add(ctx: click.Context, path: Path) -> None:
    """Check the course in PATH, a folder or a zip, and take it into the store."""
    from stepback_course.course.reader import read_course
    from stepback_course.people.policy import require

    with opened_desks(ctx) as desks:
        require(desks.actor, "add_course")
        reference = desks.courses.add(
            read_course(path), actor=desks.actor.id, at=instant(desks.clock())
        )
        click.echo(f"{reference.id} {reference.version} is in the store ({reference.hash[:16]})")


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
        ["id", "version", "origin", "name", "hash"],
        (
            (e.reference.id, e.reference.version, e.origin, e.name, e.reference.hash[:16])
            for e in entries
        ),
    )
