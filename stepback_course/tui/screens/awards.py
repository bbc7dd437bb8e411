"""The coordinator's desk: who is ready for a certificate and why not, and issuing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import DataTable, Static
from textual.worker import get_current_worker

from stepback_course.awards.models import Candidate
from stepback_course.desks import Desks
from stepback_course.people.policy import may
from stepback_course.text import _, ngettext
from stepback_course.tui.awarding import (
    Done,
    Outcome,
    issue_each,
    outcome_line,
    page_of,
    preview_of,
    progress_line,
    refused_lines,
    settle_fees,
    write_letters,
)
from stepback_course.tui.key_tasks import why_not_here
from stepback_course.tui.organisation_tasks import Settings, read_settings
from stepback_course.tui.screens.awards_list import WIDE, AwardsListScreen
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import Confirm
from stepback_course.tui.screens.organisation import OrganisationForm
from stepback_course.tui.screens.preview import PreviewScreen
from stepback_course.tui.screens.saved_certificate import ask_folder, ask_where, open_certificate


class AwardsScreen(AwardsListScreen):
    """Everybody on the way to the award, with what is still missing."""

    CSS_PATH = "awards.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 # as Textual has it
    SPARE_KEYS: ClassVar[tuple[str, ...]] = (
        "awards.preview",
        "awards.filter",
        "awards.select",
        "awards.save",
        "awards.fee",
        "awards.key",
    )
    HELP_TITLE = _("Awards")
    HELP_TEXT = _(
        "A certificate needs every unit met, every taught day attended, nothing open in quality "
        "assurance, and the name to print with its language confirmed by its owner. What is "
        "missing for the person under the cursor stands beside or below the list. Enter shows the "
        "page as it would be printed. A certificate is issued once: its number, page and place in "
        "the register stay, and what was interrupted goes on where it stopped. Space selects "
        "several people. On a course that is illustrative it is a specimen, with a number series "
        "of its own."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "issue", _("Issue"), id="awards.issue"),
        Binding("I", "issue_all", _("All ready"), id="awards.issue-all"),
        Binding("p", "preview", _("Preview"), id="awards.preview"),
        Binding("space", "select", _("Select"), id="awards.select"),
        Binding("o", "save", _("Open"), id="awards.save"),
        Binding("l", "letters", _("Letters"), id="awards.letters"),
        Binding("r", "register", _("Register"), id="awards.register"),
        Binding("f", "filter", _("Filter"), id="awards.filter"),
        Binding("y", "settle", _("Fee is paid"), id="awards.fee"),
        Binding("k", "key", _("Key"), id="awards.key"),
        Binding("e", "organisation", _("Organisation"), id="awards.organisation"),
        Binding("asterisk", "select_all", _("Select all"), show=False, id="awards.all"),
        Binding("m", "more", _("More"), show=False, id="awards.more"),
    ]

    @dataclass
    class Issuing(Message):
        """Some of several certificates are dealt with."""

        done: int
        all: int

    def __init__(self) -> None:
        """Begin with nothing under way."""
        super().__init__()
        self._is_issuing = False
        self._stop = Event()

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show who is ready, or say what was done."""
        match event.result:
            case Settings() as settings if self.is_active:
                self.app.push_screen(OrganisationForm(self.desks, settings), self._kept)
            case Outcome() as outcome:
                self._tell(outcome)
            case Done(sentence):
                self.masthead.saved = ""
                self.banner.tell(sentence)
                self.on_screen_resume()

    def on_stepback_screen_refused(self, event: StepbackScreen.Refused) -> None:
        """Say no longer that something is being done; why not stands in the banner."""
        self.masthead.saved = ""
        if event.what == "issue":
            self._end_issuing()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is something to do it to."""
        candidate = self.listed.get(self.table.key) if self.is_mounted else None
        possible = {
            "letters": lambda: any(each.number for each in self.listed.values()),
            "save": lambda: bool(candidate and candidate.number),
            "settle": lambda: self.view is not None and self.view.wants_fees,
            "organisation": lambda: may(self.desks.actor, "make_cohort"),
        }
        if action in possible:
            return possible[action]()
        return super().check_action(action, parameters)

    # The page.

    @on(DataTable.RowSelected)
    def action_preview(self) -> None:
        """Show the page of whoever is under the cursor."""
        candidate = self.listed.get(self.table.key)
        if candidate is None:
            return
        where = _("Awards › {name}").format(name=candidate.name)
        reads = (
            partial(page_of, self.desks, candidate.number)
            if candidate.number
            else partial(preview_of, self.desks, candidate.portfolio)
        )
        self.banner.sentence = ""
        self.app.push_screen(PreviewScreen(where, reads))

    def action_save(self) -> None:
        """Open the page of the certificate under the cursor."""
        candidate = self.listed.get(self.table.key)
        if candidate is None or not candidate.number:
            return
        number = candidate.number

        def opens(folder: Path) -> None:
            self.fetch("save", lambda: Done(open_certificate(self.desks, number, folder)))

        ask_where(self.app, number, opens)

    # Issuing.

    def action_issue(self) -> None:
        """Issue to those who are selected, or to whoever is under the cursor."""
        chosen = self.chosen
        if not chosen or self._is_refused_here():
            return
        ready = [each for each in chosen if each.is_ready or each.is_begun]
        if len(chosen) == 1:
            sentence = _(
                "{name} gets a certificate with the next number. It stays in the register."
            )
            self._ask(_("Issue a certificate?"), sentence.format(name=chosen[0].name), chosen)
        elif not ready:
            self.banner.sentence = _("Nobody who is selected is ready.")
        else:
            self._ask_about(ready)

    def action_issue_all(self) -> None:
        """Issue to everybody who is shown and ready."""
        if self._is_refused_here():
            return
        ready = [each for each in self.listed.values() if each.is_ready or each.is_begun]
        if not ready:
            self.banner.sentence = _("Nobody is ready: what is missing stands beside the list.")
            return
        self._ask_about(ready)

    def _is_refused_here(self) -> bool:
        """Say why nothing is issued on this computer, before anything is asked; True where so."""
        self.banner.sentence = why_not_here(self.view.signing) if self.view else ""
        return bool(self.banner.sentence)

    def _ask_about(self, ready: Sequence[Candidate]) -> None:
        told = ngettext(
            "{count} person is ready and gets a certificate. It stays in the register.",
            "{count} people are ready and get certificates. They stay in the register.",
            len(ready),
        )
        self._ask(_("Issue all?"), told.format(count=len(ready)), ready)

    def _ask(self, title: str, sentence: str, candidates: Sequence[Candidate]) -> None:
        """Ask whether to issue, and for the key where it is locked; then issue."""
        if len(candidates) == 1 and not (candidates[0].is_ready or candidates[0].is_begun):
            self._issue(candidates)  # says what is missing, or that it is there
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.when_unlocked(partial(self._issue, candidates))

        accept = _("Issue") if len(candidates) == 1 else _("Issue all")
        self.app.push_screen(Confirm(title, sentence, accept=accept), answered)

    def _issue(self, candidates: Sequence[Candidate]) -> None:
        if self._is_issuing:
            return
        self._is_issuing = True
        self._stop.clear()
        self.banner.sentence = ""
        self.post_message(self.Issuing(0, len(candidates)))
        portfolios = [each.portfolio for each in candidates]
        self.fetch("issue", partial(self._issue_each, self.desks, portfolios))

    def _issue_each(self, desks: Desks, portfolios: Sequence[str]) -> Outcome:
        """Issue one certificate after another until whoever sits here stops it, or leaves."""
        worker = get_current_worker()
        return issue_each(
            desks,
            portfolios,
            tell=lambda done: self.post_message(self.Issuing(done, len(portfolios))),
            is_stopped=lambda: self._stop.is_set() or worker.is_cancelled,
        )

    def on_awards_screen_issuing(self, event: Issuing) -> None:
        """Show how many are dealt with."""
        if self._is_issuing:
            self._show_progress(progress_line(event.done, event.all))

    def _show_progress(self, line: str) -> None:
        shown = self.query_one("#progress", Static)
        shown.update(Content(line))
        shown.display = bool(line)

    def _tell(self, outcome: Outcome) -> None:
        """Say what came of issuing."""
        self._end_issuing()
        self.selected = {each.portfolio for each in outcome.refused}
        refused = refused_lines(outcome)
        if not outcome.issued and refused:
            self.banner.sentence = refused
        elif refused:
            self.banner.sentence = "\n".join((outcome_line(outcome), refused))
        else:
            self.banner.tell(outcome_line(outcome))
        self.on_screen_resume()

    def _end_issuing(self) -> None:
        self._is_issuing = False
        self._show_progress("")

    def action_back(self) -> None:
        """Stop issuing, else leave."""
        if self._is_issuing:
            self._stop.set()
        else:
            super().action_back()

    def action_settle(self) -> None:
        """Record that those who are selected, or whoever is under the cursor, paid."""
        if chosen := self.chosen:
            portfolios = [each.portfolio for each in chosen]
            self.fetch("fees", partial(settle_fees, self.desks, portfolios))

    # Where else to go.

    def action_letters(self) -> None:
        """Write a letter to each of those who are selected, or to whoever is under the cursor."""
        numbers = [each.number for each in self.chosen if each.number and not each.is_revoked]
        if not numbers:
            self.banner.sentence = _("There is no certificate here to send yet.")
            return

        def writes(folder: Path) -> None:
            self.masthead.saved = _("Writing letters…")
            self.fetch("letters", lambda: write_letters(self.desks, numbers, folder))

        ask_folder(self.app, writes)

    def action_register(self) -> None:
        """Open the register of all certificates."""
        from stepback_course.tui.screens.register import RegisterScreen

        self.banner.sentence = ""
        self.app.push_screen(RegisterScreen())

    def action_key(self) -> None:
        """Open what is about the key."""
        from stepback_course.tui.screens.signing_key import KeyScreen

        self.banner.sentence = ""
        self.app.push_screen(KeyScreen())

    def action_organisation(self) -> None:
        """Change what certificates and letters say of the organisation."""
        self.banner.sentence = ""
        self.fetch("organisation", partial(read_settings, self.desks))

    def _kept(self, sentence: str | None) -> None:
        if sentence:
            self.banner.tell(sentence)
