"""What is kept of an appeal: in the trail, in a copy, after an erasure, as evidence in a file."""

import io
import json
import zipfile

from stepback_course.cli.trails import broken_trails
from stepback_course.portfolio.trail import first_broken_entry, is_whole, shown
from stepback_course.reports.copy.content import copy_of
from stepback_course.reports.copy.page import render_copy
from stepback_course.store import Change, new_operation
from stepback_course.text import digest
from tests.house import House
from tests.marking.appeals.conftest import GROUNDS, MET, OPINION, answered, appeals
from tests.marking.conftest import CERYS, CRITERIA, UNIT, WHAT_IS_MISSING, everything, kept, refusal


def test_the_trail_stays_whole_and_commits_to_the_appeal(appealed: House) -> None:
    answered(appealed, 1)
    record = kept(appealed)
    appeal = everything(appealed)[f"appeal/{UNIT}"]

    assert first_broken_entry(record.trail) is None
    assert is_whole(record)
    assert record.appeal is not None
    assert record.appeal.record == digest(appeal.document)


def test_what_the_practitioner_may_have_verifies_as_well(appealed: House) -> None:
    answered(appealed, 1)

    assert is_whole(shown(kept(appealed)))


def test_the_practitioner_never_reads_the_opinion(appealed: House) -> None:
    answered(appealed, 1, 2)

    theirs = appeals(appealed, "PR-CERYS").open(*CERYS)
    assert "I would have said met." not in theirs.appeal.model_dump_json()
    alun = appeals(appealed, "VE-ALUN").open(*CERYS)
    assert "I would have said met." in alun.appeal.model_dump_json()


def test_the_copy_that_a_practitioner_takes_has_the_answer_and_no_opinion(appealed: House) -> None:
    answered(appealed, 1)
    appeals(appealed, "VE-ALUN").answer(
        *CERYS, "changed", "It is there.", marks=MET, opinion=OPINION
    )
    copied = copy_of(appealed.desks("PR-CERYS"), CERYS[0], with_case_study=False)
    page = render_copy(copied)

    assert "It is there." in page
    assert OPINION.words not in page


def test_an_erasure_takes_the_appeal_with_it(appealed: House) -> None:
    appealed.desks("PR-CERYS").eraser.erase("P-CERYS", [UNIT], "asked for")

    assert GROUNDS not in json.dumps([record.document for record in everything(appealed).values()])
    assert appeals(appealed, "VE-ALUN").waiting() == []
    assert is_whole(kept(appealed))


def test_the_bundle_has_the_submission_the_decision_and_the_trail(appealed: House) -> None:
    content = appeals(appealed, "AS-MEG").bundle(*CERYS)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        texts = {name: archive.read(name).decode() for name in names if name.endswith(".txt")}
        trail = json.loads(archive.read("trail.json"))
    assert names[0] == "read-me-first.txt"
    assert "To be answered by 13 March 2026." in texts["read-me-first.txt"]
    assert "nothing in it was altered" in texts["read-me-first.txt"]
    assert GROUNDS in texts["appeal.txt"]
    assert WHAT_IS_MISSING[CRITERIA[1]] in texts["decisions.txt"]
    assert "Attempt 1" in texts["attempt-1/submission.txt"]
    assert [entry["action"] for entry in trail][-1] == "appeal"


def test_the_bundle_is_for_those_who_answer(appealed: House) -> None:
    assert refusal(appeals(appealed, "PR-CERYS").bundle, *CERYS).code == "not_allowed"
    assert refusal(appeals(appealed, "TR-TOM").bundle, *CERYS).code == "not_allowed"


def test_an_appeal_that_was_rewritten_is_found_by_whoever_follows_the_trail(
    appealed: House,
) -> None:
    records = everything(appealed)
    files = frozenset(appealed.store.files())
    assert list(broken_trails(records, files)) == []

    known = records[f"appeal/{UNIT}"]
    forged = json.loads(json.dumps(known.document).replace(GROUNDS, "Something else."))
    change = Change(known.revision, forged, known.summary)
    appealed.store.put(
        known.folder, {known.name: change}, operation=new_operation(), actor="forger"
    )
    [finding] = broken_trails(everything(appealed), files)
    assert "its trail speaks of an appeal" in finding.sentence
