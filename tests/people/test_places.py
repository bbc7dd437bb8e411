"""Finding one's place again."""

from pathlib import Path

import pytest

from stepback_course.people.places import PORTFOLIOS, Places, Stop, Stops

HERE = Stop("activity/one-purpose", field=1, row=3, column=12)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is not there yet."""
    return tmp_path / "own" / "places.json"


def test_a_place_is_found_again_by_the_next_program(path: Path) -> None:
    Places(path).note("P-CERYS", "statement-01", HERE)
    assert Places(path).of("P-CERYS") == Stops("statement-01", {"statement-01": HERE})
    assert Places(path).of("p-cerys").last == "statement-01"


def test_each_unit_keeps_its_own_place_and_the_last_one_is_known(path: Path) -> None:
    places = Places(path)
    places.note("P-CERYS", "statement-01", HERE)
    places.note("P-CERYS", "statement-02", Stop("reading"))
    places.note("P-ELEN", "statement-09", Stop("reading"))
    assert places.of("P-CERYS").last == "statement-02"
    assert places.of("P-CERYS").units["statement-01"] == HERE
    places.note("P-CERYS", "statement-01", HERE)
    assert Places(path).of("P-CERYS").last == "statement-01"


def test_what_another_window_noted_is_kept(path: Path) -> None:
    one, other = Places(path), Places(path)
    assert one.of("P-CERYS") == other.of("P-CERYS") == Stops()
    one.note("P-CERYS", "statement-01", HERE)
    other.note("P-CERYS", "statement-02", HERE)
    assert set(Places(path).of("P-CERYS").units) == {"statement-01", "statement-02"}


def test_a_place_that_is_not_for_good_is_not_written(path: Path) -> None:
    places = Places(path)
    places.note("P-CERYS", "statement-01", HERE, for_good=False)
    assert places.of("P-CERYS").last == "statement-01"
    assert not path.exists()


def test_the_same_place_is_not_written_again(path: Path) -> None:
    places = Places(path)
    places.note("P-CERYS", "statement-01", HERE)
    path.unlink()
    places.note("P-CERYS", "statement-01", HERE)
    assert not path.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"p-cerys": {"units": {"x": 3}}}', "\x00"])
def test_a_file_that_is_none_counts_as_empty_and_is_replaced(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    places = Places(path)
    assert places.of("P-CERYS") == Stops()
    places.note("P-CERYS", "statement-01", HERE)
    assert Places(path).of("P-CERYS").last == "statement-01"


def test_a_folder_that_cannot_be_written_to_interrupts_nobody(tmp_path: Path) -> None:
    occupied = tmp_path / "a-file"
    occupied.touch()
    places = Places(occupied / "places.json")
    places.note("P-CERYS", "statement-01", HERE)
    assert places.of("P-CERYS").last == "statement-01"


def test_the_portfolios_longest_not_opened_are_forgotten_first(path: Path) -> None:
    places = Places(path)
    for number in range(PORTFOLIOS):
        places.note(f"P-{number}", "statement-01", HERE)
    places.note("P-0", "statement-02", HERE)
    places.note("P-NEW", "statement-01", HERE)
    assert Places(path).of("P-0").last == "statement-02"
    assert Places(path).of("P-1") == Stops()
