"""Commands on exemplars that all assessors mark: which there are, and where they differ."""

from dataclasses import asdict

import click

from stepback_course.cli.groups import Commands
from stepback_course.cli.house import echo_json, echo_table, opened_desks, with_words
from stepback_course.cli.named import UNIT, cohort_named
from stepback_course.marking.practice.models import Differences
from stepback_course.portfolio.models import Verdict
from stepback_course.text import _

_WORDS: dict[Verdict | None, str] = {
    "met": _("met"),
    "not_yet_met": _("not yet met"),
    None: "",
}


@click.group(cls=Commands)
def practice() -> None:
    """Compare what several assessors make of the same exemplars."""


@practice.command(name="list")
@click.option("--cohort", help="Only this cohort's exemplars.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def list_(ctx: click.Context, cohort: str | None, as_json: bool) -> None:
    """List the exemplars, and which of them you have still to mark."""
    with opened_desks(ctx) as desks:
        cohort = cohort_named(desks, cohort)
        exemplars = desks.practice.exemplars(cohort)
    if as_json:
        echo_json("practice", map(asdict, exemplars))
        return
    echo_table(
        [_("portfolio"), _("name"), _("unit"), _("marked by"), ""],
        (
            (
                each.portfolio,
                each.name,
                each.unit,
                each.marked,
                "" if each.is_marked else _("not by you yet"),
            )
            for each in exemplars
        ),
    )


@practice.command()
@click.argument("portfolio")
@click.argument("unit", type=UNIT)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def differences(ctx: click.Context, portfolio: str, unit: str, as_json: bool) -> None:
    """Show criterion by criterion what everybody made of one exemplar."""
    with opened_desks(ctx) as desks:
        found = desks.practice.differences(portfolio, unit)
    if as_json:
        rows = (asdict(each) | {"differs": each.differs} for each in found.criteria)
        echo_json("practice-differences", rows)
        return
    echo_table(["", *found.assessors, _("agreed on")], _difference_rows(found))


@practice.command()
@click.argument("cohort")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def agreement(ctx: click.Context, cohort: str, as_json: bool) -> None:
    """Show how often two assessors said the same of each criterion of COHORT's exemplars."""
    from stepback_course.marking.quality.telling import figure_words, percentage_words

    with opened_desks(ctx) as desks:
        found = desks.practice.agreement(desks.registry.cohort(cohort).id)
    if as_json:
        rows = (
            {"unit": each.unit, "criterion": each.criterion, "text": each.text}
            | asdict(each.agreement)
            | {"percentage": each.agreement.percentage, "is_enough": each.agreement.is_enough}
            for each in found
        )
        echo_json("practice-agreement", rows)
        return
    echo_table(
        [_("unit"), _("criterion"), "n", _("agreed"), "kappa", "AC1"],
        (
            (
                each.unit,
                with_words(each.criterion, each.text),
                each.agreement.n,
                percentage_words(each.agreement),
                figure_words(each.agreement, each.agreement.kappa),
                figure_words(each.agreement, each.agreement.ac1),
            )
            for each in found
        ),
    )


def _difference_rows(found: Differences) -> list[list[str]]:
    rows = [
        [
            with_words(each.criterion, each.text),
            *(_WORDS[each.verdicts.get(name)] for name in found.assessors),
            _WORDS[each.agreed] or (_("they differ") if each.differs else ""),
        ]
        for each in found.criteria
    ]
    totals = [_WORDS[found.totals.get(name)] for name in found.assessors]
    return [*rows, [_("as a whole"), *totals, ""]]
