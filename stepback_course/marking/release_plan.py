"""What a release would come to, before it happens, and what came of it; without I/O."""

from collections.abc import Iterable
from dataclasses import dataclass

from stepback_course.marking.models import QueueRow
from stepback_course.portfolio.models import Verdict
from stepback_course.portfolio.privacy import Finding
from stepback_course.text import _, ngettext


@dataclass(frozen=True, slots=True)
class Planned:
    """One decision that waits, and what its release would come to."""

    row: QueueRow
    unit: str
    """What the unit is called."""
    verdict: Verdict | None = None
    is_wordless: bool = False
    """Whether nothing but ticks would reach the practitioner."""
    by: str = ""
    """The day that the assessor named for the next step."""
    findings: tuple[Finding, ...] = ()
    """What in its words may tell who a child is, and is not explained."""
    held: str = ""
    """Why it is held back; empty where it is not."""
    obstacle: str = ""
    """Why it cannot be released by whoever asks, in a sentence; empty where it can."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other."""
        return self.row.portfolio, self.row.unit

    @property
    def is_ready(self) -> bool:
        """Whether it goes out with the others."""
        return not (self.held or self.obstacle)


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """What will happen, before it does."""

    lines: tuple[Planned, ...]

    @property
    def ready(self) -> tuple[Planned, ...]:
        """What would go out."""
        return tuple(line for line in self.lines if line.is_ready)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be explained before, with whose feedback it stands in."""
        return tuple(finding for line in self.ready for finding in line.findings)

    def without(self, keys: Iterable[tuple[str, str]]) -> "ReleasePlan":
        """Return the plan without some of its lines."""
        left_out = frozenset(keys)
        return ReleasePlan(tuple(line for line in self.lines if line.key not in left_out))


@dataclass(frozen=True, slots=True)
class Released:
    """What came of releasing."""

    done: tuple[Planned, ...]
    refused: tuple[str, ...]
    """A sentence for each decision that was not released."""


def plan_title(plan: ReleasePlan) -> str:
    """Return the question before a release."""
    count = len(plan.ready)
    if not count:
        return _("Nothing here can be released now")
    return ngettext("Release {count} decision?", "Release {count} decisions?", count).format(
        count=count
    )


def plan_counts(plan: ReleasePlan) -> list[str]:
    """Return what a release would come to, in counts; what there is none of is left out."""
    met = [line for line in plan.ready if line.verdict == "met"]
    wordless = sum(line.is_wordless for line in met)
    counts = (
        (len({line.row.portfolio for line in plan.ready}), _people),
        (len(met), _met),
        (wordless, _wordless),
        (len(plan.ready) - len(met), _further),
        (sum(bool(line.held) for line in plan.lines), _held),
        (sum(bool(line.obstacle) and not line.held for line in plan.lines), _hindered),
    )
    return [words(count).format(count=count) for count, words in counts if count]


def _people(count: int) -> str:
    return ngettext("to {count} practitioner", "to {count} practitioners", count)


def _met(count: int) -> str:
    return ngettext("{count} met", "{count} met", count)


def _wordless(count: int) -> str:
    return ngettext("{count} of them without a word", "{count} of them without a word", count)


def _further(count: int) -> str:
    return ngettext("{count} not yet met", "{count} not yet met", count)


def _held(count: int) -> str:
    return ngettext("{count} held back", "{count} held back", count)


def _hindered(count: int) -> str:
    return ngettext("{count} cannot go out", "{count} cannot go out", count)
