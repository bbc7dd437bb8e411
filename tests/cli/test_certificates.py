"""`stepback certificates`: issuing, the register, replacing, revoking and letters."""

import csv
import io
from contextlib import closing
from email import message_from_bytes
from email.policy import SMTP

import pytest

from stepback_course.awards.numbers import compose
from stepback_course.clock import day_of, system_clock
from stepback_course.store import Change, open_store
from tests.awards.earning import earned_by
from tests.awards.keys.chests import guess_quickly
from tests.awards.office_elsewhere import office_elsewhere
from tests.cli.running import Program

YEAR = day_of(system_clock()).year
FIRST, SECOND, THIRD = (compose("SPECIMEN", YEAR, serial) for serial in (1, 2, 3))
WORDS = "four words that do not belong"


@pytest.fixture
def ready(program: Program) -> Program:
    """The program on a store in which two have earned the award."""
    with closing(open_store(str(program.store))) as store:
        earned_by(store, 2)
    (program.folder / "passphrase").write_text(WORDS, encoding="utf-8")
    return program


def out(program: Program, *arguments: str) -> str:
    """Return what a command on certificates prints, run by the coordinator."""
    return program.out("certificates", *arguments, acting="CO-ANN")


def refused(program: Program, *arguments: str) -> str:
    """Return why a command on certificates is refused."""
    done = program.run("certificates", *arguments, acting="CO-ANN")
    assert done.exit_code == 1, done.output
    return done.stderr


def misused(program: Program, *arguments: str) -> str:
    """Return how a command on certificates says that a reason is none."""
    done = program.run("certificates", *arguments, "--reason", "mood", acting="CO-ANN")
    assert done.exit_code == 2, done.output
    return done.stderr


def test_where_nobody_is_issued_a_certificate_none_is_called_unsigned(ready: Program) -> None:
    done = ready.run("certificates", "issue", "--portfolio", "P-NOBODY", acting="CO-ANN")
    assert done.exit_code == 1
    assert "P-NOBODY" in done.stderr
    assert "unsigned" not in done.stderr


def test_a_correction_says_what_is_corrected(ready: Program) -> None:
    out(ready, "issue")
    said = refused(ready, "replace", FIRST, "--reason", "name")
    assert "say what it should be instead of Cerys P-0001" in said
    said = refused(ready, "replace", FIRST, "--reason", "language", "--language", "en")
    assert "say what it should be instead of English" in said


def test_everybody_who_is_ready_is_issued_a_certificate_and_a_second_time_nobody(
    ready: Program,
) -> None:
    done = ready.run("certificates", "issue", "-o", "out", acting="CO-ANN")
    assert done.stdout.splitlines()[0] == f"{FIRST}  Cerys P-0001"
    assert "They are unsigned: `stepback key new` makes a key that signs." in done.stderr
    assert (ready.folder / "out" / f"{SECOND}.pdf").read_bytes().startswith(b"%PDF-")
    assert out(ready, "issue") == "Nobody is waiting for a certificate.\n"


def test_with_a_key_certificates_are_signed_and_without_the_passphrase_none_is_issued(
    ready: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    guess_quickly(monkeypatch)
    ready.out("key", "new", "--passphrase-file", "passphrase", acting="CO-ANN")
    assert "--passphrase-file" in refused(ready, "issue")
    assert out(ready, "list").splitlines()[1:] == []
    out(ready, "issue", "--passphrase-file", "passphrase")
    (first, _second) = ready.rows("certificates", "list", acting="CO-ANN")
    assert first["credential"]
    assert out(ready, "save", FIRST, "--as", "credential").strip() == f"{FIRST}.json"
    assert out(ready, "save", FIRST, "--as", "badge").strip() == f"{FIRST}.png"
    assert (ready.folder / f"{FIRST}.png").read_bytes().startswith(b"\x89PNG")


def test_on_a_laptop_whose_office_is_elsewhere_nothing_is_issued(ready: Program) -> None:
    with closing(open_store(str(ready.store))) as store:
        office_elsewhere(store)
    for arguments in (["issue"], ["replace", FIRST, "--reason", "lost"]):
        assert "this computer is not the office" in refused(ready, *arguments)
    assert out(ready, "list").splitlines()[1:] == []


def test_the_register_is_searched_and_written_as_a_table(ready: Program) -> None:
    out(ready, "issue")
    assert len(out(ready, "list").splitlines()) == 3
    (row,) = out(ready, "list", "--search", "p-0002").splitlines()[1:]
    assert row.split() == [SECOND, "Cerys", "P-0002", str(day_of(system_clock())), "issued", "no"]
    assert out(ready, "list", "--no-specimens").splitlines()[1:] == []
    out(ready, "list", "--format", "csv", "-o", "register.csv")
    written = (ready.folder / "register.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert [(row["number"], row["state"], row["signed"]) for row in rows] == [
        (FIRST, "issued", "no"),
        (SECOND, "issued", "no"),
    ]


def test_a_certificate_is_replaced_and_revoked_and_shown_with_its_history(ready: Program) -> None:
    out(ready, "issue")
    said = out(ready, "replace", FIRST, "--reason", "name", "--name", "Cerys Llŷr")
    assert said == f"{THIRD}  Cerys Llŷr, in the place of {FIRST}\n"
    assert out(ready, "revoke", SECOND, "--reason", "error") == f"{SECOND}  Cerys P-0002, revoked\n"
    states = {row["number"]: row["state"] for row in ready.rows("certificates", "list")}
    assert states == {FIRST: "replaced", SECOND: "revoked", THIRD: "issued"}
    shown = out(ready, "show", FIRST)
    assert f"by {THIRD}: the name was corrected." in shown
    assert "issued by CO-ANN" in shown
    assert "replaced by CO-ANN" in shown
    assert "Revoked on" in out(ready, "show", SECOND)
    assert "'name', 'lost', 'language', 'details'" in misused(ready, "replace", THIRD)
    assert "'error', 'malpractice', 'request'" in misused(ready, "revoke", THIRD)
    assert [r["revoked"] for r in ready.rows("certificates", "ready") if r["number"]] == [
        False,
        True,
    ]


def test_letters_have_the_page_attached_for_whoever_has_an_address(ready: Program) -> None:
    with closing(open_store(str(ready.store))) as store:
        for person, email in (("PR-0001", "cerys@ysgol.example"), ("PR-0002", "")):
            document = {"id": person, "name": f"Cerys {person}", "email": email, "roles": []}
            store.create(
                f"person/{person}", {"person": Change(0, document)}, operation=person, actor="test"
            )
    out(ready, "issue")
    written = out(ready, "letters", "--all", "-o", "letters").split()
    assert written == [
        f"letters/certificate-{FIRST}.eml",
        f"letters/certificate-{SECOND}.txt",
        f"letters/{SECOND}.pdf",
    ]
    letter = message_from_bytes((ready.folder / written[0]).read_bytes(), policy=SMTP)
    assert letter["To"] == "Cerys P-0001 <cerys@ysgol.example>"
    assert letter["X-Unsent"] == "1"
    (attached,) = letter.iter_attachments()
    assert attached.get_filename() == f"{FIRST}.pdf"
    out(ready, "save", FIRST, "-o", "out")
    assert attached.get_content() == (ready.folder / "out" / f"{FIRST}.pdf").read_bytes()
    body = letter.get_body()
    assert body is not None
    assert "It is nobody's award." in body.get_content()
    out(ready, "revoke", FIRST, "--reason", "error")
    assert "does not stand any more" in refused(ready, "letters", FIRST, "-o", "letters")


def test_letters_go_to_nobody_until_it_is_said_to_whom(ready: Program) -> None:
    out(ready, "issue")
    for unclear in ([], [FIRST, "--all"], ["--all", "--search", "P-0002"]):
        done = ready.run("certificates", "letters", *unclear, "-o", "letters", acting="CO-ANN")
        assert done.exit_code == 2
        assert "by --all for everybody whose certificate stands" in " ".join(done.stderr.split())
        assert not (ready.folder / "letters").exists()
    for number, whom in ((FIRST, [FIRST]), (SECOND, ["--search", "p-0002"])):
        folder = f"letters to {number}"
        out(ready, "letters", *whom, "-o", folder)
        assert (ready.folder / folder / f"{number}.pdf").is_file()
        assert len(list((ready.folder / folder).iterdir())) == 2


def test_a_slip_in_the_last_number_leaves_no_letter_to_the_others(ready: Program) -> None:
    out(ready, "issue")
    assert THIRD in refused(ready, "letters", FIRST, THIRD, "-o", "letters")
    assert not (ready.folder / "letters").exists()


def test_several_are_saved_at_once_or_none(ready: Program) -> None:
    out(ready, "issue")
    assert THIRD in refused(ready, "save", FIRST, THIRD, "-o", "pages")
    assert not (ready.folder / "pages").exists()
    assert out(ready, "save", FIRST, SECOND, "-o", "pages").split() == [
        f"pages/{FIRST}.pdf",
        f"pages/{SECOND}.pdf",
    ]
    assert len(list((ready.folder / "pages").iterdir())) == 2


def test_what_stands_no_more_is_saved_with_a_word_on_that(ready: Program) -> None:
    out(ready, "issue")
    out(ready, "replace", FIRST, "--reason", "lost")
    out(ready, "revoke", SECOND, "--reason", "error")
    done = ready.run("certificates", "save", FIRST, SECOND, THIRD, acting="CO-ANN")
    assert done.exit_code == 0
    assert done.stdout.split() == [f"{FIRST}.pdf", f"{SECOND}.pdf", f"{THIRD}.pdf"]
    replaced, revoked = done.stderr.splitlines()
    assert replaced.startswith(f"{FIRST} does not stand any more. Replaced on ")
    assert f"by {THIRD}: the copy was lost." in replaced
    assert revoked.startswith(f"{SECOND} does not stand any more. Revoked on ")
    assert out(ready, "show", FIRST).splitlines()[1].startswith("Replaced on ")


def test_a_fee_is_recorded_by_a_trainer(ready: Program) -> None:
    ready.out("certificates", "fee", "P-0001", acting="TR-TOM")
    with closing(open_store(str(ready.store))) as store:
        award = store.get("portfolio/P-0001", "award")
    assert award is not None
    assert award.document["fee_settled"]


def test_a_certificate_whose_page_is_gone_or_whose_record_was_changed_is_found_by_the_check(
    ready: Program,
) -> None:
    out(ready, "issue")
    assert "certificate/" not in ready.run("store", "check", "--trail").output
    with closing(open_store(str(ready.store))) as store:
        record = store.get(f"certificate/{FIRST}", "certificate")
        assert record is not None
        changed = record.document | {"pdf": "0" * 64}
        change = Change(record.revision, changed, record.summary)
        store.put(f"certificate/{FIRST}", {"certificate": change}, operation="forged", actor="test")
    said = ready.run("store", "check", "--trail").output
    assert f"certificate/{FIRST} certificate does not say what the last entry" in said
    assert "the page that was issued is not kept here" in said


def test_a_batch_issues_replaces_and_revokes(ready: Program) -> None:
    answers = ready.batch(
        [
            {"op": "issue", "as": "CO-ANN", "portfolio": "P-0001"},
            {"op": "issue", "as": "CO-ANN", "portfolio": "P-0001"},
            {
                "op": "replace_certificate",
                "as": "CO-ANN",
                "number": FIRST,
                "reason": "language",
                "language": "en-cy",
            },
            {"op": "revoke_certificate", "as": "CO-ANN", "number": SECOND, "reason": "request"},
            {"op": "settle_fee", "as": "TR-TOM", "portfolio": "P-0002"},
            {"op": "revoke_certificate", "as": "CO-ANN", "number": FIRST, "reason": "request"},
        ]
    )
    assert [answer["ok"] for answer in answers] == [True] * 5 + [False]
    assert answers[-1]["message"] == (
        f"certificate {FIRST} was replaced: {SECOND} stands in its place"
    )
