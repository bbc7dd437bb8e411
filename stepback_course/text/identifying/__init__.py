"""Finding what may tell a reader who a child is. It warns; it does not promise that nobody can."""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from stepback_course.late import loaded_late
from stepback_course.text.cleaning import clean_line

if TYPE_CHECKING:
    from stepback_course.text.identifying.giveaway import Giveaway, Kind

__all__ = ["Giveaway", "Kind", "giveaways", "name_giveaways"]

__getattr__ = loaded_late(__name__, {"Giveaway": "giveaway", "Kind": "giveaway"})


def giveaways(
    text: str, *, year: int, setting: str = "", allowed: Collection[str] = ()
) -> "list[Giveaway]":
    """Return what in a text may tell who a child is, in the order of the text.

    `year` is the present one, by which a birth date is told from a working day; `setting` is the
    name of the school, and `allowed` are names that may stand, compared without case.
    """
    return _kept(list(_found(text, year, setting)), allowed)


def name_giveaways(
    file_name: str, *, year: int, setting: str = "", allowed: Collection[str] = ()
) -> "list[Giveaway]":
    """Return what in the name of a file may tell who a child is.

    `start` is counted in the name as it is read, its parts set apart by spaces. Capitals say
    nothing there, so that only what is a given name for certain is taken for one.
    """
    stem = PurePath(clean_line(file_name).replace("\\", "/")).stem
    dated = re.sub(r"(?<=\d)_(?=\d)", "-", stem)
    read = re.sub(r"(?<=[a-zâêîôûŵŷ])(?=[A-ZÂÊÎÔÛŴŶ])|(?<=[^\W\d_]{3})(?=\d{2})", " ", dated)
    read = re.sub(r"_|(?<!\d)-|-(?!\d)", " ", read)
    found = _found(read, year, setting, is_heading=True)
    return _kept(list(found), allowed)


def _found(text: str, year: int, setting: str, *, is_heading: bool = False) -> "Iterator[Giveaway]":
    """Yield what there is, the surest first: a name is the weakest guess."""
    # Here and not above: the patterns take longer to make than a program may take to start.
    from stepback_course.text.identifying.dates import birth_dates
    from stepback_course.text.identifying.names import names
    from stepback_course.text.identifying.patterns import formed
    from stepback_course.text.identifying.setting import setting_names

    yield from setting_names(text, setting)
    yield from formed(text)
    yield from sorted(birth_dates(text, year), key=lambda date: -len(date.words))
    yield from names(text, is_heading=is_heading)


def _kept(found: "Sequence[Giveaway]", allowed: Collection[str]) -> "list[Giveaway]":
    """Return what was found in the order of the text, the first of two that lie over one another.

    Names that may stand are left out.
    """
    may_stand = {clean_line(name).casefold() for name in allowed}
    taken = bytearray(max((giveaway.end for giveaway in found), default=0))
    apart: list[Giveaway] = []
    for giveaway in found:
        if not any(taken[giveaway.start : giveaway.end]):
            taken[giveaway.start : giveaway.end] = b"\1" * len(giveaway.words)
            apart.append(giveaway)
    kept = [each for each in apart if each.kind != "name" or not _stands(each.words, may_stand)]
    return sorted(kept, key=lambda giveaway: giveaway.start)


def _stands(name: str, allowed: Collection[str]) -> bool:
    """Say whether a name is allowed: as it stands, or each of its words."""
    words = clean_line(name).casefold()
    return words in allowed or all(word in allowed for word in words.split())
