"""How a unit stood before is listed and brought back."""

import pytest

from stepback_course.store import Conflict
from stepback_course.text.refusals import Refusal
from tests.filling import CONSENT, submit
from tests.house import House
from tests.portfolio.hours import (
    ACTIVITY,
    CERYS,
    OTHER,
    PORTFOLIO,
    UNIT,
    Hands,
    standing,
    texts,
    versions,
    write,
)


def test_a_version_is_brought_back_and_what_stood_is_kept(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    write(house, "I waited.")
    write(house, "wait", OTHER)
    history.keep(PORTFOLIO, UNIT)
    hands.on(minutes=1)
    write(house, "I did not wait.")
    (version,) = versions(house)
    hands.on(minutes=1)
    assert history.bring_back(PORTFOLIO, UNIT, version.key) == (ACTIVITY,)
    assert standing(house) == "I waited."
    assert texts(house) == ["I did not wait.", "I waited."]
    assert versions(house)[0].reason == "replaced"


def test_going_back_and_back_again_loses_nothing(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    for text in ("One.", "Two.", "Three."):
        write(house, text)
        history.keep(PORTFOLIO, UNIT)
        hands.on(minutes=1)
    for version in versions(house)[1:]:
        history.bring_back(PORTFOLIO, UNIT, version.key)
        hands.on(minutes=1)
    assert standing(house) == "One."
    assert {"One.", "Two.", "Three."} <= set(texts(house))


def test_one_answer_of_a_version_is_brought_back_alone(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    write(house, "I waited.")
    write(house, "wait", OTHER)
    history.keep(PORTFOLIO, UNIT)
    hands.on(minutes=1)
    write(house, "I did not wait.")
    write(house, "clue", OTHER)
    (version,) = versions(house)
    assert history.bring_back(PORTFOLIO, UNIT, version.key, [ACTIVITY]) == (ACTIVITY,)
    assert (standing(house), standing(house, OTHER)) == ("I waited.", "clue")


def test_what_was_answered_only_since_then_stays(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    write(house, "I waited.")
    history.keep(PORTFOLIO, UNIT)
    hands.on(minutes=1)
    write(house, "wait", OTHER)
    assert history.bring_back(PORTFOLIO, UNIT, versions(house)[0].key) == ()
    assert standing(house, OTHER) == "wait"


def test_a_screen_that_shows_what_was_there_before_does_not_write_over_what_came_back(
    house: House, hands: Hands
) -> None:
    desks = house.desks(CERYS)
    write(house, "I waited.")
    desks.history.keep(PORTFOLIO, UNIT)
    write(house, "I did not wait.")
    seen = desks.workbook.unit(PORTFOLIO, UNIT).draft.responses[ACTIVITY].number
    desks.history.bring_back(PORTFOLIO, UNIT, versions(house)[0].key)
    with pytest.raises(Conflict):
        desks.workbook.respond(PORTFOLIO, UNIT, ACTIVITY, "Mine.", seen=seen)


def test_several_answers_are_replaced_together_or_none(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    write(house, "I waited.")
    number = house.desks(CERYS).workbook.unit(PORTFOLIO, UNIT).draft.responses[ACTIVITY].number
    with pytest.raises(Refusal, match="no option 'run-away'"):
        history.replace(PORTFOLIO, UNIT, {ACTIVITY: "Anew.", OTHER: "run-away"})
    with pytest.raises(Conflict, match="changed in another window"):
        history.replace(
            PORTFOLIO, UNIT, {ACTIVITY: "Anew.", OTHER: "wait"}, seen={ACTIVITY: number - 1}
        )
    assert (standing(house), standing(house, OTHER)) == ("I waited.", None)
    replaced = history.replace(
        PORTFOLIO, UNIT, {ACTIVITY: "Anew.", OTHER: "wait"}, seen={ACTIVITY: number, OTHER: 0}
    )
    assert replaced == (ACTIVITY, OTHER)
    assert (standing(house), texts(house)) == ("Anew.", ["I waited."])


def test_nothing_is_brought_back_into_a_closed_unit(house: House, hands: Hands) -> None:
    write(house, "I waited.")
    house.desks(CERYS).history.keep(PORTFOLIO, UNIT)
    submit(house.desks(CERYS), PORTFOLIO, UNIT)
    key = next(version.key for version in versions(house) if version.reason == "left")
    with pytest.raises(Refusal, match="take it back before you change it"):
        house.desks(CERYS).history.bring_back(PORTFOLIO, UNIT, key)


def test_a_version_of_another_unit_or_of_none_is_not_brought_back(
    house: House, hands: Hands
) -> None:
    write(house, "Elsewhere.", "one-purpose", "statement-01")
    history = house.desks(CERYS).history
    history.keep(PORTFOLIO, "statement-01")
    (elsewhere,) = history.versions(PORTFOLIO, "statement-01")
    for key in (elsewhere.key, "0" * 64, "../secret"):
        with pytest.raises(Refusal, match="this version is not kept any more"):
            history.bring_back(PORTFOLIO, UNIT, key)


def test_earlier_versions_are_their_practitioners_alone(house: House, hands: Hands) -> None:
    write(house, "A first thought.")
    house.desks(CERYS).history.keep(PORTFOLIO, UNIT)
    for person in ("AS-MEG", "TR-TOM", "CO-ANN", "PR-ELEN"):
        with pytest.raises(Refusal, match="only the practitioner writes in a portfolio"):
            house.desks(person).history.versions(PORTFOLIO, UNIT)


def test_nothing_about_a_learner_comes_back_without_permission(house: House, hands: Hands) -> None:
    desks = house.desks(CERYS)
    desks.workbook.record_consent(PORTFOLIO, CONSENT)
    write(house, "I can do it.", "own-words", "learners-voice")
    desks.history.keep(PORTFOLIO, "learners-voice")
    write(house, "I can.", "own-words", "learners-voice")
    (version,) = desks.history.versions(PORTFOLIO, "learners-voice")
    desks.workbook.withdraw_consent(PORTFOLIO, "2026-03-04")
    with pytest.raises(Refusal) as refusal:
        desks.history.bring_back(PORTFOLIO, "learners-voice", version.key)
    assert refusal.value.code == "withdrawn"
    assert not desks.history.keep(PORTFOLIO, "learners-voice")


def test_an_attempt_that_reads_as_the_last_one_is_unchanged(house: House, hands: Hands) -> None:
    history = house.desks(CERYS).history
    assert not history.is_unchanged(PORTFOLIO, UNIT)
    submit(house.desks(CERYS), PORTFOLIO, UNIT)
    assert history.is_unchanged(PORTFOLIO, UNIT)
    desk = house.desks("AS-MEG").desk
    criteria = [c.id for c in house.desks(CERYS).workbook.unit(PORTFOLIO, UNIT).unit.criteria]
    desk.decide(
        PORTFOLIO,
        UNIT,
        dict.fromkeys(criteria, "not_yet_met"),
        dict.fromkeys(criteria, "Say what you saw."),
        "Well begun.",
    )
    desk.release(PORTFOLIO, UNIT)
    before = standing(house)
    hands.on(minutes=1)
    write(house, "I waited and said nothing.")
    assert not history.is_unchanged(PORTFOLIO, UNIT)
    hands.on(minutes=1)
    write(house, str(before))
    assert history.is_unchanged(PORTFOLIO, UNIT)


def test_a_submission_taken_back_is_not_what_a_unit_is_held_against(
    house: House, hands: Hands
) -> None:
    submit(house.desks(CERYS), PORTFOLIO, UNIT)
    house.desks(CERYS).workbook.withdraw(PORTFOLIO, UNIT)
    assert not house.desks(CERYS).history.is_unchanged(PORTFOLIO, UNIT)
