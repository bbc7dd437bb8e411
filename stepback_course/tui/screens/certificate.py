"""One certificate of the register, with all that is known of it."""

from functools import partial
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stepback_course.awards.models import Certificate
from stepback_course.clock import day_of
from stepback_course.people.policy import Action, may
from stepback_course.reports.certificates import ended_line
from stepback_course.text import _
from stepback_course.tui.awarding import Done, page_of, write_letters
from stepback_course.tui.register_tasks import (
    CertificateView,
    fact_lines,
    read_certificate,
    trail_lines,
)
from stepback_course.tui.screens.awarding_base import AwardingScreen
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.certificate_forms import Replace, Revoke
from stepback_course.tui.screens.dialogs import ChooseOne
from stepback_course.tui.screens.preview import PreviewScreen
from stepback_course.tui.screens.saved_certificate import ask_folder, ask_where, open_certificate
from stepback_course.tui.widgets.hanging import Hanging, HangingLines
from stepback_course.tui.widgets.page_view import Page, PageView

WIDE = 140
"""From how many cells on the page stands beside what is known of it."""
LABEL = 14


class CertificateScreen(AwardingScreen[None]):
    """What was printed, how it stands, what replaced it, and who did what."""

    CSS_PATH = "certificate.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # as Textual has it
    HELP_TITLE = _("One certificate")
    HELP_TEXT = _(
        "All that the register knows of it. A wrong name, a lost copy or another language: c puts "
        "a new certificate with a new number in its place; the day of the award stays, and each of "
        "the two names the other. x revokes it for good, with a reason. Neither takes anything out "
        "of the register. g goes to the certificate that replaced this one, or that it replaced."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "preview", _("Page"), id="certificate.preview"),
        Binding("o", "save", _("Open"), id="certificate.save"),
        Binding("l", "letter", _("Letter"), id="certificate.letter"),
        Binding("c", "replace", _("Replace"), id="certificate.replace"),
        Binding("x", "revoke", _("Revoke"), id="certificate.revoke"),
        Binding("g", "go", _("The other one"), id="certificate.go"),
    ]

    def __init__(self, number: str) -> None:
        """Name the certificate; it is read when the screen opens."""
        super().__init__()
        self._number = number
        self._view: CertificateView | None = None
        self._is_page_wanted = True

    page = getters.query_one(PageView)

    def compose_body(self) -> ComposeResult:
        """Lay out what is known beside the page, under whatever has become of it."""
        yield Static(id="ended", markup=False)
        with Horizontal(id="certificate"):
            with VerticalScroll(id="known"):
                yield Static(id="facts", markup=False)
                yield Static(_("What happened"), classes="heading", markup=False)
                yield Static(id="trail", markup=False)
            yield PageView()

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Register › {number}").format(number=self._number)
        self.page.can_focus = False
        self.query_one("#known").focus()

    def on_screen_resume(self) -> None:
        """Read how it stands."""
        self.fetch("certificate", partial(read_certificate, self.desks, self._number))

    def on_resize(self) -> None:
        """Show the page where it has room."""
        self._fetch_page()

    def _fetch_page(self) -> None:
        if self._is_page_wanted and self.size.width >= WIDE:
            self._is_page_wanted = False
            self.fetch("page", partial(page_of, self.desks, self._number))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show how it stands, or say what was done."""
        match event.result:
            case CertificateView() as view:
                self._view = view
                self._show(view)
            case Page() as page:
                self.page.show(page)
            case Done(sentence):
                self.banner.tell(sentence)

    def on_stepback_screen_refused(self, event: StepbackScreen.Refused) -> None:
        """Leave the page empty where there is none."""
        if event.what == "page":
            self.page.say("")

    def _show(self, view: CertificateView) -> None:
        today = day_of(self.desks.clock())
        ended = self.query_one("#ended", Static)
        ended.update(Content(ended_line(view.certificate, today)))
        ended.display = view.certificate.standing_on(today) != "issued"
        lines = fact_lines(view, today)
        shown = [
            Hanging(Content.styled(label, "$secondary"), Content(words), LABEL)
            for label, words in lines
        ]
        self.query_one("#facts", Static).update(HangingLines(shown))
        self.query_one("#trail", Static).update(Content("\n".join(trail_lines(view))))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with it as it stands."""
        certificate = self._view.certificate if self._view else None
        if action in ("replace", "revoke", "letter"):
            if certificate is None or certificate.state != "issued":
                return False
            needed: Action = "revoke_certificate" if action == "revoke" else "issue_certificate"
            return may(
                self.desks.actor,
                needed,
                cohort=certificate.cohort,
                practitioner=certificate.person,
            )
        if action == "go":
            return certificate is not None and bool(self._others(certificate))
        return super().check_action(action, parameters)

    # What is done.

    def action_preview(self) -> None:
        """Show the page as large as the window."""
        where = _("Register › {number}").format(number=self._number)
        self.app.push_screen(PreviewScreen(where, partial(page_of, self.desks, self._number)))

    def action_save(self) -> None:
        """Open the page."""
        desks, number = self.desks, self._number
        ask_where(
            self.app,
            number,
            lambda folder: self.fetch(
                "save", lambda: Done(open_certificate(desks, number, folder))
            ),
        )

    def action_letter(self) -> None:
        """Write the letter with which it is sent."""
        desks, numbers = self.desks, [self._number]
        ask_folder(
            self.app,
            lambda folder: self.fetch("letter", lambda: write_letters(desks, numbers, folder)),
        )

    def action_replace(self) -> None:
        """Put another in its place, once the key is unlocked."""
        self.banner.sentence = ""
        self.when_unlocked(self._ask_replace)

    def _ask_replace(self) -> None:
        if self._view is not None:
            self.app.push_screen(Replace(self.desks, self._view.certificate), self._replaced)

    def _replaced(self, new: Certificate | None) -> None:
        if new is not None:
            told = _("{new} stands for it from now on. g goes there.")
            self.banner.tell(told.format(new=new.number))

    def action_revoke(self) -> None:
        """Revoke it, for a reason."""
        self.banner.sentence = ""
        if self._view is not None:
            self.app.push_screen(Revoke(self.desks, self._view.certificate), self._revoked)

    def _revoked(self, done: Certificate | None) -> None:
        if done is not None:
            self.banner.tell(_("It is revoked."))

    def _others(self, certificate: Certificate) -> list[tuple[str, str]]:
        """Return the numbers of the certificates before and after it, each with its words."""
        both = (
            (certificate.replaced_by, _("{number}, which replaced it")),
            (certificate.replaces, _("{number}, which it replaced")),
        )
        return [(number, words.format(number=number)) for number, words in both if number]

    def action_go(self) -> None:
        """Go to the certificate that replaced this one, or that it replaced."""
        others = self._others(self._view.certificate) if self._view else []
        if len(others) == 1:
            self._go(others[0][0])
        elif others:
            self.app.push_screen(ChooseOne(_("Which one?"), "", others), self._go)

    def _go(self, number: str | None) -> None:
        if number:
            self.banner.sentence = ""
            self.app.switch_screen(CertificateScreen(number))
