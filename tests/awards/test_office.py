"""A certificate is issued once, with a number that is nobody else's, whatever happens between."""

import re
from collections.abc import Callable

import pytest

from stepback_course.awards.numbers import compose
from stepback_course.awards.office import Office
from stepback_course.people import Person, RoleEntry
from stepback_course.store import NEVER_WRITTEN, Change
from stepback_course.text.refusals import Refusal
from tests.course_done import UNITS, attend, earn, meet
from tests.house import House, Ticking

CERYS, DAFYDD = "P-CERYS", "P-DAFYDD"
FIRST, SECOND = compose("SPECIMEN", 2026, 1), compose("SPECIMEN", 2026, 2)


@pytest.fixture
def office(house: House) -> Office:
    """The coordinator's desk."""
    house.clock = Ticking()
    return house.desks("CO-ANN").office


def numbers(office: Office) -> list[str]:
    """Return the numbers of the register."""
    return [certificate.number for certificate in office.register()]


def test_a_certificate_is_issued_from_what_was_confirmed(office: Office, house: House) -> None:
    earn(house, CERYS)
    house.desks("PR-CERYS").workbook.confirm_name(CERYS, "Cerys Llŷr Wyn")
    certificate = office.issue(CERYS)
    assert certificate.number == FIRST
    assert certificate.facts.name == "Cerys Llŷr Wyn"
    assert certificate.facts.specimen
    assert certificate.facts.awarded_on.isoformat() == "2026-03-04"
    assert office.pdf(FIRST).startswith(b"%PDF-")


def test_a_second_time_gives_the_same_certificate(office: Office, house: House) -> None:
    earn(house, CERYS)
    assert office.issue(CERYS) == office.issue(CERYS)
    assert numbers(office) == [FIRST]


def test_numbers_follow_one_another_without_a_gap(office: Office, house: House) -> None:
    for portfolio in (CERYS, DAFYDD):
        earn(house, portfolio)
        office.issue(portfolio)
    assert numbers(office) == [FIRST, SECOND]


@pytest.mark.parametrize("interrupted", ["put_file", "create", "put"])
def test_what_a_crash_interrupts_is_finished_by_doing_it_again(
    office: Office, house: House, monkeypatch: pytest.MonkeyPatch, interrupted: str
) -> None:
    earn(house, CERYS)
    earn(house, DAFYDD)
    done: Callable[..., object] = getattr(house.store, interrupted)
    calls = []

    def crash_on_the_last(*given: object, **named: object) -> object:
        calls.append(given)
        # The award record is put twice: to reserve the number, and to say that it is issued.
        if interrupted == "put" and len(calls) == 1:
            return done(*given, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(house.store, interrupted, crash_on_the_last)
        with pytest.raises(KeyboardInterrupt):
            office.issue(CERYS)
    other = office.issue(DAFYDD)
    mine = office.issue(CERYS)
    assert sorted([other.number, mine.number]) == [FIRST, SECOND] == numbers(office)
    assert office.issue(CERYS) == mine
    assert mine.facts.number == mine.number


def test_a_number_that_somebody_else_took_meanwhile_is_passed_over(
    office: Office, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    earn(house, CERYS)
    earn(house, DAFYDD)
    create = house.store.create
    raced: list[str] = []

    def let_the_other_be_first(folder: str, records: dict[str, Change], **named: str) -> object:
        if not raced:
            raced.append(folder)
            assert house.desks("CO-ANN").office.issue(DAFYDD).number == FIRST
        return create(folder, records, **named)

    monkeypatch.setattr(house.store, "create", let_the_other_be_first)
    assert office.issue(CERYS).number == SECOND
    assert {c.number: c.portfolio for c in office.register()} == {FIRST: DAFYDD, SECOND: CERYS}


def test_a_page_is_never_rendered_anew_for_what_was_issued(office: Office, house: House) -> None:
    earn(house, CERYS)
    page = office.pdf(office.issue(CERYS).number)
    name = {"id": "PR-CERYS", "name": "Renamed"}
    person = house.store.get("person/PR-CERYS", "person")
    assert person is not None
    changed = Person.model_validate(person.document | name)
    house.store.put(
        "person/PR-CERYS",
        {"person": Change(person.revision, changed.model_dump(mode="json"))},
        operation="rename",
        actor="CO-ANN",
    )
    assert office.pdf(FIRST) == page


def test_there_is_no_certificate_while_anything_is_missing(office: Office, house: House) -> None:
    meet(house, CERYS, *UNITS)
    attend(house, CERYS, "attended")
    with pytest.raises(Refusal, match="attendance on taught day 2 is not recorded"):
        office.issue(CERYS)
    attend(house, CERYS, "attended", "absent")
    with pytest.raises(Refusal, match="taught day 2 was missed"):
        office.issue(CERYS)
    attend(house, CERYS, "attended", "attended")
    with pytest.raises(Refusal, match="the name to print is not confirmed"):
        office.issue(CERYS)
    assert numbers(office) == []


def test_the_list_of_candidates_says_what_the_office_would_say(
    office: Office, house: House
) -> None:
    earn(house, CERYS)
    meet(house, DAFYDD, *UNITS[:-1])
    by_portfolio = {candidate.portfolio: candidate for candidate in office.candidates()}
    assert by_portfolio[CERYS].is_ready
    assert by_portfolio[DAFYDD].needs[0] == "1 unit is not met yet: learners-voice"
    with pytest.raises(Refusal, match=re.escape(by_portfolio[DAFYDD].needs[0])):
        office.issue(DAFYDD)
    number = office.issue(CERYS).number
    (issued,) = [c for c in office.candidates("CO-1") if c.portfolio == CERYS]
    assert (issued.number, issued.is_ready, issued.needs) == (number, False, ())


def test_only_a_named_coordinator_issues_and_never_to_themselves(
    office: Office, house: House
) -> None:
    earn(house, CERYS)
    for person in (None, "AS-MEG", "TR-TOM", "PR-CERYS"):
        with pytest.raises(Refusal, match="certificates are issued by a named coordinator"):
            house.desks(person).office.issue(CERYS)
    house.desks("CO-ANN").directory.grant("PR-CERYS", [RoleEntry(role="coordinator")])
    with pytest.raises(Refusal, match="never to themselves"):
        house.desks("PR-CERYS").office.issue(CERYS)


def test_an_unknown_number_is_said_to_be_unknown(office: Office) -> None:
    with pytest.raises(Refusal, match=f"the register has no certificate {FIRST}"):
        office.certificate(FIRST)


def test_the_specimen_series_is_not_the_official_one(office: Office, house: House) -> None:
    official = compose("SBP", 2026, 40)
    house.store.create(
        f"certificate/{official}",
        {
            "certificate": Change(
                NEVER_WRITTEN,
                {},
                {"kind": "certificate", "series": "SBP", "year": 2026, "serial": 40},
            )
        },
        operation="official",
        actor="CO-ANN",
    )
    earn(house, CERYS)
    assert office.issue(CERYS).number == FIRST


def test_a_certificate_waits_for_open_samples(office: Office, house: House) -> None:
    earn(house, CERYS)
    house.add("VE-NIA", "Nia Huws", "verifier")
    quality = house.desks("VE-NIA").quality
    quality.sample(CERYS, UNITS[2], "the first of a cohort")
    waits = "1 unit is still looked at in quality assurance: statement-03"
    with pytest.raises(Refusal, match=waits):
        office.issue(CERYS)
    (candidate,) = [each for each in office.candidates() if each.portfolio == CERYS]
    assert candidate.needs == (waits,)
    quality.verify(CERYS, UNITS[2], "returned", "The log has no dates.")
    with pytest.raises(Refusal, match=waits):
        office.issue(CERYS)
    house.add("VE-OWEN", "Owen Bell", "verifier")
    house.desks("VE-OWEN").quality.adjudicate(CERYS, UNITS[2], "first", "They are in the plan.")
    assert office.issue(CERYS).number == FIRST
