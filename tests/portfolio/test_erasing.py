"""What is written about a child is erased for good, and what stays still verifies."""

import io
from itertools import chain
from pathlib import Path

import pytest

from stepback_course.cli.checking import check_store
from stepback_course.marking import Marks
from stepback_course.people import Actor
from stepback_course.portfolio.erasing.rules import erased_unit
from stepback_course.portfolio.erasing.tombstones import kept_in, tombstone_folder
from stepback_course.portfolio.models import UnitRecord
from stepback_course.portfolio.rescue import rescue
from stepback_course.portfolio.trail import is_whole
from stepback_course.portfolio.unsent import Form, Unsent, keep
from stepback_course.store import Change, Conflict, Missing, StoreError
from stepback_course.store.moving.sources import unwatched
from stepback_course.text import canonical
from stepback_course.text.refusals import Refusal
from tests.course_done import attend, meet
from tests.filling import CONSENT, submit
from tests.house import NOW, House
from tests.portfolio.erasures import (
    CERYS,
    OTHER,
    UNIT,
    WORD,
    P,
    bring_to,
    decide,
    hand_in,
    places_with,
    record_of,
    release,
    ticking,
    unfinish,
    write_word,
)


@pytest.fixture
def house(empty_house: House) -> House:
    """A furnished store whose clock goes on."""
    return ticking(empty_house)


def test_no_byte_of_a_word_is_left_anywhere(house_on_disk: House, tmp_path: Path) -> None:
    house, store = house_on_disk, house_on_disk.store
    write_word(house, UNIT, OTHER)
    hand_in(house, UNIT)
    decide(house, UNIT, "not_yet_met", f"Say what {WORD} did.")
    release(house, UNIT)
    hand_in(house, UNIT)
    house.desks("AS-MEG").desk.claim(P, UNIT, reason=f"{WORD}'s case study")
    house.desks("AS-MEG").desk.keep_marks(P, UNIT, Marks(overall=f"{WORD} again"))
    house.desks("AS-MEG").desk.keep_note(P, UNIT, f"Ask about {WORD}.")
    house.desks(CERYS).workbook.allow(P, [WORD.title()])
    for name in (f"aside/{UNIT}", f"evidence/{UNIT}", f"explained/{UNIT}", "learners"):
        picture = store.put_file(io.BytesIO(f"{name} {WORD}".encode()), limit=1000)
        document = {"file": picture, "words": WORD}
        store.put(f"portfolio/{P}", {name: Change(0, document)}, operation=name, actor=CERYS)
    rescue(P, UNIT, "learner-and-setting", f"about {WORD}", NOW)
    form = Form(store.url, "AS-MEG", P, UNIT, "answer-stands")
    keep(form, Unsent(since=NOW, answers={"": f"{WORD} said so"}))
    left_by_a_crash = canonical({"portfolio": P, "unit": UNIT, "responses": {"a": WORD}})
    store.put_file(io.BytesIO(left_by_a_crash), limit=1000)
    list(store.find("unit").rows)
    assert len(places_with(WORD, tmp_path)) > 8
    house.desks(CERYS).eraser.erase(P, [UNIT], "permission withdrawn")
    left = places_with(WORD, tmp_path)
    assert left, "the statement's answers are not the learner's and stay"
    house.desks(CERYS).eraser.erase(P, [OTHER])
    assert places_with(WORD, tmp_path) == []
    assert list(store.check()) == []


def test_only_the_erased_unit_loses_its_words(house: House) -> None:
    workbook = house.desks(CERYS).workbook
    write_word(house, UNIT, OTHER)
    hand_in(house, OTHER)
    before = workbook.submission(P, OTHER, 1)
    house.desks(CERYS).eraser.erase(P, [UNIT])
    view = workbook.open(P)
    assert view.consent is None
    assert workbook.unit(P, UNIT).draft.responses == {}
    assert WORD in str(workbook.unit(P, OTHER).draft)
    assert workbook.submission(P, OTHER, 1) == before


def test_the_case_study_begins_again_with_another_learner(house: House) -> None:
    write_word(house, UNIT)
    hand_in(house, UNIT)
    decide(house, UNIT, "not_yet_met", "Say more.")
    release(house, UNIT)
    house.desks(CERYS).eraser.erase(P, [UNIT], "another learner")
    workbook = house.desks(CERYS).workbook
    view = workbook.unit(P, UNIT)
    assert (view.status, view.released) == ("not started", ())
    with pytest.raises(Refusal, match="permission comes first"):
        workbook.respond(P, UNIT, "learner-and-setting", "Somebody else.")
    workbook.record_consent(P, CONSENT.model_copy(update={"learner": "Heron"}))
    given = workbook.open(P).consent
    assert given is not None
    assert given.learner == "Heron"
    submit(house.desks(CERYS), P, UNIT)
    assert is_whole(record_of(house, UNIT))
    with pytest.raises(Refusal, match="attempt 1 was erased on 4 March 2026"):
        workbook.submission(P, UNIT, 1)


STATES = ["open", "submitted", "marking", "decided", "referred", "met"]


@pytest.mark.parametrize("state", STATES)
def test_whatever_became_of_a_unit_its_trail_verifies_afterwards(house: House, state: str) -> None:
    bring_to(house, UNIT, state)
    before = record_of(house, UNIT)
    house.desks(CERYS).eraser.erase(P, [UNIT])
    after = record_of(house, UNIT)
    assert after.state == ("met" if state == "met" else "open")
    assert WORD not in after.model_dump_json()
    assert is_whole(after)
    assert after.trail[: len(before.trail)] == before.trail
    assert check_store(house.store, trail=True, progress=unwatched).is_sound
    assert all(attempt.erased for attempt in after.attempts)
    if state in ("submitted", "marking", "decided"):
        assert house.desks(CERYS).workbook.unit(P, UNIT).attempts_left == 3


def test_a_reason_in_the_trail_is_erased_and_the_trail_still_verifies(house: House) -> None:
    bring_to(house, OTHER, "met")
    house.desks("CO-ANN").desk.reopen(P, OTHER, f"{WORD} has to go")
    house.desks("CO-ANN").eraser.erase(P, [OTHER])
    record = record_of(house, OTHER)
    assert WORD not in record.model_dump_json()
    assert is_whole(record)
    (sealed,) = [entry for entry in record.trail if entry.seal]
    for change in ({"actor": "PR-ELEN"}, {"after": "met"}, {"reason": "another"}):
        altered = tuple(
            entry.model_copy(update=change) if entry is sealed else entry for entry in record.trail
        )
        assert not is_whole(record.model_copy(update={"trail": altered}))


def test_a_sealed_entry_cannot_be_sealed_again_unseen(house: House) -> None:
    from stepback_course.portfolio.trail import without_reason

    bring_to(house, OTHER, "met")
    house.desks("CO-ANN").desk.reopen(P, OTHER, "One more")
    house.desks("CO-ANN").eraser.erase(P, [OTHER])
    record = record_of(house, OTHER)
    forged = tuple(
        without_reason(entry.model_copy(update={"actor": "PR-ELEN", "reason": "x"}))
        if entry.seal
        else entry
        for entry in record.trail
    )
    assert not is_whole(record.model_copy(update={"trail": forged}))


def test_a_certificate_survives_the_erasure_of_the_case_study(house: House) -> None:
    submit(house.desks(CERYS), P, UNIT)
    units = house.desks(CERYS).workbook.open(P).course.unit_ids
    meet(house, P, *(unit for unit in units if unit != UNIT))
    decide(house, UNIT, "met", "Well done.")
    release(house, UNIT)
    attend(house, P, "attended", "attended")
    house.desks(CERYS).workbook.confirm_name(P, "Cerys Wyn")
    issued, register = house.desks("CO-ANN").office.issue(P), house.desks("CO-ANN").register
    house.desks("CO-ANN").eraser.erase(P)
    assert list(register.every()) == [issued]
    assert register.pdf(issued.number).startswith(b"%PDF")
    assert next(row.met for row in house.desks("CO-ANN").registry.progress()) == 11
    assert check_store(house.store, trail=True, progress=unwatched).is_sound


def test_the_tombstone_says_that_and_never_what(house: House) -> None:
    bring_to(house, UNIT, "submitted")
    (attempt,) = record_of(house, UNIT).attempts
    tombstone = house.desks(CERYS).eraser.erase(P, [UNIT], "permission withdrawn")
    assert (tombstone.portfolio, tombstone.units, tombstone.learner) == (P, (UNIT,), True)
    assert (tombstone.by, tombstone.role) == (CERYS, "practitioner")
    assert attempt.file in tombstone.files
    course = house.desks(CERYS).workbook.open(P).profile.course.hash
    assert course in house.store.files()
    assert course not in tombstone.files
    assert house.desks(CERYS).eraser.tombstones(P) == [tombstone]
    assert kept_in([tombstone_folder()]) == [tombstone]
    assert WORD not in tombstone.model_dump_json()
    assert "Robin" not in tombstone.model_dump_json()


def test_a_window_that_still_shows_the_old_text_cannot_write_it_back(house: House) -> None:
    write_word(house, OTHER)
    workbook = house.desks(CERYS).workbook
    activity = next(
        name
        for name, response in workbook.unit(P, OTHER).draft.responses.items()
        if WORD in str(response.value)
    )
    seen = workbook.unit(P, OTHER).draft.responses[activity].number
    house.desks(CERYS).eraser.erase(P, [OTHER])
    with pytest.raises(Conflict):
        workbook.respond(P, OTHER, activity, f"{WORD} again", seen=seen)


def test_erasing_nothing_leaves_a_tombstone_and_no_step(house: House) -> None:
    house.desks(CERYS).eraser.erase(P)
    assert record_of(house, OTHER) == UnitRecord()
    assert len(house.desks(CERYS).eraser.tombstones(P)) == 1


def test_erasing_twice_adds_no_second_step(house: House) -> None:
    bring_to(house, UNIT, "met")
    eraser = house.desks(CERYS).eraser
    eraser.erase(P, [UNIT])
    once = record_of(house, UNIT)
    eraser.erase(P, [UNIT])
    assert record_of(house, UNIT) == once
    assert len(eraser.tombstones(P)) == 2


# Whose files they are.


def test_a_picture_that_somebody_else_attached_as_well_is_left_to_them(house: House) -> None:
    shared = house.store.put_file(io.BytesIO(b"the same form"), limit=100)
    own = house.store.put_file(io.BytesIO(b"my picture"), limit=100)
    for portfolio, files in ((P, [shared, own]), ("P-ELEN", [shared])):
        change = Change(0, {"files": files})
        house.store.put(
            f"portfolio/{portfolio}", {f"evidence/{UNIT}": change}, operation="a", actor=CERYS
        )
    house.desks(CERYS).eraser.erase(P, [UNIT])
    with house.store.open_file(shared) as file:
        assert file.read() == b"the same form"
    with pytest.raises(Missing):
        house.store.open_file(own)


def test_a_picture_of_two_units_goes_with_the_second(house: House) -> None:
    shared = house.store.put_file(io.BytesIO(b"the same form"), limit=100)
    for unit in (UNIT, OTHER):
        change = {f"evidence/{unit}": Change(0, {"files": [shared]})}
        house.store.put(f"portfolio/{P}", change, operation=unit, actor=CERYS)
    house.desks(CERYS).eraser.erase(P, [UNIT])
    assert shared in house.store.files()
    house.desks(CERYS).eraser.erase(P, [OTHER])
    assert shared not in house.store.files()


def test_files_behind_a_list_go_and_those_of_another_portfolio_stay(house: House) -> None:
    for portfolio in (P, "P-ELEN"):
        version = {"portfolio": portfolio, "unit": OTHER, "responses": {"a": WORD}}
        kept = house.store.put_file(io.BytesIO(canonical(version)), limit=1000)
        listing = {"portfolio": portfolio, "unit": OTHER, "kept": [{"file": kept}]}
        listed = house.store.put_file(io.BytesIO(canonical(listing)), limit=1000)
        change = {f"versions/{OTHER}": Change(0, {"list": listed})}
        house.store.put(f"portfolio/{portfolio}", change, operation="v", actor=CERYS)
    before = set(house.store.files())
    house.desks(CERYS).eraser.erase(P, [OTHER])
    assert len(before - set(house.store.files())) == 2


def test_what_is_being_submitted_since_is_not_taken_for_a_leftover(house: House) -> None:
    write_word(house, UNIT)
    tombstone = house.desks(CERYS).eraser.erase(P, [UNIT])
    later = {"portfolio": P, "unit": UNIT, "responses": {"a": {"at": "2026-03-05T00:00:00.000Z"}}}
    fresh = house.store.put_file(io.BytesIO(canonical(later)), limit=1000)
    house.desks(CERYS).eraser.apply(tombstone.model_copy(update={"finished": ""}))
    unfinish(house.store, tombstone)
    house.desks(CERYS).eraser.finish()
    assert fresh in house.store.files()


# Who may.


@pytest.mark.parametrize(
    ("person", "may"),
    [(CERYS, True), ("CO-ANN", True), (None, True)]
    + [(each, False) for each in ("PR-ELEN", "AS-MEG", "TR-TOM")],
)
def test_a_case_study_is_erased_by_its_practitioner_or_a_coordinator(
    house: House, person: str | None, may: bool
) -> None:
    write_word(house, UNIT)
    eraser = house.desks(person).eraser
    if may:
        eraser.erase(P, [UNIT])
        return
    for call in (eraser.erase, eraser.plan):
        with pytest.raises(Refusal, match="may not do this"):
            call(P, [UNIT])
    assert house.desks(CERYS).workbook.unit(P, UNIT).draft.responses


@pytest.mark.parametrize("state", ["submitted", "marking", "decided", "met"])
def test_what_is_handed_in_otherwise_only_a_coordinator_erases(house: House, state: str) -> None:
    bring_to(house, OTHER, state)
    for person in (CERYS, None):
        with pytest.raises(Refusal, match="a coordinator erases it"):
            house.desks(person).eraser.erase(P, [OTHER])
        with pytest.raises(Refusal, match="a coordinator erases it"):
            house.desks(person).eraser.erase(P)
    tombstone = house.desks("CO-ANN").eraser.erase(P, [OTHER])
    assert tombstone.role == "coordinator"


def test_an_unknown_unit_or_portfolio_is_refused_before_anything_goes(house: House) -> None:
    write_word(house, OTHER)
    eraser = house.desks(CERYS).eraser
    with pytest.raises(Refusal, match="no unit 'statement-99'"):
        eraser.erase(P, [OTHER, "statement-99"])
    with pytest.raises(Refusal, match="no portfolio 'P-NOBODY'"):
        eraser.erase("P-NOBODY")
    assert WORD in str(house.desks(CERYS).workbook.unit(P, OTHER).draft)


def test_the_plan_says_what_will_go_and_changes_nothing(house: House) -> None:
    bring_to(house, UNIT, "decided")
    rescue(P, UNIT, "learner-and-setting", WORD, NOW)
    keep(Form("memory:", CERYS, P, UNIT, "appeal"), Unsent(since=NOW, answers={"": WORD}))
    before = house.store.records(f"portfolio/{P}")
    plan = house.desks(CERYS).eraser.plan(P, [UNIT])
    assert house.store.records(f"portfolio/{P}") == before
    assert (plan.submissions, plan.decisions, plan.learner) == (1, 1, True)
    assert (plan.rescued, plan.unsent) == (1, 1)
    assert plan.answers == len(house.desks(CERYS).workbook.unit(P, UNIT).draft.responses)
    assert [unit.id for unit in plan.taken_back] == [UNIT]
    assert plan.met == ()
    assert not plan.is_empty
    assert house.desks("PR-ELEN").eraser.plan("P-ELEN").is_empty


def test_a_unit_without_words_takes_no_step() -> None:
    actor = Actor(CERYS, "Cerys")
    record = UnitRecord()
    assert (
        erased_unit("Unit", record, actor=actor, role="practitioner", at=NOW, why="asked for")
        is record
    )


def test_check_names_an_erased_copy_that_is_still_kept(house: House) -> None:
    bring_to(house, UNIT, "submitted")
    (attempt,) = record_of(house, UNIT).attempts
    with house.store.open_file(attempt.file) as file:
        content = file.read()
    house.desks(CERYS).eraser.erase(P, [UNIT])
    house.store.put_file(io.BytesIO(content), limit=len(content))
    checked = check_store(house.store, trail=True, progress=unwatched)
    assert [
        "was erased, and a copy of it is kept all the same" in e.sentence for e in checked.trails
    ] == [True]


def test_check_names_an_erasure_that_is_not_finished(house: House) -> None:
    tombstone = house.desks(CERYS).eraser.erase(P, [UNIT])
    unfinish(house.store, tombstone)
    checked = check_store(house.store, trail=True, progress=unwatched)
    assert ["stepback erase finish" in each.sentence for each in checked.trails] == [True]


def test_a_read_only_store_refuses_and_changes_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stepback_course.store import ReadOnly

    write_word(house, UNIT)

    def refuse(*_arguments: object, **_options: object) -> None:
        raise ReadOnly("may be read but not written")

    monkeypatch.setattr(house.store, "erase", refuse)
    with pytest.raises(StoreError):
        house.desks(CERYS).eraser.erase(P, [UNIT])
    assert WORD in str(house.desks(CERYS).workbook.unit(P, UNIT).draft)
    assert not list(chain(tombstone_folder().glob("*")))
