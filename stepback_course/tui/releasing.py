"""Releasing several decisions, one after another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event

from stepback_course.marking import Desk, QueueRow
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal
from stepback_course.tui.queue_view import row_key


@dataclass(frozen=True, slots=True)
class Releases:
    """What came of releasing several decisions."""

    done: int
    refused: tuple[str, ...]
    """A sentence for each decision that was not released."""

    @property
    def done_sentence(self) -> str:
        """How many were released."""
        return ngettext(
            "{count} decision released", "{count} decisions released", self.done
        ).format(count=self.done)

    @property
    def refused_sentence(self) -> str:
        """How many were not, and why; empty where every one was."""
        if not self.refused:
            return ""
        return ngettext(
            "{count} was not released: {sentence}",
            "{count} were not released. The first: {sentence}",
            len(self.refused),
        ).format(count=len(self.refused), sentence=self.refused[0])


def question(rows: Sequence[QueueRow]) -> tuple[str, str]:
    """Return what to ask before rows are released: a title, and what it comes to in counts."""
    count = len(rows)
    met = sum(row.outcome == "met" for row in rows)
    title = ngettext("Release {count} decision?", "Release {count} decisions?", count)
    sentence = _(
        "✓ met: {met}\n↺ further work needed: {other}\nPractitioners: {people}\n\n"
        "They see what was decided at once. It cannot be taken back."
    )
    people = len({row.portfolio for row in rows})
    return title.format(count=count), sentence.format(met=met, other=count - met, people=people)


def _told(refusal: Refusal | StoreError) -> str:
    """Return why a decision was not released, and what to do where only opening it helps."""
    if refusal.code != "identifiers":
        return str(refusal)
    return _("{sentence}. Open it and press x: there you are asked.").format(sentence=refusal)


def release_each(
    desk: Desk, rows: Sequence[QueueRow], stop: Event, tell: Callable[[int], None]
) -> Releases:
    """Release rows as they were listed until all are done or `stop` is set.

    `tell` is called after each with how many are released. A row that has changed since it was
    listed is left alone.
    """
    done = 0
    refused = []
    for row in rows:
        if stop.is_set():
            break
        try:
            desk.release(*row_key(row), seen=row.revision)
        except (Refusal, StoreError) as refusal:
            refused.append(_told(refusal))
        else:
            done += 1
        tell(done)
    return Releases(done, tuple(refused))
