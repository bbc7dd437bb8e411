"""Whatever everybody does to one unit, in whatever order, it never comes to stand wrongly.

Submitting, taking back, claiming, deciding, undoing, holding, releasing, reopening, sampling,
verifying, marking again, adjudicating and appealing are tried by everybody at random. What is
refused has to leave everything as it was; what is done has to leave it in order.
"""

from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from stepback_course.desks import Desks
from stepback_course.marking.appeals.models import Opinion
from stepback_course.marking.models import Marks
from stepback_course.marking.quality.models import QualityRecord, Sample
from stepback_course.marking.quality.rules import is_same
from stepback_course.portfolio.models import Decision, UnitRecord
from stepback_course.portfolio.trail import is_whole, shown
from stepback_course.store import Conflict, Store, open_store
from stepback_course.text.refusals import Refusal
from tests.filling import fill
from tests.house import House, Ticking, furnish
from tests.marking.conftest import ALL_MET, ONE_NOT_YET, UNIT, WELL_BEGUN, WHAT_IS_MISSING

CERYS = ("P-CERYS", UNIT)
FOLDER = "portfolio/P-CERYS"
PEOPLE = ("AS-MEG", "AS-IDA", "VE-NIA", "VE-OWEN", "CO-ANN", "PR-CERYS", "TR-TOM")
WORDS = "The log has no dates."

DEEDS = (
    "submit",
    "withdraw",
    "claim",
    "give back",
    "decide",
    "undo",
    "hold",
    "let go",
    "release",
    "reopen",
    "sample",
    "verify",
    "mark again",
    "adjudicate",
    "appeal",
    "take further",
    "end appeal",
    "answer",
)

_MARKS = ("criteria", "feedback", "overall")

people = st.sampled_from(PEOPLE)
judges = st.sampled_from(PEOPLE[:4])
assessors = st.sampled_from(["AS-MEG", "AS-IDA", "VE-OWEN"])
verifiers = st.sampled_from(["VE-NIA", "VE-OWEN"])
verdicts = st.sampled_from([ALL_MET, ALL_MET, ONE_NOT_YET])
outcomes = st.sampled_from(["agreed", "agreed with advice", "returned"])
upheld = st.sampled_from(["first", "second", "neither"])


def when(*states: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let a rule be tried only while the unit is in one of these states."""
    return precondition(lambda machine: machine.record.state in states)


def wanted(*words: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let a rule be tried only while quality assurance wants one of these things of a decision."""

    def holds(machine: "OneUnit") -> bool:
        record = machine.record
        return record.sampled in words and record.decision is not None

    return precondition(holds)


@cache
def template() -> Store:
    """A house in which Cerys has written everything, and nothing is submitted."""
    house = House(open_store("memory:"))
    furnish(house)
    house.add("AS-IDA", "Ida Holm", "assessor")
    house.add("VE-NIA", "Nia Huws", "verifier")
    house.add("VE-OWEN", "Owen Bell", "verifier", "assessor")
    fill(house.desks("PR-CERYS"), "P-CERYS", UNIT)
    return house.store


def fresh_house() -> House:
    """Return a house of its own with all that in it."""
    store = open_store("memory:")
    for digest in template().files():
        with template().open_file(digest) as content:
            store.put_file(content, limit=20_000_000)
    for folder in template().folders():
        store.take_over(folder, template().records(folder), operation=folder[:60], actor="test")
    return House(store)


def deeds(
    desks: Desks, marks: tuple[Any, ...], outcome: Any, upholds: Any, *, blind: bool
) -> dict[str, Callable[[], object]]:
    """Return everything that somebody could try, by what it is called."""
    judged = Marks.model_validate(dict(zip(_MARKS, marks, strict=True)))
    return {
        "submit": partial(desks.workbook.submit, "P-CERYS", [UNIT], "Cerys Wyn"),
        "withdraw": partial(desks.workbook.withdraw, *CERYS),
        "claim": partial(desks.desk.claim, *CERYS, reason=WORDS if blind else ""),
        "give back": partial(desks.desk.give_back, *CERYS),
        "decide": partial(desks.desk.decide, *CERYS, *marks),
        "undo": partial(desks.desk.undo, *CERYS),
        "hold": partial(desks.releases.hold, *CERYS, WORDS),
        "let go": partial(desks.releases.let_go, *CERYS),
        "release": partial(desks.desk.release, *CERYS),
        "reopen": partial(desks.desk.reopen, *CERYS, WORDS),
        "sample": partial(desks.quality.sample, *CERYS, WORDS, blind=blind),
        "verify": partial(desks.quality.verify, *CERYS, outcome, WORDS),
        "mark again": partial(desks.quality.mark_again, *CERYS, *marks),
        "adjudicate": partial(desks.quality.adjudicate, *CERYS, upholds, WORDS),
        "appeal": partial(desks.appeals.appeal, *CERYS, WORDS),
        "take further": partial(desks.appeals.take_further, *CERYS, WORDS),
        "end appeal": partial(desks.appeals.end, *CERYS),
        "answer": partial(
            desks.appeals.answer,
            *CERYS,
            "stands" if blind else "changed",
            WORDS,
            marks=None if blind else judged,
            opinion=Opinion(assessor="AS-IDA", name="Ida Holm", words=WORDS),
        ),
    }


class OneUnit(RuleBasedStateMachine):
    """One unit of one portfolio, and everybody who may do something with it."""

    steps: ClassVar[Counter[str]] = Counter()
    """How often each state and each want of quality assurance was come to."""

    def __init__(self) -> None:
        """Begin with a unit that is ready to be submitted."""
        super().__init__()
        self.house = fresh_house()
        self.house.clock = Ticking()
        self.told: dict[str, Decision] = {}
        self.strand: tuple[str, ...] = ()

    # What is likely to be done.

    @when("open")
    @rule()
    def submit(self) -> None:
        self.try_to("submit", "PR-CERYS")

    @when("submitted", "marking")
    @rule(person=assessors, criteria=verdicts)
    def decide(self, person: str, criteria: dict[str, str]) -> None:
        self.try_to("decide", person, criteria=criteria)

    @when("decided")
    @rule(person=assessors, deed=st.sampled_from(["undo", "release", "release"]))
    def finish(self, person: str, deed: str) -> None:
        self.try_to(deed, person)

    @when("decided", "met", "open")
    @rule(person=verifiers, blind=st.booleans())
    def sample(self, person: str, blind: bool) -> None:
        self.try_to("sample", person, blind=blind)

    @wanted("", "to verify")
    @rule(person=verifiers, outcome=outcomes)
    def verify(self, person: str, outcome: str) -> None:
        self.try_to("verify", person, outcome=outcome)

    @wanted("to mark again")
    @rule(person=assessors, criteria=verdicts)
    def mark_again(self, person: str, criteria: dict[str, str]) -> None:
        self.try_to("mark again", person, criteria=criteria)

    @wanted("to adjudicate", "returned")
    @rule(person=verifiers, upholds=upheld)
    def adjudicate(self, person: str, upholds: str) -> None:
        self.try_to("adjudicate", person, upholds=upholds)

    @when("open", "met")
    @rule(deed=st.sampled_from(["reopen", "appeal"]))
    def look_again(self, deed: str) -> None:
        self.try_to(deed, "CO-ANN")

    @when("open")
    @rule(person=judges, criteria=verdicts)
    def answer(self, person: str, criteria: dict[str, str]) -> None:
        self.try_to("answer", person, criteria=criteria)

    # What anybody may try.

    @rule(
        deed=st.sampled_from(DEEDS),
        person=people,
        criteria=verdicts,
        outcome=outcomes,
        upholds=upheld,
        blind=st.booleans(),
    )
    def try_to(
        self,
        deed: str,
        person: str,
        criteria: Any = ALL_MET,
        outcome: Any = "agreed",
        upholds: Any = "first",
        blind: bool = False,
    ) -> None:
        marks = (criteria, WHAT_IS_MISSING, WELL_BEGUN)
        what = deeds(self.house.desks(person), marks, outcome, upholds, blind=blind)
        self.attempt(what[deed])

    def attempt(self, call: Callable[[], object]) -> None:
        """Try something; where it is refused, nothing may have changed."""
        before = self.everything
        try:
            call()
        except (Refusal, Conflict):
            assert self.everything == before
            self.steps["refused"] += 1
        else:
            self.steps["done"] += 1

    # What has to hold.

    @property
    def everything(self) -> dict[str, object]:
        records = self.house.store.records(FOLDER)
        return {name: (each.revision, each.document) for name, each in records.items()}

    @property
    def record(self) -> UnitRecord:
        kept = self.house.store.get(FOLDER, f"unit/{UNIT}")
        return UnitRecord.model_validate(kept.document if kept else {})

    @property
    def quality(self) -> QualityRecord:
        kept = self.house.store.get(FOLDER, f"quality/{UNIT}")
        return QualityRecord.model_validate(kept.document if kept else {})

    @invariant()
    def the_trail_is_whole_for_the_desk_and_for_the_practitioner(self) -> None:
        record = self.record
        self.steps[record.state] += 1
        self.steps[record.sampled] += 1
        assert is_whole(record)
        assert is_whole(shown(record))

    @invariant()
    def the_practitioner_is_told_more_and_never_something_else(self) -> None:
        seen = shown(self.record)
        strand = tuple(entry.hash for entry in seen.trail)
        assert strand[: len(self.strand)] == self.strand
        self.strand = strand
        for decision in seen.decisions:
            known = self.told.setdefault(decision.at, decision)
            assert decision.model_copy(update={"superseded": known.superseded}) == known

    @invariant()
    def each_state_has_what_belongs_to_it(self) -> None:
        record = self.record
        decision, attempt = record.decision, record.attempt
        match record.state:
            case "submitted" | "marking":
                assert attempt is not None
                assert decision is None or decision.released
                assert (record.lease is not None) == (record.state == "marking")
            case "decided":
                assert decision is not None
                assert attempt is not None
                assert decision.attempt == attempt.number
                assert not decision.released
            case "met":
                assert decision is not None
                assert decision.verdict == "met"
                assert decision.released
            case "open":
                assert record.lease is None
                assert decision is None or decision.released
        if record.appeal and record.appeal.is_open:
            assert record.state == "open"

    @invariant()
    def what_is_wanted_of_a_sample_is_what_was_said_of_it(self) -> None:
        record, samples = self.record, self.quality.samples
        assert all(sample.settled for sample in samples[:-1])
        open_sample = next((sample for sample in samples if not sample.settled), None)
        assert bool(record.sampled) == (open_sample is not None)
        match record.sampled:
            case "to mark again":
                assert open_sample is not None
                assert open_sample.blind
                assert open_sample.second is None
            case "to adjudicate":
                assert open_sample is not None
                assert open_sample.second is not None
            case "returned":
                assert record.state in ("submitted", "marking", "met", "open")

    @invariant()
    def nobody_judges_what_they_have_judged(self) -> None:
        made = {decision.at: decision for decision in self.record.decisions}
        for sample in self.quality.samples:
            for look in sample.looks:
                assert look.by != made[look.decided].assessor
            if sample.second:
                first = made[sample.second.decided]
                assert sample.second.by != first.assessor
                if not sample.looks and not sample.adjudication:
                    assert bool(sample.settled) == is_same(first, sample.second.marks)
            if sample.adjudication:
                assert sample.adjudication.by not in set(_before_the_third(sample, made))
        for decision in made.values():
            assert decision.assessor != "PR-CERYS"

    @invariant()
    def what_was_agreed_is_not_undone(self) -> None:
        undone = {d.at for d in self.record.decisions if d.superseded == "undone before release"}
        for sample in self.quality.samples:
            for look in sample.looks:
                assert look.decided not in undone or look.outcome == "returned"

    @invariant()
    def lists_say_what_the_record_says(self) -> None:
        rows = self.house.store.find("unit", {"portfolio": "P-CERYS", "unit": UNIT}).rows
        record = self.record
        if not rows:
            assert record == UnitRecord()
            return
        (row,) = rows
        assert row.summary["state"] == record.state
        assert row.summary.get("quality", "") == record.sampled
        assert bool(row.summary.get("sampled")) is bool(record.sampled)


def _before_the_third(sample: Sample, made: dict[str, Decision]) -> list[str]:
    """Return everybody who had judged before a third person did."""
    if sample.second:
        return [sample.second.by, made[sample.second.decided].assessor]
    return [person for look in sample.looks for person in (look.by, made[look.decided].assessor)]


def walk(examples: int, steps: int) -> Counter[str]:
    """Let everybody try something that often, and return what was come to."""
    OneUnit.steps = Counter()
    run_state_machine_as_test(
        OneUnit,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return OneUnit.steps


def test_a_short_walk_finds_no_illegal_state() -> None:
    found = walk(12, 40)
    assert found["done"] >= 60


@pytest.mark.long
@pytest.mark.timeout(900)
def test_five_thousand_steps_find_no_illegal_state() -> None:
    found: Counter[str] = Counter()
    while found["done"] + found["refused"] < 5_000:
        found += walk(100, 50)
    assert min(found[state] for state in ("open", "submitted", "marking", "decided", "met")) > 20
    wants = ("to verify", "to mark again", "to adjudicate", "returned")
    assert all(found[want] for want in wants)
