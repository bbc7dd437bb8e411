"""Where people type: prose that grows as it is written, one line, and a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from textual.content import Content
from textual.events import Blur
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea
from textual.widgets.text_area import Edit, EditResult

from stepback_course.text import _, clean, clean_line
from stepback_course.text.days import day_from, day_is_complete, day_problem


@dataclass
class TooLong(Message):
    """What was typed or pasted would not fit and was left out; what stood there stays."""

    field: Widget
    length: int
    limit: int

    @property
    def sentence(self) -> str:
        """What happened, in words."""
        return _(
            "That would be {length} characters, and at most {limit} fit here. "
            "It was left out; what you had written is still there."
        ).format(length=f"{self.length:,}", limit=f"{self.limit:,}")


class NothingToUndo(Message):
    """Somebody wants to undo what was typed before this page was opened."""


class Notice(Static):
    """A quiet sentence beside what it is about; empty, it takes no room."""

    DEFAULT_CSS = """
    Notice { display: none; height: auto; width: 1fr; color: $text-warning; }
    Notice.-shown { display: block; }
    """

    sentence: reactive[str] = reactive("")
    shown: reactive[bool] = reactive(False, toggle_class="-shown")

    def watch_sentence(self, sentence: str) -> None:
        """Show the sentence, or take the line away where there is none."""
        self.update(Content(sentence))
        self.shown = bool(sentence)


class Writing(TextArea):
    """Prose: soft wrapped, as high as its text, clean, and never longer than its limit.

    A title stands above the text, in the place of the upper border.
    """

    DEFAULT_CSS = """
    Writing {
        height: auto;
        max-height: 8;
        padding: 0 1;
        border: none;
        border-left: outer $border-blurred;
        border-title-color: $text-muted;
    }
    Writing:focus {
        border: none;
        border-left: thick $border;
        border-title-color: $foreground;
        border-title-style: bold;
    }
    Writing.-titled, Writing.-titled:focus { border-top: blank; }
    """

    def __init__(
        self,
        text: str = "",
        *,
        limit: int,
        title: str = "",
        placeholder: str = "",
        read_only: bool = False,
    ) -> None:
        """Begin with `text`; no edit makes it longer than `limit` characters."""
        super().__init__(
            clean(text),
            placeholder=Content(placeholder),
            read_only=read_only,
            show_cursor=not read_only,
            highlight_cursor_line=False,
        )
        self.limit = limit
        self._begun = self.answer
        if title:
            self.border_title = Content(title)
            self.add_class("-titled")

    @property
    def answer(self) -> str:
        """The text as records keep it."""
        return clean(self.text)

    @property
    def has_new_words(self) -> bool:
        """Whether there is something in it that did not stand there to begin with."""
        return bool(self.answer.strip()) and self.answer != self._begun

    def on_mount(self) -> None:
        """Begin where the text stops."""
        if not self.read_only:
            self.move_cursor(self.document.end)

    def on_resize(self) -> None:
        """Stay in sight while growing."""
        if self.has_focus:
            self.scroll_visible(animate=False)

    def action_undo(self) -> None:
        """Take back the last change, or say that there is none since the page was opened."""
        before = self.text
        super().action_undo()
        if self.text == before:
            self.post_message(NothingToUndo())

    def edit(self, edit: Edit) -> EditResult:
        """Make one change, cleaned; one that would exceed the limit is refused with TooLong."""
        length = len(edit.text)
        if length <= self.limit:
            edit.text = clean(edit.text)
            replaced = len(self.get_text_range(edit.top, edit.bottom))
            length = len(self.text) - replaced + len(edit.text)
        if edit.text and length > self.limit:
            self.post_message(TooLong(self, length, self.limit))
            return EditResult(self.cursor_location, "")
        return super().edit(edit)


class Reading(Static):
    """Prose that is only read, laid out as Writing would be."""

    DEFAULT_CSS = """
    Reading {
        height: auto;
        padding: 0 1;
        border-left: blank;
        border-title-color: $text-muted;
    }
    Reading.-titled { border-top: blank; }
    """

    def __init__(self, text: str, *, title: str = "") -> None:
        """Show `text`, or a dash where there is none."""
        super().__init__(Content(text or "–"))
        if title:
            self.border_title = Content(title)
            self.add_class("-titled")


class OneLine(Input):
    """One line of text, clean, and never longer than its limit."""

    DEFAULT_CSS = """
    OneLine {
        height: auto;
        padding: 0 1;
        border: none;
        border-left: outer $border-blurred;
        border-title-color: $text-muted;
    }
    OneLine:focus {
        border: none;
        border-left: thick $border;
        border-title-color: $foreground;
        border-title-style: bold;
    }
    OneLine.-titled, OneLine.-titled:focus { border-top: blank; }
    """

    def __init__(
        self, text: str = "", *, limit: int, title: str = "", placeholder: str = ""
    ) -> None:
        """Begin with `text`; at most `limit` characters fit."""
        super().__init__(clean_line(text), placeholder, max_length=limit, select_on_focus=False)
        self._tried = 0
        if title:
            self.border_title = Content(title)
            self.add_class("-titled")

    @property
    def answer(self) -> str:
        """The text as records keep it."""
        return clean_line(self.value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put `text` in the place of a stretch, cleaned; refused with TooLong where too long."""
        self._tried = len(self.value) - abs(end - start) + len(text)
        super().replace(self._fitting(text), start, end)

    def restricted(self) -> None:
        """Say that what was typed or pasted does not fit."""
        self.post_message(TooLong(self, self._tried, self.max_length or 0))

    def _fitting(self, text: str) -> str:
        """Return `text` cleaned on one line; one far too long is left for the limit to refuse."""
        if self.max_length and len(text) > self.max_length:
            return text
        return clean(text).replace("\n", " ").replace("\t", " ")


class DayLine(OneLine):
    """A day, typed in any of the forms that `day_from` knows; `t` is today, `y` yesterday."""

    def __init__(
        self, day: str, *, title: str, hint: str, today: Callable[[], date] | None
    ) -> None:
        """Begin with a day as records keep it, or with an empty text in which `hint` is seen."""
        self._today = today
        super().__init__(day, limit=40, title=title, placeholder=hint)

    @property
    def answer(self) -> str:
        """The day as records keep it; empty until the text is a day."""
        return day_from(self.value, self._day())

    @property
    def problem(self) -> str:
        """What is wrong with a text that is no day, in a sentence; empty where nothing is."""
        return day_problem(self.value, self._day())

    @property
    def problem_so_far(self) -> str:
        """The same, while it may still become one: a day that is in no calendar never does."""
        return self.problem if day_is_complete(self.value) else ""

    def validate_value(self, value: str) -> str:
        """Turn a letter that stands alone for a day into that day."""
        is_word = len(value) == 1 and value.isalpha()
        return (is_word and day_from(value, self._day())) or value

    def _day(self) -> date | None:
        return self._today() if self._today else None

    def on_blur(self, _event: Blur) -> None:
        """Show the day the way it was understood."""
        if self.answer:
            self.value = self.answer
