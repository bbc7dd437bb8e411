"""The key on screen: made, unlocked, locked by itself, on paper, and renewed."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from stepback_course.awards.keys.chest import KeyChest
from stepback_course.awards.keys.issuers import current_key, issuer_keys, register_key
from stepback_course.awards.keys.paper import paper
from stepback_course.awards.making import KeyElsewhere
from stepback_course.tui.screens.awarding_base import AwardingScreen
from stepback_course.tui.screens.awards import AwardsScreen
from stepback_course.tui.screens.key_forms import MakeKey, Rehearse, TellCompromised, Unlock
from stepback_course.tui.screens.signing_key import KeyScreen, PaperCopy
from stepback_course.tui.widgets.form_lines import MASK
from tests.awards.keys.chests import PASSPHRASE, chest_in, guess_quickly
from tests.awards.office_elsewhere import office_elsewhere
from tests.course_done import earn
from tests.house import Ticking
from tests.tui.conftest import House
from tests.tui.frames import frame
from tests.tui.opening import cells, form, offered, opened, problems, type_in
from tests.tui.sitting import Sitting
from tests.tui.widgets.host import awaited


@pytest.fixture
def house(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house on a computer that can have a key, at a time that goes on."""
    guess_quickly(monkeypatch)
    house.clock = Ticking()
    house.chest = chest_in(tmp_path / "keys", house.clock)
    return house


@pytest.fixture
def keyed(house: House) -> House:
    """A house whose key is made, known to its store, and locked."""
    made = chest(house).make(PASSPHRASE)
    desks = house.desks("CO-ANN")
    register_key(house.store, desks.actor, house.clock, made.did)
    chest(house).lock()
    return house


def chest(house: House) -> KeyChest:
    """Return where the key is."""
    assert house.chest is not None
    return house.chest


def later(house: House, minutes: int) -> None:
    """Let time go on."""
    assert isinstance(house.clock, Ticking)
    house.clock.now += timedelta(minutes=minutes)


async def give(seat: Sitting, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase into the form in front, and let it do what it is for."""
    type_in(seat, passphrase=passphrase)
    await seat.press("enter")


def state(seat: Sitting) -> str:
    """Return how it stands with the key, as is said."""
    return str(seat.app.screen.query_one("#state").render())


def look(seat: Sitting) -> None:
    """Let the screen look at the key, as it does every few seconds."""
    assert isinstance(seat.front, AwardingScreen)
    seat.front.look_at_key()


def everything(seat: Sitting) -> str:
    """Return all that is drawn, told, and offered, where no secret may be."""
    told = " ".join(str(notice.message) for notice in seat.app._notifications)
    listed = str(offered(seat))
    picture = seat.app.export_screenshot()
    return "\n".join((frame(seat.app), told, listed, picture, seat.app.clipboard))


@awaited
async def test_without_a_key_it_is_said_that_certificates_are_unsigned(house: House) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("2")
        assert "Certificates are unsigned: this organisation has no key yet. k makes" in seat.shown
        await seat.press("k")
        assert "There is no key: certificates are unsigned." in state(seat)
        assert {"Make the key", "From paper"} <= offered(seat).keys()
        assert {"Unlock", "Lock", "New key", "Paper copy"}.isdisjoint(offered(seat))


@awaited
async def test_a_key_is_made_and_certificates_are_signed_from_then_on(house: House) -> None:
    earn(house, "P-CERYS")
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("2", "k", "n")
        assert isinstance(form(seat), MakeKey)
        first, second = "lark", "lurk"
        type_in(seat, passphrase=first, again=second)
        await seat.press("ctrl+s")
        assert problems(seat) == {"again": "this is not the same"}
        short = "a few words"
        type_in(seat, passphrase=short, again=short)
        await seat.press("ctrl+s")
        assert "15 or more" in " ".join(seat.shown.split())
        type_in(seat, passphrase=PASSPHRASE, again=PASSPHRASE)
        await seat.press("ctrl+s")
        assert isinstance(seat.app.screen, KeyScreen)
        assert "Take its paper copy now" in seat.front.banner.sentence
        assert "unlocked until 12:" in state(seat)
        assert "✓ signs, on this computer" in cells(seat)[0][2]
        await seat.press("escape", "i", "enter")
        assert "is issued" in seat.front.banner.sentence
    (certificate,) = house.desks("CO-ANN").register.every()
    known = current_key(house.store)
    assert known is not None
    assert certificate.key == known.did


@awaited
async def test_issuing_asks_for_the_passphrase_once_in_a_sitting(keyed: House) -> None:
    for portfolio in ("P-CERYS", "P-ELEN"):
        earn(keyed, portfolio)
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2")
        assert "The key is locked" in seat.shown
        await seat.press("i", "enter")
        assert isinstance(form(seat), Unlock)
        await seat.press("escape")
        assert list(keyed.desks("CO-ANN").register.every()) == []
        await seat.press("i", "enter")
        await give(seat, "wrong")
        assert "does not open the key" in " ".join(seat.shown.split())
        assert seat.app.screen.query_one(Input).value == ""
        await give(seat)
        assert "is issued" in seat.front.banner.sentence
        await seat.press("home", "i", "enter")
        assert isinstance(seat.app.screen, AwardsScreen)
        assert "is issued" in seat.front.banner.sentence
    signed = [each.is_signed for each in keyed.desks("CO-ANN").register.every()]
    assert signed == [True, True]


@awaited
async def test_a_replacement_asks_for_the_passphrase_too(keyed: House) -> None:
    earn(keyed, "P-CERYS")
    chest(keyed).unlock(PASSPHRASE)
    keyed.desks("CO-ANN").office.issue("P-CERYS")
    chest(keyed).lock()
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2", "r", "enter", "c")
        assert isinstance(form(seat), Unlock)


@awaited
async def test_the_masthead_says_until_when_and_that_the_key_has_locked_itself(
    keyed: House,
) -> None:
    chest(keyed).unlock(PASSPHRASE)
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2")
        assert seat.front.masthead.mark.startswith("key unlocked until 12:1")
        later(keyed, 16)
        look(seat)
        await seat.rest()
        assert seat.front.masthead.mark == ""
        assert "has locked itself" in seat.front.banner.sentence
        assert "The key is locked" in seat.shown
    assert not chest(keyed).is_unlocked


@awaited
async def test_looking_at_the_key_is_no_use_of_it(keyed: House) -> None:
    chest(keyed).unlock(PASSPHRASE)
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2")
        before = seat.front.masthead.mark
        later(keyed, 8)
        look(seat)
        assert seat.front.masthead.mark == before


@awaited
async def test_the_key_is_locked_by_hand_and_when_somebody_else_sits_down(keyed: House) -> None:
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2", "k", "u")
        await give(seat)
        assert chest(keyed).is_unlocked
        assert "Unlock" not in offered(seat)
        await seat.press("l")
        assert not chest(keyed).is_unlocked
        assert seat.front.banner.sentence == "The key is locked."
        assert "Lock" not in offered(seat)
        chest(keyed).unlock(PASSPHRASE)
        seat.app.sit_down(keyed.desks("TR-TOM").actor)
        await seat.rest()
        assert not chest(keyed).is_unlocked


@awaited
async def test_the_paper_copy_is_shown_unlocked_and_typed_back(keyed: House) -> None:
    lines = paper(chest(keyed).unlock(PASSPHRASE)).splitlines()
    chest(keyed).lock()
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2", "k", "p")
        await give(seat)
        assert isinstance(seat.app.screen, PaperCopy)
        assert all(line in frame(seat.app) for line in lines)
        await seat.press("enter")
        assert isinstance(form(seat), Rehearse)
        typed = {f"line-{number}": line for number, line in enumerate(lines, start=1)}
        type_in(seat, **(typed | {"line-2": lines[1][:-1] + ("0" if lines[1][-1] != "0" else "1")}))
        await seat.press("ctrl+s")
        assert list(problems(seat)) == ["line-2"]
        type_in(seat, **{"line-2": lines[1].lower()})
        await seat.rest()
        assert lines[1].lower() in frame(seat.app)
        await seat.press("ctrl+s")
        assert "The paper copy is right." in seat.front.banner.sentence
        assert "✓ paper copy typed back on 4 March 2026" in state(seat)


@awaited
async def test_a_new_key_takes_the_place_of_the_old_one(keyed: House) -> None:
    old = chest(keyed).did
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2", "k", "r")
        type_in(seat, passphrase=PASSPHRASE, again=PASSPHRASE)
        await seat.press("ctrl+s")
        assert "A new key is made" in seat.front.banner.sentence
        assert [row[2] for row in cells(seat)] == [
            "✓ signs, on this computer",
            "○ retired on 4 March 2026",
        ]
    assert [key.did for key in issuer_keys(keyed.store)] == [old, chest(keyed).did]


@awaited
async def test_a_lost_computers_key_comes_back_from_paper(keyed: House, tmp_path: Path) -> None:
    lines = paper(chest(keyed).unlock(PASSPHRASE)).splitlines()
    did = chest(keyed).did
    keyed.chest = chest_in(tmp_path / "another computer", keyed.clock)
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2", "k")
        assert "The key that signs is on another computer" in state(seat)
        assert "Make the key" not in offered(seat)
        await seat.press("b")
        type_in(seat, **{f"line-{number}": line for number, line in enumerate(lines, start=1)})
        type_in(seat, passphrase=PASSPHRASE, again=PASSPHRASE)
        await seat.press("ctrl+s")
        assert "The key is on this computer" in seat.front.banner.sentence
    assert chest(keyed).did == did


@awaited
async def test_where_the_key_is_elsewhere_nothing_is_issued_unsigned(
    keyed: House, tmp_path: Path
) -> None:
    earn(keyed, "P-CERYS")
    keyed.chest = chest_in(tmp_path / "another computer", keyed.clock)
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2")
        assert "The key is not on this computer" in seat.shown
        assert "locked" not in seat.shown
        for key in ("i", "I"):
            await seat.press(key)
            assert isinstance(seat.app.screen, AwardsScreen)
            assert "is not on this computer. Issue where it is" in seat.front.banner.sentence
    assert list(keyed.desks("CO-ANN").register.every()) == []


@awaited
async def test_a_laptop_whose_office_is_elsewhere_issues_nothing_and_says_so_at_once(
    keyed: House,
) -> None:
    earn(keyed, "P-CERYS")
    chest(keyed).unlock(PASSPHRASE)
    office_elsewhere(keyed.store)
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2")
        assert "Certificates are issued at the office" in seat.shown
        await seat.press("i")
        assert isinstance(seat.app.screen, AwardsScreen)
        assert "this computer is not the office" in seat.front.banner.sentence
    with pytest.raises(KeyElsewhere, match="this computer is not the office"):
        keyed.desks("CO-ANN").office.issue("P-CERYS")
    award = keyed.store.get("portfolio/P-CERYS", "award")
    assert award is not None
    assert not award.document.get("number")


@awaited
async def test_a_key_on_this_computer_that_the_store_does_not_know_is_let_sign(
    house: House,
) -> None:
    did = chest(house).make(PASSPHRASE).did
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("2", "k")
        assert "It does not sign for this organisation" in state(seat)
        assert {"Make the key", "New key"}.isdisjoint(offered(seat))
        await seat.press("a")
        await give(seat)
        assert "signed with the key on this computer" in seat.front.banner.sentence
    known = current_key(house.store)
    assert known is not None
    assert known.did == did


@awaited
async def test_a_key_that_others_may_have_had_signs_no_more(keyed: House) -> None:
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2", "k", "x")
        assert isinstance(form(seat), TellCompromised)
        type_in(seat, since="5 March 2026")
        await seat.press("ctrl+s")
        assert problems(seat) == {"since": "a day that was, such as 31 August 2026"}
        type_in(seat, since="2 March 2026")
        await seat.press("ctrl+s")
        assert "It signs no more." in seat.front.banner.sentence
        assert cells(seat)[0][2] == "✗ others may have had it since 2 March 2026"
    assert current_key(keyed.store) is None


@awaited
async def test_what_is_typed_in_secret_is_nowhere_to_be_seen(keyed: House) -> None:
    words = ("Zeb", "qui", "vox")
    typed = " ".join(words)
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2", "k", "u", *typed)
        line = seat.app.screen.query_one(Input)
        assert line.value == typed
        await seat.press("shift+home", "ctrl+c", "ctrl+x")
        assert line.value == typed
        for word in words:
            assert word not in everything(seat)
        assert MASK * 4 in frame(seat.app)
        await seat.press("enter")
        for word in words:
            assert word not in everything(seat)


@awaited
async def test_no_message_tells_what_is_typed_in_secret(
    keyed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2", "k", "u")
        screen = seat.app.screen
        on_message = screen._on_message

        async def listening(message: object) -> None:
            if isinstance(message, Input.Changed):
                told.append(message.value)
            await on_message(message)  # type: ignore[arg-type] # handed on

        monkeypatch.setattr(screen, "_on_message", listening)
        await seat.press(*"lark")
    assert told == [MASK * count for count in (1, 2, 3, 4)]


@awaited
async def test_a_form_cannot_be_left_while_what_it_does_is_under_way(keyed: House) -> None:
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2", "k", "u")
        unlock = seat.app.screen
        assert isinstance(unlock, Unlock)
        unlock._set_busy(True)
        await seat.press("escape")
        assert seat.place == "Unlock"
        unlock._set_busy(False)
        await seat.press("escape")
        assert seat.place == "KeyScreen"


@awaited
async def test_a_damaged_key_file_is_told_in_a_sentence(keyed: House) -> None:
    chest(keyed).path.write_text("{")
    async with opened(keyed.app("CO-ANN")) as seat:
        await seat.press("2", "k")
        assert "signing-key.json" in state(seat)
        assert seat.app.is_running
