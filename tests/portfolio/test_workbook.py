"""A practitioner writes, submits and takes back; whatever is refused writes nothing."""

import re

import pytest

from stepback_course.people import OWNER
from stepback_course.portfolio import Workbook
from stepback_course.portfolio.models import Consent, Occasion
from stepback_course.store import Conflict
from stepback_course.text import digest
from stepback_course.text.fields import ANSWER_LIMIT
from stepback_course.text.refusals import Refusal
from tests.filling import CONSENT, fill, submit
from tests.house import House, Ticking

CERYS, PORTFOLIO = "PR-CERYS", "P-CERYS"
UNIT, ACTIVITY = "statement-03", "what-waiting-showed"


def written(house: House, unit: str = UNIT, activity: str = ACTIVITY) -> object:
    """Return what the store has for an activity."""
    record = house.store.get(f"portfolio/{PORTFOLIO}", f"draft/{unit}")
    responses = record.document["responses"] if record else {}
    return responses[activity]["value"] if activity in responses else None


@pytest.fixture
def workbook(house: House) -> Workbook:
    """The practitioner's desk."""
    house.clock = Ticking()
    return house.desks(CERYS).workbook


def refusal(code: str, sentence: str) -> pytest.RaisesExc[Refusal]:
    """Expect a refusal of this code whose sentence has these words."""
    return pytest.raises(Refusal, match=re.escape(sentence), check=lambda r: r.code == code)


def test_an_answer_is_kept_whole_and_numbered(workbook: Workbook, house: House) -> None:
    first = workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "I waited.")
    second = workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "I waited longer, dŵr i'r ŷd.")
    assert (first.number, second.number) == (1, 2)
    assert second.at > first.at
    assert written(house) == "I waited longer, dŵr i'r ŷd."


def test_the_same_answer_again_writes_nothing(workbook: Workbook) -> None:
    first = workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "I waited.")
    assert workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "I waited.") == first


def test_who_it_was_done_with_and_on_which_paper_is_kept(workbook: Workbook) -> None:
    kept = workbook.respond(
        PORTFOLIO,
        UNIT,
        ACTIVITY,
        "I waited.",
        occasion=Occasion(partner="Bethan", from_paper="2026-02-03"),
    )
    assert (kept.partner, kept.from_paper) == ("Bethan", "2026-02-03")


@pytest.mark.parametrize(
    "hostile",
    ["[/", "[@click=app.quit]hi[/]", "{{7*7}}", "=cmd|'/c calc'!A1", "</script>", "\\N{BULLET}"],
)
def test_text_that_means_something_elsewhere_is_kept_as_text(
    workbook: Workbook, house: House, hostile: str
) -> None:
    workbook.respond(PORTFOLIO, UNIT, ACTIVITY, hostile)
    assert written(house) == hostile


def test_escape_sequences_do_not_reach_the_store(workbook: Workbook, house: House) -> None:
    workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "AB\x1b]0;title\x07CD\u202e")
    assert written(house) == "ABCD"


def test_an_answer_of_ten_megabytes_is_refused_and_the_one_before_stays(
    workbook: Workbook, house: House
) -> None:
    workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "I waited.")
    with refusal("invalid", str(ANSWER_LIMIT)[:2]):
        workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "x" * 10_000_000)
    assert written(house) == "I waited."


@pytest.mark.parametrize(
    ("unit", "activity", "value", "code", "sentence"),
    [
        ("statment-03", "x", "", "unknown", "(did you mean 'statement-03'?)"),
        ("Mark", "x", "", "unknown", "the course has no unit 'Mark'"),
        (UNIT, "elsewhere", "", "unknown", f"'{UNIT}' has no activity 'elsewhere'"),
        (UNIT, ACTIVITY, ["a", "list"], "invalid", "text"),
        (UNIT, ACTIVITY, None, "invalid", "text"),
        (UNIT, "pencil-stops", "run-away", "invalid", "this scenario has no option 'run-away'"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_in_a_sentence(
    workbook: Workbook,
    house: House,
    unit: str,
    activity: str,
    value: object,
    code: str,
    sentence: str,
) -> None:
    with refusal(code, sentence):
        workbook.respond(PORTFOLIO, unit, activity, value)
    assert written(house) is None


def test_an_unknown_portfolio_is_refused_in_a_sentence(workbook: Workbook) -> None:
    with refusal("unknown", "this store has no portfolio 'P-NOBODY'"):
        workbook.respond("P-NOBODY", UNIT, ACTIVITY, "")


def test_nobody_writes_in_somebody_elses_portfolio_but_the_owner_of_the_folder(
    house: House,
) -> None:
    for person in ("PR-ELEN", "AS-MEG", "TR-TOM", "CO-ANN"):
        with refusal("not_allowed", "only the practitioner writes in a portfolio"):
            house.desks(person).workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "Mine.")
    house.desks().workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "Typed for Cerys.")
    assert house.desks().actor is OWNER
    assert written(house) == "Typed for Cerys."


def test_a_trainer_does_not_read_answers(house: House) -> None:
    with refusal("not_allowed", "answers are read by"):
        house.desks("TR-TOM").workbook.open(PORTFOLIO)


def test_an_answer_that_another_window_wrote_over_is_a_conflict(
    workbook: Workbook, house: House
) -> None:
    first = workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "Here.", seen=0)
    workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "There.", seen=first.number)
    with pytest.raises(Conflict, match="changed in another window"):
        workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "Here again.", seen=first.number)
    assert written(house) == "There."


def test_two_windows_on_two_activities_of_one_unit_do_not_get_in_each_others_way(
    workbook: Workbook, house: House
) -> None:
    workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "Here.", seen=0)
    workbook.respond(PORTFOLIO, UNIT, "pencil-stops", "wait", seen=0)
    assert (written(house), written(house, UNIT, "pencil-stops")) == ("Here.", "wait")


def test_nothing_about_a_learner_is_written_before_permission(
    workbook: Workbook, house: House
) -> None:
    with refusal("not_ready", "permission comes first"):
        workbook.respond(PORTFOLIO, "learners-voice", "own-words", "I can do it.")
    workbook.record_consent(PORTFOLIO, CONSENT)
    workbook.respond(PORTFOLIO, "learners-voice", "own-words", "I can do it.")
    assert written(house, "learners-voice", "own-words") == "I can do it."


def test_permission_without_assessment_among_its_scopes_is_none() -> None:
    with pytest.raises(ValueError, match="permission has to cover assessment"):
        Consent.model_validate(CONSENT.model_dump() | {"scopes": ["training"]})


def test_a_unit_is_submitted_frozen_under_the_typed_name(workbook: Workbook, house: House) -> None:
    fill(house.desks(CERYS), PORTFOLIO, UNIT)
    (attempt,) = workbook.submit(PORTFOLIO, [UNIT], "  cerys   wyn ")
    view = workbook.unit(PORTFOLIO, UNIT)
    assert (view.status, view.is_open, attempt.number) == ("submitted", False, 1)
    frozen = workbook.submission(PORTFOLIO, UNIT, 1)
    assert frozen.responses == view.draft.responses
    assert frozen.unit == view.unit.model_dump(mode="json")
    assert frozen.declaration.text == workbook.open(PORTFOLIO).course.rules.declaration
    assert digest(frozen.model_dump(mode="json", by_alias=True)) == attempt.file


def test_several_units_are_submitted_in_one_sitting_or_none_of_them(
    workbook: Workbook, house: House
) -> None:
    fill(house.desks(CERYS), PORTFOLIO, "statement-01", UNIT)
    with refusal("not_ready", "is not ready"):
        workbook.submit(PORTFOLIO, ["statement-01", "statement-02", UNIT], "Cerys Wyn")
    assert {view.status for view in workbook.open(PORTFOLIO).units[:3]} == {"ready", "not started"}
    attempts = workbook.submit(PORTFOLIO, ["statement-01", UNIT], "Cerys Wyn")
    assert len({attempt.declaration.at for attempt in attempts}) == 1
    assert {view.unit.id for view in workbook.open(PORTFOLIO).units if not view.is_open} == {
        "statement-01",
        UNIT,
    }


def test_a_declaration_may_be_signed_without_accents(house: House) -> None:
    desks = house.desks("PR-ELEN")
    fill(desks, "P-ELEN", UNIT)
    (attempt,) = desks.workbook.submit("P-ELEN", [UNIT], "elen mon")
    assert attempt.declaration.name == "elen mon"


def test_a_declaration_in_another_name_is_refused(workbook: Workbook, house: House) -> None:
    fill(house.desks(CERYS), PORTFOLIO, UNIT)
    with refusal("invalid", "type your name as your portfolio has it: Cerys Wyn"):
        workbook.submit(PORTFOLIO, [UNIT], "C. Wyn")
    assert workbook.unit(PORTFOLIO, UNIT).status == "ready"


def test_a_submitted_unit_is_closed_until_it_is_taken_back(
    workbook: Workbook, house: House
) -> None:
    submit(house.desks(CERYS), PORTFOLIO, UNIT)
    before = written(house)
    with refusal("closed", "is submitted: take it back before you change it"):
        workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "One more thought.")
    with refusal("closed", "cannot be submitted"):
        workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    assert written(house) == before
    workbook.withdraw(PORTFOLIO, UNIT)
    workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "One more thought.")
    assert written(house) == "One more thought."


def test_taking_back_costs_no_attempt(workbook: Workbook, house: House) -> None:
    submit(house.desks(CERYS), PORTFOLIO, UNIT)
    workbook.withdraw(PORTFOLIO, UNIT)
    assert workbook.unit(PORTFOLIO, UNIT).attempts_left == 3
    (again,) = workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    assert again.number == 1


def test_what_an_assessor_has_claimed_is_not_taken_back(workbook: Workbook, house: House) -> None:
    submit(house.desks(CERYS), PORTFOLIO, UNIT)
    house.desks("AS-MEG").desk.claim(PORTFOLIO, UNIT)
    with refusal("closed", "cannot be taken back: it is with an assessor"):
        workbook.withdraw(PORTFOLIO, UNIT)


def test_attempts_run_out_until_a_coordinator_allows_one_more(
    workbook: Workbook, house: House
) -> None:
    meg = house.desks("AS-MEG").desk
    fill(house.desks(CERYS), PORTFOLIO, UNIT)
    criteria = [c.id for c in workbook.unit(PORTFOLIO, UNIT).unit.criteria]
    not_yet = dict.fromkeys(criteria, "not_yet_met")
    words = dict.fromkeys(criteria, "Say what you saw.")
    for attempt in range(3):
        workbook.respond(PORTFOLIO, UNIT, ACTIVITY, f"Attempt {attempt}. " + "I waited. " * 60)
        workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
        meg.decide(PORTFOLIO, UNIT, not_yet, words, "Well begun.")
        meg.release(PORTFOLIO, UNIT)
    with refusal("closed", "has no attempt left"):
        workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    with refusal("not_allowed", "one more attempt is allowed by a named coordinator"):
        meg.reopen(PORTFOLIO, UNIT, "Nearly there.")
    house.desks("CO-ANN").desk.reopen(PORTFOLIO, UNIT, "Ill in March.")
    (fourth,) = workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    assert fourth.number == 4


def test_an_answer_saved_while_the_unit_is_being_frozen_is_not_lost_between(
    workbook: Workbook, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(house.desks(CERYS), PORTFOLIO, UNIT)
    keep_file = house.store.put_file
    late = "A late thought. " * 30

    def keep_after_another_window_wrote(*given: object, **named: object) -> str:
        house.desks(CERYS).workbook.respond(PORTFOLIO, UNIT, ACTIVITY, late)
        return keep_file(*given, **named)  # type: ignore[arg-type] # handed on as it came

    monkeypatch.setattr(house.store, "put_file", keep_after_another_window_wrote)
    with pytest.raises(Conflict):
        workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    assert written(house) == late
    assert workbook.unit(PORTFOLIO, UNIT).is_open


def test_the_name_to_print_is_confirmed_by_its_owner(workbook: Workbook, house: House) -> None:
    workbook.confirm_name(PORTFOLIO, "  Cerys  Llŷr Wyn ")
    assert workbook.open(PORTFOLIO).award.name == "Cerys Llŷr Wyn"
    with refusal("invalid", "a name to print has 1 to 120 characters"):
        workbook.confirm_name(PORTFOLIO, " ")
    with refusal("not_allowed", "only the practitioner"):
        house.desks("CO-ANN").workbook.confirm_name(PORTFOLIO, "Someone Else")
    assert workbook.open(PORTFOLIO).award.name == "Cerys Llŷr Wyn"


def test_the_lists_say_of_a_unit_what_its_records_say(workbook: Workbook, house: House) -> None:
    fill(house.desks(CERYS), PORTFOLIO, "statement-01")
    submit(house.desks(CERYS), PORTFOLIO, UNIT)
    workbook.respond(PORTFOLIO, "statement-02", "clearer-now", "So far.")
    listed = house.desks("TR-TOM").registry.progress("CO-1")
    (row,) = [row for row in listed if row.portfolio == PORTFOLIO]
    assert row.statuses == {view.unit.id: view.status for view in workbook.open(PORTFOLIO).units}
