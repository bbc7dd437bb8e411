"""`stepback verify`, as somebody with a file, and perhaps with a store, uses it."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from stepback_course.awards.checking.withdrawn import withdrawn_list
from stepback_course.awards.keys.issuers import compromised, register_key
from stepback_course.awards.models import Withdrawal
from stepback_course.cli.main import stepback
from stepback_course.clock import instant
from stepback_course.people import Actor, RoleEntry
from stepback_course.store import NEVER_WRITTEN, Change, new_operation, open_store
from tests.awards.credential.making import AT, KEY, LATER, SOMEBODY_ELSES
from tests.awards.verifying.making import CHECKED, CREDENTIAL, entry, page
from tests.cli.running import Program

STANDS = "stands.json"
COORDINATOR = Actor("CO-ANN", "Ann", (RoleEntry(role="coordinator"),))


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The command line in a folder that has a certificate and a list, and no store."""
    (tmp_path / "certificate.pdf").write_bytes(page())
    (tmp_path / "credential.json").write_bytes(CREDENTIAL)
    (tmp_path / "altered.json").write_bytes(CREDENTIAL.replace(b"Gwynedd", b"Gwyneth"))
    (tmp_path / STANDS).write_bytes(withdrawn_list((), KEY, LATER))
    revoked = Withdrawal(CHECKED.number, "revoked", instant(LATER), "")
    (tmp_path / "revoked.json").write_bytes(withdrawn_list([revoked], KEY, LATER))
    return Program(tmp_path)


def verify(program: Program, *arguments: str) -> tuple[int, str]:
    """Return the exit code of `stepback verify` without a store, and what it prints."""
    with contextlib.chdir(program.folder):
        done = CliRunner().invoke(
            stepback,
            ["verify", *arguments],
            env=program.environment | nothing_at_home(program),
            prog_name="stepback",
            catch_exceptions=False,
        )
    return done.exit_code, done.output


def verify_apart(program: Program, *arguments: str) -> tuple[int, str]:
    """Return what `verify` does, of a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "stepback_course", "verify", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | program.environment | nothing_at_home(program),
        cwd=program.folder,
        check=False,
    )
    assert "Traceback" not in run.stderr
    return run.returncode, run.stdout + run.stderr


def nothing_at_home(program: Program) -> dict[str, str]:
    """Return the environment of somebody at whose home there is no store."""
    home = str(program.folder / "home")
    return {"HOME": home, "XDG_DATA_HOME": home}


def test_without_a_store_it_says_all_that_was_signed_and_asks_about_the_page(
    program: Program,
) -> None:
    named = ("certificate.pdf", "--issuer", KEY.did, "--withdrawn", STANDS)
    code, said = verify_apart(program, *named)

    assert code == 0
    for words in (
        "TRUSTED",
        "Siân Llŷr Gwynedd-Price",
        "Step-back Practitioners Course",
        "4 March 2026",
        CHECKED.number,
        "Positive Eye Ltd",
        KEY.did,
        "in front of you say the same?",
    ):
        assert words in said
    assert not (program.folder / "home").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["certificate.pdf"], 3, "ISSUER UNKNOWN"),
        (["certificate.pdf", "--issuer", KEY.did], 4, "NOT ALL KNOWN"),
        (["credential.json", "--issuer", KEY.did, "--withdrawn", STANDS], 0, "TRUSTED"),
        (["certificate.pdf", "--issuer", KEY.did, "--withdrawn", "revoked.json"], 7, "REVOKED"),
        (["altered.json", "--issuer", KEY.did], 8, "ALTERED"),
        (["nothing.pdf"], 1, "no such file"),
        (["certificate.pdf", "altered.json", "nothing.pdf", "--issuer", KEY.did], 8, "ALTERED"),
        (["certificate.pdf", "nothing.pdf"], 3, "UNREADABLE"),
        (["certificate.pdf", "--withdrawn", STANDS], 1, "a key that is not known"),
        (["certificate.pdf", "--withdrawn", "nothing.json"], 1, "cannot be read"),
        (["certificate.pdf", "--withdrawn", "certificate.pdf"], 1, "certificate.pdf is of no use"),
        (["certificate.pdf", "--issuer", "somebody"], 2, "not the name of a key"),
        ([], 2, "Missing argument"),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else None,
)
def test_each_outcome_has_its_exit_code_and_its_word(
    program: Program, arguments: list[str], code: int, word: str
) -> None:
    said_code, said = verify(program, *arguments)

    assert (said_code, word in said) == (code, True), said


def test_whoever_is_not_known_only_says_who_they_are(program: Program) -> None:
    answer = program.run("verify", "certificate.pdf")

    assert "Says it is of" in answer.output
    assert "--issuer" in answer.output


def test_of_what_nobody_should_accept_nothing_is_asked(program: Program) -> None:
    known = ("--issuer", KEY.did)
    revoked = program.run("verify", "certificate.pdf", *known, "--withdrawn", "revoked.json")
    unknown = program.run("verify", "certificate.pdf", *known)

    assert "in front of you" not in revoked.output
    assert "in front of you" in unknown.output


def test_the_register_of_a_store_and_its_keys_are_known(program: Program) -> None:
    with contextlib.closing(open_store(str(program.store))) as store:
        register_key(store, COORDINATOR, lambda: AT, KEY.did)
        unknown = program.run("verify", "certificate.pdf")
        store.create(
            f"certificate/{CHECKED.number}",
            {"certificate": Change(NEVER_WRITTEN, entry().model_dump(mode="json"))},
            operation=new_operation(),
            actor="CO-ANN",
        )
    known = program.run("verify", "certificate.pdf")

    assert unknown.exit_code == 4
    assert "has no certificate" in unknown.output
    assert known.exit_code == 0
    assert "By the register here, it stands" in known.output


def test_what_a_store_knows_of_a_key_goes_before_its_name_on_the_command_line(
    program: Program,
) -> None:
    with contextlib.closing(open_store(str(program.store))) as store:
        register_key(store, COORDINATOR, lambda: LATER, KEY.did)
    answer = program.run("verify", "credential.json", "--issuer", KEY.did)

    assert answer.exit_code == 3
    assert "not in use when" in answer.output


def test_a_key_that_leaked_signs_no_list_for_being_named_on_the_command_line(
    program: Program,
) -> None:
    with contextlib.closing(open_store(str(program.store))) as store:
        register_key(store, COORDINATOR, lambda: AT, KEY.did)
        compromised(store, COORDINATOR, lambda: LATER, KEY.did, LATER)
    answer = program.run("verify", "credential.json", "--issuer", KEY.did, "--withdrawn", STANDS)

    assert answer.exit_code == 1
    assert "no longer counts" in answer.output


def test_a_store_says_nothing_of_what_another_organisation_issued(program: Program) -> None:
    with contextlib.closing(open_store(str(program.store))) as store:
        register_key(store, COORDINATOR, lambda: AT, SOMEBODY_ELSES.did)
        other = entry().model_copy(update={"credential": "0" * 64})
        store.create(
            f"certificate/{CHECKED.number}",
            {"certificate": Change(NEVER_WRITTEN, other.model_dump(mode="json"))},
            operation=new_operation(),
            actor="CO-ANN",
        )
    known = ("--issuer", KEY.did)
    without_list = program.run("verify", "certificate.pdf", *known)
    with_list = program.run("verify", "certificate.pdf", *known, "--withdrawn", STANDS)

    assert (without_list.exit_code, with_list.exit_code) == (4, 0)
    assert "nothing known here speaks against it" in with_list.output


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are text")
def test_a_file_name_of_any_bytes_is_answered(program: Program) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "stepback_course", "verify", b"caf\xe9.pdf", "--json"],
        capture_output=True,
        env=os.environ | program.environment,
        cwd=program.folder,
        check=False,
    )

    assert run.returncode == 1
    (row,) = json.loads(run.stdout)["rows"]
    assert row["file"] == "caf\N{REPLACEMENT CHARACTER}.pdf"


def test_a_store_that_is_not_there_is_not_made(program: Program) -> None:
    answer = program.run("verify", "credential.json")

    assert answer.exit_code == 3
    assert not program.store.exists()


@pytest.mark.parametrize("place", ["x" * 400, "~nobody-of-this-name/store"])
def test_a_store_of_a_name_that_none_can_have_is_not_there(program: Program, place: str) -> None:
    program.store = Path(place)
    answer = program.run("verify", "credential.json", "--issuer", KEY.did)

    assert answer.exit_code == 4
    assert "There is no store in" in answer.stderr


def test_a_store_that_is_not_there_is_told_and_a_file_is_checked_without_it(
    program: Program,
) -> None:
    answer = program.run("verify", "credential.json", "--issuer", KEY.did)

    assert answer.exit_code == 4
    assert answer.stderr == (
        f"There is no store in {program.store}: its keys and its register are not known here.\n"
    )
    program.run("people", "list")
    (program.folder / "store").mkdir(exist_ok=True)
    assert program.run("verify", "credential.json").stderr == ""


def test_a_script_gets_rows(program: Program) -> None:
    answer = program.run("verify", "credential.json", "altered.json", "--json", "--issuer", KEY.did)
    genuine, altered = json.loads(answer.stdout)["rows"]

    assert answer.exit_code == 8
    assert genuine["outcome"] == "status unknown"
    assert genuine["name"] == "Siân Llŷr Gwynedd-Price"
    assert genuine["awarded"] == "2026-03-04"
    assert (altered["outcome"], altered["exit_code"]) == ("altered", 8)
    assert "name" not in altered


def test_a_file_name_cannot_write_on_the_terminal(program: Program) -> None:
    answer = program.run("verify", "\x1b]0;mine\x07gone\x1b[2J.pdf")

    assert "\x1b" not in answer.output
    assert "no such file" in answer.output


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    script = (
        "import sys; import stepback_course.cli.main, stepback_course.cli.verify;"
        "heavy = {'pydantic', 'cryptography', 'openbadgeslib', 'pyld', 'pypdf', 'typst', 'PIL'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert run.stdout == "[]\n"
