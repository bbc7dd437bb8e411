"""Commands on quality assurance: how the marking stands, drawing samples, agreement."""

from typing import TYPE_CHECKING

import click

from stepback_course.cli.groups import Commands
from stepback_course.cli.house import echo_json, echo_table, opened_desks, with_words
from stepback_course.cli.named import cohort_named
from stepback_course.text import _
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.marking.quality.models import Plan, Survey
    from stepback_course.marking.quality.waiting import WaitingSample


@click.group(cls=Commands)
def quality() -> None:
    """Plan and draw samples, and see how far assessors agree."""


@quality.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def show(ctx: click.Context, as_json: bool) -> None:
    """Show how the marking stands against the plan; the exit code is 1 where it falls short."""
    with opened_desks(ctx) as desks:
        survey = desks.oversight.survey()
    _show(ctx, survey, as_json=as_json)


@quality.command()
@click.option("--seed", help="Draw by another seed, which the plan then keeps.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def draw(ctx: click.Context, seed: str | None, as_json: bool) -> None:
    """Draw what the plan wants; what is in the sample already stays there."""
    with opened_desks(ctx) as desks:
        oversight = desks.oversight
        if seed:
            oversight.keep_plan(_with_seed(oversight.plan(), seed))
        survey = oversight.draw()
    _show(ctx, survey, as_json=as_json)


@quality.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def waiting(ctx: click.Context, as_json: bool) -> None:
    """List the samples that wait for somebody."""
    with opened_desks(ctx) as desks:
        rows: list[WaitingSample] = []
        after: str | None = None
        while True:
            page = desks.quality.waiting(after=after)
            rows += page.rows
            if (after := page.next) is None:
                break
    if as_json:
        echo_json("quality-waiting", (row._asdict() for row in rows))
        return
    echo_table(
        [_("portfolio"), _("unit"), _("name"), _("wanted")],
        ((row.portfolio, row.unit, row.name, row.wanted) for row in rows),
    )


@quality.command()
@click.argument("cohort", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def agreement(ctx: click.Context, cohort: str | None, as_json: bool) -> None:
    """Show how far second marks agree with the first, always with how many pairs there are."""
    from stepback_course.marking.quality.telling import (
        BY,
        compared_criterion,
        figure_words,
        percentage_words,
    )

    with opened_desks(ctx) as desks:
        cohort = cohort_named(desks, cohort)
        compared = desks.oversight.agreement(cohort)
        courses = (desks.courses.of(entry.reference) for entry in desks.courses.list())
        units = {unit.id: unit for course in courses for unit in course.units}
    if as_json:
        echo_json(
            "quality-agreement",
            (
                {
                    "by": line.by,
                    "value": line.value,
                    "text": compared_criterion(line, units),
                    "n": line.figures.n,
                    "agreed": line.figures.agreed,
                    "percentage": line.figures.percentage,
                    "kappa": line.figures.kappa if line.figures.is_enough else None,
                    "ac1": line.figures.ac1 if line.figures.is_enough else None,
                    "too_few": not line.figures.is_enough,
                }
                for line in compared
            ),
        )
        return
    if not compared:
        click.echo(_("Nothing was marked twice yet."))
        return
    echo_table(
        [_("by"), _("what"), "n", _("agreed"), "kappa", "AC1"],
        (
            (
                BY[line.by],
                with_words(line.value, compared_criterion(line, units)),
                str(line.figures.n),
                percentage_words(line.figures),
                figure_words(line.figures, line.figures.kappa),
                figure_words(line.figures, line.figures.ac1),
            )
            for line in compared
        ),
    )


def _with_seed(plan: "Plan", seed: str) -> "Plan":
    """Return a plan that draws by another seed. Raises Refusal for one that is too long."""
    from pydantic import ValidationError

    try:
        return plan.model_validate(plan.model_dump() | {"seed": seed})
    except ValidationError as error:
        raise Refusal("invalid", "; ".join(sentences(error))) from None


def _show(ctx: click.Context, survey: "Survey", *, as_json: bool) -> None:
    from stepback_course.marking.quality.telling import (
        REASONS,
        compliance_line,
        counts_line,
        lack_line,
    )

    if as_json:
        document = survey.model_dump(mode="json") | {"compliant": survey.is_compliant}
        echo_json("quality", [document])
    else:
        click.echo(compliance_line(survey))
        click.echo(counts_line(survey))
        for line in survey.lacks:
            click.echo(lack_line(line))
        echo_table(
            [
                _("assessor"),
                _("risk"),
                _("rate"),
                _("decisions"),
                _("wanted"),
                _("sampled"),
                _("looked at"),
            ],
            (
                (
                    line.name,
                    REASONS[line.risk],
                    f"{line.rate} %",
                    str(line.decisions),
                    str(line.wanted),
                    str(line.sampled),
                    str(line.looked_at),
                )
                for line in survey.strata
            ),
        )
    if not survey.is_compliant:
        ctx.exit(1)
