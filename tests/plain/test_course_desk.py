"""The course as a whole in plain lines: what is next, submitting, feedback, coming in."""

from pathlib import Path

import pytest

from stepback_course.handover.courier import Courier
from stepback_course.handover.invitations import nearby
from stepback_course.plain import conversation
from stepback_course.portfolio.models import Overall
from stepback_course.store import open_store
from tests.filling import fill, submit
from tests.handover.invited import invitation_of
from tests.house import House, Ticking, furnish
from tests.plain.conftest import PERSON, PORTFOLIO, Talk

UNIT = "statement-01"


def status(house: House, unit: str = UNIT) -> str:
    return house.desks(PERSON).workbook.unit(PORTFOLIO, unit).status


def refer(house: House, unit: str = UNIT) -> None:
    """Let a unit come back with its last criterion not yet met."""
    submit(house.desks(PERSON), PORTFOLIO, unit)
    decide(house, unit, "Say what the learner said.")


def decide(house: House, unit: str = UNIT, needed: str = "") -> None:
    """Release a decision on a submitted unit: met, unless something is still needed."""
    desk = house.desks("AS-MEG").desk
    criteria = [c.id for c in house.desks(PERSON).workbook.unit(PORTFOLIO, unit).unit.criteria]
    verdicts = dict.fromkeys(criteria, "met")
    if needed:
        verdicts[criteria[-1]] = "not_yet_met"
    said = Overall(stood_out="Thank you.", missing="A word.", next_step="Add it.") if needed else ""
    desk.decide(PORTFOLIO, unit, verdicts, {criteria[-1]: needed} if needed else {}, said)
    desk.release(PORTFOLIO, unit)


def test_the_course_says_who_how_far_by_when_and_what_is_next(talk: Talk) -> None:
    said = talk(".")
    assert "My course: Cerys Wyn" in said
    assert "due by 30 June 2026" in said
    assert "0 of 11 met." in said
    assert "g. Begin Statement 1" in said


def test_every_unit_has_its_number_and_where_it_stands_in_words(talk: Talk) -> None:
    submit(talk.house.desks(PERSON), PORTFOLIO, "statement-02")
    lines = talk(".").split("\n")
    assert "1. I can say what my support is for: not started" in lines
    assert any(line.startswith("2. ") and "with assessor since 4 March" in line for line in lines)


def test_g_goes_on_with_what_is_next(talk: Talk) -> None:
    assert "Statement 1 is your turn" in talk("g", ".", ".")
    talk("1", "1", "2", ".", ".", ".", ".")
    assert "Activity 1 of 4" in talk("g", ".", ".", ".")


def test_ready_units_are_submitted_together_under_a_typed_name(talk: Talk) -> None:
    fill(talk.house.desks(PERSON), PORTFOLIO, UNIT, "statement-02", "statement-03")
    said = talk("s", "1, 3", "Cerys Wyn", ".")
    assert "This is my own work" in said
    assert "2 units are submitted." in said
    assert [status(talk.house, each) for each in (UNIT, "statement-02", "statement-03")] == [
        "submitted",
        "ready",
        "submitted",
    ]


def test_enter_submits_everything_that_is_ready(talk: Talk) -> None:
    fill(talk.house.desks(PERSON), PORTFOLIO, UNIT, "statement-02")
    said = talk("s", "", "Cerys Wyn", ".")
    receipt = talk.house.desks(PERSON).workbook.receipt(PORTFOLIO)
    assert f"Your receipt: {receipt}" in said
    assert {status(talk.house, each) for each in (UNIT, "statement-02")} == {"submitted"}


def test_a_number_that_stands_for_no_unit_is_asked_for_again(talk: Talk) -> None:
    fill(talk.house.desks(PERSON), PORTFOLIO, UNIT, "statement-02")
    said = talk("s", "1 7", ".", ".")
    assert said.count("Type the numbers with spaces between them") == 1
    assert status(talk.house) == "ready"


def test_a_declaration_in_another_name_is_asked_for_again_and_submits_nothing(talk: Talk) -> None:
    fill(talk.house.desks(PERSON), PORTFOLIO, UNIT)
    said = talk("s", "Megan Price", ".", ".")
    assert "Not submitted: type your name as your portfolio has it: Cerys Wyn" in said
    assert "Nothing is submitted." in said
    assert status(talk.house) == "ready"


def test_an_empty_declaration_submits_nothing(talk: Talk) -> None:
    fill(talk.house.desks(PERSON), PORTFOLIO, UNIT)
    talk("s", "", ".", ".")
    assert status(talk.house) == "ready"


def test_what_may_tell_who_a_child_is_is_asked_about_before_the_declaration(talk: Talk) -> None:
    workbook = talk.house.desks(PERSON).workbook
    fill(talk.house.desks(PERSON), PORTFOLIO, UNIT)
    text = "I waited beside the door. " * 30 + "Write to bethan@example.org."
    workbook.respond(PORTFOLIO, UNIT, "one-purpose", text)
    said = talk("s", "1", ".")
    assert "bethan@example.org" in said
    assert "Nothing is submitted. Change it in the unit" in said
    assert status(talk.house) == "ready"
    talk("s", "2", "Our office's own address", "Cerys Wyn", ".")
    assert workbook.submission(PORTFOLIO, UNIT, 1).explanations == {
        "bethan@example.org": "Our office's own address"
    }


def test_a_unit_is_taken_back_while_nobody_has_claimed_it(talk: Talk) -> None:
    submit(talk.house.desks(PERSON), PORTFOLIO, UNIT)
    talk("1", "w", "yes", ".", ".")
    assert status(talk.house) == "ready"


def test_a_unit_that_an_assessor_claims_meanwhile_is_not_taken_back(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(talk.house.desks(PERSON), PORTFOLIO, UNIT)
    agree = conversation.Conversation.agree

    def claim_first(self: conversation.Conversation, question: str, *, about: str = "") -> bool:
        talk.house.desks("AS-MEG").desk.claim(PORTFOLIO, UNIT)
        return agree(self, question, about=about)

    monkeypatch.setattr(conversation.Conversation, "agree", claim_first)
    said = talk("1", "w", "yes", ".", ".")
    assert "cannot be taken back" in said
    assert status(talk.house) == "marking"


def test_what_is_missing_is_named_and_gone_to(talk: Talk) -> None:
    said = talk("1", "m", "1", "2", "4", ".", ".", ".")
    assert "Go to which" in said
    assert "Activity 1 of 4" in said


def test_feedback_says_what_is_met_first_then_what_is_needed(talk: Talk) -> None:
    refer(talk.house)
    said = talk("g", ".", ".")
    assert said.index("What is met:") < said.index("What is needed:")
    assert "Your assessor: Say what the learner said." in said
    headings = ("What stood out:", "What is missing:", "The next step:")
    assert [heading for heading in headings if heading in said] == list(headings)
    assert "You can submit it 2 more times." in said
    assert "What you have changed since attempt 1:" in said


def test_a_practitioner_appeals_and_lets_the_appeal_rest(talk: Talk) -> None:
    talk.house.clock = Ticking()
    refer(talk.house)
    said = talk("1", "a", "It is in my second answer.", "a", "yes", "a", ".", ".", ".")
    assert "you can appeal until" in said
    assert "You are answered by" in said
    assert "It rests: the decision stands." in said
    appeal, until = talk.house.desks(PERSON).appeals.standing(PORTFOLIO, UNIT)
    assert appeal is not None
    assert (appeal.stage.grounds, bool(appeal.ended)) == ("It is in my second answer.", True)
    assert until == ""


@pytest.mark.parametrize(("answer", "is_made"), [("no", False), ("yes", True)])
def test_grounds_that_may_tell_who_a_child_is_are_asked_about(
    talk: Talk, answer: str, is_made: bool
) -> None:
    refer(talk.house)
    said = talk("1", "a", "Tomos Rees said so.", answer, ".", ".", ".")
    assert "“Tomos Rees” (a name)" in said
    appeal = talk.house.desks(PERSON).appeals.standing(PORTFOLIO, UNIT)[0]
    assert (appeal is not None) == is_made


def test_without_grounds_there_is_no_appeal(talk: Talk) -> None:
    refer(talk.house)
    assert "There is no appeal." in talk("1", "a", ".", ".", ".")
    assert talk.house.desks(PERSON).appeals.standing(PORTFOLIO, UNIT)[0] is None


def test_the_assessors_words_are_said_again_where_they_are_answered(talk: Talk) -> None:
    refer(talk.house)
    said = talk("1", "4", ".", ".", ".")
    assert "Your assessor asks here: Say what the learner said." in said


def test_a_unit_that_reads_as_before_is_said_to_be_unchanged_before_it_is_submitted(
    talk: Talk,
) -> None:
    talk.house.clock = Ticking()
    workbook = talk.house.desks(PERSON).workbook
    fill(talk.house.desks(PERSON), PORTFOLIO, UNIT)
    before = " ".join(["I waited beside the door."] * 20)
    workbook.respond(PORTFOLIO, UNIT, "one-purpose", before)
    workbook.submit(PORTFOLIO, [UNIT], "Cerys Wyn")
    decide(talk.house, UNIT, "Say what the learner said.")
    there_and_back = ("a", "More.", ".", "w", before, ".", ".")
    said = talk("1", "4", *there_and_back, "s", "no", ".", ".")
    assert "Statement 1: I can say what my support is for is unchanged" in said
    assert status(talk.house) == "ready"


def test_what_was_changed_since_the_last_attempt_is_told_in_words(talk: Talk) -> None:
    refer(talk.house)
    talk("1", "4", "a", "The learner said: let me.", ".", ".", ".", ".")
    said = talk("1", "f", ".", ".")
    assert "let me" in said.partition("What you have changed since attempt 1:")[2]


def test_a_unit_that_is_met_is_read_and_not_changed(talk: Talk) -> None:
    submit(talk.house.desks(PERSON), PORTFOLIO, UNIT)
    decide(talk.house)
    said = talk("1", "4", ".", ".", ".")
    assert "What you entered:" in said
    assert "Write the text anew" not in said


def test_the_name_for_the_certificate_is_confirmed(talk: Talk) -> None:
    said = talk("c", "Cerys Mair Wyn", "2", ".")
    assert "Now it is in English." in said
    assert "Confirmed: Cerys Mair Wyn, in Welsh." in said
    award = talk.house.desks().workbook.open(PORTFOLIO).award
    assert (award.name, award.language) == ("Cerys Mair Wyn", "cy")


def test_a_name_without_a_language_is_not_confirmed(talk: Talk) -> None:
    said = talk("c", "Cerys Mair Wyn", ".", ".")
    assert "Confirmed" not in said
    assert talk.house.desks().workbook.open(PORTFOLIO).award.name == ""


def test_plain_lines_are_chosen_once_for_every_time(talk: Talk) -> None:
    said = talk("p", ".")
    assert "From the next time on, stepback opens in plain lines." in said


def test_somebody_sits_down_by_some_letters_of_their_name(talk: Talk) -> None:
    said = talk("nobody", "cer", "1", ".", ".", person=None)
    assert "Nobody here is called that." in said
    assert "My course: Cerys Wyn" in said


def test_a_name_is_found_without_its_accents(talk: Talk) -> None:
    assert "My course: Elen Môn" in talk("elen mon", "1", ".", ".", person=None)


def test_somebody_without_a_course_is_told_what_they_can_do(talk: Talk) -> None:
    said = talk(person="TR-TOM")
    assert "Tom Hughes has no course here." in said
    assert "stepback progress" in said


@pytest.fixture
def laptop(empty_house: House, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Talk with an empty store on a computer on which no invitation is found."""
    monkeypatch.setattr(nearby, "LOOKED_IN", ())
    return Talk(empty_house)


@pytest.fixture
def office() -> House:
    """A store with a team, a cohort and practitioners, from which invitations come."""
    office = House(open_store("memory:"))
    furnish(office)
    return office


def test_joining_with_an_invitation_begins_the_course(
    laptop: Talk, office: House, tmp_path: Path
) -> None:
    file = invitation_of(office, tmp_path)
    said = laptop("1", f"'{file}'", ".", ".", person=None)
    assert "Nobody works here yet." in said
    assert "Welcome, Cerys Wyn. Your place is ready." in said
    assert "My course: Cerys Wyn" in said


def test_whoever_has_just_joined_is_found_by_their_name(
    laptop: Talk, office: House, tmp_path: Path
) -> None:
    cerys = invitation_of(office, tmp_path)
    elen = cerys.with_name(cerys.name.replace("CERYS", "ELEN"))
    laptop("1", str(cerys), ".", ".", person=None)
    said = laptop("j", str(elen), ".", "elen", "1", ".", ".", person=None)
    assert said.count("My course: Elen Môn") == 2


def test_an_invitation_in_a_usual_place_is_chosen_by_its_number(
    laptop: Talk, office: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation_of(office, tmp_path)
    monkeypatch.setattr(nearby, "LOOKED_IN", (lambda: tmp_path,))
    said = laptop("1", "1", ".", ".", person=None)
    assert "Your place is ready." in said


def test_a_file_that_is_no_invitation_is_refused_in_a_sentence(
    laptop: Talk, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    said = laptop("1", str(tmp_path / "letter.txt"), ".", person=None)
    assert "letter.txt is not an invitation to a course" in said


def test_work_is_handed_over_to_the_office_in_a_file(
    laptop: Talk, office: House, tmp_path: Path
) -> None:
    laptop("1", str(invitation_of(office, tmp_path)), ".", ".", person=None)
    submit(laptop.house.desks(PERSON), PORTFOLIO, UNIT)
    said = laptop("h", "s", str(tmp_path / "out"), ".")
    assert "Sealed. Send this file:" in said
    (sealed,) = (tmp_path / "out").iterdir()
    opened = laptop("h", "o", str(sealed), ".")
    assert "not for here" in opened


def test_what_gave_way_to_the_offices_word_is_told_beside_it(
    laptop: Talk, office: House, tmp_path: Path
) -> None:
    laptop("1", str(invitation_of(office, tmp_path)), ".", ".", person=None)
    assert "Hear what was kept aside" not in laptop("h", ".", ".")
    submit(laptop.house.desks(PERSON), PORTFOLIO, UNIT)
    laptop("h", "s", str(tmp_path / "out"), ".")
    ann = Courier(office.desks("CO-ANN"))
    ann.open([tmp_path / "out"])
    decide(office, UNIT, "Say what the learner said.")
    for offer in ann.offers(person=PERSON):
        ann.seal(offer, tmp_path / "back")
    laptop.house.desks(PERSON).workbook.withdraw(PORTFOLIO, UNIT)
    laptop("h", "o", str(tmp_path / "back"), ".")

    said = laptop("h", "k", ".", ".")
    assert "What stands: not yet met" in said
    assert "Kept beside it, as it was on this computer: taken back" in said
    assert "Both read the same." in said


def test_a_file_is_attached_listed_copied_and_deleted(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("What we planned")
    attaching = ("a", str(tmp_path / "plan.txt"), "The plan we made", "no")
    said = talk("1", "e", *attaching, "1", "s", str(tmp_path / "out"), *(".",) * 3)
    assert "Attached and saved as statement-01-1.txt." in said
    assert "1. statement-01-1.txt: The plan we made" in said
    assert (tmp_path / "out" / "statement-01-1.txt").read_text() == "What we planned"
    talk("1", "e", "1", "d", "yes", ".", ".", ".")
    assert talk.house.desks(PERSON).evidence.files(PORTFOLIO, UNIT) == ()


def test_a_file_that_shows_a_learner_needs_permission_for_images(
    talk: Talk, tmp_path: Path
) -> None:
    (tmp_path / "plan.txt").write_text("What we planned")
    said = talk("1", "e", "a", str(tmp_path / "plan.txt"), "A learner's work", "yes", *(".",) * 3)
    assert "no permission for images is recorded" in said
    assert talk.house.desks(PERSON).evidence.files(PORTFOLIO, UNIT) == ()
