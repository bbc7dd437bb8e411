"""Working through a unit, a page at a time."""

from textual.widgets import Button, Markdown, TextArea

from stepback_course.course.activities import Sort, Targets
from stepback_course.tui.pages import cards_for, offered_cards
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.one_of import OneOf
from stepback_course.tui.widgets.pile_box import PileBox
from stepback_course.tui.widgets.targets import TargetsWidget
from tests.filling import fill, submit
from tests.house import packed_course
from tests.tui.conftest import House
from tests.tui.sitting import NARROW, PERSON, PORTFOLIO, WIDE, refer, sitting
from tests.tui.widgets.host import awaited
from tests.tui.writing import UNIT, WRITING, begun, open_writing, sit_elsewhere, text_of

__all__ = ["begun"]


# Pages.


@awaited
async def test_in_a_narrow_window_the_reading_is_the_first_page(house: House) -> None:
    async with sitting(house, unit=UNIT) as seat:
        assert "1 of 5" in seat.shown
        assert not seat.app.screen.query("ActivityWidget")
        assert seat.app.screen.query_one("PageBody Markdown", Markdown)
        await seat.press("f3")
        assert "2 of 5" in seat.shown
        assert seat.activity.has_focus_within
        await seat.press("f2", "f2")
        assert "1 of 5" in seat.shown


@awaited
async def test_in_a_wide_window_the_reading_stands_beside_the_page(house: House) -> None:
    async with sitting(house, WIDE, unit=UNIT) as seat:
        assert "1 of 4" in seat.shown
        beside = seat.app.screen.query_one("#beside")
        page = seat.app.screen.query_one("PageBody")
        assert beside.display
        assert beside.region.right <= page.region.x
        assert seat.activity.has_focus_within


@awaited
async def test_a_window_that_grows_leaves_the_reading_for_what_comes_after_it(house: House) -> None:
    async with sitting(house, unit=UNIT) as seat:
        await seat.pilot.resize_terminal(*WIDE)
        await seat.rest()
        assert "1 of 4" in seat.shown
        await seat.pilot.resize_terminal(*NARROW)
        await seat.rest()
        assert "2 of 5" in seat.shown


@awaited
async def test_one_activity_is_mounted_at_a_time(house: House) -> None:
    async with sitting(house, unit=UNIT) as seat:
        for _page in range(2):
            await seat.press("f3")
            assert len(seat.app.screen.query("ActivityWidget")) == 1
        assert "3 of 5" in seat.shown


@awaited
async def test_a_unit_opens_at_the_first_page_that_is_not_complete(house: House) -> None:
    house.desks(PERSON).workbook.respond(
        PORTFOLIO, UNIT, "name-the-purpose", {"before": 1, "after": 4}
    )
    async with sitting(house, unit=UNIT) as seat:
        assert seat.activity.activity.id == "yesterdays-help"


@awaited
async def test_a_click_on_the_strip_opens_a_page(house: House) -> None:
    async with sitting(house, WIDE, unit=UNIT) as seat:
        await seat.pilot.click("PageStrip", offset=(8, 0))
        await seat.rest()
        assert "3 of 4" in seat.shown


@awaited
async def test_a_unit_that_the_course_does_not_have_is_named(house: House) -> None:
    async with sitting(house, unit="statement-99") as seat:
        assert "statement-99" in seat.front.banner.sentence


# The ready check.


@awaited
async def test_the_ready_check_names_what_is_missing_and_goes_there(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, UNIT)
    house.desks(PERSON).workbook.respond(PORTFOLIO, UNIT, WRITING, "Too short.")
    async with sitting(house, unit=UNIT) as seat:
        await seat.press("f2", "f5")
        assert seat.place == "ChooseOne"
        assert "One thing is still missing" in seat.shown
        await seat.press("enter")
        assert seat.activity.activity.id == WRITING


@awaited
async def test_a_ready_unit_is_submitted_from_its_check(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, UNIT)
    async with sitting(house, unit=UNIT) as seat:
        await seat.press("f5")
        assert seat.place == "SubmitScreen"
        seat.app.screen.query_one("#name", FormLine).value = "Cerys Wyn"
        await seat.press("ctrl+s", "enter")
        assert "with assessor" in seat.shown
        view = house.desks(PERSON).workbook.unit(PORTFOLIO, UNIT)
        assert view.record.state == "submitted"


# Closed and returned units.


@awaited
async def test_a_closed_unit_can_be_read_and_not_changed_and_says_why(house: House) -> None:
    submit(house.desks(PERSON), PORTFOLIO, UNIT)
    async with sitting(house, unit=UNIT) as seat:
        assert "Everything can be read here" in seat.shown
        await seat.press("f4", "end", "enter")
        assert seat.activity.read_only
        before = text_of(house)
        await seat.press("x", "ctrl+s")
        assert text_of(house) == before


@awaited
async def test_a_unit_that_came_back_begins_with_what_was_said(house: House) -> None:
    refer(house, UNIT)
    async with sitting(house, unit=UNIT) as seat:
        assert seat.shown.index("What is met") < seat.shown.index("What is needed")
        assert "Say what [the learner] said." in seat.shown
        await seat.press("f4", "end", "enter")
        area = seat.app.focused
        assert isinstance(area, TextArea)
        area.insert(" He said it was for reading.")
        await seat.press("ctrl+s")
        assert str(text_of(house)).endswith(" He said it was for reading.")


@awaited
async def test_hostile_text_in_an_answer_is_shown_as_it_is(begun: House) -> None:
    hostile = "[/] [@click=app.quit]hi[/] [type=x, v={'a[0]'}] \x1b]0;owned\x07 and \u202egpj.exe"
    sit_elsewhere(begun, hostile)
    async with sitting(begun, unit=UNIT) as seat:
        area = await open_writing(seat)
        assert area.text == "[/] [@click=app.quit]hi[/] [type=x, v={'a[0]'}]  and gpj.exe"
        area.insert("\x1b[31m[/red]")
        await seat.press("ctrl+s")
        assert text_of(begun) == area.text
        assert area.text.endswith(" and gpj.exe[/red]")


# The case study.


@awaited
async def test_before_permission_the_other_pages_only_show_the_way_to_it(house: House) -> None:
    async with sitting(house, unit="learners-voice") as seat:
        await seat.press("f4", "end", "enter")
        assert "Permission comes first" in seat.shown
        assert not seat.app.screen.query("ActivityWidget")
        assert isinstance(seat.app.focused, Button)
        await seat.press("enter")
        assert "Permission is not recorded yet" in seat.shown


@awaited
async def test_permission_is_recorded_and_opens_the_pages(house: House) -> None:
    async with sitting(house, unit="learners-voice") as seat:
        await seat.press("f3", "f3", "enter")
        await seat.press("ctrl+s")
        assert "give the learner a made-up name" in seat.shown
        form = seat.app.screen
        form.query_one("#learner", FormLine).value = "Robin"
        form.query_one("#on", FormLine).value = "1/3/2026"
        form.query_one("#given-by", OneOf).focus()
        await seat.press("space", "tab", "tab", "down", "space", "ctrl+s")
        assert "Ask the learner first" in seat.shown
        await seat.press("space", "ctrl+s")
        consent = house.desks(PERSON).workbook.open(PORTFOLIO).consent
        assert consent is not None
        assert (consent.learner, consent.on, consent.how) == ("Robin", "2026-03-01", "spoken")
        assert consent.scopes == ("assessment",)
        assert "The learner is called Robin here." in seat.shown
        await seat.press("f4", "end", "enter")
        assert seat.activity.has_focus_within


@awaited
async def test_targets_are_chosen_from_the_cards_of_the_sort(house: House) -> None:
    desks, unit = house.desks(PERSON), "statement-08"
    fill(desks, PORTFOLIO, unit)
    definition = desks.workbook.unit(PORTFOLIO, unit).unit
    sort, targets = definition.activity("partner-sort"), definition.activity("partner-targets")
    assert isinstance(sort, Sort)
    assert isinstance(targets, Targets)
    easier = {"piles": {targets.pile: [sort.cards[2].id]}}
    desks.workbook.respond(PORTFOLIO, unit, sort.id, easier)
    desks.workbook.respond(PORTFOLIO, unit, targets.id, [])
    async with sitting(house, unit=unit) as seat:
        assert isinstance(seat.activity, TargetsWidget)
        assert sort.cards[2].text in seat.shown
        assert sort.cards[0].text not in seat.shown


def test_cards_made_on_the_spot_can_become_targets_too() -> None:
    unit = packed_course().unit("learners-voice")
    assert unit is not None
    targets = unit.activity("our-targets")
    assert isinstance(targets, Targets)
    answers = {
        "easy-easier": {
            "piles": {targets.pile: ["own-1"]},
            "own_piles": {},
            "own_cards": {"own-1": "The bus [home]"},
        }
    }
    assert cards_for(unit, targets, answers)["own-1"] == "The bus [home]"
    assert offered_cards(targets, answers) == ("own-1",)
    assert "own-1" not in cards_for(unit, targets, {})
    assert offered_cards(targets, {}) == ()


@awaited
async def test_the_help_of_a_part_stands_beside_its_activities(house: House) -> None:
    async with sitting(house, WIDE, unit="learners-voice") as seat:
        beside = seat.app.screen.query_one("#beside Markdown", Markdown)
        assert "Permission first" in beside.source
        await seat.press("f4", "end", "enter")
        assert "What I take with me" in beside.source


@awaited
async def test_a_pile_is_tall_enough_for_all_of_its_cards(house: House) -> None:
    unit = next(each for each in packed_course().units if each.id == "statement-07")
    sort = next(each for each in unit.activities if isinstance(each, Sort))
    lying = ("Takes", "Retells", "Two countries", "A single")
    piles = {sort.piles[1].id: [card.id for card in sort.cards if card.text.startswith(lying)]}
    answer = {"piles": piles, "own_piles": {}, "own_cards": {}}
    house.desks(PERSON).workbook.respond(PORTFOLIO, unit.id, sort.id, answer)
    async with sitting(house, WIDE, unit=unit.id) as seat:
        for box in seat.app.screen.query(PileBox):
            shown = box.content_size
            assert shown.width
            assert shown.height >= box.get_content_height(shown, shown, shown.width)
