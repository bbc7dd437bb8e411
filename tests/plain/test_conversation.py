"""One line after another: every question understands help, a dot, and whatever else is typed."""

import io

import pytest

from stepback_course.plain.conversation import (
    LONGEST_LINE,
    TERMINAL_LINE,
    Choice,
    Conversation,
    Left,
    numbered,
)

FRUIT = [*numbered(["Apple", "Pear"]), Choice("w", "Write another")]


class Sitting:
    """Somebody who types certain bytes, and what they are told."""

    def __init__(
        self, typed: str | bytes, *, columns: int | None = None, contact: str = ""
    ) -> None:
        """Type these lines; with `columns`, at a terminal."""
        given = io.BytesIO(typed.encode() if isinstance(typed, str) else typed)
        self._said = io.StringIO()
        width = None if columns is None else lambda: columns
        self.talk = Conversation(given, self._said, width=width, contact=contact)

    @property
    def said(self) -> str:
        """Everything that was said."""
        return self._said.getvalue()


def test_choices_are_said_with_their_keys_and_taken_by_them() -> None:
    sitting = Sitting("2\n")
    assert sitting.talk.choose("Which", FRUIT) == "2"
    assert sitting.said == "1. Apple\n2. Pear\nw. Write another\nWhich: \n"


@pytest.mark.parametrize("typed", ["w", "W", "w.", "  w  "])
def test_a_key_is_understood_however_it_is_typed(typed: str) -> None:
    assert Sitting(f"{typed}\n").talk.choose("Which", FRUIT) == "w"


def test_choices_that_are_known_are_said_again_for_enter_alone() -> None:
    sitting = Sitting("\n1\n")
    assert sitting.talk.choose("Which", FRUIT, is_known=True) == "1"
    assert sitting.said.startswith("Which:")
    assert sitting.said.count("1. Apple") == 1


def test_a_dot_goes_back() -> None:
    sitting = Sitting(".\n.\n.\n.\n")
    assert sitting.talk.choose("Which", FRUIT) is None
    assert sitting.talk.ask("What") is None
    assert sitting.talk.ask_again("What", "This") is None
    assert list(sitting.talk.lines()) == []


def test_a_question_mark_says_what_the_question_is_about_and_whom_to_ask() -> None:
    sitting = Sitting("?\n1\n", contact="Ann Rees")
    assert sitting.talk.choose("Which", FRUIT, about="Choose a fruit.") == "1"
    assert "Choose a fruit." in sitting.said
    assert "To ask a person: Ann Rees" in sitting.said
    assert sitting.said.count("1. Apple") == 2


@pytest.mark.parametrize("question", ["ask", "agree", "lines"])
def test_a_question_mark_is_help_wherever_somebody_types(question: str) -> None:
    sitting = Sitting("?\nyes\n.\n")
    answer = getattr(sitting.talk, question)
    if question == "lines":
        assert list(answer(about="Your words.")) == ["yes"]
    else:
        assert answer("Well", about="Your words.") in ("yes", True)
    assert "Your words." in sitting.said
    assert "A dot alone" in sitting.said


def test_what_is_no_choice_is_named_with_what_there_is() -> None:
    sitting = Sitting("7\n1\n")
    assert sitting.talk.choose("Which", FRUIT) == "1"
    assert "7 is none of the choices. They are 1 to 2, w." in sitting.said


def test_q_among_choices_leaves_but_is_a_word_elsewhere() -> None:
    sitting = Sitting("q\nq\n")
    assert sitting.talk.ask("Letter") == "q"
    with pytest.raises(Left):
        sitting.talk.choose("Which", FRUIT)


def test_the_end_of_the_lines_leaves() -> None:
    with pytest.raises(Left):
        Sitting("").talk.ask("What")


@pytest.mark.parametrize(
    ("typed", "meant"), [("..", "."), ("??", "?"), ("--", "-"), ("...", "...")]
)
def test_a_sign_that_is_typed_twice_stands_for_itself(typed: str, meant: str) -> None:
    assert Sitting(f"{typed}\n").talk.ask_again("What", "") == meant
    assert list(Sitting(f"{typed}\n.\n").talk.lines()) == [meant]


@pytest.mark.parametrize(("typed", "kept"), [("", "Bethan"), ("-", ""), ("Owain", "Owain")])
def test_enter_keeps_what_stands_and_a_hyphen_empties_it(typed: str, kept: str) -> None:
    sitting = Sitting(f"{typed}\n")
    assert sitting.talk.ask_again("Done with", "Bethan") == kept
    assert "Now: Bethan" in sitting.said


@pytest.mark.parametrize(
    ("typed", "meant"), [("yes", True), ("Y", True), ("no", False), ("n", False), (".", False)]
)
def test_yes_and_no_may_be_cut_short(typed: str, meant: bool) -> None:
    assert Sitting(f"perhaps\n{typed}\n").talk.agree("Well,") is meant


def test_a_line_longer_than_any_answer_is_refused_and_the_next_is_taken() -> None:
    sitting = Sitting(b"x" * 10_000_000 + b"\nshort\n")
    assert sitting.talk.ask("What") == "short"
    assert "Nothing of it was taken" in sitting.said


def test_the_longest_line_that_is_allowed_is_taken_whole() -> None:
    line = "x" * (LONGEST_LINE - 1)
    assert Sitting(f"{line}\n").talk.ask("What") == line


def test_bytes_that_are_no_text_are_refused_and_the_next_line_is_taken() -> None:
    sitting = Sitting(b"caf\xe9\ncaf\xc3\xa9\n")
    assert sitting.talk.ask("What") == "café"
    assert "could not be read" in sitting.said


def test_what_a_terminal_obeys_is_neither_taken_nor_said() -> None:
    hostile = "a\x1b[31mb\x1b]0;title\x07c\u202ed\x00e"
    sitting = Sitting(f"{hostile}\n{hostile}\n.\n")
    assert sitting.talk.ask("What") == "abcde"
    assert list(sitting.talk.lines()) == ["abcde"]
    sitting.talk.say(hostile, "┌─┐ drawn")
    assert "abcde\n- drawn\n" in sitting.said
    assert "\x1b" not in sitting.said


def test_a_line_that_filled_the_room_of_a_terminal_is_warned_of() -> None:
    line = "x" * (TERMINAL_LINE - 1)
    at_terminal, piped = Sitting(f"{line}\n", columns=80), Sitting(f"{line}\n")
    assert at_terminal.talk.ask("What") == piped.talk.ask("What") == line
    assert "its end may be missing" in " ".join(at_terminal.said.split())
    assert "missing" not in piped.said


def test_at_a_terminal_lines_break_between_words_and_stay_below_their_number() -> None:
    sitting = Sitting("1\n", columns=24)
    sitting.talk.choose("Which", numbered(["An apple from the tree behind the school"]))
    assert sitting.said.split("\n")[:3] == [
        "1. An apple from the",
        "   tree behind the",
        "   school",
    ]


def test_elsewhere_a_paragraph_is_one_line() -> None:
    sitting = Sitting("")
    sitting.talk.say("word " * 100)
    assert sitting.said.count("\n") == 1


def test_a_signal_while_something_is_done_leaves_at_the_next_question() -> None:
    sitting = Sitting("1\n")
    sitting.talk.end()
    with pytest.raises(Left):
        sitting.talk.choose("Which", FRUIT)


class Gone(io.StringIO):
    """A terminal that was closed."""

    def write(self, text: str, /) -> int:
        raise BrokenPipeError


def test_a_terminal_that_has_gone_leaves_instead_of_stopping_with_an_error() -> None:
    with pytest.raises(Left):
        Conversation(io.BytesIO(b"1\n"), Gone()).say("Hello")


def test_a_hidden_line_is_asked_for_where_it_is_not_shown_and_taken_as_it_is() -> None:
    typed = iter(["?", "  -- two words"])
    asked = []

    def hidden(question: str) -> str:
        asked.append(question)
        return next(typed)

    said = io.StringIO()
    talk = Conversation(io.BytesIO(), said, hidden=hidden)
    assert talk.ask_hidden("The passphrase", about="It unlocks the key.") == "  -- two words"
    assert asked == ["The passphrase: "] * 2
    assert "It unlocks the key." in said.getvalue()
    assert "two words" not in said.getvalue()


def test_without_a_terminal_a_hidden_line_is_a_line_like_any_other() -> None:
    sitting = Sitting("four words\n.\n")
    assert sitting.talk.ask_hidden("The passphrase", about="") == "four words"
    assert sitting.talk.ask_hidden("The passphrase", about="") is None


def test_whoever_ends_the_lines_at_a_hidden_question_leaves() -> None:
    def ended(_question: str) -> str:
        raise EOFError

    talk = Conversation(io.BytesIO(), io.StringIO(), hidden=ended)
    with pytest.raises(Left):
        talk.ask_hidden("The passphrase", about="")


def test_a_signal_at_a_hidden_question_leaves_at_once() -> None:
    def signalled(_question: str) -> str:
        talk.end()
        return "never taken"

    talk = Conversation(io.BytesIO(), io.StringIO(), hidden=signalled)
    with pytest.raises(Left):
        talk.ask_hidden("The passphrase", about="")
    with pytest.raises(Left):
        talk.ask_hidden("The passphrase", about="")
