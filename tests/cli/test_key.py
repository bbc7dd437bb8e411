"""The key that certificates are signed with, kept from the command line."""

import os
import re
from pathlib import Path

import pytest

from stepback_course.cli import key, opening, paper_copies, passphrases
from stepback_course.desks import Desks
from tests.awards.keys.chests import PASSPHRASE, guess_quickly
from tests.cli.running import Program

OTHER_WORDS = "goat meadow parcel tin"


@pytest.fixture(autouse=True)
def quick_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every guess at a passphrase take no time."""
    guess_quickly(monkeypatch)


@pytest.fixture
def words(team: Program) -> str:
    """The name of a file with a passphrase in its first line."""
    (team.folder / "words").write_text(f"{PASSPHRASE}\r\nand a second line\n", encoding="utf-8")
    return "words"


@pytest.fixture
def signing(team: Program, words: str) -> Program:
    """A team whose coordinator has made a key."""
    team.out("key", "new", "--passphrase-file", words, acting="CO-ANN")
    return team


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody be there who answers questions."""
    for module in (key, paper_copies, passphrases):
        monkeypatch.setattr(module, "is_somebody_there", lambda: True)


def key_file(program: Program) -> Path:
    return program.folder / "keys" / "issuing" / "signing-key.json"


def lines_of(page: str) -> list[str]:
    """Return the four lines of the last paper copy that was printed."""
    return re.findall(r"^[1-4]\.  (.*)$", page, re.MULTILINE)[-4:]


def test_without_a_key_it_is_said_that_certificates_are_unsigned(team: Program) -> None:
    assert team.out("key", "show").startswith("No key signs: certificates are issued unsigned.")
    assert team.rows("key", "show") == []
    assert not key_file(team).parent.exists()


def test_a_key_is_made_and_shown(team: Program, words: str) -> None:
    made = team.out("key", "new", "--passphrase-file", words, acting="CO-ANN")
    [row] = team.rows("key", "show", acting="AS-MEG")
    assert row["did"] in made
    assert (row["state"], row["until"], row["compromised_from"]) == ("signs", "", "")
    assert row["file"] == str(key_file(team))
    shown = team.out("key", "show")
    assert shown.startswith(f"{row['did']}\n  signs since 20")
    assert "paper copy: never tried" in shown
    assert "unsigned" not in shown


def test_a_second_key_is_refused_before_a_passphrase_is_asked_for(signing: Program) -> None:
    content = key_file(signing).read_bytes()
    done = signing.run("key", "new", acting="CO-ANN")
    assert done.exit_code == 1
    assert "`stepback key rotate` makes another" in done.stderr
    assert key_file(signing).read_bytes() == content


@pytest.mark.parametrize("command", ["new", "paper", "restore", "rotate", "adopt"])
def test_only_a_coordinator_keeps_keys(team: Program, words: str, command: str) -> None:
    for acting in ("AS-MEG", "PR-1", None):
        done = team.run("key", command, "--passphrase-file", words, acting=acting)
        assert done.exit_code == 1
        assert "kept by a named coordinator" in done.stderr
    assert not key_file(team).exists()


def test_where_nobody_can_type_a_passphrase_a_file_is_asked_for(team: Program) -> None:
    done = team.run("key", "new", acting="CO-ANN")
    assert done.exit_code == 1
    assert "give it with --passphrase-file" in done.stderr


def test_a_passphrase_file_that_is_none_is_named(team: Program) -> None:
    (team.folder / "picture").write_bytes(b"\xff\xd8\xff")
    (team.folder / "short").write_text("abc\n", encoding="utf-8")
    for file, sentence in (
        ("absent", "absent cannot be read: No such file"),
        ("picture", "picture cannot be read: it is not a text in UTF-8"),
        ("short", "this passphrase has 3 characters"),
    ):
        done = team.run("key", "new", "--passphrase-file", file, acting="CO-ANN")
        assert (done.exit_code, done.output.count("\n")) == (1, 1)
        assert sentence in done.stderr


def test_a_byte_order_mark_is_no_part_of_a_passphrase(team: Program, words: str) -> None:
    marked = team.folder / "marked"
    marked.write_text(PASSPHRASE + "\r\n", encoding="utf-8-sig")
    team.out("key", "new", "--passphrase-file", "marked", acting="CO-ANN")
    page = team.out("key", "paper", "--passphrase-file", words, acting="CO-ANN")
    assert len(lines_of(page)) == 4


def test_the_paper_copy_can_be_printed_through_a_pipe(signing: Program, words: str) -> None:
    page = signing.out("key", "paper", "--passphrase-file", words, acting="CO-ANN")
    [row] = signing.rows("key", "show")
    assert row["did"] in page
    tried = signing.out("key", "paper", "--rehearse", acting="CO-ANN", text=page)
    assert "This copy brings back the key" in tried
    assert "paper copy: last tried 20" in signing.out("key", "show")


def test_a_mistyped_paper_copy_is_refused_with_its_line(signing: Program, words: str) -> None:
    page = signing.out("key", "paper", "--passphrase-file", words, acting="CO-ANN")
    lines = lines_of(page)
    lines[2] = ("A" if lines[2][0] != "A" else "B") + lines[2][1:]
    typed = "\n".join(lines)
    for command in (["paper", "--rehearse"], ["restore", "--passphrase-file", words]):
        done = signing.run("key", *command, acting="CO-ANN", text=typed)
        assert done.exit_code == 1
        assert done.stderr.startswith("line 3 is not as on the paper")
    assert signing.rows("key", "show")[0]["paper_tried"] == ""


def test_a_lost_computer_and_a_forgotten_passphrase_are_mended_from_paper(
    signing: Program, words: str
) -> None:
    page = signing.out("key", "paper", "--passphrase-file", words, acting="CO-ANN")
    key_file(signing).unlink()
    [row] = signing.rows("key", "show")
    assert (row["state"], row["file"]) == ("signs", "")
    assert "not on this computer" in signing.out("key", "show")
    (signing.folder / "other").write_text(OTHER_WORDS, encoding="utf-8")
    signing.out("key", "restore", "--passphrase-file", "other", acting="CO-ANN", text=page)
    assert signing.rows("key", "show")[0]["file"] == str(key_file(signing))
    old = signing.run("key", "paper", "--passphrase-file", words, acting="CO-ANN")
    assert "this passphrase does not open the key" in old.stderr
    again = signing.out("key", "paper", "--passphrase-file", "other", acting="CO-ANN")
    assert lines_of(again) == lines_of(page)


def test_rotating_keeps_the_dates_of_the_key_before(signing: Program, words: str) -> None:
    made = signing.out("key", "rotate", "--passphrase-file", words, acting="CO-ANN")
    old, new = signing.rows("key", "show")
    assert new["did"] in made
    assert (old["state"], old["until"], old["file"]) == ("retired", new["since"], "")
    assert (new["state"], new["file"]) == ("signs", str(key_file(signing)))
    assert f"  signed from {old['since'][:10]}" in signing.out("key", "show")


def test_a_stolen_key_is_marked_from_a_day_on(signing: Program, words: str) -> None:
    theft = ["--compromised-from", "2026-03-01"]
    signing.out("key", "rotate", "--passphrase-file", words, *theft, acting="CO-ANN")
    old, new = signing.rows("key", "show")
    assert (old["state"], old["compromised_from"]) == ("compromised", "2026-03-01T00:00:00.000Z")
    assert "compromised from 2026-03-01 00:00:00" in signing.out("key", "show")
    signing.out("key", "compromised", new["did"], "--from", "2026-03-02", acting="CO-ANN")
    assert [row["state"] for row in signing.rows("key", "show")] == ["compromised"] * 2
    done = signing.run("key", "compromised", new["did"], "--from", "2999-01-01", acting="CO-ANN")
    assert done.stderr == "2999-01-01 is still to come\n"


def test_a_retired_key_leaves_certificates_unsigned(signing: Program) -> None:
    [row] = signing.rows("key", "show")
    assert "unsigned" in signing.out("key", "retire", row["did"], acting="CO-ANN")
    shown = signing.out("key", "show")
    assert f"{row['did']}\n  signed from" in shown
    assert shown.endswith("`stepback key new` makes one.\n")
    done = signing.run("key", "retire", "did:key:z", acting="CO-ANN")
    assert "this store knows no key did:key:z" in done.stderr


def test_a_key_of_another_store_is_shown_and_adopted(signing: Program, words: str) -> None:
    [made] = signing.rows("key", "show")
    signing.store = signing.folder / "another"
    person = {"op": "person", "id": "CO-ANN", "name": "Ann Rees", "roles": ["coordinator"]}
    signing.batch([person])
    [row] = signing.rows("key", "show")
    assert (row["did"], row["state"], row["since"]) == (made["did"], "not entered", "")
    assert "not entered in this store: `stepback key adopt`" in signing.out("key", "show")
    done = signing.run("key", "new", "--passphrase-file", words, acting="CO-ANN")
    assert "this computer has a key that this store does not know" in done.stderr
    signing.out("key", "adopt", "--passphrase-file", words, acting="CO-ANN")
    [row] = signing.rows("key", "show")
    assert (row["did"], row["state"]) == (made["did"], "signs")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_key_that_cannot_be_used_is_named_beside_those_that_are_known(signing: Program) -> None:
    key_file(signing).chmod(0o644)
    done = signing.run("key", "show")
    assert done.exit_code == 1
    assert "  signs since" in done.stdout
    assert f'chmod 600 "{key_file(signing)}"' in done.stderr
    key_file(signing).chmod(0o600)
    key_file(signing).write_text("{}", encoding="utf-8")
    done = signing.run("key", "show")
    assert "is not a signing key of this program" in done.stderr


def test_no_backup_of_a_store_carries_its_key(signing: Program) -> None:
    signing.out("store", "backup", "kept.zip")
    sealed = re.findall(r'"(?:ciphertext|salt)": "(\w+)"', key_file(signing).read_text())
    assert len(sealed) == 2
    written = [path for path in signing.folder.rglob("*") if path.is_file()]
    carrying = [
        path for path in written if any(part.encode() in path.read_bytes() for part in sealed)
    ]
    assert carrying == [key_file(signing)]
    assert signing.folder / "kept.zip" in written


def test_a_made_up_coordinator_cannot_make_a_key_on_this_computer(
    team: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Desks] = []
    monkeypatch.setattr(opening, "has_terminal", lambda: True)
    monkeypatch.setattr(opening, "open_desks", opened.append)
    team.store = team.folder / "made-up"
    team.out("demo", "--size", "1")
    [desks] = opened
    assert desks.chest is None


def test_a_coordinator_makes_a_key_writes_it_down_and_tries_the_copy(
    team: Program, at_a_terminal: None
) -> None:
    typed = ["short", PASSPHRASE, "another", PASSPHRASE, PASSPHRASE, "yes", "yes"]
    done = team.run("key", "new", text="\n".join([*typed, ""]), acting="CO-ANN")
    assert "take 15 or more" in done.stderr
    assert "do not match" in done.stderr
    assert PASSPHRASE not in done.output
    lines = lines_of(done.stdout)
    assert "Line 1" in done.stderr
    wrong = [lines[0], "nonsense", *lines[1:]]
    tried = team.run("key", "paper", "--rehearse", text="\n".join([*wrong, ""]), acting="CO-ANN")
    assert "line 2 is not as on the paper: it has 8 letters" in tried.stderr
    assert "This copy brings back the key" in tried.stdout


def test_whoever_mistypes_the_passphrase_is_asked_again(
    signing: Program, at_a_terminal: None
) -> None:
    typed = f"{OTHER_WORDS}\n{PASSPHRASE}\nno\n"
    done = signing.run("key", "paper", text=typed, acting="CO-ANN")
    assert done.exit_code == 0
    assert done.stderr.count("does not open the key") == 1
    assert len(lines_of(done.stdout)) == 4
    assert "Try it later" in done.stderr
    done = signing.run("key", "paper", text=f"{OTHER_WORDS}\n" * 9, acting="CO-ANN")
    assert done.exit_code == 1
    assert done.stderr.count("does not open the key") == 3
    assert "does not open the key" in done.stderr.splitlines()[-1]
    assert lines_of(done.stdout) == []


def test_a_key_is_not_renewed_by_a_slip_of_the_finger(
    signing: Program, words: str, at_a_terminal: None
) -> None:
    content = key_file(signing).read_bytes()
    rotate = ["key", "rotate", "--passphrase-file", words]
    assert signing.run(*rotate, text="\n", acting="CO-ANN").exit_code == 1
    assert key_file(signing).read_bytes() == content
    assert signing.run(*rotate, text="y\nn\n", acting="CO-ANN").exit_code == 0
    assert key_file(signing).read_bytes() != content
