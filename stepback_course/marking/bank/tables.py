"""Comments as a table that a spreadsheet opens, and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from stepback_course.course.models import Unit
from stepback_course.course.problems import closest, with_suggestion
from stepback_course.marking.bank.models import BOXES, Comment, Listed
from stepback_course.marking.bank.rules import require_placeholders
from stepback_course.text import _, new_identifier
from stepback_course.text.cells import as_csv
from stepback_course.text.identifying import giveaways
from stepback_course.text.problems import sentences, shown
from stepback_course.text.refusals import Refusal
from stepback_course.text.tables import TableRow, read_table

COLUMNS = ("comment", "unit", "criterion", "whose", "used")
"""What is written; of what is read, `whose` and `used` say nothing."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking in a table would come to."""

    new: tuple[Comment, ...]
    known: int
    """How many of its comments are in the bank already."""
    problems: tuple[str, ...] = ()
    """Why nothing is taken in, a sentence each."""
    names: tuple[str, ...] = ()
    """What may tell who a child is, a sentence each: it is taken in only where that may stand."""


def written_out(comments: Iterable[Listed]) -> str:
    """Return comments as CSV."""
    rows = (
        {
            "comment": each.comment.text,
            "unit": each.comment.unit,
            "criterion": each.comment.criterion,
            "whose": each.whose,
            "used": each.used,
        }
        for each in comments
    )
    return as_csv(COLUMNS, rows)


def read_comments(
    content: bytes, known: Sequence[Comment], units: Mapping[str, Sequence[Unit]], year: int
) -> Preview:
    """Return what a CSV file would add to the comments that are `known`.

    `units` are those of every course here, by id; `year` is the present one.
    """
    try:
        rows = read_table(content, COLUMNS, needed=("comment",))
    except Refusal as refusal:
        return Preview((), 0, (str(refusal),))
    here = {meaning(comment) for comment in known}
    new: list[Comment] = []
    problems: list[str] = []
    names: list[str] = []
    already = 0
    for row in rows:
        wrong = list(row.formulas())
        comment = None if wrong else _comment(row, units, wrong)
        problems += wrong
        if comment is None:
            continue
        if meaning(comment) in here:
            already += 1
            continue
        here.add(meaning(comment))
        new.append(comment)
        words = [found.words for found in giveaways(comment.text, year=year)]
        if words:
            sentence = _("line {line}: '{words}' may tell who a child is")
            names.append(sentence.format(line=row.line, words="', '".join(words)))
    return Preview(tuple(new), already, tuple(problems), tuple(names))


def meaning(comment: Comment) -> tuple[str, str, str]:
    """Return what makes two comments the same one."""
    return (comment.text, comment.unit or "", comment.criterion or "")


def made(text: str, unit: str, criterion: str, units: Mapping[str, Sequence[Unit]]) -> Comment:
    """Return a comment. Raises ValueError where it cannot be one, with a sentence or pydantic's."""
    require_placeholders(text)
    _require_known(unit, criterion, units)
    return Comment(
        id=new_identifier("CM"), text=text.strip(), unit=unit or None, criterion=criterion or None
    )


def _comment(
    row: TableRow, units: Mapping[str, Sequence[Unit]], wrong: list[str]
) -> Comment | None:
    """Return the comment of a row, or add to `wrong` why there is none."""
    try:
        return made(
            row.text("comment"), row.text("unit").strip(), row.text("criterion").strip(), units
        )
    except (ValidationError, ValueError) as error:
        line = _("line {line}: {reason}")
        wrong += [line.format(line=row.line, reason=reason) for reason in sentences(error)]
        return None


def _require_known(unit: str, criterion: str, units: Mapping[str, Sequence[Unit]]) -> None:
    """Return where a course here has this unit and criterion. Raises ValueError."""
    if not unit and criterion and criterion not in BOXES:
        sentence = _("'{criterion}' is a criterion of some unit: say which unit")
        raise ValueError(sentence.format(criterion=shown(criterion)))
    if not unit:
        return
    if unit not in units:
        told = _("no course here has the unit '{unit}'").format(unit=shown(unit))
        raise ValueError(with_suggestion(told, closest(unit, units)))
    criteria = [each.id for version in units[unit] for each in version.criteria]
    if criterion and criterion not in (*criteria, *BOXES):
        sentence = _("'{unit}' has no criterion '{criterion}'")
        told = sentence.format(unit=unit, criterion=shown(criterion))
        raise ValueError(with_suggestion(told, closest(criterion, criteria)))
