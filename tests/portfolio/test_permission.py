"""Permission taken back freezes the case study; given again, the work goes on."""

import re
from collections.abc import Callable

import pytest

from stepback_course.marking.models import Marks
from stepback_course.portfolio import Workbook
from stepback_course.portfolio.learner.permission import is_given_again, is_lighter, taken_back
from stepback_course.portfolio.models import Consent
from stepback_course.text.refusals import Refusal
from tests.filling import CONSENT, DAY, fill, submit
from tests.house import House, Ticking

CERYS, PORTFOLIO = "PR-CERYS", "P-CERYS"
CASE, PART = "learners-voice", "learner-and-setting"
TAKEN_BACK = "2026-03-03"
CASE_STUDY = (PORTFOLIO, CASE)


@pytest.fixture
def workbook(house: House) -> Workbook:
    """The practitioner's desk."""
    house.clock = Ticking()
    return house.desks(CERYS).workbook


def refused(code: str, words: str | None = None) -> pytest.RaisesExc[Refusal]:
    """Expect a refusal of this code whose sentence has these words."""
    match = None if words is None else re.escape(words)
    return pytest.raises(Refusal, match=match, check=lambda r: r.code == code)


def frozen() -> pytest.RaisesExc[Refusal]:
    """Expect to be told since when nothing more is done."""
    return refused("withdrawn", "taken back on 3 March 2026")


def test_permission_covers_what_it_says_until_it_is_taken_back() -> None:
    consent = CONSENT.model_copy(update={"scopes": ("assessment", "images")})
    assert consent.covers("images")
    assert not consent.covers("training")
    assert not taken_back(consent, TAKEN_BACK).covers("images")


def test_a_permission_that_stands_is_written_as_it_always_was() -> None:
    assert "withdrawn" not in CONSENT.model_dump(mode="json")
    assert taken_back(CONSENT, TAKEN_BACK).model_dump(mode="json")["withdrawn"] == TAKEN_BACK


@pytest.mark.parametrize(
    ("day", "words"),
    [("", "on which day"), ("31 February", "is not a day"), ("2026-03-01", "before the day")],
)
def test_taking_back_needs_a_day_after_it_was_given(day: str, words: str) -> None:
    with refused("invalid", words):
        taken_back(CONSENT, day)


def test_only_covering_less_is_lighter() -> None:
    wide = CONSENT.model_copy(update={"scopes": ("assessment", "training")})
    assert is_lighter(wide, CONSENT)
    assert is_lighter(wide, taken_back(wide, TAKEN_BACK))
    assert not is_lighter(CONSENT, wide)
    assert not is_lighter(taken_back(CONSENT, TAKEN_BACK), CONSENT)
    assert not is_lighter(CONSENT, CONSENT.model_copy(update={"learner": "Comet"}))


def test_given_again_is_about_the_same_learner_and_not_from_before() -> None:
    gone = taken_back(CONSENT, TAKEN_BACK)
    again = CONSENT.model_copy(update={"on": "2026-03-10"})
    assert is_given_again(gone, again)
    assert not is_given_again(gone, again.model_copy(update={"learner": "Comet"}))
    with refused("withdrawn", "on which day after that"):
        is_given_again(gone, CONSENT)


def test_nothing_more_is_written_of_the_case_study(workbook: Workbook) -> None:
    workbook.record_consent(PORTFOLIO, CONSENT)
    workbook.respond(*CASE_STUDY, PART, "She likes tunnels.")
    workbook.withdraw_consent(PORTFOLIO, TAKEN_BACK)
    with frozen():
        workbook.respond(*CASE_STUDY, PART, "She likes tunnels and maps.")
    with frozen():
        workbook.respond(*CASE_STUDY, "what-the-learner-was-told", {})
    answer = workbook.unit(*CASE_STUDY).draft.responses[PART]
    assert answer.value == "She likes tunnels."


@pytest.mark.parametrize("days", [{"on": "2026-03-05"}, {"withdrawn": "2026-03-05"}])
def test_permission_is_neither_given_nor_taken_back_on_a_day_to_come(
    workbook: Workbook, days: dict[str, str]
) -> None:
    with refused("invalid", "5 March 2026 is still to come"):
        workbook.record_consent(PORTFOLIO, CONSENT.model_copy(update=days))
    assert workbook.open(PORTFOLIO).consent is None


def test_permission_may_be_given_today(workbook: Workbook) -> None:
    workbook.record_consent(PORTFOLIO, CONSENT.model_copy(update={"on": "2026-03-04"}))
    assert workbook.open(PORTFOLIO).consent


def test_other_units_go_on(workbook: Workbook) -> None:
    workbook.record_consent(PORTFOLIO, CONSENT)
    workbook.withdraw_consent(PORTFOLIO, TAKEN_BACK)
    kept = workbook.respond(PORTFOLIO, "statement-03", "what-waiting-showed", "I waited.")
    assert kept.value == "I waited."


def test_a_case_study_that_was_ready_is_not_submitted(workbook: Workbook, house: House) -> None:
    fill(house.desks(CERYS), *CASE_STUDY)
    workbook.withdraw_consent(PORTFOLIO, TAKEN_BACK)
    view = workbook.unit(*CASE_STUDY)
    assert view.status == "in progress"
    assert view.gaps[0].sentence == "permission was taken back"
    assert CASE not in [ready.unit.id for ready in workbook.open(PORTFOLIO).ready]
    with frozen():
        workbook.submit(PORTFOLIO, [CASE], "Cerys Wyn")
    (row,) = house.store.find("draft", {"portfolio": PORTFOLIO, "unit": CASE}).rows
    assert row.summary["status"] == "in progress"


def test_a_learner_who_has_not_said_yes_is_not_written_about(workbook: Workbook) -> None:
    unasked = CONSENT.model_copy(update={"learner_agrees": False})
    workbook.record_consent(PORTFOLIO, unasked)
    with refused("not_ready", "the learner has not said yes"):
        workbook.respond(*CASE_STUDY, PART, "She likes tunnels.")


@pytest.mark.parametrize("claimed", [False, True])
def test_what_is_submitted_leaves_the_queue_and_comes_back_when_given_again(
    workbook: Workbook, house: House, claimed: bool
) -> None:
    submit(house.desks(CERYS), *CASE_STUDY)
    desk = house.desks("AS-MEG").desk
    if claimed:
        desk.claim(*CASE_STUDY)
    workbook.withdraw_consent(PORTFOLIO, TAKEN_BACK)
    assert not desk.queue().rows
    workbook.record_consent(PORTFOLIO, CONSENT.model_copy(update={"on": TAKEN_BACK}))
    assert [row.unit for row in desk.queue().rows] == [CASE]


DEEDS: dict[str, Callable[[House], object]] = {
    "open": lambda house: house.desks("AS-MEG").desk.open(*CASE_STUDY),
    "claim": lambda house: house.desks("AS-MEG").desk.claim(*CASE_STUDY),
    "marks": lambda house: house.desks("AS-MEG").desk.keep_marks(*CASE_STUDY, Marks()),
    "decide": lambda house: house.desks("AS-MEG").desk.decide(*CASE_STUDY, {}, {}),
    "undo": lambda house: house.desks("AS-MEG").desk.undo(*CASE_STUDY),
    "release": lambda house: house.desks("AS-MEG").desk.release(*CASE_STUDY),
    "reopen": lambda house: house.desks("CO-ANN").desk.reopen(*CASE_STUDY, "late"),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_more_is_marked_or_released(workbook: Workbook, house: House, deed: str) -> None:
    submit(house.desks(CERYS), *CASE_STUDY)
    house.desks("AS-MEG").desk.claim(*CASE_STUDY)
    before = workbook.unit(*CASE_STUDY).record
    workbook.withdraw_consent(PORTFOLIO, TAKEN_BACK)
    with frozen():
        DEEDS[deed](house)
    assert workbook.unit(*CASE_STUDY).record == before


def test_it_can_still_be_given_back_and_taken_back(workbook: Workbook, house: House) -> None:
    submit(house.desks(CERYS), *CASE_STUDY)
    house.desks("AS-MEG").desk.claim(*CASE_STUDY)
    workbook.withdraw_consent(PORTFOLIO, TAKEN_BACK)
    house.desks("AS-MEG").desk.give_back(*CASE_STUDY)
    workbook.withdraw(*CASE_STUDY)
    assert workbook.unit(*CASE_STUDY).record.state == "open"


def test_given_again_the_work_goes_on_where_it_stood(workbook: Workbook, house: House) -> None:
    submit(house.desks(CERYS), *CASE_STUDY)
    workbook.withdraw_consent(PORTFOLIO, TAKEN_BACK)
    workbook.record_consent(PORTFOLIO, CONSENT.model_copy(update={"on": "2026-03-04"}))
    house.desks("AS-MEG").desk.claim(*CASE_STUDY)
    assert workbook.unit(*CASE_STUDY).record.state == "marking"


def test_while_it_is_taken_back_nothing_else_of_it_is_changed(workbook: Workbook) -> None:
    workbook.record_consent(PORTFOLIO, CONSENT)
    gone = workbook.withdraw_consent(PORTFOLIO, TAKEN_BACK)
    with refused("withdrawn"):
        workbook.record_consent(PORTFOLIO, gone.model_copy(update={"learner": "Comet"}))
    assert workbook.open(PORTFOLIO).consent == gone


def test_some_scopes_are_taken_back_at_any_time_and_nothing_stops(
    workbook: Workbook, house: House
) -> None:
    wide = CONSENT.model_copy(update={"scopes": ("assessment", "training", "images")})
    fill(house.desks(CERYS), *CASE_STUDY)
    workbook.record_consent(PORTFOLIO, wide)
    workbook.submit(PORTFOLIO, [CASE], "Cerys Wyn")
    left = workbook.withdraw_consent(PORTFOLIO, TAKEN_BACK, ["training"])
    assert left.scopes == ("assessment", "images")
    assert workbook.open(PORTFOLIO).consent == left
    assert [row.unit for row in house.desks("AS-MEG").desk.queue().rows] == [CASE]
    with refused("closed"):
        workbook.record_consent(PORTFOLIO, wide)


def test_where_none_was_given_none_is_taken_back(workbook: Workbook) -> None:
    with refused("unknown", "no permission is recorded"):
        workbook.withdraw_consent(PORTFOLIO, TAKEN_BACK)


def test_only_the_practitioner_takes_it_back(workbook: Workbook, house: House) -> None:
    workbook.record_consent(PORTFOLIO, CONSENT)
    with refused("not_allowed"):
        house.desks("AS-MEG").workbook.withdraw_consent(PORTFOLIO, TAKEN_BACK)


def test_a_decision_made_at_that_very_moment_is_not_written(
    workbook: Workbook, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(house.desks(CERYS), *CASE_STUDY)
    desk = house.desks("AS-MEG").desk
    put, store = house.store.put, house.store

    def put_after_taking_back(*args: object, **named: object) -> object:
        monkeypatch.setattr(store, "put", put)
        workbook.withdraw_consent(PORTFOLIO, TAKEN_BACK)
        return put(*args, **named)  # type: ignore[arg-type] # as it came

    monkeypatch.setattr(store, "put", put_after_taking_back)
    with pytest.raises(Exception, match="changed by somebody else"):
        desk.claim(*CASE_STUDY)
    assert workbook.unit(*CASE_STUDY).record.state == "submitted"


def test_permission_is_dated(workbook: Workbook) -> None:
    assert DAY < TAKEN_BACK
    with pytest.raises(ValueError, match="before the day it was given"):
        Consent.model_validate(CONSENT.model_dump() | {"withdrawn": "2026-01-01"})
