"""A screen that shows a unit a page at a time, and finds the place where somebody stopped."""

from typing import Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from stepback_course.clock import day_of
from stepback_course.people.places import Stop
from stepback_course.portfolio import UnitView
from stepback_course.portfolio.learner.review import change_of
from stepback_course.portfolio.telling.standing import saved_when, standing_of
from stepback_course.portfolio.telling.words import full_name
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui.learners_steps import LearnersSteps
from stepback_course.tui.open_unit import OpenUnit
from stepback_course.tui.page_content import page_content
from stepback_course.tui.screens.dialogs import ChooseOne
from stepback_course.tui.screens.keeping import KeepingScreen
from stepback_course.tui.stopping import go_on_at, stop_on
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.change import ChangePicture
from stepback_course.tui.widgets.page_body import PageBody
from stepback_course.tui.widgets.page_strip import PageStrip
from stepback_course.tui.widgets.reading_pane import ReadingPane

WIDE = 120
"""From how many cells on the reading stands beside the page."""
TALL = 36
"""From how many lines on there is more room to write in."""


class PagingScreen(KeepingScreen):
    """The pages of a unit, of which one is in front, with its reading beside or above it."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012 # as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "turn(1)", _("Next page"), id="unit.next"),
        Binding("f2", "turn(-1)", _("Page back"), id="unit.previous"),
        Binding("f4", "choose_page", _("Pages"), id="unit.pages"),
        Binding("ctrl+g", "fold_reading", _("Reading"), id="unit.reading"),
    ]

    strip = getters.query_one(PageStrip)
    pane = getters.query_one(ReadingPane)
    body = getters.query_one(PageBody)

    def __init__(self, portfolio: str, unit: str, page: str = "") -> None:
        """Name the unit, and the key of a page to open it at; it is read when it comes in front."""
        super().__init__(portfolio, unit)
        self._page = page
        self._unit: OpenUnit | None = None
        self._activity: ActivityWidget[Any] | None = None
        self._page_facts = ""
        self._laid_out = ""
        """The key of the page in front; empty while another one takes its place."""

    def compose_body(self) -> ComposeResult:
        """Lay out the strip of pages, the reading and the page."""
        yield PageStrip()
        yield Static(id="standing", markup=False)
        with Horizontal():
            yield ReadingPane(id="beside")
            yield PageBody()

    async def on_screen_resume(self) -> None:
        """Read the unit, for the first time or again, when the screen comes to the front."""
        before = self._unit
        unit = self._read()
        if unit is None:
            return
        if before is None:
            self.masthead.saved = saved_when(unit.view, self.desks.clock())
            stop = self.house.places.of(self.portfolio).units.get(self.unit_id, Stop(""))
            asked = unit.index_of(self._page)
            await self._open(unit.first(stop.page) if asked is None else asked)
            self._go_on_at(stop)
        elif self._is_outdated(before, unit):
            await self._open(unit.front)
        else:
            self._show_states(unit)

    def _is_outdated(self, before: OpenUnit, now: OpenUnit) -> bool:
        """Say whether the page in front shows something else than what was just read."""
        if (now.view.record, now.consent) != (before.view.record, before.consent):
            return True
        if now.page.activity is None or now.place in now.unsaved:
            return False
        return not self.keeper.is_shown(now.place, now.response)

    async def on_resize(self) -> None:
        """Use the width there is: a reading stands beside the other pages, or is one of them."""
        if self._unit is None or self._unit.is_wide == self._is_wide:
            return
        was_reading = self._unit.page.is_reading
        self._unit.is_wide = self._is_wide
        if was_reading:
            await self._open(self._unit.front)
        else:
            await self.body.fold()
            self.body.show_facts(self._facts(self._unit))
            await self._show_beside(self._unit)
            self._show_states(self._unit)

    # Where somebody stopped.

    def hand_over(self) -> None:
        """Note what stands in the widget in front, and where the cursor is in it."""
        super().hand_over()
        if self._laid_out:
            stop = stop_on(self._laid_out, self._activity)
            # What was tried in the made-up cohort is nobody's place.
            is_own = not self.house.is_visiting
            self.house.places.note(self.portfolio, self.unit_id, stop, for_good=is_own)

    def _go_on_at(self, stop: Stop) -> None:
        """Put the cursor where it stood, where the page it stood on is in front."""
        unit, activity = self._unit, self._activity
        if unit is None or activity is None or unit.page.key != stop.page or not unit.is_writable:
            return
        if go_on_at(stop, activity) and self.focused is not None:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    # Pages.

    @property
    def _is_wide(self) -> bool:
        return self.size.width >= WIDE

    def _read(self) -> OpenUnit | None:
        """Read the unit; None, with a sentence in the banner, where it cannot be read."""
        self.hand_over()
        # What is unsaved is asked for before the store is read: an answer that a thread saves in
        # between is then found in the store.
        unsaved = self.keeper.unsaved
        try:
            portfolio = self.desks.workbook.open(self.portfolio)
            views = {view.unit.id: view for view in portfolio.units}
            view = views.get(self.unit_id) or self.desks.workbook.unit(self.portfolio, self.unit_id)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
            return None
        front = self._unit.front if self._unit else 0
        self._unit = OpenUnit(view, portfolio.consent, unsaved, self._is_wide, front)
        self.masthead.where = _("My course › {unit}").format(unit=full_name(view.unit))
        standing = self.query_one("#standing", Static)
        standing.update(Content(standing_of(view)))
        standing.set_class(bool(standing_of(view)), "-shown")
        return self._unit

    async def _open(self, index: int, step: int = 1) -> None:
        """Open a page, or where it stands beside the others the next one towards `step`.

        Awaited only by this screen's own messages, so that pages open one after another.
        """
        self.save_soon()
        unit = self._read()
        if unit is None:
            return
        unit.front = unit.nearest(index, step)
        self._laid_out = ""
        content = page_content(unit, lambda: day_of(self.desks.clock()), LearnersSteps(self))
        self._activity, self._page_facts = content.activity, content.facts
        self.put_in_front(content.activity, unit.place)
        if content.activity is not None and unit.place not in unit.unsaved:
            self.keeper.show(unit.place, unit.response)
        self.body.can_focus = content.activity is None or not unit.is_writable
        await self.body.show(content.title, self._facts(unit), content.prompt, *content.widgets)
        self.show_occasion()
        await self._show_beside(unit)
        self._show_states(unit)
        self._focus_page(unit)
        self._laid_out = unit.page.key

    def _facts(self, unit: OpenUnit) -> str:
        """Return the facts about a page, and how to read what stands beside it in wide windows."""
        if unit.is_wide or not self._page_facts:
            return self._page_facts
        sentence = _("{facts}. {key} shows the reading.")
        return sentence.format(facts=self._page_facts, key=self.key_for("fold_reading"))

    async def _show_beside(self, unit: OpenUnit) -> None:
        """Show the reading that belongs to the page, where there is room beside it."""
        if unit.is_wide:
            await self.pane.show(unit.beside)

    def _show_states(self, unit: OpenUnit) -> None:
        """Show how far each page is, and what is missing on the one in front."""
        pages = [unit.pages[index] for index in unit.shown]
        front = unit.shown.index(unit.front) if unit.front in unit.shown else 0
        self.strip.show(pages, unit.states(), front, unit.ready_in_words())
        for picture in self.query(ChangePicture):
            if unit.page.activity is not None:
                picture.change = change_of(unit.view.unit, unit.page.activity, unit.answers)
        self.body.show_state(unit.state_in_words())

    def _focus_page(self, unit: OpenUnit) -> None:
        if self._activity is not None and unit.is_writable:
            self._activity.focus_first(scroll_visible=False)
            # What there is to read comes first; the focus may lie below it.
            self.call_after_refresh(self.body.scroll_home, animate=False)
        else:
            buttons = self.body.query(Button)
            (buttons.first() if buttons else self.body).focus()

    def action_turn(self, step: int) -> None:
        """Open the next page, or the one before."""
        self.call_later(self._turn, step)

    def after_last_page(self, unit: OpenUnit) -> None:
        """Do what comes after the last page."""

    async def _turn(self, step: int) -> None:
        unit = self._unit
        if unit is None:
            return
        if step > 0 and unit.is_last:
            self.after_last_page(unit)
        elif 0 <= unit.front + step < len(unit.pages):
            await self._open(unit.front + step, step)

    def action_fold_reading(self) -> None:
        """Put the reading away or bring it back: beside the page, or above it."""
        self.call_later(self._fold_reading)

    async def _fold_reading(self) -> None:
        unit = self._unit
        if unit is None:
            return
        if unit.is_wide:
            self.toggle_class("-folded")
        elif self.body.is_unfolded:
            await self.body.fold()
        elif not unit.page.is_reading:
            hint = _("{key} puts the reading away")
            await self.body.unfold(unit.beside, hint.format(key=self.key_for("fold_reading")))

    @on(PageStrip.Picked)
    async def _picked(self, event: PageStrip.Picked) -> None:
        if self._unit is not None:
            await self._open(self._unit.shown[event.index])

    def action_choose_page(self) -> None:
        """Choose a page from the list of all."""
        if self._unit is not None:
            labels, front = self._unit.labels(), self._unit.page.key
            self.app.push_screen(ChooseOne(_("Pages"), "", labels, at=front), self._go_to)

    def _go_to(self, key: str | None) -> None:
        """Open the page of this key, if there is one."""
        index = self._unit.index_of(key) if self._unit and key else None
        if index is not None:
            self.call_later(self._open, index)

    @on(Button.Pressed, "#to-permission")
    def _to_permission(self) -> None:
        self._go_to("consent")

    # What has changed.

    def answers_saved(self, view: UnitView) -> None:
        """Show what the pages have come to."""
        if self._unit is not None:
            self._unit.view = view
            self._unit.unsaved = self.keeper.unsaved
            self._show_states(self._unit)

    async def show_again(self) -> None:
        """Show the page in front as the store has it now."""
        if self._unit is not None:
            await self._open(self._unit.front)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to fold the reading only where there is one beside or above the page."""
        if action == "fold_reading":
            return self._unit is not None and not self._unit.page.is_reading
        return super().check_action(action, parameters)
