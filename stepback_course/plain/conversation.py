"""One line after another: what is said, what is asked, and what somebody answers."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TextIO

from stepback_course.plain.spoken import spoken, wrapped
from stepback_course.text import _, clean, clean_line

LONGEST_LINE = 400_000
"""The most bytes that are read of one line; no answer has as many."""
TERMINAL_LINE = 1023 if sys.platform == "darwin" else 4095
"""How many bytes of a line a terminal takes before it drops the rest without a word."""

DONE = "."
HELP = "?"
EMPTY = "-"
LEAVE = "q"


class Left(Exception):
    """The person leaves, or the lines have come to their end."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose, by a number or a letter."""

    key: str
    label: str


def numbered(labels: Sequence[str]) -> list[Choice]:
    """Return choices by their numbers, from 1 up."""
    return [Choice(str(number), label) for number, label in enumerate(labels, start=1)]


class Conversation:
    """Says lines and asks for lines. Every question understands a question mark and a dot."""

    def __init__(
        self,
        given: BinaryIO,
        said: TextIO,
        *,
        encoding: str = "utf-8",
        width: Callable[[], int] | None = None,
        edit: Callable[[str], str | None] | None = None,
        hidden: Callable[[str], str] | None = None,
        contact: str = "",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Talk on two streams.

        `width` says where a terminal breaks lines, where there is one; `edit` opens a text in an
        editor and returns what it is afterwards, None where it was left as it was; `hidden` asks a
        question on a terminal and returns a line that nobody could see; `contact` is whom to ask
        for help.
        """
        self._given = given
        self._said = said
        self._encoding = encoding
        self._width = width
        self._is_waiting = False
        self._is_ending = False
        self._hidden = hidden
        self.edit = edit
        self.contact = contact
        self._sleep = sleep

    @property
    def at_terminal(self) -> bool:
        """Whether somebody types, who ends each line with a key that also moves the cursor."""
        return self._width is not None

    # Saying.

    def say(self, *sentences: str) -> None:
        """Say sentences, each on a line of its own."""
        for sentence in sentences:
            self._write(wrapped(spoken(sentence), self._columns) + "\n")

    def title(self, sentence: str) -> None:
        """Say where somebody is now, after an empty line."""
        self.say("", sentence)

    @property
    def is_ending(self) -> bool:
        """Whether the person wants to leave, so that what takes long should stop."""
        return self._is_ending

    @property
    def _columns(self) -> int | None:
        return self._width() if self._width else None

    def _write(self, text: str) -> None:
        try:
            self._said.write(text)
            self._said.flush()
        except OSError:  # the terminal has gone: there is nobody to tell
            raise Left from None

    # Asking.

    def ask(self, question: str, *, about: str = "") -> str | None:
        """Return one line as it was typed, cleaned; None where a single dot was typed.

        A line of two dots, two question marks or two hyphens stands for one of them. Raises Left.
        """
        while True:
            typed = clean_line(self._read(_("{question}: ").format(question=question)))
            if typed == HELP:
                self._help(about or _("Type one line and press Enter."))
            elif typed == DONE:
                return None
            else:
                return _meant(typed)

    def ask_again(self, question: str, standing: str, *, about: str = "") -> str | None:
        """Return a line that takes the place of one: Enter keeps it, a hyphen empties it.

        None where a single dot was typed. Raises Left.
        """
        if standing:
            self.say(_("Now: {words}").format(words=standing))
        keep = _(
            "Type one line and press Enter. Enter alone leaves it as it is, a hyphen empties it."
        )
        while True:
            typed = clean_line(self._read(_("{question}: ").format(question=question)))
            if typed == HELP:
                self._help(f"{about} {keep}".strip())
            elif typed == DONE:
                return None
            elif not typed:
                return standing
            else:
                return "" if typed == EMPTY else _meant(typed)

    def ask_hidden(self, question: str, *, about: str) -> str | None:
        """Return one line as it was typed, which a terminal does not show.

        None where a single dot was typed. Raises Left.
        """
        prompt = _("{question}: ").format(question=question)
        while True:
            typed = self._read_hidden(prompt) if self._hidden else self._read(prompt)
            if typed == HELP:
                self._help(about)
            else:
                return None if typed == DONE else typed

    def choose(
        self,
        question: str,
        choices: Sequence[Choice],
        *,
        about: str = "",
        is_known: bool = False,
    ) -> str | None:
        """Return the key of a choice; None where a single dot was typed, to go back.

        The choices are said first, unless they are known; Enter says them again, and `q` leaves the
        program. Raises Left.
        """
        if not is_known:
            self._list(choices)
        keys = {choice.key.casefold(): choice.key for choice in choices}
        while True:
            typed = clean_line(self._read(_("{question}: ").format(question=question)))
            meant = typed if typed == DONE else typed.rstrip(".").casefold()
            if typed == HELP:
                self._help(about)
                self._list(choices)
            elif not typed:
                self._list(choices)
            elif typed == DONE:
                return None
            elif meant in keys:
                return keys[meant]
            elif meant == LEAVE:
                raise Left
            else:
                self.say(_wrong_choice(typed, choices))

    def agree(self, question: str, *, about: str = "") -> bool:
        """Return whether somebody says yes; a single dot is a no. Raises Left."""
        yes, no = _("yes"), _("no")
        while True:
            answer = self.ask(_("{question} yes or no").format(question=question), about=about)
            meant = (answer or no).casefold()
            if no.startswith(meant):
                return False
            if yes.startswith(meant):
                return True
            self.say(_("Type yes or no, or the first letter."))

    def lines(self, *, about: str = "") -> Iterator[str]:
        """Yield the lines of a text until one that is a single dot. Raises Left."""
        while True:
            typed = clean(self._read("")).rstrip()
            if typed == HELP:
                keys = _(
                    "A line with nothing but a dot ends the text. What you typed so far stands."
                )
                self._help(f"{about} {keys}".strip())
            elif typed == DONE:
                return
            else:
                yield _meant(typed)

    def wait_for_enter(self, question: str) -> None:
        """Wait until Enter is pressed, whatever is typed before it. Raises Left."""
        self._read(_("{question}: ").format(question=question))

    def pause(self, seconds: float) -> None:
        """Let time pass in silence. Raises Left."""
        self._is_waiting = True
        try:
            self._sleep(seconds)
        finally:
            self._is_waiting = False

    def _list(self, choices: Sequence[Choice]) -> None:
        for choice in choices:
            self.say(_("{key}. {label}").format(key=choice.key, label=choice.label))

    def _help(self, about: str) -> None:
        if about:
            self.say(about)
        self.say(
            _(
                "Everywhere: a question mark says this. A dot alone ends what you are at and goes "
                "back. Enter alone says the choices again. q among choices leaves the program. "
                "What you have answered is saved."
            ),
        )
        if self.contact:
            self.say(_("To ask a person: {contact}").format(contact=self.contact))

    # Lines as they arrive.

    def end(self) -> None:
        """Let the person leave as soon as nothing is being written; for signals of the system."""
        self._is_ending = True
        if self._is_waiting:
            raise Left

    def _read(self, prompt: str) -> str:
        """Return one line, without its end. Raises Left where there are no more."""
        while True:
            self._write(wrapped(spoken(prompt), self._columns).rstrip() + " " if prompt else "")
            raw = self._raw_line()
            if not self.at_terminal and prompt:
                self._write("\n")
            if not raw:
                raise Left
            if len(raw) > LONGEST_LINE:
                self.say(_("That line is longer than any answer may be. Nothing of it was taken."))
                continue
            try:
                line = raw.decode(self._encoding).rstrip("\r\n")
            except UnicodeDecodeError:
                self.say(_("That line could not be read. Nothing of it was taken: type it again."))
                continue
            if self.at_terminal and len(raw) >= TERMINAL_LINE:
                self.say(
                    _(
                        "That line filled all the room a terminal has for one, and its end may be "
                        "missing. Check it, and press Enter more often or use your editor."
                    )
                )
            return line

    def _read_hidden(self, prompt: str) -> str:
        """Return one line that a terminal does not show. Raises Left where there are no more."""
        assert self._hidden  # noqa: S101 # whoever calls has seen it
        self._is_waiting = True
        try:
            if self._is_ending:
                raise Left
            return self._hidden(spoken(prompt).rstrip() + " ")
        except (EOFError, OSError):  # there are no more lines, or the terminal has gone
            raise Left from None
        finally:
            self._is_waiting = False

    def _raw_line(self) -> bytes:
        """Return the bytes of one line, of one that is too long a byte more than is allowed."""
        self._is_waiting = True
        try:
            if self._is_ending:
                raise Left
            raw = piece = self._given.readline(LONGEST_LINE + 1)
            while len(piece) > LONGEST_LINE and not piece.endswith(b"\n"):
                piece = self._given.readline(LONGEST_LINE + 1)
        except OSError:  # the terminal has gone
            raise Left from None
        finally:
            self._is_waiting = False
        return raw


def _meant(typed: str) -> str:
    """Return a line; one that only doubles a sign of ours stands for that sign."""
    return typed[0] if typed in (DONE * 2, HELP * 2, EMPTY * 2) else typed


def _wrong_choice(typed: str, choices: Sequence[Choice]) -> str:
    numbers = [int(choice.key) for choice in choices if choice.key.isdecimal()]
    letters = [choice.key for choice in choices if not choice.key.isdecimal()]
    keys = [str(number) for number in numbers]
    if len(keys) > 1:
        keys = [_("{first} to {last}").format(first=min(numbers), last=max(numbers))]
    return _("{typed} is none of the choices. They are {keys}. Enter says them again.").format(
        typed=typed[:40], keys=", ".join(keys + letters)
    )
