"""Which decisions are looked at: by rates, by what has to be covered, and by lot; without I/O.

Every decision has a lot, a number that follows from the seed and from which decision it is. Of
each assessor's decisions at each risk, those with the lowest lots are drawn. So the same seed
draws the same sample from the same decisions, whoever draws it, in whatever order they are read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import get_args

from stepback_course.marking.quality.models import (
    Cover,
    Covered,
    Plan,
    Reason,
    Risk,
    Stratum,
    Survey,
)
from stepback_course.portfolio.models import Verdict
from stepback_course.text import digest

COVERS: tuple[Cover, ...] = get_args(Cover)


@dataclass(frozen=True, slots=True)
class Judged:
    """A standing decision, as far as sampling asks about it."""

    portfolio: str
    unit: str
    attempt: int
    at: str
    """The instant of the decision."""
    assessor: str
    name: str
    cohort: str
    outcome: Verdict
    is_case_study: bool
    turn: int
    """Which of the assessor's decisions it is, the first being 1."""
    follows_return: int | None
    """Which it is after the newest return before it, the first being 1; None without any."""
    is_sampled: bool
    is_looked_at: bool
    is_drawable: bool = True
    """Whether it can come into the sample now."""
    is_not_second_marked: bool = False
    """Whether it was made under the standing exception."""

    @property
    def key(self) -> tuple[str, str]:
        """Which unit it is on."""
        return self.portfolio, self.unit

    def values(self) -> dict[Cover, str]:
        """Return what of everything that has to be covered it stands for."""
        return {
            "assessor": self.assessor,
            "unit": self.unit,
            "outcome": self.outcome,
            "cohort": self.cohort,
        }


@dataclass(slots=True)
class Drawn:
    """What a draw brings into the sample, and how the marking then stands."""

    reasons: dict[tuple[str, str], tuple[Reason, ...]]
    """By portfolio and unit."""
    blind: frozenset[tuple[str, str]]
    survey: Survey


@dataclass(slots=True)
class _Bowl:
    """The decisions there are, and those that are in the sample by now."""

    judged: Sequence[Judged]
    plan: Plan
    reasons: dict[tuple[str, str], list[Reason]] = field(default_factory=dict)

    def is_in(self, each: Judged) -> bool:
        return each.is_sampled or each.key in self.reasons

    def top_up(self, among: Iterable[Judged], wanted: int, reason: Reason) -> None:
        """Draw the lowest lots of some decisions until `wanted` of them are in the sample."""
        group = list(among)
        short = wanted - sum(map(self.is_in, group))
        free = (each for each in self.by_lot(group) if each.is_drawable and not self.is_in(each))
        for each, _number in zip(free, range(short), strict=False):
            self.reasons[each.key] = [reason]

    def by_lot(self, group: Iterable[Judged], salt: str = "") -> list[Judged]:
        return sorted(group, key=lambda each: lot(self.plan.seed, each, salt))


def lot(seed: str, judged: Judged, salt: str = "") -> str:
    """Return the lot of a decision; the lowest are drawn first."""
    which = (seed, salt, judged.portfolio.lower(), judged.unit, judged.attempt, judged.assessor)
    return sha256("\n".join(map(str, which)).encode()).hexdigest()


def risk_of(judged: Judged, plan: Plan) -> Risk:
    """Return the risk for which a decision is looked at most often."""
    if judged.turn <= plan.new_until:
        return "new assessor"
    if judged.follows_return is not None and judged.follows_return <= plan.returned_until:
        return "after a return"
    risks: list[Risk] = ["usual"]
    if judged.attempt > 1:
        risks.insert(0, "later attempt")
    if judged.outcome == "not_yet_met":
        risks.insert(0, "not yet met")
    if judged.is_case_study:
        risks.insert(0, "case study")
    return max(risks, key=plan.rate)


def draw(judged: Iterable[Judged], plan: Plan, *, at: str, second_marks: bool) -> Drawn:
    """Return what comes into the sample so that the plan is met, as far as that can be.

    What is in the sample already stays and counts. Without `second_marks`, because nobody could
    make them, nothing is drawn blind.
    """
    bowl = _Bowl(tuple(judged), plan)
    for (_assessor, risk), group in _strata(bowl.judged, plan).items():
        bowl.top_up(group, wanted(len(group), plan.rate(risk)), risk)
    for kind in COVERS:
        for group in _groups(bowl.judged, kind).values():
            bowl.top_up(group, 1, kind)
    blind = _blind(bowl) if second_marks else frozenset[tuple[str, str]]()
    found = survey(bowl.judged, plan, at=at, is_in=bowl.is_in)
    return Drawn(
        {key: tuple(reasons) for key, reasons in bowl.reasons.items()},
        blind,
        found.model_copy(update={"drawn": len(bowl.reasons)}),
    )


def survey(
    judged: Sequence[Judged],
    plan: Plan,
    *,
    at: str,
    is_in: Callable[[Judged], bool] = lambda each: each.is_sampled,
) -> Survey:
    """Return how the marking stands against the plan."""
    which = sorted([each.portfolio, each.unit, each.attempt, each.at] for each in judged)
    return Survey(
        at=at,
        plan=plan,
        population=digest(which),
        decisions=len(judged),
        sampled=sum(map(is_in, judged)),
        looked_at=sum(each.is_looked_at for each in judged),
        not_second_marked=sum(each.is_not_second_marked for each in judged),
        strata=tuple(_lines(judged, plan, is_in)),
        covers=tuple(
            Covered(kind=kind, value=value, decisions=len(group), sampled=sum(map(is_in, group)))
            for kind in COVERS
            for value, group in sorted(_groups(judged, kind).items())
        ),
    )


def wanted(decisions: int, rate: int) -> int:
    """Return how many decisions a rate in percent asks for; a part of one counts as one."""
    return -(-decisions * rate // 100)


def _lines(
    judged: Sequence[Judged], plan: Plan, is_in: Callable[[Judged], bool]
) -> Iterator[Stratum]:
    order = get_args(Risk)
    strata = sorted(
        _strata(judged, plan).items(),
        key=lambda item: (item[1][0].name, item[0][0], order.index(item[0][1])),
    )
    for (assessor, risk), group in strata:
        rate = plan.rate(risk)
        yield Stratum(
            assessor=assessor,
            name=group[0].name,
            risk=risk,
            rate=rate,
            decisions=len(group),
            wanted=wanted(len(group), rate),
            sampled=sum(map(is_in, group)),
            looked_at=sum(each.is_looked_at for each in group),
        )


def _strata(judged: Iterable[Judged], plan: Plan) -> Mapping[tuple[str, Risk], list[Judged]]:
    strata: defaultdict[tuple[str, Risk], list[Judged]] = defaultdict(list)
    for each in judged:
        strata[each.assessor, risk_of(each, plan)].append(each)
    return strata


def _groups(judged: Iterable[Judged], kind: Cover) -> Mapping[str, list[Judged]]:
    groups: defaultdict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        groups[each.values()[kind]].append(each)
    return groups


def _blind(bowl: _Bowl) -> frozenset[tuple[str, str]]:
    """Return which of what was drawn is marked a second time: a share of each assessor's."""
    chosen: set[tuple[str, str]] = set()
    fresh = [each for each in bowl.judged if each.key in bowl.reasons]
    for group in _groups(fresh, "assessor").values():
        count = wanted(len(group), bowl.plan.blind)
        chosen |= {each.key for each in bowl.by_lot(group, salt="blind")[:count]}
    return frozenset(chosen)
