"""Who is ready, and issuing, in plain lines."""

import io
from pathlib import Path

import pytest

from stepback_course.plain.awarding.awards_desk import AwardsDesk
from stepback_course.plain.awarding.unlocking import TRIES
from stepback_course.plain.conversation import Conversation, Left
from tests.awards.keys.chests import PASSPHRASE
from tests.awards.office_elsewhere import office_elsewhere
from tests.house import House
from tests.plain.awarding.conftest import CERYS, DAFYDD, Coordinator
from tests.plain.conftest import Talk


def test_a_coordinator_hears_who_is_ready_and_what_the_others_need(ann: Coordinator) -> None:
    said = ann("w", ".", ".")

    assert "2 are ready.\n1 still needs something.\n0 have a certificate.\n" in said
    assert "Certificates are unsigned: this organisation has no key." in said
    assert "\nCerys Wyn: ready\nDafydd Puw: ready\nElen Môn: 11 units are not met yet" in said
    assert "taught day 2 was missed" in said


def test_many_are_said_nine_at_a_time(ann: Coordinator) -> None:
    for number in range(8):
        ann.house.add(f"PR-{number}", f"Zeta {number}", "practitioner")
        ann.house.enrol(f"PR-{number}", f"P-{number}")
    first, second = ann("w", "m", ".", ".").split("m. More")
    assert "Zeta 5: 11 units" in first
    assert "Zeta 6" not in first
    assert "Zeta 7: 11 units" in second
    assert "Zeta 7" not in ann("w", ".", ".", ".")


def test_others_are_not_offered_certificates(house: House) -> None:
    assert "Certificates" not in Talk(house)(".", person="AS-MEG")


def test_everybody_who_is_ready_is_issued_to_with_a_line_for_each(ann: Coordinator) -> None:
    said = ann("i", "yes", "no", ".", ".")

    assert "1 of 2: Cerys Wyn, SPECIMEN-2026-00001-" in said
    assert "2 of 2: Dafydd Puw, SPECIMEN-2026-00002-" in said
    assert "2 are issued." in said
    assert "2 have a certificate." in said
    assert ann.states() == {"Cerys Wyn": "issued", "Dafydd Puw": "issued"}


def test_some_are_chosen_by_their_numbers(ann: Coordinator) -> None:
    said = ann("s", "7", "2", "yes", "no", ".", ".")

    assert "Type the numbers with spaces between them." in said
    assert ann.states() == {"Dafydd Puw": "issued"}


def test_nothing_is_issued_without_a_yes(ann: Coordinator) -> None:
    assert "Nothing is issued." in ann("i", "no", ".", ".")
    assert ann.states() == {}


def test_what_is_refused_meanwhile_is_said_and_the_others_are_issued_to(
    signing: Coordinator,
) -> None:
    def strike_out(_question: str) -> str:
        signing.house.desks("TR-TOM").registry.attend(DAFYDD, 2, "absent")
        return PASSPHRASE

    said = signing("i", "yes", "no", ".", ".", hidden=strike_out)
    assert "2 of 2: no certificate for Dafydd Puw yet: taught day 2 was missed" in said
    assert "1 certificate is issued." in said
    assert signing.states() == {"Cerys Wyn": "issued"}


def test_whoever_leaves_stops_the_issuing_and_what_is_issued_stays(ann: Coordinator) -> None:
    class Stopping(io.StringIO):
        """Somebody presses control and c as soon as the first is said."""

        def write(self, said: str) -> int:
            if said.startswith("1 of 2"):
                talk.end()
            return super().write(said)

    talk = Conversation(io.BytesIO(b"i\nyes\nno\n.\n"), Stopping())
    with pytest.raises(Left):
        AwardsDesk(talk, ann.desks).visit()
    assert ann.states() == {"Cerys Wyn": "issued"}


def test_letters_are_written_to_a_folder(ann: Coordinator, tmp_path: Path) -> None:
    said = ann("s", "1", "yes", "yes", str(tmp_path / "letters"), ".", ".")

    assert "Nothing has been sent." in said
    assert len(list((tmp_path / "letters").iterdir())) == 2


def test_a_locked_key_is_unlocked_first(signing: Coordinator) -> None:
    said = signing("i", "yes", "not the words of the key", PASSPHRASE, "no", ".", ".")

    assert "the key is locked: you are asked to unlock it." in said
    assert "Unlocked until 12:18." in said
    assert "Certificates are signed, and the key is unlocked." in said
    assert all(row.is_signed for row in signing.desks.register.page().rows)
    assert len(signing.states()) == 2


def test_without_the_passphrase_nothing_is_issued(signing: Coordinator) -> None:
    said = signing("i", "yes", *["not the words of the key"] * TRIES, ".", ".")
    assert "Nothing is issued." in said
    assert "Nothing is issued." in signing("i", "yes", "?", ".", ".", ".")
    assert signing.states() == {}


def test_a_passphrase_is_asked_for_where_nobody_sees_it(signing: Coordinator) -> None:
    asked = []

    def hidden(question: str) -> str:
        asked.append(question)
        return PASSPHRASE

    signing("i", "yes", "no", ".", ".", hidden=hidden)
    assert asked == ["The passphrase of the key: "]
    assert len(signing.states()) == 2


def test_a_key_that_is_elsewhere_is_said_and_nothing_is_issued(
    signing: Coordinator, tmp_path: Path
) -> None:
    signing.chest.path.rename(tmp_path / "elsewhere")
    said = signing("i", ".", ".")
    assert "Certificates are signed, and the key is not on this computer" in said
    _before, after = said.split("which is not on this computer")
    assert "Certificates, what now" in after
    assert signing.states() == {}


def test_a_laptop_whose_office_is_elsewhere_says_so_before_it_asks_anything(
    ann: Coordinator,
) -> None:
    office_elsewhere(ann.house.store)
    said = ann("i", ".", ".")
    assert "Certificates are issued at the office, and this computer is not it." in said
    assert "this computer is not the office" in said
    assert "Nothing is issued." not in said
    assert ann.states() == {}


def test_the_commands_that_keep_the_key_are_said(signing: Coordinator) -> None:
    said = signing("k", ".", ".")
    assert "the key is locked" in said
    for command in ("new", "show", "paper", "restore", "rotate"):
        assert f"stepback key {command}" in said


def test_what_was_interrupted_is_said_and_finished(
    ann: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ann.house.store, "create", die)
        with pytest.raises(KeyboardInterrupt):
            ann.desks.office.issue(CERYS)
    said = ann("w", "i", "yes", "no", ".", ".")
    assert "Cerys Wyn: begun and interrupted" in said
    assert ann.states() == {"Cerys Wyn": "issued", "Dafydd Puw": "issued"}
