"""What certificates and letters say of the organisation, on screen."""

from pathlib import Path
from threading import Event

import pytest

from stepback_course.awards.looks import keep_look, look_of
from stepback_course.awards.page import Look
from stepback_course.desks import Desks
from stepback_course.people.organisation import Organisation, organisation_of
from stepback_course.tui.organisation_tasks import Settings, read_settings
from stepback_course.tui.screens.awards import AwardsScreen
from stepback_course.tui.screens.organisation import OrganisationForm
from stepback_course.tui.widgets.one_of import OneOf
from tests.tui.conftest import House
from tests.tui.opening import form, opened, problems, type_in
from tests.tui.sitting import Sitting
from tests.tui.widgets.host import awaited


async def settings(seat: Sitting) -> OrganisationForm:
    """Open the settings of the organisation."""
    await seat.press("2", "e")
    screen = seat.app.screen
    assert isinstance(screen, OrganisationForm)
    return screen


def choose(seat: Sitting, what: str, answer: str) -> None:
    """Choose an answer in the form in front."""
    form(seat).query_one(f"#{what}", OneOf).chosen = answer


@awaited
async def test_what_is_typed_is_kept_and_nothing_else_changes(house: House) -> None:
    before = organisation_of(house.store)
    async with opened(house.app("CO-ANN")) as seat:
        await settings(seat)
        type_in(seat, contact="office@example.org", check_address="https://example.org/check/")
        type_in(seat, closed_days="28/12/2026, 25 December 2026")
        choose(seat, "language", "en-cy")
        form(seat).query_one("#fee").focus()
        await seat.press("space", "ctrl+s")
        assert seat.front.banner.sentence.startswith("Kept.")
    assert organisation_of(house.store) == before.model_copy(
        update={
            "contact": "office@example.org",
            "check_address": "https://example.org/check/",
            "language": "en-cy",
            "fee_before_award": True,
            "closed_days": "2026-12-25, 2026-12-28",
        }
    )
    assert look_of(house.store).is_usual


@pytest.mark.parametrize(
    "address", ["http://example.org", "example.org/check", "https://example.org/#x", "https://a b"]
)
@awaited
async def test_an_address_that_no_code_could_be_put_behind_is_refused(
    house: House, address: str
) -> None:
    async with opened(house.app("CO-ANN")) as seat:
        await settings(seat)
        type_in(seat, check_address=address, case_study_months="often", name="")
        type_in(seat, closed_days="25 December 2026, easter")
        await seat.press("ctrl+s")
        assert problems(seat) == {
            "name": "this is needed",
            "check-address": "an address that begins with https:// and has no # in it",
            "case-study-months": "a whole number from 1 to 600",
            "closed-days": "days with their year and commas between them, such as 25 December 2026",
        }
    assert organisation_of(house.store) == Organisation()


@awaited
async def test_an_own_look_is_tried_before_it_is_kept(house: House, tmp_path: Path) -> None:
    (tmp_path / "certificate.typ").write_text("#nonsense(")
    async with opened(house.app("CO-ANN")) as seat:
        await settings(seat)
        choose(seat, "look", "own")
        await seat.press("ctrl+s")
        assert problems(seat) == {"folder": "this is needed"}
        type_in(seat, folder=str(tmp_path), contact="office@example.org")
        await seat.press("ctrl+s")
        assert isinstance(seat.app.screen, OrganisationForm)
        assert "certificate.typ" in seat.shown
    assert look_of(house.store).is_usual
    assert organisation_of(house.store).contact == ""


@awaited
async def test_a_folder_is_taken_as_the_look_and_the_usual_one_comes_back(
    house: House, tmp_path: Path
) -> None:
    from stepback_course.awards.page.look import templates

    usual = (templates() / "certificate.typ").read_text()
    (tmp_path / "certificate.typ").write_text(usual + "\n// our own\n")
    async with opened(house.app("CO-ANN")) as seat:
        await settings(seat)
        type_in(seat, folder=str(tmp_path))
        await seat.press("ctrl+s")
        assert seat.front.banner.sentence.startswith("Kept.")
        assert not look_of(house.store).is_usual
        await settings_again(seat)
        choose(seat, "look", "usual")
        await seat.press("ctrl+s")
    assert look_of(house.store).is_usual


@pytest.mark.parametrize(
    ("line", "typed", "where"),
    [
        ("name", "王 Ltd", "the name of the issuer"),
        ("signatory", "Ann 王", "the signatory's name"),
        ("signatory_role", "Head 王", "the signatory's role"),
        ("contact", "王@example.org", "whom to ask"),
        ("check_address", "https://example.org/王", "the address of the check page"),
    ],
)
def test_what_no_certificate_could_print_is_refused_with_its_character(
    house: House, line: str, typed: str, where: str
) -> None:
    async def typed_in() -> None:
        async with opened(house.app("CO-ANN")) as seat:
            await settings(seat)
            type_in(seat, **{line: typed})
            await seat.press("ctrl+s")
            assert isinstance(seat.app.screen, OrganisationForm)
            said = " ".join(seat.shown.split())
            assert f"do not have '王' (U+738B), which is in {where}: write it" in said

    awaited(typed_in)()
    assert organisation_of(house.store) == Organisation()


async def settings_again(seat: Sitting) -> None:
    """Open the settings from the screen of awards."""
    await seat.press("e")
    assert isinstance(seat.app.screen, OrganisationForm)


@awaited
async def test_keeping_the_rest_leaves_an_own_look_as_it_is(house: House) -> None:
    own = Look((("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),))
    keep_look(house.store, house.desks("CO-ANN").actor, own)
    async with opened(house.app("CO-ANN")) as seat:
        await settings(seat)
        type_in(seat, contact="office@example.org")
        await seat.press("ctrl+s")
        assert seat.front.banner.sentence.startswith("Kept.")
    assert look_of(house.store).id == own.id


@awaited
async def test_a_form_that_is_asked_for_twice_opens_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def slowly(desks: Desks) -> Settings:
        go_on.wait(timeout=10)
        return read_settings(desks)

    monkeypatch.setattr(f"{AwardsScreen.__module__}.read_settings", slowly)
    async with opened(house.app("CO-ANN")) as seat:
        await seat.press("2")
        for key in ("e", "e"):
            await seat.pilot.press(key)
            await seat.turns_taken()
        go_on.set()
        await seat.rest()
        assert seat.place == "OrganisationForm"
        await seat.press("escape")
        assert seat.place == "AwardsScreen"
