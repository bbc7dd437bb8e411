"""Making cohorts, enrolling, recording attendance and seeing progress."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from stepback_course.cohorts import Cohort, Registry
from stepback_course.course.models import Course
from stepback_course.course.shelf import Shelf
from stepback_course.people import OWNER, Actor, actor_of
from stepback_course.portfolio import Workbook
from stepback_course.store import Change, Conflict, Store
from stepback_course.text.refusals import Refusal
from tests.cohorts.conftest import NOW, person

Seat = Callable[[Actor | str], Registry]


def test_a_cohort_is_found_as_it_was_made(tom: Registry, group: Cohort) -> None:
    assert tom.cohort("CO-1") == group
    assert tom.cohort("co-1") == group
    assert tom.cohorts() == [group]


def test_a_list_asked_for_again_has_what_is_new(tom: Registry, registry_of: Seat) -> None:
    (group,) = tom.cohorts()
    arfon = registry_of("ann").make_cohort(group.model_copy(update={"id": "CO-2", "name": "Arfon"}))
    assert tom.cohorts() == [arfon, group]


def test_a_cohort_that_was_written_again_is_read_again(
    tom: Registry, group: Cohort, store: Store
) -> None:
    assert tom.cohorts() == [group]
    record = store.get("cohort/CO-1", "cohort")
    assert record is not None
    change = Change(record.revision, record.document | {"name": "Arfon"}, record.summary)
    store.put("cohort/CO-1", {"cohort": change}, operation="again", actor="ann")
    assert [cohort.name for cohort in tom.cohorts()] == ["Arfon"]


def test_a_cohort_that_is_known_already_is_not_read_again(
    tom: Registry, group: Cohort, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tom.cohorts() == [group]
    monkeypatch.setattr(store, "get", None)
    assert tom.cohorts() == [group]


def test_the_only_cohort_needs_no_name(tom: Registry, group: Cohort) -> None:
    assert tom.cohort() == group


def test_a_store_without_cohorts_says_so(registry_of: Seat) -> None:
    with pytest.raises(Refusal, match="has no cohort yet"):
        registry_of("tom").cohort()


def test_one_of_several_cohorts_has_to_be_named(tom: Registry, group: Cohort) -> None:
    tom.make_cohort(group.model_copy(update={"id": "CO-2", "name": "Arfon"}))
    with pytest.raises(Refusal, match="several cohorts, say which: CO-1, CO-2"):
        tom.cohort()
    assert [cohort.name for cohort in tom.cohorts()] == ["Arfon", "Gwynedd, spring"]


@pytest.mark.parametrize("identifier", ["CO-9", "", "not an id", "../portfolio/P-1"])
def test_a_cohort_that_is_not_there_is_named_in_the_refusal(tom: Registry, identifier: str) -> None:
    with pytest.raises(Refusal, match="this store has no cohort") as refused:
        tom.cohort(identifier)
    assert refused.value.code == "unknown"


def test_making_the_same_cohort_again_changes_nothing(
    tom: Registry, group: Cohort, store: Store
) -> None:
    before = store.get("cohort/CO-1", "cohort")
    assert tom.make_cohort(group) == group
    assert store.get("cohort/CO-1", "cohort") == before


def test_another_cohort_does_not_take_an_id_that_is_taken(tom: Registry, group: Cohort) -> None:
    with pytest.raises(Refusal, match="it is another one"):
        tom.make_cohort(group.model_copy(update={"name": "Arfon"}))
    assert tom.cohort("CO-1") == group


def test_a_cohort_needs_a_course_that_the_store_has(tom: Registry, group: Cohort) -> None:
    stranger = group.course.model_copy(update={"hash": "0" * 64})
    with pytest.raises(Refusal, match="is not in this store"):
        tom.make_cohort(group.model_copy(update={"id": "CO-2", "course": stranger}))
    assert len(tom.cohorts()) == 1


def test_only_trainers_and_coordinators_make_cohorts(registry_of: Seat, group: Cohort) -> None:
    for actor in (OWNER, "meg", "cerys"):
        with pytest.raises(Refusal, match="cohorts are made by"):
            registry_of(actor).make_cohort(group)
    assert registry_of("ann").make_cohort(group) == group


def test_enrolling_makes_a_portfolio_on_the_course_of_the_cohort(
    tom: Registry, course: Course, store: Store
) -> None:
    profile = tom.enrol("cerys", "co-1", setting="Ysgol y Bryn")
    assert profile.id.startswith("P-")
    assert (profile.name, profile.cohort, profile.setting) == ("CERYS", "CO-1", "Ysgol y Bryn")
    assert profile.course == course.reference
    enrolment = store.get(f"portfolio/{profile.id}", "enrolment")
    assert enrolment is not None
    assert [entry["what"] for entry in enrolment.document["entries"]] == ["enrolled"]


def test_enrolling_again_returns_the_portfolio_there_is(tom: Registry, store: Store) -> None:
    first = tom.enrol("cerys", "CO-1", setting="Ysgol y Bryn")
    assert tom.enrol("cerys", "CO-1", setting="Another school") == first
    assert tom.enrol("CERYS", "CO-1", portfolio=first.id.lower()) == first
    assert len(store.find("portfolio").rows) == 1


def test_nobody_has_two_portfolios_in_one_cohort(tom: Registry, store: Store) -> None:
    tom.enrol("cerys", "CO-1", portfolio="P-1")
    with pytest.raises(Refusal, match="CERYS is in this cohort already, with the portfolio 'P-1'"):
        tom.enrol("cerys", "CO-1", portfolio="P-2")
    assert len(store.find("portfolio").rows) == 1


def test_somebody_may_be_in_two_cohorts(tom: Registry, group: Cohort) -> None:
    tom.make_cohort(group.model_copy(update={"id": "CO-2"}))
    portfolios = {tom.enrol("cerys", cohort).id for cohort in ("CO-1", "CO-2")}
    assert len(portfolios) == 2


def test_a_portfolio_id_that_is_taken_is_refused(tom: Registry) -> None:
    tom.enrol("cerys", "CO-1", portfolio="P-1")
    with pytest.raises(Refusal, match="the portfolio id 'p-1' is taken"):
        tom.enrol("elen", "CO-1", portfolio="p-1")


@pytest.mark.parametrize(
    ("who", "cohort", "sentence"),
    [
        ("nobody", "CO-1", "knows no person 'nobody'"),
        ("not an id", "CO-1", "knows no person"),
        ("cerys", "CO-9", "has no cohort 'CO-9'"),
    ],
)
def test_enrolling_needs_somebody_and_somewhere(
    tom: Registry, who: str, cohort: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        tom.enrol(who, cohort)


def test_assessors_and_practitioners_enrol_nobody(tom: Registry, registry_of: Seat) -> None:
    for actor in ("meg", "cerys"):
        with pytest.raises(Refusal, match="practitioners are enrolled by"):
            registry_of(actor).enrol("elen", "CO-1")
    assert registry_of(OWNER).enrol("elen", "CO-1").name == "ELEN"


def test_a_trainer_of_another_cohort_enrols_and_records_nothing_here(
    tom: Registry, registry_of: Seat
) -> None:
    profile = tom.enrol("cerys", "CO-1")
    other = registry_of(actor_of(person("iwan", "trainer", cohort="CO-2")))
    with pytest.raises(Refusal, match="may not do this"):
        other.enrol("elen", "CO-1")
    with pytest.raises(Refusal, match="may not do this"):
        other.attend(profile.id, 1, "attended")
    with pytest.raises(Refusal, match="may not do this"):
        other.progress("CO-1")


def test_attendance_is_kept_for_each_day(tom: Registry) -> None:
    cerys = tom.enrol("cerys", "CO-1").id
    elen = tom.enrol("elen", "CO-1").id
    tom.attend(cerys, 1, "attended")
    tom.attend(cerys, 2, "absent")
    tom.attend(elen.lower(), 2, "attended")
    assert tom.attendance("CO-1") == {cerys: ("attended", "absent"), elen: (None, "attended")}


def test_attendance_says_when_and_by_whom_it_was_recorded(tom: Registry, store: Store) -> None:
    cerys = tom.enrol("cerys", "CO-1").id
    tom.attend(cerys, 1, "attended")
    record = store.get("cohort/CO-1", "session/day-1")
    assert record is not None
    assert record.document["presences"][cerys] == {
        "status": "attended",
        "at": "2026-03-04T12:03:04.000Z",
        "actor": "tom",
    }


def test_attendance_recorded_again_as_it_is_writes_nothing(tom: Registry, store: Store) -> None:
    cerys = tom.enrol("cerys", "CO-1").id
    for status, revision in (("attended", 1), ("attended", 1), ("absent", 2)):
        tom.attend(cerys, 1, status)
        record = store.get("cohort/CO-1", "session/day-1")
        assert record is not None
        assert record.revision == revision


@pytest.mark.parametrize(
    ("day", "status", "sentence"),
    [
        (0, "attended", "there is no day 0"),
        (3, "attended", "has 2 taught days: there is no day 3"),
        (1, "late", "'attended' or 'absent', not 'late'"),
        (1, "", "'attended' or 'absent'"),
    ],
)
def test_attendance_that_cannot_be_is_refused(
    tom: Registry, day: int, status: str, sentence: str
) -> None:
    cerys = tom.enrol("cerys", "CO-1").id
    with pytest.raises(Refusal, match=sentence):
        tom.attend(cerys, day, status)
    assert tom.attendance("CO-1") == {}


def test_attendance_is_recorded_from_the_morning_of_the_day_on(
    store: Store, shelf: Shelf, tom: Registry
) -> None:
    cerys = tom.enrol("cerys", "CO-1").id
    now = datetime(2026, 2, 23, 23, 59, tzinfo=UTC)
    early = Registry(store, shelf, actor_of(person("tom", "trainer")), lambda: now)
    early.attend(cerys, 1, "attended")
    for status in ("attended", "absent"):
        with pytest.raises(Refusal, match="day 2 is on 24 February 2026") as refused:
            early.attend(cerys, 2, status)
        assert refused.value.code == "not_ready"
    now += timedelta(minutes=1)
    early.attend(cerys, 2, "absent")
    assert tom.attendance("CO-1") == {cerys: ("attended", "absent")}


@pytest.mark.parametrize("days", [(), ("2026-02-03",), ("2026-02-03", "")])
def test_attendance_of_a_day_without_a_date_is_recorded_any_time(
    registry_of: Seat, tom: Registry, group: Cohort, days: tuple[str, ...]
) -> None:
    registry_of("ann").make_cohort(group.model_copy(update={"id": "CO-2", "days": days}))
    cerys = tom.enrol("cerys", "CO-2").id
    tom.attend(cerys, 2, "attended")
    assert tom.attendance("CO-2") == {cerys: (None, "attended")}


@pytest.mark.parametrize("portfolio", ["P-9", "not an id"])
def test_attendance_of_a_portfolio_that_is_not_there_is_refused(
    tom: Registry, portfolio: str
) -> None:
    with pytest.raises(Refusal, match="this store has no portfolio"):
        tom.attend(portfolio, 1, "attended")


def test_the_owner_and_assessors_record_no_attendance(tom: Registry, registry_of: Seat) -> None:
    cerys = tom.enrol("cerys", "CO-1").id
    for actor in (OWNER, "meg", "cerys"):
        with pytest.raises(Refusal, match="attendance is recorded by"):
            registry_of(actor).attend(cerys, 1, "attended")


def test_two_trainers_fill_one_register_and_neither_loses_a_mark(
    tom: Registry, registry_of: Seat
) -> None:
    portfolios = [tom.enrol(person, "CO-1").id for person in ("cerys", "dafydd", "elen")]
    ann = registry_of("ann")
    with ThreadPoolExecutor(4) as pool:
        marks = [
            pool.submit(registry.attend, portfolio, 1, "attended")
            for portfolio in portfolios
            for registry in (tom, ann)
        ]
        for mark in marks:
            mark.result()
    assert tom.attendance("CO-1") == dict.fromkeys(portfolios, ("attended", None))


def test_a_register_that_never_stands_still_ends_in_a_sentence(
    tom: Registry, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    cerys = tom.enrol("cerys", "CO-1").id

    def always_moved(*_arguments: object, **_named: object) -> None:
        raise Conflict("moved", {})

    monkeypatch.setattr(store, "put", always_moved)
    with pytest.raises(Conflict, match="the register is being written elsewhere: try again"):
        tom.attend(cerys, 1, "attended")


def test_progress_has_everybody_by_name_with_every_unit(tom: Registry) -> None:
    for practitioner in ("elen", "cerys"):
        tom.enrol(practitioner, "CO-1", setting="Ysgol y Bryn")
    rows = tom.progress("CO-1")
    assert [row.name for row in rows] == ["CERYS", "ELEN"]
    assert rows[0].statuses == {
        "statement-01": "not started",
        "statement-02": "not started",
        "learners-voice": "not started",
    }
    assert (rows[0].met, rows[0].attendance, rows[0].setting) == (0, (None, None), "Ysgol y Bryn")


def test_progress_follows_what_practitioners_write(
    tom: Registry, store: Store, shelf: Shelf
) -> None:
    profile = tom.enrol("cerys", "CO-1")
    workbook = Workbook(store, shelf, actor_of(person("cerys")), lambda: NOW)
    workbook.respond(profile.id, "statement-01", "why", "Because waiting is help.")
    [row] = tom.progress("CO-1")
    assert row.statuses["statement-01"] == "in progress"
    assert row.statuses["statement-02"] == "not started"


def test_progress_of_all_cohorts_is_of_those_the_trainer_looks_after(
    tom: Registry, registry_of: Seat, group: Cohort
) -> None:
    tom.make_cohort(group.model_copy(update={"id": "CO-2", "name": "Arfon"}))
    tom.enrol("cerys", "CO-1")
    tom.enrol("elen", "CO-2")
    narrow = registry_of(actor_of(person("iwan", "trainer", cohort="CO-2")))
    assert [row.name for row in narrow.progress()] == ["ELEN"]
    assert [row.name for row in tom.progress()] == ["ELEN", "CERYS"]


def test_progress_is_not_for_practitioners(tom: Registry, registry_of: Seat) -> None:
    with pytest.raises(Refusal, match="progress is seen by"):
        registry_of("cerys").progress()
