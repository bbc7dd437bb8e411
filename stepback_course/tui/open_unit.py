"""A unit that is open on the screen: what is known of it, and which of its pages is in front."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stepback_course.portfolio import UnitView
from stepback_course.portfolio.learner.permission import is_frozen
from stepback_course.portfolio.models import Consent, Response
from stepback_course.text import _
from stepback_course.tui.pages import (
    Page,
    PageState,
    page_label,
    page_state,
    pages_of,
    reading_beside,
    state_in_words,
)
from stepback_course.tui.saving import Place


@dataclass
class OpenUnit:
    """One unit, its pages, and the answers on them."""

    view: UnitView
    consent: Consent | None
    unsaved: Mapping[Place, Any] = field(default_factory=dict)
    """Answers that are not in the store yet; they come before those of `view`."""
    is_wide: bool = False
    """Whether readings stand beside the other pages instead of being pages themselves."""
    front: int = 0

    def __post_init__(self) -> None:
        """Make the pages."""
        self.pages = tuple(pages_of(self.view))
        self.front = self.nearest(min(self.front, len(self.pages) - 1), 1)

    @property
    def page(self) -> Page:
        """The page in front."""
        return self.pages[self.front]

    @property
    def place(self) -> Place:
        """Where the answer on the page in front belongs; its activity is empty where none is."""
        return (self.view.unit.id, self.page.activity.id if self.page.activity else "")

    @property
    def response(self) -> Response | None:
        """What the store has for the page in front."""
        return self.view.draft.responses.get(self.place[1])

    @property
    def is_writable(self) -> bool:
        """Whether answers can be given: not after permission for them was taken back."""
        return self.view.is_open and not is_frozen(self.view.unit, self.consent)

    @property
    def answers(self) -> dict[str, Any]:
        """The answers of the unit as they stand here, by activity."""
        saved = {name: response.value for name, response in self.view.draft.responses.items()}
        return saved | {activity: value for (_unit, activity), value in self.unsaved.items()}

    @property
    def shown(self) -> list[int]:
        """The indices of the pages that are pages of their own at this width."""
        return [i for i, page in enumerate(self.pages) if not (self.is_wide and page.is_reading)]

    @property
    def is_last(self) -> bool:
        """Whether no page comes after the one in front."""
        return self.front >= max(self.shown, default=0)

    @property
    def beside(self) -> str:
        """The Markdown that stands beside the page in front."""
        return reading_beside(self.view.unit, self.page)

    def nearest(self, index: int, step: int) -> int:
        """Return the first page from `index` on, towards `step`, that is one of its own here."""
        if step > 0:
            return next((i for i in self.shown if i >= index), self.front)
        return next((i for i in reversed(self.shown) if i <= index), self.front)

    def index_of(self, key: str) -> int | None:
        """Return the index of the page with this key, or None."""
        return next((i for i, page in enumerate(self.pages) if page.key == key), None)

    def first(self, stopped: str = "") -> int:
        """Return the page to begin or go on with; `stopped` is the key of the one left last."""
        if not self.view.is_open or self.view.status == "referred":
            return 0
        left = self.index_of(stopped)
        if left is not None:
            return left
        if self.view.status == "not started":
            return 0
        states = enumerate(self._state(page) for page in self.pages)
        begun = (i for i, state in states if state in ("not started", "in progress"))
        return next(begun, 0)

    def states(self) -> list[PageState]:
        """Return how far each of the shown pages is."""
        return [self._state(self.pages[index]) for index in self.shown]

    def labels(self) -> list[tuple[str, str]]:
        """Return the key and the line of each shown page, for a list of them."""
        pages = [self.pages[index] for index in self.shown]
        unit = self.view.unit
        return [(page.key, page_label(unit, page, self._state(page))) for page in pages]

    def state_in_words(self) -> str:
        """Return how far the page in front is; empty where nothing can be written on it."""
        if not self.view.is_open or self.page.waits_for(self.view.unit, self.consent):
            return ""
        return state_in_words(self.page, self.answers, self.consent)

    def ready_in_words(self) -> str:
        """Return how much is still missing before the unit can be submitted."""
        if not self.view.is_open:
            return ""
        waiting = len({gap.activity for gap in self.view.gaps})
        if waiting:
            return _("{count} still to do").format(count=waiting)
        if self.view.status != "ready":
            return ""
        return _("complete, ready to submit")

    def _state(self, page: Page) -> PageState:
        return page_state(page, self.answers, self.consent)
