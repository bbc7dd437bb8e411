"""A sentence that stays until it is dealt with, for what a passing toast must not be alone with."""

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static


class Banner(Static):
    """One sentence across the screen; empty, it takes no room."""

    DEFAULT_CSS = """
    Banner {
        display: none;
        height: auto;
        max-height: 9;
        padding: 0 1;
        background: $warning 20%;
        color: $foreground;
        border-left: thick $warning;
    }
    Banner.-shown { display: block; }
    Banner.-done { background: $success 20%; border-left: thick $success; }
    """

    sentence: reactive[str] = reactive("", layout=True)
    shown: reactive[bool] = reactive(False, toggle_class="-shown")
    done: reactive[bool] = reactive(False, toggle_class="-done")
    """Whether the sentence tells of something done, and not of a problem."""

    def tell(self, sentence: str) -> None:
        """Show what was done."""
        self.sentence = sentence
        self.done = True

    def watch_sentence(self, sentence: str) -> None:
        """Show the sentence, or take the banner away where there is none."""
        self.update(Content(sentence))
        self.shown = bool(sentence)
        self.done = False
