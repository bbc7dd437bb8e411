"""Samples are drawn from what the store holds, and the marking is seen as a whole."""

import pytest

from stepback_course.marking.quality.drawing import Judged
from stepback_course.marking.quality.models import Plan
from stepback_course.marking.quality.population import read_population
from stepback_course.marking.quality.rules import NOT_SECOND_MARKED, is_not_second_marked
from stepback_course.marking.quality.telling import counts_line
from stepback_course.portfolio.models import UnitRecord
from stepback_course.portfolio.trail import is_whole
from stepback_course.text.refusals import Refusal
from tests.course_done import UNITS, earn, meet
from tests.filling import submit
from tests.house import House
from tests.marking.conftest import ALL_MET, ONE_NOT_YET, UNIT, WELL_BEGUN, WHAT_IS_MISSING

FEW = UNITS[:4]


@pytest.fixture
def judged(office: House) -> House:
    """Megan has met four statements of two people; a verifier and a second assessor are there."""
    office.add("VE-NIA", "Nia Huws", "verifier")
    for portfolio in ("P-CERYS", "P-DAFYDD"):
        meet(office, portfolio, *FEW)
    return office


def population(house: House) -> dict[tuple[str, str], Judged]:
    return {each.key: each for each in read_population(house.store, house.shelf)}


def sampled(house: House) -> set[tuple[str, str]]:
    rows = house.store.find("unit", {"sampled": True}).rows
    return {(str(row.summary["portfolio"]), str(row.summary["unit"])) for row in rows}


def test_a_new_assessors_decisions_are_all_drawn_and_the_survey_is_kept(judged: House) -> None:
    oversight = judged.desks("VE-NIA").oversight
    before = oversight.survey()
    assert not before.is_compliant
    survey = oversight.draw()
    assert (survey.decisions, survey.sampled, survey.drawn) == (8, 8, 8)
    assert survey.is_compliant
    assert oversight.newest_survey() == survey
    assert sampled(judged) == {(p, unit) for p in ("P-CERYS", "P-DAFYDD") for unit in FEW}
    for portfolio, unit in sampled(judged):
        kept = judged.store.get(f"portfolio/{portfolio}", f"unit/{unit}")
        assert kept is not None
        assert is_whole(UnitRecord.model_validate(kept.document))


def test_a_second_draw_adds_what_was_decided_since(judged: House) -> None:
    oversight = judged.desks("VE-NIA").oversight
    first = oversight.draw()
    assert oversight.draw().drawn == 0
    meet(judged, "P-ELEN", *FEW)
    third = oversight.draw()
    # Of an assessor's first ten decisions all are drawn, of the two after them one.
    assert (third.number, third.drawn) == (3, 3)
    assert third.population != first.population


def test_drawing_leaves_a_share_to_be_marked_blind(judged: House) -> None:
    judged.desks("VE-NIA").oversight.draw()
    rows = judged.store.find("unit", {"sampled": True}).rows
    words = sorted(str(row.summary["quality"]) for row in rows)
    assert words == ["to mark again"] * 2 + ["to verify"] * 6


def test_two_stores_with_the_same_decisions_draw_the_same(judged: House, house: House) -> None:
    plan = Plan(seed="autumn", new_until=2)
    judged.desks("VE-NIA").oversight.keep_plan(plan)
    first = judged.desks("VE-NIA").oversight.draw()
    assert judged.desks("VE-NIA").oversight.plan() == plan
    drawn = sampled(judged)
    assert 2 <= len(drawn) < 8
    assert first.strata[0].rate == 100
    assert drawn == sampled(house)


def test_a_return_brings_the_next_decisions_of_that_assessor_into_the_sample(
    judged: House,
) -> None:
    verifier = judged.desks("VE-NIA")
    verifier.quality.verify("P-CERYS", FEW[0], "returned", "The log has no dates.")
    meet(judged, "P-ELEN", *FEW)
    found = population(judged)
    assert [found["P-ELEN", unit].follows_return for unit in FEW] == [1, 2, 3, 4]
    assert found["P-DAFYDD", FEW[0]].follows_return is None


def test_turns_count_every_decision_an_assessor_ever_made(office: House) -> None:
    submit(office.desks("PR-CERYS"), "P-CERYS", UNIT)
    meg = office.desks("AS-MEG").desk
    meg.decide("P-CERYS", UNIT, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    meg.release("P-CERYS", UNIT)
    submit(office.desks("PR-CERYS"), "P-CERYS", UNIT)
    meg.decide("P-CERYS", UNIT, ALL_MET, {})
    meg.undo("P-CERYS", UNIT)
    meg.decide("P-CERYS", UNIT, ALL_MET, {})
    (found,) = read_population(office.store, office.shelf)
    assert (found.attempt, found.turn, found.outcome) == (2, 2, "met")


def test_what_was_erased_or_is_being_marked_is_no_part_of_it(judged: House) -> None:
    judged.desks("CO-ANN").eraser.erase("P-CERYS", (FEW[0],), "asked for")
    judged.desks("CO-ANN").desk.reopen("P-CERYS", FEW[1], "a new start")
    submit(judged.desks("PR-CERYS"), "P-CERYS", FEW[1])
    assert set(population(judged)) == {
        ("P-CERYS", FEW[2]),
        ("P-CERYS", FEW[3]),
        *(("P-DAFYDD", unit) for unit in FEW),
    }


def test_what_somebody_changed_meanwhile_is_passed_over_and_made_good(
    judged: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    oversight = judged.desks("VE-NIA").oversight
    put = judged.store.put
    raced: list[str] = []

    def reopened_meanwhile(folder: str, *given: object, **named: object) -> object:
        if folder == "portfolio/P-CERYS" and not raced:
            raced.append(folder)
            judged.desks("CO-ANN").desk.reopen("P-CERYS", FEW[0], "a new start")
        return put(folder, *given, **named)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(judged.store, "put", reopened_meanwhile)
    survey = oversight.draw()
    assert survey.drawn == 4
    assert not survey.is_compliant
    assert oversight.draw().is_compliant


@pytest.mark.parametrize("person", ["AS-MEG", "TR-TOM", "PR-CERYS", None])
def test_only_verifiers_and_coordinators_plan_and_draw(judged: House, person: str | None) -> None:
    oversight = judged.desks(person).oversight
    for call in (oversight.draw, lambda: oversight.keep_plan(Plan(usual=1))):
        with pytest.raises(Refusal, match="samples are planned by"):
            call()


# A provider of one.


def test_one_person_can_neither_draw_nor_look_and_is_told_what_to_do(house: House) -> None:
    meet(house, "P-CERYS", UNIT)
    with pytest.raises(Refusal, match="or the exception for a provider of one"):
        house.desks("CO-ANN").oversight.draw()


def test_the_exception_says_why_how_long_and_who_agreed(house: House) -> None:
    oversight = house.desks("CO-ANN").oversight
    with pytest.raises(Refusal, match="ends before it begins"):
        oversight.keep_exception("one assessor", "2026-03-01", "2026-02-01", "The board")
    with pytest.raises(Refusal, match="'agreed_by'"):
        oversight.keep_exception("one assessor", "2026-03-01", "2026-09-01", " ")
    assert oversight.exception() is None
    oversight.keep_exception("one assessor", "2026-03-01", "2026-09-01", "The board, 1 March")
    standing = oversight.standing()
    assert standing is not None
    assert standing.agreed_by == "The board, 1 March"
    with pytest.raises(Refusal, match="recorded by a coordinator"):
        house.desks("AS-MEG").oversight.keep_exception("x", "2026-03-01", "2026-09-01", "y")


def test_under_the_exception_every_decision_is_marked_and_awards_go_on(house: House) -> None:
    house.desks("CO-ANN").oversight.keep_exception(
        "one assessor", "2026-03-01", "2026-09-01", "The board"
    )
    earn(house, "P-CERYS")
    for unit in UNITS:
        kept = house.store.get("portfolio/P-CERYS", f"unit/{unit}")
        assert kept is not None
        record = UnitRecord.model_validate(kept.document)
        assert is_not_second_marked(record)
        assert is_whole(record)
    ann = house.desks("CO-ANN")
    assert ann.quality.open("P-CERYS", UNITS[0]).is_not_second_marked
    survey = ann.oversight.survey()
    assert (survey.not_second_marked, survey.sampled) == (len(UNITS), 0)
    assert "0 looked at · 11 not second-marked" in counts_line(survey)
    assert ann.office.issue("P-CERYS").number


def test_one_decision_alone_is_told_in_words(judged: House) -> None:
    survey = judged.desks("VE-NIA").oversight.survey()
    alone = survey.model_copy(update={"decisions": 1})
    assert counts_line(alone).startswith("1 decision · ")
    under_the_exception = alone.model_copy(update={"not_second_marked": 1})
    assert counts_line(under_the_exception).startswith("1 decision · ")


def test_the_exception_lifts_samples_that_nobody_is_left_to_look_at(judged: House) -> None:
    earn(judged, "P-ELEN")
    judged.desks("VE-NIA").quality.sample("P-ELEN", UNIT, "to compare")
    office, oversight = judged.desks("CO-ANN").office, judged.desks("CO-ANN").oversight
    with pytest.raises(Refusal, match="still looked at in quality assurance"):
        office.issue("P-ELEN")
    with pytest.raises(Refusal, match="no exception is needed"):
        oversight.keep_exception("only Megan is left", "2026-03-01", "2026-09-01", "The board")
    for person in ("VE-NIA", "AS-IDA"):
        judged.desks("CO-ANN").directory.deactivate(person)
    oversight.keep_exception("only Megan is left", "2026-03-01", "2026-09-01", "The board")
    (candidate,) = [each for each in office.candidates() if each.portfolio == "P-ELEN"]
    assert candidate.is_ready
    assert office.issue("P-ELEN").number


def test_without_it_no_decision_is_marked(house: House) -> None:
    meet(house, "P-CERYS", UNIT)
    kept = house.store.get("portfolio/P-CERYS", f"unit/{UNIT}")
    assert kept is not None
    assert NOT_SECOND_MARKED not in repr(kept.document)


def test_two_who_can_look_need_no_exception_and_one_that_ended_counts_no_more(
    house: House,
) -> None:
    oversight = house.desks("CO-ANN").oversight
    oversight.keep_exception("one assessor", "2026-03-01", "2026-09-01", "The board")
    house.add("VE-NIA", "Nia Huws", "verifier")
    with pytest.raises(Refusal, match="no exception is needed"):
        oversight.keep_exception("one assessor", "2026-03-01", "2027-09-01", "The board")
    oversight.end_exception()
    assert oversight.standing() is None
    with pytest.raises(Refusal, match="no exception holds today"):
        oversight.end_exception()


# Agreement.


def test_agreement_is_counted_criterion_by_criterion(judged: House) -> None:
    quality = judged.desks("VE-NIA").quality
    ida = judged.desks("AS-IDA").quality
    quality.sample("P-CERYS", UNIT, "to compare", blind=True)
    quality.sample("P-DAFYDD", UNIT, "to compare", blind=True)
    ida.mark_again("P-CERYS", UNIT, ALL_MET, {})
    ida.mark_again("P-DAFYDD", UNIT, ONE_NOT_YET, WHAT_IS_MISSING, WELL_BEGUN)
    lines = {(line.by, line.value): line.figures for line in quality_lines(judged)}
    total = lines["all", ""]
    assert (total.n, total.agreed, total.is_enough) == (6, 5, False)
    assert lines["assessor", "Megan Price"] == total
    assert lines["unit", UNIT] == total
    (doubted,) = WHAT_IS_MISSING
    assert lines["criterion", f"{UNIT} {doubted}"].agreed == 1
    assert lines["criterion", f"{UNIT} {doubted}"].n == 2


def quality_lines(house: House) -> list:  # type: ignore[type-arg] # told apart by their fields
    return house.desks("CO-ANN").oversight.agreement()
