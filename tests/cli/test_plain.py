"""The commands for whoever cannot use a full screen."""

import os
import select
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stepback_course.people.preferences import load_preferences
from stepback_course.store import open_store
from tests.cli.running import Program

UNIT = "draft/statement-01"


def text_of(program: Program) -> object:
    """Return what is written for the fourth activity of the first statement."""
    store = open_store(str(program.store))
    record = store.get("portfolio/P-1", UNIT)
    store.close()
    return record.document["responses"]["one-purpose"]["value"] if record else None


def test_help_names_plain_lines_before_anything_else(program: Program) -> None:
    lines = [line.strip() for line in program.out("--help").split("\n") if line.strip()]
    named = next(i for i, line in enumerate(lines) if "stepback plain" in line)
    assert named < next(i for i, line in enumerate(lines) if line.startswith("Options"))
    commands = lines[lines.index("Commands:") + 1 :]
    assert commands[0].startswith("plain ")


def test_an_answer_is_given_by_lines_on_standard_input(team: Program) -> None:
    lines = "1\n4\nI stood by the door, ŵ.\n.\n.\n.\n.\n"
    done = team.run_apart("--as", "PR-1", "plain", text=lines)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "Saved at" in done.stdout
    assert text_of(team) == "I stood by the door, ŵ."


def test_plain_lines_need_no_screens(team: Program) -> None:
    code = (
        "import sys; from stepback_course.cli.main import stepback\n"
        f"stepback(['--store', {str(team.store)!r}, '--as', 'PR-1', 'plain'],"
        " standalone_mode=False)\n"
        "sys.exit('textual' in sys.modules or 'rich' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="1\n1\n2\n4\n.\n.\n.\n",
        text=True,
        capture_output=True,
        env=os.environ | team.environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_editor_that_is_named_opens_a_text(team: Program, tmp_path: Path) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\n"
        "file.write_text(file.read_text(encoding='utf-8') + 'Ŵy.', encoding='utf-8')\n"
    )
    team.environment["EDITOR"] = f"{sys.executable} {editor}"
    team.environment["VISUAL"] = ""
    team.out("plain", text="1\n4\nOne.\n.\ne\n.\n.\n.\n", acting="PR-1")
    assert text_of(team) == "One.\nŴy."


def test_an_editor_that_does_not_exist_is_named_and_nothing_is_lost(team: Program) -> None:
    team.environment |= {"EDITOR": "no-such-editor", "VISUAL": ""}
    said = team.out("plain", text="1\n4\nOne.\n.\ne\n.\n.\n.\n", acting="PR-1")
    assert "the editor 'no-such-editor' could not be used" in said
    assert text_of(team) == "One."


class Terminal:
    """The program at a terminal of its own."""

    def __init__(self, program: Program, *arguments: str, term: str = "dumb") -> None:
        """Start it."""
        pty = pytest.importorskip("pty", reason="there are no such terminals on Windows")
        self._fd, end = pty.openpty()
        self._said = b""
        command = [sys.executable, "-m", "stepback_course", "--store", str(program.store)]
        self.process = subprocess.Popen(
            [*command, "--as", "PR-1", *arguments],
            stdin=end,
            stdout=end,
            stderr=end,
            env=os.environ | program.environment | {"TERM": term},
            start_new_session=True,
        )
        os.close(end)

    def read_until(self, words: str, seconds: float = 60) -> str:
        """Read until something is said; return everything that was."""
        until = time.monotonic() + seconds
        while words not in self.said and time.monotonic() < until:
            if select.select([self._fd], [], [], 0.2)[0]:
                try:
                    self._said += os.read(self._fd, 65536)
                except OSError:
                    break
        assert words in self.said, self.said[-2000:]
        return self.said

    @property
    def said(self) -> str:
        return self._said.decode(errors="replace").replace("\r\n", "\n")

    def type(self, line: str) -> None:
        """Type a line and press Enter."""
        os.write(self._fd, f"{line}\n".encode())

    def close(self) -> None:
        """Close the terminal's window, and wait until the program has ended."""
        os.close(self._fd)
        self.process.wait(30)


def test_a_terminal_that_can_do_nothing_is_talked_to_in_plain_lines(team: Program) -> None:
    terminal = Terminal(team, term="dumb")
    said = terminal.read_until("My course, what now:")
    assert "\x1b" not in said
    terminal.type(".")
    assert terminal.process.wait(30) == 0
    terminal.close()


def test_whoever_chose_plain_lines_gets_them_from_then_on(
    team: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.out("plain", text="p\n.\n", acting="PR-1")
    monkeypatch.setenv("STEPBACK_CONFIG", team.environment["STEPBACK_CONFIG"])
    assert load_preferences().plain
    terminal = Terminal(team, term="xterm-256color")
    assert "\x1b" not in terminal.read_until("My course, what now:")
    terminal.type(".")
    assert terminal.process.wait(30) == 0
    terminal.close()


@pytest.mark.parametrize("ending", ["SIGTERM", "SIGHUP", "SIGINT", "the window"])
def test_whatever_ends_it_what_was_typed_is_saved(team: Program, ending: str) -> None:
    terminal = Terminal(team, "plain")
    terminal.read_until("My course, what now:")
    terminal.type("1")
    terminal.read_until("Statement 1, what now:")
    terminal.type("4")
    terminal.read_until("A line with nothing but a dot ends it.")
    terminal.type("I stood by the door.")
    terminal.type("?")
    terminal.read_until("What you typed so far stands.")
    if ending != "the window":
        terminal.process.send_signal(getattr(signal, ending))
        terminal.read_until("Goodbye.")
        assert terminal.process.wait(30) == 0
    terminal.close()
    assert text_of(team) == "I stood by the door."


def test_a_unit_is_carried_in_a_file_that_only_its_owner_reads(team: Program) -> None:
    team.out("unit", "save", "1", "-o", "one.txt", acting="PR-1")
    file = team.folder / "one.txt"
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("before:", "before: 2", 1), encoding="utf-8")
    said = team.out("unit", "load", "one.txt", acting="PR-1", text="yes\n")
    assert "Before" in said
    assert "Loaded and saved: 1 answer." in said


def test_a_unit_is_saved_under_no_name_that_no_file_can_have(team: Program) -> None:
    done = team.run("unit", "save", "1", "-o", "x" * 400, acting="PR-1")

    assert done.exit_code == 1
    assert "cannot be written" in done.stderr


def test_a_file_is_never_written_over_unasked(team: Program) -> None:
    (team.folder / "one.txt").write_text("mine")
    done = team.run("unit", "save", "1", "-o", "one.txt", acting="PR-1")
    assert done.exit_code == 1
    assert "is there already" in done.stderr
    assert (team.folder / "one.txt").read_text() == "mine"
    team.out("unit", "save", "1", "-o", "one.txt", "--replace", acting="PR-1")
    assert "stepback unit text 1" in (team.folder / "one.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("answer", ["no\n", ""])
def test_nothing_is_loaded_without_a_yes(team: Program, answer: str) -> None:
    team.out("unit", "save", "1", "-o", "one.txt", acting="PR-1")
    file = team.folder / "one.txt"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("before:", "before: 2", 1), encoding="utf-8")
    done = team.run("unit", "load", "one.txt", acting="PR-1", text=answer)
    assert done.exit_code == 1
    assert "Nothing was loaded." in done.output
    assert text_of(team) is None
    assert "1 answer" in team.out("unit", "load", "one.txt", "--yes", acting="PR-1")


def test_what_was_changed_meanwhile_is_not_replaced_by_yes_alone(team: Program) -> None:
    team.out("unit", "save", "1", "-o", "one.txt", acting="PR-1")
    file = team.folder / "one.txt"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("before:", "before: 2", 1), encoding="utf-8")
    team.out("plain", text="1\n1\n5\n.\n.\n.\n.\n", acting="PR-1")
    done = team.run("unit", "load", "one.txt", "--yes", acting="PR-1")
    assert done.exit_code == 1
    assert "Changed in stepback after this file was saved: How clear am I today?" in done.output
    assert "1 answer" in team.out("unit", "load", "one.txt", acting="PR-1", text="y\n")


def test_a_unit_that_the_course_does_not_have_is_refused(team: Program) -> None:
    done = team.run("unit", "save", "99", "-o", "-", acting="PR-1")
    assert done.exit_code == 1
    assert "the course has no unit 'statement-99'" in done.stderr
