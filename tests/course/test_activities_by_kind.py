"""Each kind of activity: what its answers may say, and what is still missing."""

import pytest

from stepback_course.course.activities import Plan, Roles
from stepback_course.text.fields import ANSWER_LIMIT
from tests.course.samples import FULL, make, missing, refused

# Writing


def test_a_reflection_is_ready_from_its_lower_number_of_words_up() -> None:
    assert missing("reflection", "two words") == ["2 words of at least 3"]
    assert missing("reflection", "word") == ["1 word of at least 3"]
    assert missing("reflection", "now three words") == []
    assert missing("reflection", "word " * 50) == []


def test_the_longest_reflection_fits_and_one_character_more_is_refused() -> None:
    assert len(make("reflection").read("x" * ANSWER_LIMIT)) == ANSWER_LIMIT
    assert refused("reflection", "x" * (ANSWER_LIMIT + 1)) == [
        "this is too long: at most 50,000 characters fit here"
    ]


def test_a_paste_of_ten_megabytes_is_refused_in_one_sentence() -> None:
    assert refused("reflection", "x" * 10_000_000) == [
        "this is too long: at most 50,000 characters fit here"
    ]


def test_a_range_of_words_begins_below_its_end() -> None:
    with pytest.raises(ValueError, match="'min' is more than 'max'"):
        make("reflection", words={"min": 5, "max": 4})


# Rating


def test_each_rating_that_is_not_given_is_missing() -> None:
    before, after = "the rating before is not given", "the rating after is not given"
    assert missing("scale", {}) == [before, after]
    assert missing("scale", {"before": 2}) == [after]
    assert missing("scale", {"after": 2}) == [before]


def test_one_rating_is_enough_not_to_be_empty() -> None:
    activity = make("scale")
    assert not activity.is_empty(activity.read({"before": 2, "after": None}))
    assert not activity.is_empty(activity.read({"after": 2}))


def test_a_rating_lies_on_the_scale() -> None:
    assert refused("scale", {"before": 4}) == ["4 is not on this scale, which goes from 1 to 3"]
    assert refused("scale", {"after": 0}) == ["'after' should be 1 or more"]
    assert refused("scale", {"before": "high"}) == ["'before' should be a whole number"]
    assert refused("scale", {"now": 1}) == ["'now' is not known here"]


# Ticking


def test_ticks_are_counted_and_notes_are_not() -> None:
    value = {"wait": {"done": True}, "watch": {"done": False, "note": "soon"}}
    assert missing("checklist", value) == ["1 of at least 2 items are ticked"]


def test_a_note_without_a_tick_is_something_entered() -> None:
    activity = make("checklist")
    assert not activity.is_empty(activity.read({"watch": {"note": "soon"}}))


def test_a_tick_is_for_an_item_of_the_list() -> None:
    assert refused("checklist", {"wiat": {"done": True}}) == ["this checklist has no item 'wiat'"]
    assert refused("checklist", {"wait": True}) == ["'wait' should be names with a value each"]
    assert refused("checklist", {"wait": {"done": "perhaps"}}) == ["'done' should be true or false"]
    assert refused("checklist", {"wait": {"note": "x" * 4001}}) == [
        "'note' is too long: at most 4,000 characters fit here"
    ]
    assert refused("checklist", {"no good": {}}) == [
        "'no good' is not an identifier: use 1 to 40 letters, digits and hyphens"
    ]


# Choosing


def test_nothing_chosen_is_missing() -> None:
    assert missing("choice", "") == ["nothing is chosen yet"]


def test_a_choice_is_one_of_the_options_and_says_nothing_to_the_terminal() -> None:
    assert refused("choice", "shout") == ["this scenario has no option 'shout'"]
    assert refused("choice", "\x1b[31mwait") == ["this scenario has no option 'wait'"]
    assert refused("choice", "x" * 41) == ["this is too long: at most 40 characters fit here"]


# Sorting


def test_every_card_is_to_be_placed() -> None:
    assert missing("sort", {"piles": {"easy": ["pen"]}}) == ["1 of 2 cards are placed"]


def test_cards_of_ones_own_do_not_count_as_those_of_the_course() -> None:
    value = {"piles": {"easy": ["own-1", "pen"]}, "own_cards": {"own-1": "My bus"}}
    assert missing("sort", value) == ["1 of 2 cards are placed"]


def test_a_learner_may_leave_cards_out_but_places_one() -> None:
    assert missing("sort", {}, learner=True) == ["no card is placed yet"]
    assert missing("sort", {"piles": {"easy": ["pen"]}}, learner=True) == []


def test_a_card_written_on_the_spot_lies_in_a_pile_named_on_the_spot() -> None:
    value = {
        "piles": {"own-1": ["own-2", "pen"]},
        "own_piles": {"own-1": "Not today"},
        "own_cards": {"own-2": "My bus"},
    }
    assert make("sort").read(value) == value


def test_a_card_that_was_made_and_not_placed_is_something_entered() -> None:
    activity = make("sort")
    assert not activity.is_empty(activity.read({"own_cards": {"own-2": "My bus"}}))


def test_a_sort_has_only_its_own_cards_piles_and_room() -> None:
    assert refused("sort", {"piles": {"hard": []}}) == ["this sort has no pile 'hard'"]
    assert refused("sort", {"piles": {"easy": ["jug"]}}) == ["this sort has no card 'jug'"]
    assert refused("sort", {"piles": {"easy": ["pen"], "easier": ["PEN"]}}) == [
        "card 'PEN' lies in two places; a card lies in one"
    ]
    assert refused("sort", {"own_piles": {"a": "A", "b": "B"}}) == [
        "this sort has room for 1 pile of one's own"
    ]
    assert refused("sort", {"own_cards": {str(n): "x" for n in range(3)}}) == [
        "this sort has room for 2 cards of one's own"
    ]
    assert refused("sort", {"piles": {"easy": ["pen"] * 201}}) == [
        "'easy' has too many entries: at most 200 fit here"
    ]


def test_a_learner_sorts_into_no_more_piles_than_there_are_digits() -> None:
    piles = [{"id": f"pile-{n}", "text": "A pile"} for n in range(7)]
    make("sort", piles=piles, own_piles=2, learner=True)
    make("sort", piles=piles, own_piles=3)
    with pytest.raises(ValueError, match="a learner sorts into at most 9 piles"):
        make("sort", piles=piles, own_piles=3, learner=True)


def test_a_card_suggests_a_pile_of_its_sort() -> None:
    with pytest.raises(ValueError, match="card 'pen' suggests 'hard', which is no pile"):
        make("sort", cards=[{"id": "pen", "text": "Pen", "suggested": "hard"}])


# Tables


def test_a_log_counts_rows_that_have_their_day_and_every_column() -> None:
    rows = [{"date": "2026-03-04", "seen": "a"}, {"date": "", "seen": "b"}, {"date": "2026-03-04"}]
    assert missing("log", rows) == [
        "1 of at least 2 rows are filled",
        "row 2 still needs: Date",
    ]
    assert missing("log", rows[2:])[1:] == ["row 1 still needs: Seen"]
    assert missing("log", rows[:1] * 2 + rows[1:]) == []


def test_a_log_has_only_its_columns() -> None:
    assert refused("log", [{"date": "", "heard": "x"}]) == ["this log has no column 'heard'"]
    assert refused("log", [{}, {"seen": 3}]) == ["'seen' in entry 2 should be text"]
    assert refused("log", [{"seen": "x" * 4001}]) == [
        "'seen' in entry 1 is too long: at most 4,000 characters fit here"
    ]


@pytest.mark.parametrize("day", ["4 March", "2026-02-30", "20260304", "2026-W10-3", "04/03/2026"])
def test_a_day_is_written_in_one_way(day: str) -> None:
    told = [f"'{day}' is not a day: write it as 2026-03-04"]
    assert refused("log", [{"date": day}]) == told
    assert refused("plan", [{"when": day}]) == told


def test_a_table_holds_two_hundred_rows_and_no_more() -> None:
    for kind in ("log", "plan", "roles"):
        assert len(make(kind).read([{}] * 200)) == 200
        assert refused(kind, [{}] * 201) == ["this has too many entries: at most 200 fit here"]


@pytest.mark.parametrize("kind", ["plan", "roles"])
def test_a_row_with_an_empty_cell_is_not_filled(kind: str) -> None:
    [full] = FULL[kind]
    table = make(kind)
    assert isinstance(table, Plan | Roles)
    for column in table.all_columns:
        assert missing(kind, [full | {column.id: ""}]) == [
            "0 of at least 1 row is filled",
            f"row 1 still needs: {column.title}",
        ]
        assert missing(kind, [full | {column.id: ""}, full]) == []


def test_a_plan_has_only_its_four_columns() -> None:
    assert refused("plan", [{"why": "x"}]) == ["'why' in entry 1 is not known here"]


def test_no_two_columns_of_a_log_are_alike() -> None:
    for name in ("seen", "SEEN", "date"):
        columns = [{"id": "seen", "text": "a"}, {"id": name, "text": "b"}]
        with pytest.raises(ValueError, match=f"two columns have the id '{name}'"):
            make("log", columns=columns)


# Targets


def test_each_thing_a_target_lacks_is_missing() -> None:
    assert missing("targets", []) == ["0 of at least 1 target is chosen"]
    assert missing("targets", [{"card": "pen", "success": " "}]) == [
        "target 1 does not say how the learner will know",
        "target 1 has no stage before",
        "target 1 has no stage after",
    ]


def test_the_stage_after_is_asked_for_only_where_the_activity_says_so() -> None:
    before = [{"card": "pen", "success": "I do it", "before": 2}]
    assert missing("targets", before) == ["target 1 has no stage after"]
    assert missing("targets", before, stage_after=False) == []


def test_a_target_is_one_card_on_four_stages() -> None:
    twice = [{"card": "pen"}, {"card": "cup"}, {"card": "pen"}]
    assert refused("targets", twice) == ["card 'pen' is a target twice"]
    assert refused("targets", [{"card": "pen", "before": 5}]) == [
        "'before' in entry 1 should be 4 or less"
    ]
    assert refused("targets", [{"success": "x"}]) == ["'card' in entry 1 is missing"]
    assert len(make("targets").read([{"card": f"c{n}"} for n in range(30)])) == 30
    assert refused("targets", [{"card": f"c{n}"} for n in range(31)]) == [
        "this has too many entries: at most 30 fit here"
    ]


@pytest.mark.parametrize(
    ("kind", "member", "told"),
    [
        ("checklist", "items", "two items have the id 'A'"),
        ("choice", "options", "two options have the id 'A'"),
        ("sort", "cards", "two cards have the id 'A'"),
        ("sort", "piles", "two piles have the id 'A'"),
    ],
)
def test_ids_in_an_activity_are_told_apart_without_case(kind: str, member: str, told: str) -> None:
    extra = {"explanation": "x"} if kind == "choice" else {}
    twice = [{"id": name, "text": "x"} | extra for name in ("a", "A")]

    with pytest.raises(ValueError, match=told):
        make(kind, **{member: twice})


def test_a_checklist_asks_for_no_more_ticks_than_it_has_items() -> None:
    with pytest.raises(ValueError, match="'at_least' asks for more ticks than there are items"):
        make("checklist", at_least=3)
