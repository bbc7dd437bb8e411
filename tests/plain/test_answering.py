"""Answering, changing and saving, a line at a time."""

from pathlib import Path
from typing import Any

import pytest

from stepback_course.course.activities import Card, Sort
from stepback_course.store import Change, StoreFull
from tests.filling import CONSENT, fill
from tests.house import House, Ticking
from tests.plain.conftest import PERSON, PORTFOLIO, Talk

BACK = (".", ".", ".")
"""From an activity to its unit, to the course, and out."""


def answer(house: House, activity: str, unit: str = "statement-01") -> Any:
    responses = house.desks(PERSON).workbook.unit(PORTFOLIO, unit).draft.responses
    return responses[activity].value if activity in responses else None


def test_a_text_is_taken_line_by_line_until_a_dot(talk: Talk) -> None:
    said = talk("1", "4", "I stood by the door.", "", "Sŵn y w\u0302y.", ".", *BACK)
    assert answer(talk.house, "one-purpose") == "I stood by the door.\n\nSŵn y ŵy."
    assert "Saved at 12:03." in said
    assert "8 words so far" in said
    assert "Everything you entered in Statement 1 is saved." in said


def test_what_was_typed_before_the_lines_ended_is_in_the_store(talk: Talk) -> None:
    talk("1", "4", "I stood by the door.", "Then the terminal closed.")
    assert answer(talk.house, "one-purpose") == "I stood by the door.\nThen the terminal closed."


def test_a_line_of_a_text_is_changed_or_taken_out(talk: Talk) -> None:
    talk("1", "4", "One.", "Tow.", "Three.", ".", "c", "2", "Two.", "c", "1", "-", *BACK)
    assert answer(talk.house, "one-purpose") == "Two.\nThree."


def test_lines_are_added_to_the_end_of_a_text(talk: Talk) -> None:
    talk("1", "4", "One.", ".", "a", "Two.", ".", *BACK)
    assert answer(talk.house, "one-purpose") == "One.\nTwo."


def test_a_text_that_is_written_anew_is_kept_among_the_versions(talk: Talk) -> None:
    talk("1", "4", "The first.", ".", *BACK)
    said = talk("1", "4", "w", "The second.", ".", ".", "v", "1", "yes", ".", ".")
    assert "kept among the earlier versions" in said
    assert "Brought back" in said
    assert answer(talk.house, "one-purpose") == "The first."


def test_what_was_typed_a_moment_ago_is_kept_before_it_is_written_anew(talk: Talk) -> None:
    talk("1", "4", "The first.", ".", "w", "The second.", ".", *BACK)
    history = talk.house.desks(PERSON).history
    (replaced,) = (v for v in history.versions(PORTFOLIO, "statement-01") if v.reason == "replaced")
    kept = history.answers(PORTFOLIO, "statement-01", replaced.key)
    assert kept["one-purpose"].value == "The first."


def test_writing_anew_and_typing_nothing_leaves_the_text(talk: Talk) -> None:
    talk("1", "4", "The first.", ".", *BACK)
    talk("1", "4", "w", ".", *BACK)
    assert answer(talk.house, "one-purpose") == "The first."


def test_a_text_can_be_written_in_an_editor(talk: Talk) -> None:
    opened = []

    def edit(text: str) -> str | None:
        opened.append(text)
        return "From the editor.\nŵ ŷ"

    talk("1", "4", "One.", ".", "e", *BACK, edit=edit)
    assert opened == ["One."]
    assert answer(talk.house, "one-purpose") == "From the editor.\nŵ ŷ"


def test_an_editor_that_changes_nothing_saves_nothing(talk: Talk) -> None:
    said = talk("1", "4", "One.", ".", "e", *BACK, edit=lambda _text: None)
    assert "Nothing was changed." in said


def test_a_text_from_the_editor_that_is_too_long_is_put_in_a_file(talk: Talk) -> None:
    said = talk("1", "4", "One.", ".", "e", *BACK, edit=lambda _text: "x" * 60_000)
    assert "Not saved: this is too long" in said
    file = Path(said.partition("is in the file ")[2].split("\n")[0])
    assert len(file.read_text(encoding="utf-8")) == 60_000
    assert answer(talk.house, "one-purpose") == "One."


def test_a_paste_that_no_answer_has_room_for_is_refused_and_what_fits_is_kept(talk: Talk) -> None:
    said = talk("1", "4", *["x" * 99] * 600, ".", *BACK)
    assert said.count("this one is full") == 1
    assert answer(talk.house, "one-purpose") == "\n".join(["x" * 99] * 500)


def test_a_scale_is_rated_by_two_numbers_and_again_by_one(talk: Talk) -> None:
    said = talk("1", "1", "2", "4", "a", "5", *BACK)
    assert answer(talk.house, "name-the-purpose") == {"before": 2, "after": 5}
    assert "This activity is complete." in said


def test_a_number_that_is_on_no_scale_is_asked_for_again(talk: Talk) -> None:
    said = talk("1", "1", "7", "2", ".", *BACK)
    assert "7 is none of the choices. They are 1 to 5." in said
    assert answer(talk.house, "name-the-purpose") == {"before": 2, "after": None}


def test_an_item_is_ticked_noted_and_unticked_by_its_number(talk: Talk) -> None:
    talk("2", "3", "1", "On Monday", "2", "", *BACK)
    ticked = answer(talk.house, "four-minutes", "statement-02")
    assert list(ticked.values()) == [
        {"done": True, "note": "On Monday"},
        {"done": True, "note": ""},
    ]
    talk("2", "3", "2", "", *BACK)
    assert len(answer(talk.house, "four-minutes", "statement-02")) == 1


def test_a_choice_explains_itself_and_another_takes_its_place(talk: Talk) -> None:
    said = talk("5", "2", "5", "1", *BACK)
    assert "the bag belongs to grown-ups" in said
    assert "Macsen notices that something is different" in said
    assert answer(talk.house, "morning-bag", "statement-05") == "wait"


def cards(house: House) -> tuple[Card, ...]:
    """Return the cards of the sort in the first statement, its third activity."""
    sort = house.desks().workbook.unit(PORTFOLIO, "statement-01").unit.activity("reach-or-replace")
    assert isinstance(sort, Sort)
    return sort.cards


def test_cards_go_to_the_pile_whose_number_is_typed(talk: Talk) -> None:
    count = len(cards(talk.house))
    said = talk("1", "3", *["1"] * count, *BACK)
    piles = answer(talk.house, "reach-or-replace")["piles"]
    assert [len(lying) for lying in piles.values()] == [count]
    assert f"Card 1 of {count}:" in said
    assert said.count(". Saved.") == count


def test_once_all_cards_lie_somewhere_the_reasoning_is_said(talk: Talk) -> None:
    because = next(card.because for card in cards(talk.house) if card.because)
    said = talk("1", "3", *["1"] * len(cards(talk.house)), *BACK)
    assert because.split(".")[0] in " ".join(said.split())


def test_a_card_is_moved_and_taken_back(talk: Talk) -> None:
    talk("1", "3", "1", "2", ".", "m", "1", "3", "m", "2", "b", *BACK)
    first = cards(talk.house)[0].id
    piles = answer(talk.house, "reach-or-replace")["piles"]
    assert list(piles.values()) in ([[first]], [[cards(talk.house)[1].id]])


def test_cards_and_piles_are_made_on_the_spot_and_taken_away(talk: Talk) -> None:
    made = ("p", "Nobody's business", "c", "Phoning my gran", "3", "c", "The smell", "1")
    talk("8", "1", ".", *made, "d", "1", *BACK)
    sorted_cards = answer(talk.house, "partner-sort", "statement-08")
    assert list(sorted_cards["own_cards"].values()) == ["The smell"]
    assert list(sorted_cards["own_piles"].values()) == ["Nobody's business"]


def test_rows_are_asked_for_cell_by_cell(talk: Talk) -> None:
    talk("5", "4", "4/3/2026", "Maths", "3", "17", "Bottle", *BACK)
    assert answer(talk.house, "tally", "statement-05") == [
        {"date": "2026-03-04", "lesson": "Maths", "above": "3", "below": "17", "example": "Bottle"}
    ]


def test_a_day_that_is_in_no_calendar_is_asked_for_again(talk: Talk) -> None:
    said = talk("5", "4", "31 February 2026", "t", ".", *BACK)
    assert "31 February 2026 is not in the calendar." in said
    assert answer(talk.house, "tally", "statement-05")[0]["date"] == "2026-03-04"


def test_a_row_is_changed_and_deleted(talk: Talk) -> None:
    row = ("4/3/2026", "Maths", "3", "17", "Bottle")
    talk("5", "4", *row, "a", *row, "1", "", "Welsh", "-", ".", "d", "2", "yes", *BACK)
    (kept,) = answer(talk.house, "tally", "statement-05")
    assert (kept["lesson"], kept["above"]) == ("Welsh", "")


def test_nothing_about_a_learner_is_asked_before_permission(talk: Talk) -> None:
    said = talk("11", "3", "1", ".", ".", ".", ".")
    assert "Permission is not recorded yet." in said
    assert talk.house.desks().workbook.open(PORTFOLIO).consent is None


def test_permission_is_asked_for_first_and_recorded(talk: Talk) -> None:
    answers = ("Robin", "1", "2 March 2026", "1", "yes", "no", "no", "no")
    said = talk("11", "1", "p", *answers, *BACK)
    assert talk.house.desks().workbook.open(PORTFOLIO).consent == CONSENT
    assert "Permission is recorded." in said


def test_without_the_learners_yes_nothing_is_recorded(talk: Talk) -> None:
    said = talk("11", "1", "p", "Robin", "1", "2 March 2026", "1", "no", *BACK)
    assert "Ask the learner first." in said
    assert talk.house.desks().workbook.open(PORTFOLIO).consent is None


def test_permission_that_was_withdrawn_freezes_the_case_study(talk: Talk) -> None:
    fill(talk.house.desks(PERSON), PORTFOLIO, "learners-voice")
    withdrawing = ("11", "1", "p", "w", "3 March 2026", "yes", ".")
    said = talk(*withdrawing, "2", "1", "a", "More.", ".", *BACK, ".")
    consent = talk.house.desks().workbook.open(PORTFOLIO).consent
    assert consent is not None
    assert consent.withdrawn == "2026-03-03"
    assert "frozen" in said
    assert "More." not in answer(talk.house, "learner-and-setting", "learners-voice")


def test_a_review_begins_with_the_targets_of_the_first_time(talk: Talk) -> None:
    desks = talk.house.desks(PERSON)
    desks.workbook.record_consent(PORTFOLIO, CONSENT)
    target = {"card": "busy-corridors", "success": "I do it alone.", "before": 1, "after": None}
    desks.workbook.respond(PORTFOLIO, "learners-voice", "our-targets", [target])
    said = talk("11", "9", "2", "", "k", "3", *BACK, ".")
    assert "Target: Walking through busy corridors" in said
    assert "Now: I do it alone." in said
    (now,) = answer(talk.house, "our-targets-now", "learners-voice")
    assert now == target | {"after": 3}


def test_a_target_that_was_chosen_after_the_review_began_is_there_to_be_changed(
    talk: Talk,
) -> None:
    talk.house.clock = Ticking()
    workbook = talk.house.desks(PERSON).workbook
    workbook.record_consent(PORTFOLIO, CONSENT)
    old = {"card": "busy-corridors", "success": "I do it alone.", "before": 1, "after": 3}
    new = {"card": "getting-lunch", "success": "I get my lunch.", "before": 2, "after": None}
    workbook.respond(PORTFOLIO, "learners-voice", "our-targets-now", [old])
    workbook.respond(PORTFOLIO, "learners-voice", "our-targets", [old | {"after": None}, new])
    said = talk("11", "9", "2", "2", "", "k", "4", *BACK, ".")
    assert "Now: I get my lunch." in said
    kept = answer(talk.house, "our-targets-now", "learners-voice")
    assert kept == [old, new | {"after": 4}]


def test_after_a_wait_without_a_sound_what_happened_is_asked(talk: Talk) -> None:
    waited: list[float] = []
    said = talk("3", "3", "t", "", "today", ".", *BACK, sleep=waited.append)
    assert waited == [10]
    assert "The wait is over." in said
    assert answer(talk.house, "ten-seconds", "statement-03")[0]["date"] == "2026-03-04"


def fill_up(house: House, monkeypatch: pytest.MonkeyPatch, refusals: int) -> None:
    """Let the disk have no room for so many saves of the first statement."""
    put, refused = house.store.put, iter(range(refusals))

    def refusing(folder: str, changes: dict[str, Change], **how: Any) -> Any:
        if "draft/statement-01" in changes and next(refused, None) is not None:
            raise StoreFull("there is no room left on this disk")
        return put(folder, changes, **how)

    monkeypatch.setattr(house.store, "put", refusing)


def test_with_no_room_on_the_disk_the_text_is_put_in_a_file(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_up(talk.house, monkeypatch, refusals=9)
    said = talk("1", "4", "One.", "Two.", ".", "2", *BACK)
    assert said.count("Not saved: there is no room left") == 2
    file = Path(said.partition("is in the file ")[2].split("\n")[0])
    assert file.read_text(encoding="utf-8") == "One.\nTwo."


def test_once_there_is_room_trying_again_saves_everything(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_up(talk.house, monkeypatch, refusals=3)
    said = talk("1", "4", "One.", "Two.", ".", "1", *BACK)
    assert "Saved at 12:03." in said
    assert answer(talk.house, "one-purpose") == "One.\nTwo."


def test_leaving_with_a_full_disk_puts_what_was_typed_in_a_file(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_up(talk.house, monkeypatch, refusals=9)
    said = talk("1", "4", "One.")
    file = Path(said.partition("is in the file ")[2].split("\n")[0])
    assert file.read_text(encoding="utf-8") == "One."
    assert "is saved" not in said


def test_an_answer_that_another_window_changed_is_not_written_over_unasked(talk: Talk) -> None:
    workbook = talk.house.desks(PERSON).workbook
    workbook.respond(PORTFOLIO, "statement-01", "one-purpose", "Before.")

    def edit(text: str) -> str | None:
        workbook.respond(PORTFOLIO, "statement-01", "one-purpose", "Theirs.")
        return "Mine."

    said = talk("1", "4", "e", "1", *BACK, edit=edit)
    assert "changed in another window" in said
    assert "Theirs." in said
    assert answer(talk.house, "one-purpose") == "Theirs."
    file = Path(said.partition("is in the file ")[2].split("\n")[0])
    assert file.read_text(encoding="utf-8") == "Mine."
    talk("1", "4", "e", "2", *BACK, edit=edit)
    assert answer(talk.house, "one-purpose") == "Mine."


def test_a_partner_of_a_name_that_is_too_long_is_refused_and_the_answer_stays(talk: Talk) -> None:
    said = talk("1", "1", "2", "4", "o", "x" * 301, "", *BACK)
    assert "is too long: at most 300 characters fit here" in said
    assert answer(talk.house, "name-the-purpose") == {"before": 2, "after": 4}


def test_how_an_answer_came_about_is_said_once(talk: Talk) -> None:
    said = talk("1", "1", "2", "4", "o", "Bethan", "2 March 2026", "h", *BACK)
    response = (
        talk.house.desks()
        .workbook.unit(PORTFOLIO, "statement-01")
        .draft.responses["name-the-purpose"]
    )
    assert (response.partner, response.from_paper) == ("Bethan", "2026-03-02")
    assert "Done with Bethan." in said


def test_how_a_learner_sorted_and_who_wrote_their_words_is_said_with_the_sort(talk: Talk) -> None:
    desks = talk.house.desks(PERSON)
    desks.workbook.record_consent(PORTFOLIO, CONSENT)
    said = talk("11", "4", "1", "1", ".", "o", "4", "2", "", "", "h", *BACK, ".")
    response = desks.workbook.unit(PORTFOLIO, "learners-voice").draft.responses["easy-easier"]
    assert (response.how, response.scribe) == ("eye-pointing", "practitioner")
    assert "The learner sorted by eye-pointing." in said
    talk("11", "4", "1", "o", "k", "k", "Bethan", "", *BACK, ".")
    response = desks.workbook.unit(PORTFOLIO, "learners-voice").draft.responses["easy-easier"]
    assert (response.how, response.partner) == ("eye-pointing", "Bethan")


def test_the_case_study_is_begun_again_and_the_closed_one_is_read(talk: Talk) -> None:
    fill(talk.house.desks(PERSON), PORTFOLIO, "learners-voice")
    said = talk("11", "1", "p", "b", "yes", *BACK)
    assert "The case study is empty." in said
    assert answer(talk.house, "own-words", "learners-voice") is None
    answers = ("Sam", "1", "t", "1", "yes", "no", "no", "no")
    said = talk("11", "1", "p", *answers, "p", "r", "1", *BACK)
    assert "The learner is called Robin here" in said
    assert "I waited beside the door." in said


def test_a_case_study_whose_permission_was_withdrawn_is_erased_for_good(talk: Talk) -> None:
    fill(talk.house.desks(PERSON), PORTFOLIO, "learners-voice")
    said = talk("11", "1", "p", "w", "t", "yes", "p", "e", "no", "p", "e", "yes", *BACK)
    assert "Nothing is erased." in said
    assert "Paper: worksheets" in said
    assert answer(talk.house, "own-words", "learners-voice") is None
    assert talk.house.desks().workbook.open(PORTFOLIO).consent is None
