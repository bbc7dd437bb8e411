"""Certificate numbers: a series, the year of award, a serial and two check digits."""

import re
from dataclasses import dataclass
from typing import Literal

from stepback_course.text import _

HIGHEST_SERIAL = 99_999
SPECIMEN_SERIES = "SPECIMEN"

_NUMBER = re.compile(r"([A-Z]{2,8})-([0-9]{4})-([0-9]{5})-([0-9]{2})", re.ASCII | re.IGNORECASE)
_SERIES = re.compile(r"[A-Z]{2,8}")
_SERIES_OF_ORIGIN = {"official": "SBP", "illustrative": SPECIMEN_SERIES}


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """What a certificate number says; `str()` writes it out again."""

    series: str
    year: int
    """The year of award, four digits."""
    serial: int
    """1 for the first certificate of its series and year."""

    def __str__(self) -> str:
        """Return the number as it is printed."""
        return compose(self.series, self.year, self.serial)


def series_of(origin: Literal["official", "illustrative"]) -> str:
    """Return the series in which certificates of a course of that origin are numbered."""
    return _SERIES_OF_ORIGIN[origin]


def compose(series: str, year: int, serial: int) -> str:
    """Return the number `SERIES-YEAR-SERIAL-CC`, such as `SBP-2026-00042-34`.

    Raises ValueError where a part is out of its range.
    """
    if not _SERIES.fullmatch(series):
        raise ValueError(
            _("'{series}' is not a number series: use 2 to 8 capital letters").format(series=series)
        )
    if not 1000 <= year <= 9999:
        raise ValueError(_("{year} is not a year of four digits").format(year=year))
    if not 1 <= serial <= HIGHEST_SERIAL:
        raise ValueError(
            _("{serial} is not a serial number: it goes from 1 to {highest} each year").format(
                serial=serial, highest=HIGHEST_SERIAL
            )
        )
    return f"{series}-{year}-{serial:05}-{check_digits(f'{series}{year}{serial:05}')}"


def parse(number: str) -> CertificateNumber:
    """Return the parts of a certificate number; capital and small letters are the same.

    Raises ValueError with a sentence where the shape is another or the check digits do not fit.
    """
    found = _NUMBER.fullmatch(number.strip())
    if not found:
        raise ValueError(
            _(
                "'{number}' is not a certificate number: it is written like {example}, as printed"
                " on the certificate"
            ).format(number=number[:60], example=compose("SBP", 2026, 42))
        )
    series, year, serial = found[1].upper(), int(found[2]), int(found[3])
    if found[4] != check_digits(f"{series}{found[2]}{found[3]}") or year < 1000 or serial < 1:
        raise ValueError(
            _(
                "{number} does not add up: one or more characters are not as printed on the"
                " certificate; compare them and type it again"
            ).format(number=found[0])
        )
    return CertificateNumber(series, year, serial)


def check_digits(text: str) -> str:
    """Return the two check digits of capital letters and digits, by ISO 7064 MOD 97-10.

    Letters count as two digits, A=10 to Z=35, as in an IBAN or a legal entity identifier.
    """
    value = int("".join(str(int(character, 36)) for character in text))
    return f"{98 - value * 100 % 97:02}"
