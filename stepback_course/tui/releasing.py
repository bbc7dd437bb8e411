"""What the list of decisions to release says, and the letters that follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stepback_course.desks import Desks
from stepback_course.marking.release_plan import Planned, Released
from stepback_course.marking.telling import verdict_word
from stepback_course.portfolio.privacy import by_words
from stepback_course.text import _, ngettext

LETTERS_FOLDER = "stepback-letters"
GOES, STAYS = "●", "○"


@dataclass(frozen=True, slots=True)
class Letters:
    """What came of writing letters."""

    sentence: str


def plan_row(line: Planned, *, is_left_out: bool, is_released: bool) -> tuple[str, str, str, str]:
    """Return one decision: whether it goes out, whose it is, which unit, what it comes to."""
    if is_released:
        sign = "✓"
    elif line.obstacle:
        sign = "×"
    elif line.held:
        sign = "‖"
    else:
        sign = STAYS if is_left_out else GOES
    return sign, line.row.name, line.unit, remark_of(line)


def remark_of(line: Planned) -> str:
    """Return what was decided, and what is remarkable about it."""
    if line.obstacle:
        return line.obstacle
    met = line.verdict == "met"
    verdict = _("✓ {word}") if met else _("↺ {word}")
    parts = [verdict.format(word=verdict_word("met" if met else "not_yet_met"))]
    if line.held:
        parts.append(line.held)
    elif line.findings:
        words = ", ".join(same[0].words for same in by_words(line.findings))
        parts.append(_("asks about {words}").format(words=words))
    elif line.is_wordless:
        parts.append(_("without a word"))
    return " · ".join(parts)


def released_sentence(released: Released) -> str:
    """Return how many decisions were released, and to whom letters can go."""
    count = len(released.done)
    sentence = ngettext(
        "{count} decision is released. w writes the letter for it.",
        "{count} decisions are released. w writes a letter to each practitioner.",
        count,
    )
    return sentence.format(count=count) if count else _("Nothing was released.")


def write_letters(desks: Desks, released: Sequence[Planned], folder: Path) -> Letters:
    """Write a letter to each practitioner. Raises Refusal, StoreError."""
    from stepback_course.reports.letters.released import write_released_letters

    paths = write_released_letters(desks, released, folder)
    sentence = ngettext(
        "{count} letter is in {folder}. Nothing has been sent.",
        "{count} letters are in {folder}. Nothing has been sent.",
        len(paths),
    )
    return Letters(sentence.format(count=len(paths), folder=folder))
