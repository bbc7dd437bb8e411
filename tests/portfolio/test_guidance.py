"""What is next on somebody's way through the course."""

from stepback_course.portfolio import PortfolioView
from stepback_course.portfolio.telling.guidance import Deed, deeds, something_short, worked_on_last
from tests.course_done import UNITS, meet
from tests.filling import fill, ready_answer, submit
from tests.house import House, Ticking, packed_course

PERSON = "PR-CERYS"
PORTFOLIO = "P-CERYS"


def begin(house: House, unit: str) -> None:
    """Answer the first activity of a unit."""
    definition = packed_course().unit(unit)
    assert definition is not None
    first = definition.activities[0]
    answer = ready_answer(first, definition)
    house.desks(PERSON).workbook.respond(PORTFOLIO, unit, first.id, answer)


def portfolio(house: House) -> PortfolioView:
    return house.desks(PERSON).workbook.open(PORTFOLIO)


def ahead(house: House) -> list[Deed]:
    return deeds(portfolio(house))


def sentences(house: House) -> list[str]:
    return [deed.sentence for deed in ahead(house)]


def decide(house: House, unit: str, verdict: str) -> None:
    """Release a decision in which the last criterion has this verdict."""
    desk = house.desks("AS-MEG").desk
    criteria = [c.id for c in house.desks(PERSON).workbook.unit(PORTFOLIO, unit).unit.criteria]
    verdicts = dict.fromkeys(criteria, "met") | {criteria[-1]: verdict}
    feedback = {} if verdict == "met" else {criteria[-1]: "Say more."}
    desk.decide(PORTFOLIO, unit, verdicts, feedback, "Thank you, Cerys.")
    desk.release(PORTFOLIO, unit)


def test_at_the_beginning_the_first_statement_is_next_and_something_short_is_offered(
    house: House,
) -> None:
    first, short = ahead(house)
    assert first.sentence == (
        "Begin Statement 1: I can say what my support is for, about 57 minutes in all"
    )
    assert (first.kind, first.unit) == ("write", "statement-01")
    assert short.sentence == "For 5 minutes: How clear am I today? (Statement 1)"
    assert (short.kind, short.activity) == ("short", "name-the-purpose")


def test_what_was_begun_comes_before_what_was_not(house: House) -> None:
    begin(house, "statement-03")
    first = ahead(house)[0]
    assert first.sentence == "Go on with Statement 3: The pencil stops, about 8 minutes"
    assert (first.unit, first.activity) == ("statement-03", "pencil-stops")


def test_one_goes_on_with_the_activity_at_which_one_stopped_unless_it_is_complete(
    house: House,
) -> None:
    begin(house, "statement-03")
    last = portfolio(house).units[2].unit.activities[-1]
    complete = portfolio(house).units[2].unit.activities[0]
    assert deeds(portfolio(house), {"statement-03": last.id})[0].activity == last.id
    assert deeds(portfolio(house), {"statement-03": complete.id})[0].activity == "pencil-stops"


def test_of_several_begun_the_one_touched_last_is_next(house: House) -> None:
    house.clock = Ticking()
    for unit in ("statement-03", "statement-05", "statement-04"):
        begin(house, unit)
    assert ahead(house)[0].unit == "statement-04"
    assert worked_on_last(portfolio(house)) == "statement-04"


def test_what_came_back_comes_before_everything(house: House) -> None:
    begin(house, "statement-03")
    submit(house.desks(PERSON), PORTFOLIO, "statement-02")
    decide(house, "statement-02", "not_yet_met")
    first, then = ahead(house)[:2]
    assert (first.kind, first.unit) == ("feedback", "statement-02")
    assert first.sentence == "Read what your assessor said about Statement 2"
    assert then.unit == "statement-03"


def test_what_is_ready_comes_before_what_is_not_begun(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, "statement-01")
    first, then = ahead(house)[:2]
    assert first.sentence == "Submit Statement 1, which is ready"
    assert then.sentence.startswith("Begin Statement 2")


def test_what_is_begun_comes_before_what_is_ready(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, "statement-01", "statement-03")
    begin(house, "statement-05")
    assert [deed.kind for deed in ahead(house)] == ["write", "submit"]
    assert "Submit what is ready: Statement 1, Statement 3" in sentences(house)


def test_when_all_is_written_what_is_ready_is_next_and_then_there_is_nothing(house: House) -> None:
    desks = house.desks(PERSON)
    fill(desks, PORTFOLIO, *UNITS)
    assert sentences(house) == ["Submit the 11 units that are ready"]
    desks.workbook.submit(PORTFOLIO, UNITS, "Cerys Wyn")
    assert sentences(house) == ["Nothing left to write: all your work is submitted"]
    assert not ahead(house)[0].can_be_done


def test_when_everything_is_met_the_name_is_next_and_then_the_certificate(house: House) -> None:
    meet(house, PORTFOLIO, *UNITS)
    assert sentences(house) == ["Confirm the name for your certificate"]
    house.desks(PERSON).workbook.confirm_name(PORTFOLIO, "Cerys Wyn")
    assert sentences(house) == ["Everything is met: your certificate is being prepared"]


def test_a_unit_without_an_attempt_left_needs_a_coordinator(house: House) -> None:
    house.clock = Ticking()
    workbook = house.desks(PERSON).workbook
    for attempt in range(3):
        submit(house.desks(PERSON), PORTFOLIO, "statement-01")
        decide(house, "statement-01", "not_yet_met")
        workbook.respond(
            PORTFOLIO, "statement-01", "one-purpose", f"Again {attempt} " + "I waited. " * 60
        )
    for unit in UNITS[1:]:
        submit(house.desks(PERSON), PORTFOLIO, unit)
    assert sentences(house) == ["Statement 1 has no attempt left: ask a coordinator for one more"]


def test_something_short_fits_into_a_quarter_of_an_hour_and_is_not_done_yet(house: House) -> None:
    begin(house, "statement-03")
    short = something_short(portfolio(house))
    assert short is not None
    unit, activity = short
    assert (unit.unit.id, activity.id) == ("statement-03", "pencil-stops")
    assert activity.minutes <= 15


def test_something_short_is_not_offered_twice(house: House) -> None:
    begin(house, "statement-03")
    submit(house.desks(PERSON), PORTFOLIO, "statement-02")
    decide(house, "statement-02", "not_yet_met")
    short = something_short(portfolio(house))
    assert short is not None
    assert [deed.kind for deed in ahead(house)] == ["feedback", "write"]
    assert ahead(house)[1].activity == short[1].id


def test_nothing_about_a_learner_is_suggested_before_permission(house: House) -> None:
    fill(house.desks(PERSON), PORTFOLIO, *UNITS[:10])
    assert something_short(portfolio(house)) is None


def test_a_case_study_whose_permission_was_taken_back_is_not_gone_on_with(house: House) -> None:
    workbook = house.desks(PERSON).workbook
    fill(house.desks(PERSON), PORTFOLIO, UNITS[-1])
    workbook.withdraw_consent(PORTFOLIO, "2026-03-04")
    assert UNITS[-1] not in [deed.unit for deed in ahead(house)]
    submit(house.desks(PERSON), PORTFOLIO, *UNITS[:-1])
    assert ahead(house) == [
        Deed("wait", "Learner's Voice rests: permission was taken back", UNITS[-1])
    ]
