"""`stepback certificates check-page`: the page, and the signed list beside it."""

from contextlib import closing
from pathlib import Path

import pytest

from stepback_course.awards.checking.withdrawn import read_withdrawn
from stepback_course.awards.keys.chest import KeyChest
from stepback_course.awards.keys.issuers import issuer_keys
from stepback_course.awards.keys.signing import SigningKey
from stepback_course.awards.models import Withdrawal
from stepback_course.awards.register import Register
from stepback_course.clock import instant, system_clock
from stepback_course.store import open_store
from tests.awards.keys.chests import guess_quickly
from tests.cli.running import Program

WORDS = "four words that do not belong"


@pytest.fixture
def signing(team: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program on a store that signs, with the passphrase in a file."""
    guess_quickly(monkeypatch)
    (team.folder / "passphrase").write_text(WORDS + "\n", encoding="utf-8")
    team.out("key", "new", "--passphrase-file", "passphrase", acting="CO-ANN")
    return team


def check_page(program: Program, *arguments: str) -> tuple[int, str, Path]:
    """Run the command; return its exit code, everything it said, and the folder."""
    done = program.run("certificates", "check-page", "-o", "site", *arguments, acting="CO-ANN")
    return done.exit_code, done.output, program.folder / "site"


def test_the_page_and_the_signed_list_are_written(signing: Program) -> None:
    code, said, site = check_page(signing, "--passphrase-file", "passphrase")
    assert code == 0, said
    assert "Content-Security-Policy" in (site / "index.html").read_text(encoding="utf-8")
    with closing(open_store(str(signing.store))) as store:
        listed = read_withdrawn((site / "withdrawn.json").read_bytes(), issuer_keys(store))
    assert listed.withdrawn == ()
    assert "No check address stands in the organisation's settings" in said


def test_the_list_says_no_later_instant_than_the_one_at_which_the_register_was_read(
    signing: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    withdrawn = Register.withdrawn

    def noted(register: Register) -> list[Withdrawal]:
        read.append(instant(system_clock()))
        return withdrawn(register)

    monkeypatch.setattr(Register, "withdrawn", noted)
    _code, _said, site = check_page(signing, "--passphrase-file", "passphrase")
    with closing(open_store(str(signing.store))) as store:
        listed = read_withdrawn((site / "withdrawn.json").read_bytes(), issuer_keys(store))
    assert [listed.at] <= read


def test_the_list_is_of_what_was_withdrawn_while_the_passphrase_was_typed(
    signing: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    unlock, withdrawn = KeyChest.unlock, Register.withdrawn

    def unlocked(chest: KeyChest, passphrase: str) -> SigningKey:
        done.append("unlocked")
        return unlock(chest, passphrase)

    def noted(register: Register) -> list[Withdrawal]:
        done.append("read")
        return withdrawn(register)

    monkeypatch.setattr(KeyChest, "unlock", unlocked)
    monkeypatch.setattr(Register, "withdrawn", noted)
    check_page(signing, "--passphrase-file", "passphrase")
    assert done == ["unlocked", "read"]


def test_everybody_may_read_what_is_published(signing: Program) -> None:
    _code, _said, site = check_page(signing, "--passphrase-file", "passphrase")
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in site.iterdir()}
    assert modes == {"index.html": "0o644", "withdrawn.json": "0o644"}


def test_the_page_alone_needs_no_passphrase(signing: Program) -> None:
    code, said, site = check_page(signing, "--page-only")
    assert code == 0, said
    assert [path.name for path in site.iterdir()] == ["index.html"]


def test_where_the_passphrase_is_not_typed_or_wrong_nothing_is_written(signing: Program) -> None:
    code, said, site = check_page(signing)
    assert code == 1
    assert "--passphrase-file" in said
    assert not site.exists()
    (signing.folder / "wrong").write_text("other words than those\n", encoding="utf-8")
    code, said, site = check_page(signing, "--passphrase-file", "wrong")
    assert code == 1
    assert "does not open the key" in said
    assert not site.exists()


def test_where_every_key_is_retired_no_list_can_be_signed(signing: Program) -> None:
    (key,) = signing.rows("key", "show", acting="CO-ANN")
    signing.out("key", "retire", key["did"], acting="CO-ANN")
    code, said, site = check_page(signing)
    assert code == 1
    assert "the one there was is retired. Nothing is written" in said
    assert not site.exists()


def test_without_a_key_there_is_nothing_to_check(team: Program) -> None:
    code, said, site = check_page(team)
    assert code == 1
    assert "stepback key new" in said
    assert not site.exists()


def test_a_place_that_cannot_be_written_is_said(signing: Program) -> None:
    (signing.folder / "site" / "index.html").mkdir(parents=True)
    code, said, _site = check_page(signing, "--page-only")
    assert code == 1
    assert "cannot be written" in said


def test_after_a_new_key_the_list_is_still_about_what_the_old_one_signed(signing: Program) -> None:
    signing.out("key", "rotate", "--passphrase-file", "passphrase", acting="CO-ANN")
    _code, _said, site = check_page(signing, "--passphrase-file", "passphrase")
    with closing(open_store(str(signing.store))) as store:
        keys = issuer_keys(store)
    listed = read_withdrawn((site / "withdrawn.json").read_bytes(), keys)
    assert len(keys) == 2
    assert [listed.is_about(key.did) for key in keys] == [True, True]
