"""How far a cohort has come, as the rows of a table and as lines under it."""

from collections.abc import Iterator, Sequence
from datetime import date

from rich.text import Text

from stepback_course.cohorts import Attendance, Cohort, ProgressRow
from stepback_course.cohorts.rules import overdue_units
from stepback_course.portfolio.models import Status
from stepback_course.portfolio.telling.words import status_line, status_sign
from stepback_course.text import _, ngettext
from stepback_course.text.days import shown_day

NAME_WIDTH = 19
WIDE_NAME_WIDTH = 30
SETTING_WIDTH = 30

_WITH_THE_PRACTITIONER: tuple[Status, ...] = ("not started", "in progress", "ready", "submitted")
_JUDGED: tuple[Status, ...] = ("met", "referred")
_PRESENCES: tuple[Attendance | None, ...] = ("attended", "absent", None)


def attendance_sign(status: Attendance | None) -> str:
    """Return the one character that stands for attendance on a day."""
    return {"attended": "✓", "absent": "✗", None: "·"}[status]


def attendance_line(status: Attendance | None) -> str:
    """Return attendance on a day as its sign and its word."""
    words = {"attended": _("attended"), "absent": _("absent"), None: _("not recorded")}
    return _("{sign} {word}").format(sign=attendance_sign(status), word=words[status])


def unit_label(unit: str) -> str:
    """Return a unit's id as the head of a narrow column: 7 for statement-07, LV for the voice."""
    word, _hyphen, number = unit.rpartition("-")
    if number.isdigit():
        return str(int(number))
    return (word[:1] + number[:1]).upper()


def grid_columns(row: ProgressRow, *, wide: bool) -> Iterator[tuple[str, int]]:
    """Yield the head and the width in cells of each column."""
    yield _("Name"), WIDE_NAME_WIDTH if wide else NAME_WIDTH
    if wide:
        yield _("Setting"), SETTING_WIDTH
    for unit in row.statuses:
        yield unit_label(unit), 5 if wide else 3
    yield _("Met"), 6
    for number in range(1, len(row.attendance) + 1):
        yield _("D{number}").format(number=number), 3
    yield _("Overdue"), 10


def grid_cells(row: ProgressRow, due: str, today: date, *, wide: bool) -> Iterator[Text]:
    """Yield the cells of one practitioner's row."""
    yield _cell(row.name, WIDE_NAME_WIDTH if wide else NAME_WIDTH)
    if wide:
        yield _cell(row.setting, SETTING_WIDTH)
    for status in row.statuses.values():
        yield Text(status_sign(status))
    yield Text(_("{met}/{all}").format(met=row.met, all=len(row.statuses)))
    for status_of_day in row.attendance:
        yield Text(attendance_sign(status_of_day))
    late = len(overdue_units(row.statuses, due, today))
    yield Text(_("! {count}").format(count=late) if late else "")


def about_line(cohort: Cohort, rows: Sequence[ProgressRow]) -> str:
    """Return how many are in a cohort and until when they have, on one line."""
    people = ngettext("{count} practitioner", "{count} practitioners", len(rows))
    counted = people.format(count=len(rows))
    if not cohort.due:
        return counted
    return _("{people} · work is due by {day}").format(people=counted, day=shown_day(cohort.due))


def legend_lines() -> str:
    """Return what the signs of the table mean."""
    lines = (
        [status_line(status) for status in _WITH_THE_PRACTITIONER],
        [*(status_line(status) for status in _JUDGED), _("! units past the due day")],
        [_("D1, D2:"), *(attendance_line(status) for status in _PRESENCES)],
    )
    return "\n".join("  ".join(line) for line in lines)


def _cell(text: str, width: int) -> Text:
    """Return a text that leaves one cell free before the next column."""
    cell = Text(text, no_wrap=True)
    cell.truncate(width - 1, overflow="ellipsis")
    return cell
