"""A signing key on paper: four lines to write down, and to type in again.

Each line has eight bytes of the private half as thirteen letters and digits, and three more that
check it: with them, the line's number and all sixteen, read as one number, are a multiple of a
prime. The letters are Crockford's, https://www.crockford.com/base32.html: without I, L, O and U,
which are taken for others.
"""

import re

from stepback_course.awards.keys.signing import SigningKey, key_from_seed
from stepback_course.text import _, clean_line
from stepback_course.text.refusals import Refusal

LINES = 4

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_BYTES = 8
_DATA, _CHECK, _GROUP = 13, 3, 4
_LENGTH = _DATA + _CHECK
_DATA_PLACE: int = 32**_CHECK
_NUMBER_PLACE: int = 32**_LENGTH
_PRIME = 32_719
"""The largest that three characters of 32 can count to and with which any one or two wrong
characters are noticed, a line in another's place being one: no power of 32 up to the sixteenth is
the quotient of two numbers under 32 in its field."""
_NUMBERED = re.compile(r"\s*[1-4]\s*[.:)]")


def paper(key: SigningKey) -> str:
    """Return the four lines, numbered, each of four groups of four."""
    lines = (
        _line(number, key.seed[_BYTES * (number - 1) : _BYTES * number])
        for number in range(1, LINES + 1)
    )
    return "\n".join(f"{number}.  {line}" for number, line in enumerate(lines, start=1))


def from_paper(text: str) -> bytes:
    """Return the private half, 32 bytes, of a key that was copied from paper.

    Capital or small letters, spaces and hyphens do not matter; of a whole page, the numbered lines
    are taken. Raises Refusal with the number of the line that is not as printed.
    """
    written = [line for line in text.splitlines() if line.strip()]
    lines = [line for line in written if _NUMBERED.match(line)] or written
    if len(lines) != LINES:
        raise Refusal(
            "invalid",
            _("a paper copy has {count} lines of letters and digits: these are {found}").format(
                count=LINES, found=len(lines)
            ),
        )
    return b"".join(read_line(number, line) for number, line in enumerate(lines, start=1))


def key_from_paper(text: str) -> SigningKey:
    """Return the key that was copied from paper. Raises what `from_paper` raises."""
    return key_from_seed(from_paper(text))


def read_line(number: int, text: str) -> bytes:
    """Return the eight bytes of line `number`, counted from 1. Raises Refusal."""
    typed = (
        re.sub(r"[\s-]", "", _NUMBERED.sub("", clean_line(text), count=1))
        .upper()
        .translate(_MISREAD)
    )
    for character in typed:
        if character not in _ALPHABET:
            raise _wrong(number, _("'{character}' is in no paper copy").format(character=character))
    if len(typed) != _LENGTH:
        raise _wrong(
            number,
            _("it has {count} letters and digits instead of {length}").format(
                count=len(typed), length=_LENGTH
            ),
        )
    data, check = divmod(_value(typed), _DATA_PLACE)
    fitting = [each for each in range(1, LINES + 1) if _check(each, data) == check]
    if data.bit_length() > 8 * _BYTES or not fitting:
        raise _wrong(number, _("a letter or digit is another, or two changed places"))
    if number not in fitting:
        raise _wrong(number, _("it is line {other} of the paper copy").format(other=fitting[0]))
    return data.to_bytes(_BYTES, "big")


def _line(number: int, content: bytes) -> str:
    data = int.from_bytes(content, "big")
    text = _written(data, _DATA) + _written(_check(number, data), _CHECK)
    return " ".join(text[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def _check(number: int, data: int) -> int:
    """Return what makes a line a multiple of the prime."""
    return -(number * _NUMBER_PLACE + data * _DATA_PLACE) % _PRIME


def _value(text: str) -> int:
    value = 0
    for character in text:
        value = value * 32 + _ALPHABET.index(character)
    return value


def _written(value: int, length: int) -> str:
    text = ""
    for _place in range(length):
        value, digit = divmod(value, 32)
        text = _ALPHABET[digit] + text
    return text


def _wrong(number: int, why: str) -> Refusal:
    return Refusal(
        "invalid",
        _("line {number} is not as on the paper: {why}. Compare it and type it again.").format(
            number=number, why=why
        ),
    )
