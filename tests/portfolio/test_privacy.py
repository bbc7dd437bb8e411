"""What may tell who a child is is found before a unit is frozen, and is changed or explained."""

import re

import pytest

from stepback_course.course.activities import Choice, Sort
from stepback_course.portfolio import Workbook
from stepback_course.portfolio.models import Draft, Occasion, Overall, Response
from stepback_course.portfolio.privacy import (
    Surroundings,
    by_words,
    explanations_of,
    feedback_findings,
    typed_texts,
    unexplained,
    unit_findings,
)
from stepback_course.text.fields import LINE_LIMIT, NOTE_LIMIT
from stepback_course.text.refusals import Refusal
from tests.filling import fill, ready_answer, submit
from tests.house import House, packed_course

CERYS, PORTFOLIO, NAME = "PR-CERYS", "P-CERYS", "Cerys Wyn"
UNIT, ACTIVITY = "statement-01", "one-purpose"
PLAIN = "I waited beside the door. " * 40
SURROUNDINGS = Surroundings(2026, "Ysgol y Bryn")


@pytest.fixture
def workbook(house: House) -> Workbook:
    """The practitioner's desk, with a unit that is ready."""
    fill(house.desks(CERYS), PORTFOLIO, UNIT)
    return house.desks(CERYS).workbook


def write(workbook: Workbook, telling: str) -> None:
    workbook.respond(PORTFOLIO, UNIT, ACTIVITY, PLAIN + telling)


def state(workbook: Workbook) -> str:
    return workbook.unit(PORTFOLIO, UNIT).record.state


def refused(code: str, words: str | None = None) -> pytest.RaisesExc[Refusal]:
    """Expect a refusal of this code whose sentence has these words."""
    match = None if words is None else re.escape(words)
    return pytest.raises(Refusal, match=match, check=lambda r: r.code == code)


def test_a_finding_says_what_it_may_be_where_and_in_which_words(workbook: Workbook) -> None:
    write(workbook, "Then Megan looked at me.")
    (finding,) = workbook.findings(PORTFOLIO, [UNIT])
    assert (finding.unit, finding.place, finding.kind) == (UNIT, ACTIVITY, "name")
    assert finding.words == "Megan"
    assert finding.around.startswith("…")
    assert finding.around.endswith("Then Megan looked at me.")


def test_answers_without_any_are_submitted_as_before(workbook: Workbook) -> None:
    assert workbook.findings(PORTFOLIO, [UNIT]) == []
    workbook.submit(PORTFOLIO, [UNIT], NAME)
    assert state(workbook) == "submitted"


@pytest.mark.parametrize("why", [{}, {"Megan": "  "}, {"Osian": "a colleague"}])
def test_what_is_not_explained_is_not_submitted_and_nothing_is_frozen(
    workbook: Workbook, house: House, why: dict[str, str]
) -> None:
    write(workbook, "Then Megan looked at me.")
    files = list(house.store.files())
    with refused("identifiers", "'Megan' in 'Statement 1, One piece of help"):
        workbook.submit(PORTFOLIO, [UNIT], NAME, why)
    assert state(workbook) == "open"
    assert list(house.store.files()) == files


def test_several_are_counted_once_each(workbook: Workbook) -> None:
    write(workbook, "Then Megan and Osian looked, and Megan ran home to LL57 2DG.")
    with refused("identifiers", "3 things may tell who a child is, the first being 'Megan'"):
        workbook.submit(PORTFOLIO, [UNIT], NAME)


def test_an_explanation_serves_every_place_and_is_frozen_with_the_unit(workbook: Workbook) -> None:
    write(workbook, "Then Megan looked. Nobody saw MEGAN go.")
    workbook.submit(PORTFOLIO, [UNIT], NAME, {"megan": "a colleague", "Osian": "nobody"})
    submission = workbook.submission(PORTFOLIO, UNIT, 1)
    assert submission.explanations == {"Megan": "a colleague", "MEGAN": "a colleague"}


def test_an_explanation_that_is_too_long_is_refused(workbook: Workbook) -> None:
    write(workbook, "Then Megan looked.")
    with refused("invalid", f"{NOTE_LIMIT:,}"):
        workbook.submit(PORTFOLIO, [UNIT], NAME, {"Megan": "x" * (NOTE_LIMIT + 1)})


def test_words_longer_than_any_name_are_explained_by_how_they_begin(workbook: Workbook) -> None:
    write(workbook, f"Then {'a' * LINE_LIMIT}@example.org wrote to us.")
    (finding,) = workbook.findings(PORTFOLIO, [UNIT])
    workbook.submit(PORTFOLIO, [UNIT], NAME, {finding.words: "made up"})
    assert workbook.submission(PORTFOLIO, UNIT, 1).explanations == {"a" * LINE_LIMIT: "made up"}


def test_one_unit_that_is_not_explained_keeps_the_others_back(
    workbook: Workbook, house: House
) -> None:
    fill(house.desks(CERYS), PORTFOLIO, "statement-02")
    write(workbook, "Then Megan looked.")
    with refused("identifiers"):
        workbook.submit(PORTFOLIO, ["statement-02", UNIT], NAME)
    assert workbook.unit(PORTFOLIO, "statement-02").record.state == "open"


def test_a_submission_without_explanations_is_written_as_it_always_was(workbook: Workbook) -> None:
    workbook.submit(PORTFOLIO, [UNIT], NAME)
    submission = workbook.submission(PORTFOLIO, UNIT, 1)
    assert "explanations" not in submission.model_dump(mode="json")


def test_a_name_that_is_allowed_is_not_found_again(workbook: Workbook) -> None:
    write(workbook, "Then Megan looked.")
    workbook.allow(PORTFOLIO, ["Megan", " megan ", ""])
    assert workbook.allowed(PORTFOLIO) == ("megan",)
    assert workbook.findings(PORTFOLIO, [UNIT]) == []
    workbook.allow(PORTFOLIO, [])
    assert len(workbook.findings(PORTFOLIO, [UNIT])) == 1


def test_a_postcode_cannot_be_allowed_for_good(workbook: Workbook) -> None:
    write(workbook, "Home is LL57 2DG.")
    workbook.allow(PORTFOLIO, ["LL57 2DG"])
    assert [each.kind for each in workbook.findings(PORTFOLIO, [UNIT])] == ["postcode"]


def test_others_do_not_allow_names(house: House, workbook: Workbook) -> None:
    with refused("not_allowed"):
        house.desks("AS-MEG").workbook.allow(PORTFOLIO, ["Megan"])


def test_a_list_of_too_many_names_is_refused(workbook: Workbook) -> None:
    with refused("invalid"):
        workbook.allow(PORTFOLIO, [f"Name{number}" for number in range(501)])


def test_the_practitioner_the_partner_and_the_made_up_name_may_stand(
    workbook: Workbook, house: House
) -> None:
    fill(house.desks(CERYS), PORTFOLIO, "learners-voice")
    told = f"{PLAIN}Then Cerys asked, Robin laughed and Bethan wrote. "
    occasion = Occasion(partner="Bethan Puw")
    workbook.respond(PORTFOLIO, UNIT, ACTIVITY, told, occasion=occasion)
    assert workbook.findings(PORTFOLIO, [UNIT]) == []


def test_in_the_case_study_the_partner_may_be_the_learner() -> None:
    unit = packed_course().unit("learners-voice")
    assert unit is not None
    draft = Draft(
        responses={"learner-and-setting": Response(value="", number=1, at="", partner="Bethan Puw")}
    )
    found = unit_findings(unit, draft, SURROUNDINGS)
    assert [finding.words for finding in found] == ["Bethan Puw"]


def test_the_setting_of_the_portfolio_is_found(workbook: Workbook) -> None:
    write(workbook, "All of it was at Ysgol y Bryn.")
    assert [each.kind for each in workbook.findings(PORTFOLIO, [UNIT])] == ["setting"]


@pytest.mark.parametrize("unit", packed_course().unit_ids)
def test_every_text_that_somebody_types_is_read_and_no_id(unit: str) -> None:
    definition = packed_course().unit(unit)
    assert definition is not None
    for activity in definition.activities:
        answer = activity.read(ready_answer(activity, definition))
        texts = list(typed_texts(activity, answer))
        ids = {card.id for card in activity.cards} if isinstance(activity, Sort) else set()
        assert not ids & set(texts)
        assert bool(texts) == (activity.kind not in ("choice", "scale", "sort")) or texts


def test_cards_and_piles_of_their_own_are_read() -> None:
    unit = packed_course().unit("learners-voice")
    assert unit is not None
    sort = next(each for each in unit.activities if isinstance(each, Sort))
    value = {
        "piles": {"own-1": ["own-2"]},
        "own_piles": {"own-1": "With Megan"},
        "own_cards": {"own-2": "Sitting by Osian"},
    }
    assert list(typed_texts(sort, value)) == ["With Megan", "Sitting by Osian"]


def test_what_is_chosen_is_no_text() -> None:
    unit = packed_course().unit("statement-04")
    assert unit is not None
    choice = next(each for each in unit.activities if isinstance(each, Choice))
    assert list(typed_texts(choice, choice.options[0].id)) == []


def test_findings_of_the_same_words_lie_together(workbook: Workbook) -> None:
    write(workbook, "Then Megan looked. I saw Osian. Then megan ran.")
    together = by_words(workbook.findings(PORTFOLIO, [UNIT]))
    assert [[each.words for each in same] for same in together] == [["Megan", "megan"], ["Osian"]]


def test_an_explanation_is_found_whatever_its_case(workbook: Workbook) -> None:
    write(workbook, "Then Megan looked.")
    findings = workbook.findings(PORTFOLIO, [UNIT])
    assert unexplained(findings, {"MEGAN": "a colleague"}) == []
    assert explanations_of(findings, {"MEGAN": " a colleague "}) == {"Megan": "a colleague"}


def test_feedback_is_read_criterion_by_criterion_and_as_a_whole() -> None:
    unit = packed_course().unit(UNIT)
    assert unit is not None
    feedback = {unit.criteria[1].id: "Say what Megan did."}
    said = Overall(stood_out="Ring 07700 900123.", missing="Ask Tomos.", next_step="Tell Lowri.")
    found = list(feedback_findings(unit, feedback, said, SURROUNDINGS))
    assert [(each.place, each.title, each.words) for each in found] == [
        (unit.criteria[1].id, "feedback on criterion 2", "Megan"),
        ("", "the feedback as a whole", "07700 900123"),
        ("", "the feedback as a whole", "Tomos"),
        ("", "the feedback as a whole", "Lowri"),
    ]


def decided(house: House, overall: str) -> None:
    """Let a unit wait to be released with these words."""
    desk = house.desks("AS-MEG").desk
    criteria = [c.id for c in house.desks(CERYS).workbook.unit(PORTFOLIO, UNIT).unit.criteria]
    desk.decide(PORTFOLIO, UNIT, dict.fromkeys(criteria, "met"), {}, overall)


def test_feedback_that_is_not_explained_is_not_released(house: House) -> None:
    submit(house.desks(CERYS), PORTFOLIO, UNIT)
    decided(house, "Osian learned much, thank you, Cerys. Megan Price")
    desk = house.desks("AS-MEG").desk
    with refused("identifiers", "'Osian' in 'the feedback as a whole'"):
        desk.release(PORTFOLIO, UNIT)
    assert house.desks(CERYS).workbook.unit(PORTFOLIO, UNIT).record.state == "decided"
    desk.release(PORTFOLIO, UNIT, {"Osian": "the child in the reading"})
    record = house.store.get(f"portfolio/{PORTFOLIO}", f"explained/{UNIT}")
    assert record is not None
    assert record.document["words"] == {"Osian": "the child in the reading"}


def test_what_the_practitioner_explained_is_not_asked_of_the_assessor(
    workbook: Workbook, house: House
) -> None:
    write(workbook, "Then Osian looked.")
    workbook.submit(PORTFOLIO, [UNIT], NAME, {"Osian": "a colleague"})
    decided(house, "Osian helped you well.")
    house.desks("AS-MEG").desk.release(PORTFOLIO, UNIT)
    assert state(workbook) == "met"
    assert house.store.get(f"portfolio/{PORTFOLIO}", f"explained/{UNIT}") is None


def test_an_answer_saved_between_the_check_and_the_freezing_is_not_frozen_unchecked(
    workbook: Workbook, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, put = house.store, house.store.put

    def put_after_another_window(*args: object, **named: object) -> object:
        monkeypatch.setattr(store, "put", put)
        write(workbook, "Then Megan looked.")
        return put(*args, **named)  # type: ignore[arg-type] # as it came

    monkeypatch.setattr(store, "put", put_after_another_window)
    with pytest.raises(Exception, match=r"changed|wrote"):
        workbook.submit(PORTFOLIO, [UNIT], NAME)
    assert state(workbook) == "open"
