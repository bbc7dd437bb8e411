"""A certificate is issued once, with a number that is nobody else's, whatever happens between."""

import re
from collections.abc import Callable

import pytest

from stepback_course.awards.models import Issued, Refused
from stepback_course.awards.numbers import compose
from stepback_course.awards.office import Office
from stepback_course.awards.register import Register
from stepback_course.people import Person, RoleEntry
from stepback_course.people.organisation import keep_organisation, organisation_of
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


def register(house: House) -> Register:
    """Return the coordinator's register."""
    return house.desks("CO-ANN").register


def numbers(house: House) -> list[str]:
    """Return the numbers of the register."""
    return [certificate.number for certificate in register(house).every()]


def test_a_certificate_is_issued_from_what_was_confirmed(office: Office, house: House) -> None:
    earn(house, CERYS)
    house.desks("PR-CERYS").workbook.confirm_name(CERYS, "Cerys Llŷr Wyn")
    certificate = office.issue(CERYS)
    assert certificate.number == FIRST
    assert certificate.facts.name == "Cerys Llŷr Wyn"
    assert certificate.facts.specimen
    assert certificate.facts.awarded_on.isoformat() == "2026-03-04"
    assert register(house).pdf(FIRST).startswith(b"%PDF-")


def test_a_second_time_gives_the_same_certificate(office: Office, house: House) -> None:
    earn(house, CERYS)
    assert office.issue(CERYS) == office.issue(CERYS)
    assert numbers(house) == [FIRST]


def test_numbers_follow_one_another_without_a_gap(office: Office, house: House) -> None:
    for portfolio in (CERYS, DAFYDD):
        earn(house, portfolio)
        office.issue(portfolio)
    assert numbers(house) == [FIRST, SECOND]


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
    assert sorted([other.number, mine.number]) == [FIRST, SECOND] == numbers(house)
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
    assert {c.number: c.portfolio for c in register(house).every()} == {
        FIRST: DAFYDD,
        SECOND: CERYS,
    }


def test_a_page_is_never_rendered_anew_for_what_was_issued(office: Office, house: House) -> None:
    earn(house, CERYS)
    page = register(house).pdf(office.issue(CERYS).number)
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
    assert register(house).pdf(FIRST) == page


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
    assert numbers(house) == []


def test_the_list_of_candidates_says_what_the_office_would_say(
    office: Office, house: House
) -> None:
    earn(house, CERYS)
    meet(house, DAFYDD, *UNITS[:-1])
    by_portfolio = {candidate.portfolio: candidate for candidate in office.candidates()}
    assert by_portfolio[CERYS].is_ready
    assert by_portfolio[DAFYDD].needs[0] == "1 unit is not met yet: Learner's Voice"
    with pytest.raises(Refusal, match=re.escape(by_portfolio[DAFYDD].needs[0])):
        office.issue(DAFYDD)
    number = office.issue(CERYS).number
    (issued,) = [c for c in office.candidates("CO-1") if c.portfolio == CERYS]
    assert (issued.number, issued.is_ready, issued.needs) == (number, False, ())


def test_nobody_is_given_the_certificate_that_the_register_has_of_somebody_else(
    office: Office, house: House
) -> None:
    earn(house, CERYS)
    earn(house, DAFYDD)
    office.issue(CERYS)
    noted = house.store.get(f"portfolio/{CERYS}", "award")
    theirs = house.store.get(f"portfolio/{DAFYDD}", "award")
    assert noted is not None
    assert theirs is not None
    document = noted.document | {"name": "Dafydd"}
    change = {"award": Change(theirs.revision, document)}
    house.store.put(f"portfolio/{DAFYDD}", change, operation="x", actor="test")
    with pytest.raises(Refusal, match="and the register has that of somebody else"):
        office.issue(DAFYDD)


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


def test_an_unknown_number_is_said_to_be_unknown(house: House) -> None:
    with pytest.raises(Refusal, match=f"the register has no certificate {FIRST}"):
        register(house).certificate(FIRST)


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
    waits = "1 unit is still looked at in quality assurance: Statement 3"
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


def test_a_certificate_waits_while_permission_for_the_learners_part_is_taken_back(
    office: Office, house: House
) -> None:
    earn(house, CERYS)
    house.desks("PR-CERYS").workbook.withdraw_consent(CERYS, "2026-03-04")
    waits = "permission for the learner's part was taken back: Learner's Voice"
    with pytest.raises(Refusal, match=waits):
        office.issue(CERYS)
    (candidate,) = [each for each in office.candidates() if each.portfolio == CERYS]
    assert candidate.needs == (waits,)


def test_a_name_that_was_confirmed_before_there_were_languages_is_confirmed_once_more(
    office: Office, house: House
) -> None:
    earn(house, CERYS)
    record = house.store.get("portfolio/P-CERYS", "award")
    assert record is not None
    assert record.summary is not None
    document = {key: value for key, value in record.document.items() if key != "language"}
    row = {key: value for key, value in record.summary.items() if key != "language"}
    change = Change(record.revision, document, row)
    house.store.put("portfolio/P-CERYS", {"award": change}, operation="old", actor="PR-CERYS")
    waits = "the language of the certificate is not confirmed by its owner"
    with pytest.raises(Refusal, match=waits):
        office.issue(CERYS)
    (candidate,) = [each for each in office.candidates() if each.portfolio == CERYS]
    assert candidate.needs == (waits,)
    house.desks("PR-CERYS").workbook.confirm_name(CERYS, "Cerys Wyn", "cy")
    assert office.issue(CERYS).facts.language == "cy"


def test_a_fee_is_waited_for_only_where_the_organisation_asks_for_it(
    office: Office, house: House
) -> None:
    earn(house, CERYS)
    earn(house, DAFYDD)
    assert office.issue(CERYS).number == FIRST
    annes = house.desks("CO-ANN")
    settled = organisation_of(house.store).model_copy(update={"fee_before_award": True})
    keep_organisation(house.store, annes.actor, settled)
    waits = "the fee is not recorded as settled"
    with pytest.raises(Refusal, match=waits):
        office.issue(DAFYDD)
    (candidate,) = [each for each in office.candidates() if each.portfolio == DAFYDD]
    assert candidate.needs == (waits,)
    with pytest.raises(Refusal, match="fees are recorded as settled by a named trainer"):
        house.desks("PR-DAFYDD").office.settle_fee(DAFYDD)
    house.desks("TR-TOM").office.settle_fee(DAFYDD)
    assert office.issue(DAFYDD).number == SECOND


def test_several_are_issued_one_after_another_and_whoever_is_not_ready_is_told_why(
    office: Office, house: House
) -> None:
    earn(house, CERYS)
    earn(house, DAFYDD)
    done = list(office.issue_many([CERYS, "P-ELEN", DAFYDD]))
    assert [each.number if isinstance(each, Issued) else "" for each in done] == [FIRST, "", SECOND]
    (refused,) = [each for each in done if isinstance(each, Refused)]
    assert (refused.portfolio, refused.sentence) == (
        "P-ELEN",
        "no certificate for Elen Môn yet: 11 units are not met yet: Statements 1–10,"
        " Learner's Voice",
    )


def test_whoever_stops_asking_stops_the_issuing(office: Office, house: House) -> None:
    earn(house, CERYS)
    earn(house, DAFYDD)
    issuing = office.issue_many([CERYS, DAFYDD])
    next(issuing)
    issuing.close()  # type: ignore[attr-defined] # it is a generator
    assert numbers(house) == [FIRST]


def test_a_preview_shows_the_next_number_and_takes_it_from_nobody(
    office: Office, house: House
) -> None:
    facts = office.previewed(CERYS)
    assert (facts.number, facts.name) == (FIRST, "Cerys Wyn")
    assert numbers(house) == []
    assert house.store.get("portfolio/P-CERYS", "award") is None
