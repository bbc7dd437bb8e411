"""What an award still needs, without I/O."""

from collections.abc import Iterator, Mapping, Sequence

from stepback_course.cohorts.models import Attendance
from stepback_course.text import _, ngettext


def award_needs(
    met: Mapping[str, bool],
    attendance: Sequence[Attendance | None],
    name: str,
    *,
    unchecked: Sequence[str] = (),
    appealed: Sequence[str] = (),
) -> Iterator[str]:
    """Yield a sentence for each thing without which there is no award.

    All units met, every taught day attended, and the name to print confirmed by its owner. `met`
    has an entry for each unit of the course, `attendance` one for each taught day; `unchecked` are
    the units of which quality assurance still wants something, `appealed` those on which an appeal
    is open.
    """
    unmet = [unit for unit, is_met in met.items() if not is_met]
    if unmet:
        yield ngettext(
            "{count} unit is not met yet: {units}",
            "{count} units are not met yet: {units}",
            len(unmet),
        ).format(count=len(unmet), units=", ".join(unmet))
    for day, status in enumerate(attendance, start=1):
        if status == "absent":
            yield _("taught day {day} was missed").format(day=day)
        elif status is None:
            yield _("attendance on taught day {day} is not recorded").format(day=day)
    if unchecked:
        yield ngettext(
            "{count} unit is still looked at in quality assurance: {units}",
            "{count} units are still looked at in quality assurance: {units}",
            len(unchecked),
        ).format(count=len(unchecked), units=", ".join(unchecked))
    if appealed:
        yield _("an appeal is open: {units}").format(units=", ".join(appealed))
    if not name:
        yield _("the name to print is not confirmed by its owner")
