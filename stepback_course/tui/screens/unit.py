"""One unit: what to read beside what to do, a page at a time, saved while it is typed."""

from typing import Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Markdown, Static

from stepback_course.clock import day_of
from stepback_course.portfolio import UnitView
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal
from stepback_course.tui.guidance import full_name, saved_when, standing_of
from stepback_course.tui.open_unit import OpenUnit
from stepback_course.tui.page_content import page_content
from stepback_course.tui.pages import gap_choices
from stepback_course.tui.screens.dialogs import ChooseOne
from stepback_course.tui.screens.keeping import KeepingScreen
from stepback_course.tui.widgets.activity import ActivityWidget
from stepback_course.tui.widgets.page_body import PageBody
from stepback_course.tui.widgets.page_strip import PageStrip

WIDE = 120
"""From how many cells on the reading stands beside the page."""


class UnitScreen(KeepingScreen):
    """A unit of the course, to work on while it is open and to read at any time."""

    CSS_PATH = "unit.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # as Textual declares it
    HELP_TITLE = _("Working on a unit")
    HELP_TEXT = _(
        "A unit has a few pages: something to read, and things to do. Go through them in any order "
        "and stop whenever you like. What you type is saved by itself; the time of the last save "
        "stands at the top. When every page is complete, submit the unit from the ready check."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "turn(-1)", _("Page back"), id="unit.previous"),
        Binding("f3", "turn(1)", _("Next page"), id="unit.next"),
        Binding("f4", "choose_page", _("Pages"), id="unit.pages"),
        Binding("f5", "check", _("Ready?"), id="unit.check"),
    ]

    strip = getters.query_one(PageStrip)
    body = getters.query_one(PageBody)

    def __init__(self, portfolio: str, unit: str) -> None:
        """Name the unit; it is read when the screen comes to the front."""
        super().__init__(portfolio, unit)
        self._unit: OpenUnit | None = None
        self._activity: ActivityWidget[Any] | None = None
        self._beside = ""

    def compose_body(self) -> ComposeResult:
        """Lay out the strip of pages, the reading and the page."""
        yield PageStrip()
        yield Static(id="standing", markup=False)
        with Horizontal():
            with VerticalScroll(id="beside"):
                yield Markdown(open_links=False)
            yield PageBody()

    async def on_screen_resume(self) -> None:
        """Read the unit, for the first time or again, when the screen comes to the front."""
        before = self._unit
        unit = self._read()
        if unit is None:
            return
        if before is None:
            self.masthead.saved = saved_when(unit.view, self.desks.clock())
            await self._open(unit.first())
        elif self._is_outdated(before, unit):
            await self._open(unit.front)

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
            await self._show_beside(self._unit)
            self._show_states(self._unit)

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
        content = page_content(unit, lambda: day_of(self.desks.clock()))
        self._activity = content.activity
        self.put_in_front(content.activity, unit.place)
        if content.activity is not None and unit.place not in unit.unsaved:
            self.keeper.show(unit.place, unit.response)
        self.body.can_focus = content.activity is None or not unit.view.is_open
        await self.body.show(content.title, content.facts, content.prompt, *content.widgets)
        await self._show_beside(unit)
        self._show_states(unit)
        self._focus_page(unit)

    async def _show_beside(self, unit: OpenUnit) -> None:
        """Show the reading that belongs to the page, where there is room beside it."""
        if unit.is_wide and unit.beside != self._beside:
            self._beside = unit.beside
            await self.query_one("#beside Markdown", Markdown).update(unit.beside)
            self.query_one("#beside").scroll_home(animate=False)

    def _show_states(self, unit: OpenUnit) -> None:
        """Show how far each page is, and what is missing on the one in front."""
        pages = [unit.pages[index] for index in unit.shown]
        front = unit.shown.index(unit.front) if unit.front in unit.shown else 0
        self.strip.show(pages, unit.states(), front)
        self.body.show_state(unit.state_in_words())

    def _focus_page(self, unit: OpenUnit) -> None:
        if self._activity is not None and unit.view.is_open:
            self._activity.focus_first(scroll_visible=False)
            # What there is to read comes first; the focus may lie below it.
            self.call_after_refresh(self.body.scroll_home, animate=False)
        else:
            buttons = self.body.query(Button)
            (buttons.first() if buttons else self.body).focus()

    def action_turn(self, step: int) -> None:
        """Open the next page, or the one before."""
        self.call_later(self._turn, step)

    async def _turn(self, step: int) -> None:
        if self._unit is not None:
            index = self._unit.front + step
            if 0 <= index < len(self._unit.pages):
                await self._open(index, step)

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

    @on(Button.Pressed, "#record-permission")
    def _record_permission(self) -> None:
        from stepback_course.tui.screens.consent import ConsentScreen

        consent = self._unit.consent if self._unit else None
        self.app.push_screen(ConsentScreen(self.desks, self.portfolio, consent))

    # What is missing, and submitting.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the ready check only while the unit can be written in."""
        if action == "check":
            return self._unit is None or self._unit.view.is_open
        return super().check_action(action, parameters)

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

    def action_check(self) -> None:
        """Say what is missing and offer to go there, or submit the unit."""
        self.once_saved(self._check)

    def _check(self) -> None:
        unit = self._read()
        if unit is None or self.keeper.unsaved:
            return
        view = unit.view
        if view.gaps:
            count = len(view.gaps)
            sentence = ngettext(
                "One thing is still missing. Choose it to go there.",
                "{count} things are still missing. Choose one to go there.",
                count,
            )
            self.app.push_screen(
                ChooseOne(_("Not ready yet"), sentence.format(count=count), gap_choices(view.gaps)),
                self._go_to_gap,
            )
        elif not view.attempts_left:
            self.banner.sentence = _(
                "This unit has no attempt left. Ask a coordinator to allow one more."
            )
        elif view.status == "referred":
            self.banner.sentence = _(
                "Nothing has changed here since your assessor asked for further work."
            )
        else:
            self._submit()

    def _submit(self) -> None:
        from stepback_course.tui.screens.submit import SubmitScreen

        try:
            portfolio = self.desks.workbook.open(self.portfolio)
        except (Refusal, StoreError) as refusal:
            self.banner.sentence = str(refusal)
        else:
            self.app.push_screen(SubmitScreen(self.desks, portfolio, (self.unit_id,)))

    def _go_to_gap(self, chosen: str | None) -> None:
        if chosen is not None:
            activity = chosen.partition("/")[2]
            self._go_to(f"activity/{activity}" if activity else "consent")
