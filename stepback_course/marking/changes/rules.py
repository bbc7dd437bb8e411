"""Comparing the criteria of two versions of a course, without I/O."""

from collections.abc import Collection, Iterator

from stepback_course.course.models import Unit
from stepback_course.marking.changes.models import CriteriaChange
from stepback_course.text import _, ngettext


def criteria_change(before: Unit, after: Unit | None) -> CriteriaChange:
    """Return how the criteria of a unit changed; `after` is None where the unit is gone.

    The order of criteria, and white space in their words, say nothing.
    """
    old = {criterion.id: criterion for criterion in before.criteria}
    new = {criterion.id: criterion for criterion in after.criteria} if after else {}
    gone = tuple(name for name in old if name not in new)
    added = tuple(name for name in new if name not in old)
    reworded = tuple(
        name
        for name in old
        if name in new
        if old[name].text.split() != new[name].text.split()
        or set(old[name].evidence) != set(new[name].evidence)
    )
    words = {name: " ".join((old | new)[name].text.split()) for name in (*gone, *added, *reworded)}
    return CriteriaChange(gone, added, reworded, words)


def change_lines(change: CriteriaChange) -> Iterator[str]:
    """Yield what changed, a line for each criterion, in its own words."""
    for names, sentence in (
        (change.gone, _("no longer asked: {words}")),
        (change.new, _("asked now: {words}")),
        (change.reworded, _("put in other words now: {words}")),
    ):
        yield from (sentence.format(words=change.words[name]) for name in names)


def change_summary(change: CriteriaChange) -> str:
    """Return what changed on one line, by the ids of the criteria."""
    ways = (
        (change.gone, _("no longer asked: {names}")),
        (change.new, _("asked now: {names}")),
        (change.reworded, _("put in other words: {names}")),
    )
    return "; ".join(sentence.format(names=", ".join(names)) for names, sentence in ways if names)


def vanished_line(unit: str, criterion: str, decisions: int, versions: Collection[str]) -> str:
    """Return what somebody is told whose new version lacks a criterion that decisions name."""
    return ngettext(
        "{unit}: the criterion '{criterion}' is not there any more, and {count} decision names it. "
        "It stands as it was made, on version {versions}.",
        "{unit}: the criterion '{criterion}' is not there any more, and {count} decisions name it. "
        "They stand as they were made, on version {versions}.",
        decisions,
    ).format(unit=unit, criterion=criterion, count=decisions, versions=", ".join(sorted(versions)))
