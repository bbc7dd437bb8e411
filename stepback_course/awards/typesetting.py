"""Setting pages with typst: the fonts that are shipped, and what they cannot print."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

_QUOTED_IN_COMPLAINT = re.compile(r'`"(.+?)"`')
_ESCAPED_CODE_POINT = re.compile(r"\\u\{([0-9a-f]+)\}")


@cache
def fonts() -> "typst.Fonts":
    """Return typst's own fonts and Atkinson Hyperlegible, and none of this system's."""
    import typst

    folder = Path(str(files("fontpkg_atkinson_hyperlegible") / "files"))
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


def unprintable(complaints: str) -> list[str]:
    """Return the characters that no font has, from what typst said when it would not print them.

    It quotes them between backticks, a mark that does not stand alone by its code point.
    """
    found = (
        _ESCAPED_CODE_POINT.sub(lambda code: chr(int(code[1], 16)), quoted)
        for quoted in _QUOTED_IN_COMPLAINT.findall(complaints)
    )
    return [character for character in found if not character.isascii()]


def code_points(character: str) -> str:
    """Return the code points of a character and its marks, such as `U+1F600`."""
    return " ".join(f"U+{ord(part):04X}" for part in character)
