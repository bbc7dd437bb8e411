"""Writing, line by line or in an editor."""

from collections.abc import Sequence

from stepback_course.course.activities import Reflection
from stepback_course.course.lengths import encouragement
from stepback_course.plain.acts import Act
from stepback_course.plain.answering.asker import Asker
from stepback_course.plain.conversation import numbered
from stepback_course.text import _, count_words
from stepback_course.text.fields import ANSWER_LIMIT


class ReflectionAsker(Asker[Reflection]):
    """Takes a text. Each line is saved as it ends, so that nothing typed is ever lost."""

    about = _(
        "Your text is kept line by line: what you have ended with Enter is saved. An editor of "
        "your own is used where the EDITOR variable of this computer names one."
    )

    says_what_is_missing = True

    def begin(self) -> None:
        """Take a text from the first line."""
        self._write([])

    def acts(self) -> Sequence[Act]:
        """Return how the text can be changed."""
        acts = [Act("a", _("Add to the end of the text"), self._add)]
        if self._lines:
            acts.append(Act("c", _("Change one line"), self._change))
        acts.append(Act("w", _("Write the text anew"), self._write_anew))
        if self.talk.edit is not None:
            acts.append(Act("e", _("Open the text in your editor"), self._edit))
        return acts

    @property
    def _text(self) -> str:
        return str(self.value or "")

    @property
    def _lines(self) -> list[str]:
        return self._text.split("\n") if self._text else []

    def _add(self) -> None:
        self._write(self._lines)

    def _write_anew(self) -> None:
        if self._text.strip():
            self.book.keep_before_replacing()
            self.talk.say(_("The text that stands now is kept among the earlier versions."))
        self._write([])

    def _write(self, lines: list[str]) -> None:
        """Take lines after those there are, and save after each."""
        self.talk.say(_("Type your text. A line with nothing but a dot ends it."))
        before, is_full = self._text, False
        for line in self.talk.lines(about=self.about):
            taken = "\n".join([*lines, line])
            if len(taken) > ANSWER_LIMIT:
                if not is_full:
                    self.talk.say(_full())
                is_full = True
                continue
            lines = [*lines, line]
            if line:
                self.save(taken, aloud=False)
        text = "\n".join(lines).strip("\n")
        if text.strip() or before.strip():
            self._saved(text if text.strip() else before)

    def _saved(self, text: str) -> bool:
        """Save a text, say how long it is, and return whether it is in the store."""
        is_saved = self.save(text)
        if is_saved:
            said = _("{how_long}.").format(
                how_long=encouragement(count_words(text), self.activity.words)
            )
            self.talk.say(said)
        return is_saved

    def _change(self) -> None:
        """Put another line in the place of one, or take it out."""
        lines = self._lines
        chosen = self.talk.choose(_("Which line"), numbered(lines), about=self.about)
        if chosen is None:
            return
        at = int(chosen) - 1
        line = self.talk.ask_again(_("The line is to be"), lines[at], about=self.about)
        if line is not None and line != lines[at]:
            changed = [line] if line else []
            self._saved("\n".join([*lines[:at], *changed, *lines[at + 1 :]]))

    def _edit(self) -> None:
        """Open the text in an editor, and save what it is afterwards."""
        assert self.talk.edit is not None  # noqa: S101 # offered only where there is one
        edited = self.talk.edit(self._text)
        if edited is None or edited == self._text:
            self.talk.say(_("Nothing was changed."))
            return
        if self._text.strip():
            self.book.keep_before_replacing()
        if not self._saved(edited):
            self.book.set_aside(self.activity.id, edited)


def _full() -> str:
    return _(
        "An answer has room for {limit} characters, and this one is full. What was saved stands; "
        "the lines that follow are not taken."
    ).format(limit=f"{ANSWER_LIMIT:,}")
