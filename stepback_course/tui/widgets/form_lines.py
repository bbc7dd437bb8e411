"""The lines that forms are made of."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from stepback_course.people import Role
from stepback_course.text import _, clean_line
from stepback_course.text.addresses import is_address
from stepback_course.tui.roles import ROLES_BY_REACH, role_line
from stepback_course.tui.widgets.ticks import TickLine

MASK = "•"
"""Stands for a character that nobody is to see."""


class FormInput(Input):
    """A line in which Enter goes on to the next one; in the last, it does what the form is for."""

    async def action_submit(self) -> None:
        """Go on. Done here and not on a message, so that fast typing lands where it is meant."""
        chain = self.screen.focus_chain
        following = chain[(chain.index(self) + 1) % len(chain)]
        accept = getattr(self.screen, "action_accept", None)
        if accept is not None and isinstance(following, Button):
            accept()
        else:
            self.screen.focus_next()


class SecretInput(FormInput):
    """A line of which nobody sees what is typed, from which nothing is copied or told."""

    def post_message(self, message: Message) -> bool:
        """Tell that something is typed, and how long it is, without what it is."""
        if isinstance(message, Input.Changed | Input.Submitted):
            message.value = MASK * len(message.value)
        return super().post_message(message)

    def action_copy(self) -> None:
        """Leave the clipboard alone."""

    def action_cut(self) -> None:
        """Leave the clipboard alone."""


class FormLine(VerticalGroup):
    """A label, a line to fill in, and under it, where there is something, what is wrong."""

    DEFAULT_CSS = """
    FormLine { height: auto; }
    FormLine .label { width: 24; color: $secondary; }
    FormLine:focus-within .label { color: $accent; text-style: bold; }
    FormLine .line-problem { display: none; margin-left: 25; color: $error; }
    FormLine .line-problem.-shown { display: block; }
    """

    def __init__(
        self,
        identifier: str,
        label: str,
        *,
        value: str = "",
        hint: str = "",
        limit: int = 120,
        secret: bool = False,
    ) -> None:
        """Ask for `label`; `hint` shows what an answer looks like, `limit` is in characters.

        What is typed in a secret line shows as dots, and is taken as it is.
        """
        super().__init__(id=identifier)
        self._label = label
        self._is_secret = secret
        # Whoever comes back to a line goes on in it: the next letter replaces nothing.
        self._input = (SecretInput if secret else FormInput)(
            value,
            placeholder=hint,
            max_length=limit,
            compact=True,
            select_on_focus=False,
            password=secret,
        )
        self._problem = Static(classes="line-problem", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out the label beside the line."""
        with HorizontalGroup():
            yield Static(self._label, classes="label", markup=False)
            yield self._input
        yield self._problem

    @property
    def value(self) -> str:
        """What is typed, cleaned and on one line."""
        return self._input.value if self._is_secret else clean_line(self._input.value)

    @value.setter
    def value(self, text: str) -> None:
        self._input.value = text

    @property
    def problem(self) -> str:
        """What is wrong with what is typed, in a sentence, or an empty text."""
        return str(self._problem.content)

    @problem.setter
    def problem(self, sentence: str) -> None:
        self._problem.update(Content(sentence))
        self._problem.set_class(bool(sentence), "-shown")

    @on(Input.Changed)
    def _typed(self) -> None:
        """Take away what was wrong with what stood here before."""
        if self.problem:
            self.problem = ""

    def focus_line(self) -> None:
        """Begin typing here, with what is wrong in sight."""
        self._input.focus()
        if self.problem:
            self.call_after_refresh(self.scroll_visible, animate=False)


class EmailLine(FormLine):
    """A line for an e-mail address, which may stay empty."""

    def __init__(self, label: str) -> None:
        """Ask for `label`."""
        super().__init__("email", label, hint=_("may stay empty"), limit=300)

    def is_well(self) -> bool:
        """Say whether nothing or an address is typed; where not, say so under the line too."""
        is_well = not self.value or is_address(self.value)
        self.problem = "" if is_well else _("this is not an e-mail address")
        return is_well


def focus_problem(form: Widget) -> None:
    """Go to the first line of a form in which something is wrong."""
    for line in form.query(FormLine):
        if line.problem:
            line.focus_line()
            return


class RolePicker(VerticalGroup):
    """The roles, each to be ticked; arrows go from one to the next, Tab to the next line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "leave(1)", _("Next line"), show=False, id="roles.next"),
        Binding("shift+tab", "leave(-1)", _("Line before"), show=False, id="roles.before"),
    ]

    def __init__(self, ticked: Iterable[Role] = ()) -> None:
        """Begin with these roles ticked."""
        super().__init__()
        held = set(ticked)
        self._lines = {
            role: TickLine(role_line(role), role in held, read_only=False)
            for role in ROLES_BY_REACH
        }

    def compose(self) -> ComposeResult:
        """Lay out one line for each role."""
        yield from self._lines.values()

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that are ticked."""
        return tuple(role for role, line in self._lines.items() if line.ticked)

    def action_leave(self, by: int) -> None:
        """Go past all roles: who types on after Tab is not ticking any more."""
        around = [
            widget for widget in self.screen.focus_chain if widget not in self._lines.values()
        ]
        before = self.screen.focus_chain.index(next(iter(self._lines.values())))
        around[(before if by > 0 else before - 1) % len(around)].focus()
