"""Releasing in plain lines: what will happen first, then the releasing, then the letters."""

from pathlib import Path

import pytest

from tests.marking.conftest import ALL_MET, ONE_NOT_YET, WHAT_IS_MISSING
from tests.plain.conftest import Talk
from tests.plain.marking.conftest import CERYS, ELEN, MEG


@pytest.fixture
def decided(waiting: Talk) -> Talk:
    """Cerys is met without a word, and Elen has something to do yet."""
    meg = waiting.house.desks(MEG).desk
    meg.decide(*CERYS, ALL_MET, {})
    meg.decide(*ELEN, ONE_NOT_YET, WHAT_IS_MISSING, "Well begun.")
    return waiting


def left(talk: Talk) -> list[str]:
    return [row.portfolio for row in talk.house.desks(MEG).desk.to_release().rows]


def test_what_would_happen_is_said_before_anything_does(decided: Talk) -> None:
    said = decided("r", ".", ".", person=MEG)

    assert "Release 2 decisions?" in said
    assert "1 of them without a word" in said
    assert "1. Cerys Wyn, Statement 1: met, without a word" in said
    assert "2. Elen Môn, Statement 1: not yet met" in said
    assert left(decided) == ["P-CERYS", "P-ELEN"]


def test_all_are_released_once_that_is_agreed(decided: Talk) -> None:
    assert "Nothing is released." in decided("r", "1", "no", ".", ".", person=MEG)
    said = decided("r", "1", "yes", "no", ".", person=MEG)

    assert "2 decisions are released." in said
    assert left(decided) == []


def test_some_are_released_by_their_numbers(decided: Talk) -> None:
    said = decided("r", "2", "x", "2", "yes", "no", ".", person=MEG)

    assert "Type the numbers with spaces between them." in said
    assert left(decided) == ["P-CERYS"]


def test_one_is_held_back_with_a_reason_and_let_go(decided: Talk) -> None:
    said = decided("r", "3", "1", "A word with her first", "1", "yes", "no", ".", person=MEG)
    assert "1. Cerys Wyn, Statement 1: met, held by Megan Price: A word with her first" in said
    assert left(decided) == ["P-CERYS"]

    said = decided("r", "3", "1", "1", "yes", "no", ".", person=MEG)
    assert "Cerys Wyn, Statement 1 is let go." in said
    assert left(decided) == []


def test_words_that_may_tell_who_a_child_is_are_asked_about_once(decided: Talk) -> None:
    meg = decided.house.desks(MEG).desk
    for place in (CERYS, ELEN):
        meg.undo(*place)
        meg.decide(*place, ALL_MET, {}, "Osian was lucky with you.")
    said = decided("r", "1", "A bear in our story", "yes", "no", ".", person=MEG)

    assert said.count("Osian may tell who a child is") == 1
    assert said.count("the feedback as a whole") == 2
    assert "2 decisions are released." in said


def test_letters_are_written_where_somebody_wants_them(decided: Talk, tmp_path: Path) -> None:
    said = decided("r", "1", "yes", "yes", str(tmp_path / "letters"), ".", person=MEG)

    assert "Nothing has been sent." in said
    assert len(list((tmp_path / "letters").iterdir())) == 2


def test_where_nothing_waits_that_is_said(waiting: Talk) -> None:
    assert "No decision waits to be released." in waiting("r", ".", person=MEG)
