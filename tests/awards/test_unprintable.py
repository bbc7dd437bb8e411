"""What cannot be printed keeps no number, and what was entered by then is never lost."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from stepback_course.awards import ending, office, page
from stepback_course.awards.making import KeyElsewhere
from stepback_course.awards.models import Certificate
from stepback_course.awards.numbers import compose
from stepback_course.awards.page.refusing import CannotPrint
from stepback_course.portfolio.award import AwardRecord
from stepback_course.store import open_store
from stepback_course.text.refusals import Refusal
from tests.awards.earning import earned_by
from tests.awards.judging import certificates, require_sound
from tests.awards.watching import Stopped, happening, plain_page, stopping
from tests.house import House, Ticking

MINE, OTHER = "P-0001", "P-0002"
FIRST, SECOND, THIRD = (compose("SPECIMEN", 2026, serial) for serial in (1, 2, 3))
CREATE, NOTE = 2, 3
"""Which of the writes of issuing enters the certificate, and which notes that it is entered."""


@pytest.fixture
def house() -> House:
    """A store in which two have earned the award."""
    house = House(open_store("memory:"))
    house.clock = Ticking()
    earned_by(house.store, 2)
    return house


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make pages of nothing but what they say."""
    monkeypatch.setattr(page, "printed", plain_page)


def issue(house: House, portfolio: str = MINE) -> Certificate:
    """Issue a certificate."""
    return house.desks("CO-ANN").office.issue(portfolio)


def confirm(house: House, name: str) -> None:
    """Confirm the name to print, as its owner."""
    house.add("PR-0001", "Cerys", "practitioner")
    house.desks("PR-0001").workbook.confirm_name(MINE, name)


def refuse_to_print(house: House) -> None:
    """Issue it where nothing can be printed."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(page, "printed", unprintable)
        with suppress(Refusal):
            issue(house)


def test_a_replacement_that_cannot_be_printed_was_never_begun(house: House) -> None:
    register = house.desks("CO-ANN").register
    number = issue(house).number
    with pytest.raises(CannotPrint):
        register.replace(number, "name", name="王小明")
    assert register.revoke(number, "error").state == "revoked"
    with pytest.raises(Refusal, match=f"{number} was revoked"):
        register.replace(number, "name", name="Wang Xiaoming")
    require_sound(house.store, [MINE])


def test_a_replacement_that_cannot_be_printed_is_asked_for_otherwise(house: House) -> None:
    register = house.desks("CO-ANN").register
    number = issue(house).number
    with pytest.raises(CannotPrint):
        register.replace(number, "name", name="王小明")
    assert issue(house).number == number
    assert issue(house, OTHER).number == SECOND
    made = register.replace(number, "name", name="Wang Xiaoming")
    assert (made.number, made.facts.name, made.replaces) == (THIRD, "Wang Xiaoming", number)
    require_sound(house.store, [MINE, OTHER])


def reserve_only(house: House) -> None:
    """Reserve a number, and be killed."""
    with stopping(house.store, 0, is_done=True), suppress(Stopped):
        issue(house)


def stop(*_given: object) -> None:
    """Be killed."""
    raise Stopped


def unprintable(*_given: object, **_named: object) -> bytes:
    """Refuse to print."""
    raise CannotPrint("name", "王")


def award_of(house: House) -> AwardRecord:
    """Return what stands in the award record."""
    record = house.store.get(f"portfolio/{MINE}", "award")
    assert record is not None
    return AwardRecord.model_validate(record.document)


def test_a_name_that_cannot_be_printed_is_confirmed_otherwise_and_then_issued(
    house: House,
) -> None:
    confirm(house, "王小明")
    with pytest.raises(CannotPrint, match="the holder's name: write it with other letters"):
        issue(house)
    assert issue(house, OTHER).number == FIRST
    with pytest.raises(CannotPrint):
        issue(house)
    confirm(house, "Wang Xiaoming")
    made = issue(house)
    assert (made.number, made.facts.name) == (SECOND, "Wang Xiaoming")
    require_sound(house.store, [MINE, OTHER])


@pytest.mark.usefixtures("plain")
def test_what_is_refused_after_a_crash_keeps_no_number_either(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stopping(house.store, 0, is_done=True), suppress(Stopped):
        issue(house)
    assert award_of(house).number == FIRST
    with monkeypatch.context() as patched:
        patched.setattr(page, "printed", unprintable)
        with pytest.raises(CannotPrint):
            issue(house)
    award = award_of(house)
    assert (award.number, award.awarded_on, award.at, award.facts) == ("", "", "", {})
    confirm(house, "Cerys Wyn")
    assert issue(house).facts.name == "Cerys Wyn"


@pytest.mark.usefixtures("plain")
def test_a_key_that_is_changed_meanwhile_keeps_the_number(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(*_given: object, **_named: object) -> bytes:
        raise KeyElsewhere("the key is on another computer")

    with monkeypatch.context() as patched:
        patched.setattr(page, "printed", elsewhere)
        with pytest.raises(KeyElsewhere):
            issue(house)
    assert award_of(house).number == FIRST


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("is_noted", [False, True], ids=["entered", "noted"])
def test_what_another_program_entered_stands_though_this_one_cannot_print_it(
    house: House, monkeypatch: pytest.MonkeyPatch, is_noted: bool
) -> None:
    others: list[str] = []

    def print_too_late(*_given: object, **_named: object) -> bytes:
        monkeypatch.setattr(page, "printed", plain_page)
        at = NOTE - 1 + is_noted  # the number is reserved already
        with stopping(house.store, at, is_done=False), suppress(Stopped):
            issue(house)
        others.extend(each.number for each in certificates(house.store))
        raise CannotPrint("name", "王")

    monkeypatch.setattr(page, "printed", print_too_late)
    assert [issue(house).number] == [FIRST] == others
    issue(house, OTHER)
    require_sound(house.store, [MINE, OTHER])


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("is_stopped", [False, True], ids=["goes on", "is killed"])
@pytest.mark.parametrize(
    "next_thing",
    [
        lambda _house: None,
        lambda house: confirm(house, "Cerys Llŷr"),
        lambda house: issue(house, OTHER),
        reserve_only,
    ],
    ids=["nothing", "another name", "another certificate", "a new reservation"],
)
def test_a_program_that_enters_what_was_taken_back_makes_no_twin(
    house: House, next_thing: Callable[[House], object], is_stopped: bool
) -> None:
    with pytest.MonkeyPatch.context() as patched:

        def taken_back() -> None:
            refuse_to_print(house)
            assert not award_of(house).number
            next_thing(house)
            if is_stopped:
                patched.setattr(office, "keep_award", stop)

        with happening(house.store, CREATE, taken_back) as writes, suppress(Stopped):
            issue(house)
    assert len(writes) > CREATE
    made = issue(house)
    assert issue(house) == made
    issue(house, OTHER)
    require_sound(house.store, [MINE, OTHER])


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("is_stopped", [False, True], ids=["goes on", "is killed"])
def test_a_program_that_enters_a_replacement_that_was_let_go_makes_no_twin(
    house: House, *, is_stopped: bool
) -> None:
    number = issue(house).number
    register = house.desks("CO-ANN").register
    with pytest.MonkeyPatch.context() as patched:

        def let_go() -> None:
            with pytest.MonkeyPatch.context() as only_here:
                only_here.setattr(page, "printed", unprintable)
                with pytest.raises(CannotPrint):
                    house.desks("CO-ANN").register.replace(number, "name", name="Cerys Wyn")
            (candidate,) = house.desks("CO-ANN").office.candidates()[:1]
            assert (candidate.number, candidate.is_begun) == (number, False)
            if is_stopped:
                patched.setattr(ending, "keep_award", stop)

        with happening(house.store, CREATE, let_go) as writes, suppress(Stopped):
            register.replace(number, "name", name="Cerys Llŷr")
    assert len(writes) > CREATE
    made = issue(house)
    assert (made.number, made.facts.name) == (SECOND, "Cerys Llŷr")
    issue(house, OTHER)
    require_sound(house.store, [MINE, OTHER])


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("is_stopped", [False, True], ids=["goes on", "is killed"])
def test_a_replacement_that_was_let_go_and_entered_after_a_revocation_is_revoked(
    house: House, *, is_stopped: bool
) -> None:
    number = issue(house).number
    register = house.desks("CO-ANN").register
    made: list[Certificate] = []
    with pytest.MonkeyPatch.context() as patched:

        def let_go_and_revoke() -> None:
            with pytest.MonkeyPatch.context() as only_here:
                only_here.setattr(page, "printed", unprintable)
                with suppress(CannotPrint):
                    house.desks("CO-ANN").register.replace(number, "name", name="Cerys Wyn")
            assert house.desks("CO-ANN").register.revoke(number, "error").state == "revoked"
            if is_stopped:
                patched.setattr(ending, "keep_award", stop)

        with happening(house.store, CREATE, let_go_and_revoke), suppress(Stopped):
            made.append(register.replace(number, "name", name="Cerys Llŷr"))
    assert [each.state for each in made] == ([] if is_stopped else ["revoked"])
    with pytest.raises(Refusal, match=f"{SECOND} was revoked"):
        issue(house)
    assert {each.state for each in certificates(house.store)} == {"revoked"}


@pytest.mark.usefixtures("plain")
def test_whoever_is_revoked_before_it_was_noted_as_issued_is_not_ready_again(
    house: House,
) -> None:
    with stopping(house.store, NOTE, is_done=False), suppress(Stopped):
        issue(house)
    house.desks("CO-ANN").register.revoke(FIRST, "error")
    (candidate,) = house.desks("CO-ANN").office.candidates()[:1]
    assert (candidate.number, candidate.is_revoked, candidate.is_ready) == (FIRST, True, False)
