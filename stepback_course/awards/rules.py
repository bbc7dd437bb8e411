"""What an award still needs, without I/O."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stepback_course.cohorts.models import Attendance
from stepback_course.portfolio.telling.words import units_named
from stepback_course.text import _, ngettext


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is on the way to the award."""

    met: Mapping[str, bool]
    """An entry for each unit of the course."""
    attendance: Sequence[Attendance | None]
    """One entry for each taught day."""
    name: str = ""
    """The name to print, where its owner confirmed it."""
    language: str = ""
    """The language of the certificate, where it was confirmed with the name."""
    unchecked: Sequence[str] = ()
    """The units of which quality assurance still wants something."""
    appealed: Sequence[str] = ()
    """The units on which an appeal is open."""
    frozen: Sequence[str] = ()
    """The units for which permission was taken back."""
    owes_fee: bool = False
    """Whether a fee is asked for and not recorded as settled."""


def award_needs(progress: Progress) -> Iterator[str]:
    """Yield a sentence for each thing without which there is no award."""
    unmet = [unit for unit, is_met in progress.met.items() if not is_met]
    if unmet:
        yield ngettext(
            "{count} unit is not met yet: {units}",
            "{count} units are not met yet: {units}",
            len(unmet),
        ).format(count=len(unmet), units=units_named(unmet))
    if progress.frozen:
        yield _("permission for the learner's part was taken back: {units}").format(
            units=units_named(progress.frozen)
        )
    for day, status in enumerate(progress.attendance, start=1):
        if status == "absent":
            yield _("taught day {day} was missed").format(day=day)
        elif status is None:
            yield _("attendance on taught day {day} is not recorded").format(day=day)
    if progress.unchecked:
        yield ngettext(
            "{count} unit is still looked at in quality assurance: {units}",
            "{count} units are still looked at in quality assurance: {units}",
            len(progress.unchecked),
        ).format(count=len(progress.unchecked), units=units_named(progress.unchecked))
    if progress.appealed:
        yield _("an appeal is open: {units}").format(units=units_named(progress.appealed))
    if not progress.name:
        yield _("the name to print is not confirmed by its owner")
    elif not progress.language:
        yield _("the language of the certificate is not confirmed by its owner")
    if progress.owes_fee:
        yield _("the fee is not recorded as settled")
