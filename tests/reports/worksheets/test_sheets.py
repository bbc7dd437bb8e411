"""What is on the worksheets, before it is laid out."""

from itertools import pairwise

import pytest

from stepback_course.course.activities import Choice, Log, Reflection, Sort
from stepback_course.portfolio.models import Consent
from stepback_course.reports.prose import Block, Run, blocks, typographic
from stepback_course.reports.worksheets.choosing import chosen_units, course_to_print
from stepback_course.reports.worksheets.sheets import worksheets
from stepback_course.text.refusals import Refusal
from tests.house import COHORT, House, packed_course

COURSE = packed_course()
SHEETS = worksheets(COURSE, COURSE.units)


def test_every_activity_has_a_sheet_in_the_order_of_the_path() -> None:
    printed = [
        sheet.title
        for chapter in SHEETS.chapters
        for part in chapter.parts
        for sheet in part.sheets
    ]
    assert printed == [typographic(a.title) for unit in COURSE.units for a in unit.activities]


def test_each_kind_has_its_own_room_to_write() -> None:
    rooms = {
        sheet.room.kind
        for chapter in SHEETS.chapters
        for part in chapter.parts
        for sheet in part.sheets
    }
    assert rooms == {"lines", "ticks", "ratings", "table", "piles", "targets"}


def test_a_table_has_a_row_more_than_the_activity_asks_for() -> None:
    for unit in COURSE.units:
        for activity in unit.activities:
            if isinstance(activity, Log):
                sheet = worksheets(COURSE, [unit])
                rows = [
                    found.room.rows
                    for part in sheet.chapters[0].parts
                    for found in part.sheets
                    if found.room.kind == "table" and found.title == typographic(activity.title)
                ]
                assert rows == [activity.at_least + 1]


def test_what_is_read_afterwards_has_every_option_and_every_reasoned_card() -> None:
    meanings = {meaning.words for after in SHEETS.afterwards for meaning in after.meanings}
    for unit in COURSE.units:
        for activity in unit.activities:
            if isinstance(activity, Choice):
                assert {typographic(option.text) for option in activity.options} <= meanings
            if isinstance(activity, Sort):
                reasoned = {typographic(card.text) for card in activity.cards if card.suggested}
                assert reasoned <= meanings


def test_two_sorts_of_the_same_cards_share_one_deck() -> None:
    (case_study,) = [unit for unit in COURSE.units if unit.needs_consent]
    sorts = [activity for activity in case_study.activities if isinstance(activity, Sort)]
    (deck,) = worksheets(COURSE, [case_study]).decks
    assert len(sorts) == 2
    assert [title.partition(": ")[2] for title in deck.titles] == [
        typographic(sort.title) for sort in sorts
    ]


def test_the_consent_form_has_a_line_for_each_thing_that_is_recorded() -> None:
    form = SHEETS.consent
    assert form is not None
    scopes = Consent.model_fields["scopes"].annotation
    names = str(scopes)
    assert [scope.partition(":")[0].lower() for scope in form.scopes] == [
        name for name in ("assessment", "training", "publication", "images") if name in names
    ]
    assert len(form.how) == 4
    assert len(form.giver) == 2


def test_units_without_a_learner_come_without_the_consent_form() -> None:
    assert worksheets(COURSE, [COURSE.units[0]]).consent is None


def test_an_official_course_carries_no_notice() -> None:
    official = COURSE.model_copy(update={"origin": "official"})
    assert SHEETS.notice
    assert SHEETS.footnote
    assert worksheets(official, COURSE.units).notice == ""
    assert worksheets(official, COURSE.units).footnote == ""


def test_chosen_units_stay_in_the_order_of_the_path() -> None:
    chosen = chosen_units(COURSE, ["learners-voice", "statement-02"])
    assert [unit.id for unit in chosen] == ["statement-02", "learners-voice"]
    assert chosen_units(COURSE, []) == list(COURSE.units)


def test_an_unknown_unit_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(Refusal, match="did you mean 'statement-03'"):
        chosen_units(COURSE, ["statement-3"])
    with pytest.raises(Refusal, match="its units are statement-01, "):
        chosen_units(COURSE, ["zzz"])


def test_the_course_is_ones_own_else_the_only_cohorts_else_the_packed_one(house: House) -> None:
    own = house.desks("PR-CERYS")
    assert course_to_print(own, None) == own.workbook.open("P-CERYS").course
    assert course_to_print(house.desks(), None) == COURSE
    assert course_to_print(house.desks(), COHORT) == COURSE


def test_an_empty_store_prints_the_packed_course(empty_house: House) -> None:
    assert course_to_print(empty_house.desks(), None) == COURSE


def test_a_cohort_that_is_not_there_is_refused(house: House) -> None:
    with pytest.raises(Refusal, match="no cohort 'CO-9'"):
        course_to_print(house.desks(), "CO-9")


def test_quotes_become_those_of_print() -> None:
    assert typographic("""Ask, "What's that?" ('I can't')""") == "Ask, “What’s that?” (‘I can’t’)"


def test_a_reading_becomes_blocks_without_markup() -> None:
    assert blocks("One *two* **three**\nfour\n\n- five\n- six\n\n## Seven") == [
        Block(
            "paragraph",
            (
                Run("One "),
                Run("two", emphasis=True),
                Run(" "),
                Run("three", strong=True),
                Run(" "),
                Run("four"),
            ),
        ),
        Block("item", (Run("five"),)),
        Block("item", (Run("six"),)),
        Block("heading", (Run("Seven"),)),
    ]


def test_html_in_a_reading_stays_text() -> None:
    (block,) = blocks("<script>alert(1)</script>")
    assert "".join(run.text for run in block.runs) == "<script>alert(1)</script>"


def test_no_reading_of_the_course_loses_a_word() -> None:
    for unit in COURSE.units:
        for reading in (unit.reading, *(part.reading for part in unit.parts)):
            printed = " ".join("".join(run.text for run in b.runs) for b in blocks(reading))
            written = typographic(reading).replace("*", "").replace("- ", "").split()
            assert printed.replace("- ", "").split() == written


def test_the_longest_guidance_has_the_most_room() -> None:
    reflections = [
        (activity.words, found.room.words)
        for unit in COURSE.units
        for activity, found in zip(
            unit.activities,
            [s for part in worksheets(COURSE, [unit]).chapters[0].parts for s in part.sheets],
            strict=True,
        )
        if isinstance(activity, Reflection) and found.room.kind == "lines"
    ]
    reflections.sort(key=lambda found: found[0].min + found[0].max)
    assert all(one[1] <= other[1] for one, other in pairwise(reflections))
    assert reflections[0][1] < reflections[-1][1]
