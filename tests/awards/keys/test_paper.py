"""A paper copy brings back its key, and a slip of whoever types it is found in its line."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepback_course.awards.keys.paper import from_paper, key_from_paper, paper, read_line
from stepback_course.awards.keys.signing import key_from_seed
from stepback_course.text.refusals import Refusal

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SEED = bytes(range(200, 232))
COPY = paper(key_from_seed(SEED))
LINES = [line[4:] for line in COPY.splitlines()]
seeds = st.binary(min_size=32, max_size=32)


def refusal_of(text: str) -> str:
    with pytest.raises(Refusal) as refused:
        from_paper(text)
    assert refused.value.code == "invalid"
    return str(refused.value)


def with_line(number: int, line: str) -> str:
    """Return the copy with another line in place of its `number`th."""
    return "\n".join([*LINES[: number - 1], line, *LINES[number:]])


@given(seeds)
def test_every_key_comes_back_from_its_paper_copy(seed: bytes) -> None:
    assert from_paper(paper(key_from_seed(seed))) == seed


def test_a_copy_is_four_numbered_lines_of_four_groups_without_letters_taken_for_others() -> None:
    numbers, groups = zip(*(line.split(".  ") for line in COPY.splitlines()), strict=True)
    assert numbers == ("1", "2", "3", "4")
    assert [[len(group) for group in line.split(" ")] for line in groups] == [[4] * 4] * 4
    assert set("".join(groups)) <= {*ALPHABET, " "}


@pytest.mark.parametrize(
    "typed",
    [
        COPY.lower(),
        "\n\n".join(LINES),
        "\r\n".join(line.replace(" ", "") for line in LINES) + "\r\n",
        "\n".join(f"{n}) {line.replace(' ', '-')}" for n, line in enumerate(LINES, 1)),
        f"The key with which we sign\ndid:key:z6Mk\n\n{COPY}\n\nLock it away.\n",
        COPY.replace("0", "O").replace("1", "l").replace("l.", "1."),
    ],
)
def test_it_does_not_matter_how_a_copy_is_typed(typed: str) -> None:
    assert from_paper(typed) == SEED
    assert key_from_paper(typed) == key_from_seed(SEED)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_single_wrong_character_is_found_in_its_line(number: int) -> None:
    line = LINES[number - 1].replace(" ", "")
    for place, right in enumerate(line):
        for wrong in set(ALPHABET) - {right}:
            typed = line[:place] + wrong + line[place + 1 :]
            with pytest.raises(Refusal, match=f"line {number} is not as on the paper: a letter"):
                read_line(number, typed)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_any_two_characters_that_changed_places_are_found(number: int) -> None:
    line = LINES[number - 1].replace(" ", "")
    for one, other in combinations(range(16), 2):
        typed = list(line)
        typed[one], typed[other] = typed[other], typed[one]
        if "".join(typed) != line:
            with pytest.raises(Refusal, match=f"line {number} is not as on the paper"):
                read_line(number, "".join(typed))


@given(seeds, st.data())
def test_any_two_wrong_characters_of_a_line_are_found(seed: bytes, data: st.DataObject) -> None:
    line = list(paper(key_from_seed(seed)).splitlines()[2][4:].replace(" ", ""))
    places = data.draw(st.lists(st.integers(0, 15), min_size=2, max_size=2, unique=True))
    for place in places:
        line[place] = data.draw(st.sampled_from([c for c in ALPHABET if c != line[place]]))
    with pytest.raises(Refusal, match="line 3 is not as on the paper"):
        read_line(3, "".join(line))


def test_lines_in_another_order_are_found() -> None:
    for order in permutations(range(4)):
        if order != (0, 1, 2, 3):
            refusal_of("\n".join(LINES[place] for place in order))
    swapped = "\n".join(LINES[place] for place in (0, 2, 1, 3))
    assert "line 2 is not as on the paper: it is line 3 of the paper copy" in refusal_of(swapped)


def test_what_is_wrong_with_a_line_is_said() -> None:
    assert "these are 3" in refusal_of("\n".join(LINES[:3]))
    assert "these are 0" in refusal_of("")
    short = refusal_of(with_line(2, LINES[1][:-1]))
    assert "line 2 is not as on the paper: it has 15 letters and digits instead of 16" in short
    assert "it has 17 letters" in refusal_of(with_line(4, LINES[3] + "7"))
    assert "line 3 is not as on the paper: 'U' is in no" in refusal_of(with_line(3, "u" * 16))
    assert "line 1 is not as on the paper: '€'" in refusal_of(with_line(1, "€"))


def test_a_line_that_says_more_than_eight_bytes_is_none() -> None:
    with pytest.raises(Refusal, match="line 1 is not as on the paper: a letter or digit"):
        read_line(1, _line_of_65_bits())


def test_what_would_move_the_cursor_is_not_repeated() -> None:
    assert "\x1b" not in refusal_of(with_line(1, "\x1b[2J" + LINES[0][:-1] + "!"))


def _line_of_65_bits() -> str:
    """Return a line that checks, of thirteen characters that are more than eight bytes."""
    data = 2**64 + 5
    check = -(32**16 + data * 32**3) % 32_719
    value, text = data * 32**3 + check, ""
    for _place in range(16):
        value, digit = divmod(value, 32)
        text = ALPHABET[digit] + text
    return text
