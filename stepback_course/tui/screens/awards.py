"""The coordinator's desk: who is ready for a certificate and why not, and issuing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import DataTable, Static
from textual.worker import get_current_worker

from stepback_course.awards.models import Candidate
from stepback_course.desks import Desks
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.base import StepbackScreen
from stepback_course.tui.screens.dialogs import Confirm
from stepback_course.tui.screens.saved_certificate import ask_where, save_certificate
from stepback_course.tui.widgets.paged_table import CountLine, PagedTable


@dataclass(frozen=True, slots=True)
class CandidatesView:
    """Everybody on the way to the award, and what their cohorts are called."""

    candidates: tuple[Candidate, ...]
    cohorts: dict[str, str]
    """Names by id."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of issuing or saving, in a sentence."""

    sentence: str


class AwardsScreen(StepbackScreen[None]):
    """Everybody on the way to the award, with what is still missing."""

    CSS_PATH = "awards.tcss"
    HELP_TITLE = _("Awards")
    HELP_TEXT = _(
        "A certificate needs every unit met, every taught day attended, and the name to print "
        "confirmed by its owner. What is missing for the person under the cursor stands below the "
        "list. A certificate is issued once: its number, page and place in the register stay. On "
        "a course that is illustrative it is a specimen, with a number series of its own."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "issue", _("Issue"), id="awards.issue"),
        Binding("I", "issue_all", _("All ready"), id="awards.issue-all"),
        Binding("o", "save", _("PDF"), id="awards.save"),
        Binding("r", "register", _("Register"), id="awards.register"),
        Binding("m", "more", _("More"), show=False, id="awards.more"),
    ]

    table = getters.query_one(PagedTable)

    @dataclass
    class Issuing(Message):
        """Some of several certificates are issued."""

        done: int
        all: int

    def __init__(self) -> None:
        """Begin with nobody; candidates are read when the screen opens."""
        super().__init__()
        self._candidates: dict[str, Candidate] = {}

    def compose_body(self) -> ComposeResult:
        """Lay out the list above what is missing for one of them."""
        with Vertical(id="awards"):
            yield Static(id="about", markup=False)
            yield PagedTable()
            yield CountLine()
            with VerticalScroll(id="needs", can_focus=False):
                yield Static(id="needs-lines", markup=False)

    def on_mount(self) -> None:
        """Say where one is."""
        self.masthead.where = _("Awards")
        for head, width in ((_("Name"), 26), (_("Cohort"), 20), (_("Certificate"), 26)):
            self.table.add_column(head, width=width)
        self.table.focus()

    def on_screen_resume(self) -> None:
        """Read again who is ready."""
        desks = self.desks
        self.fetch("candidates", lambda: read_candidates(desks))

    def on_stepback_screen_fetched(self, event: StepbackScreen.Fetched) -> None:
        """Show who is ready, or say what was done."""
        match event.result:
            case CandidatesView() as view:
                self._show(view)
            case Done(sentence):
                self.masthead.saved = ""
                self.banner.tell(sentence)
                self.on_screen_resume()

    def on_stepback_screen_refused(self, event: StepbackScreen.Refused) -> None:
        """Say why, and show how far it came."""
        self.masthead.saved = ""
        super().on_stepback_screen_refused(event)
        if event.what == "issue":
            self.on_screen_resume()

    def _show(self, view: CandidatesView) -> None:
        self._candidates = {each.portfolio: each for each in view.candidates}
        self.table.fill(
            (each.portfolio, (each.name, view.cohorts.get(each.cohort, ""), certificate_line(each)))
            for each in view.candidates
        )
        self.query_one("#about", Static).update(Content(_about(view.candidates)))
        self.query_one(CountLine).say(self.table.count_line)
        self._show_needs()

    @on(DataTable.RowHighlighted)
    def _show_needs(self) -> None:
        candidate = self._candidates.get(self.table.key)
        lines = needs_lines(candidate) if candidate else ""
        self.query_one("#needs-lines", Static).update(Content(lines))

    def action_issue(self) -> None:
        """Issue the certificate of whoever is under the cursor."""
        candidate = self._candidates.get(self.table.key)
        if candidate is None:
            return
        self.banner.sentence = ""
        question = Confirm(
            _("Issue a certificate?"),
            _("{name} gets a certificate with the next number. It cannot be taken back.").format(
                name=candidate.name
            ),
            accept=_("Issue"),
        )
        if candidate.is_ready:
            self.app.push_screen(question, self._issue_if([candidate]))
        else:
            self._issue([candidate])

    def action_issue_all(self) -> None:
        """Issue the certificates of everybody who is ready."""
        ready = [each for each in self._candidates.values() if each.is_ready]
        if not ready:
            self.banner.sentence = _("Nobody is ready: what is missing stands below the list.")
            return
        told = ngettext(
            "{count} person is ready and gets a certificate. It cannot be taken back.",
            "{count} people are ready and get certificates. They cannot be taken back.",
            len(ready),
        )
        question = Confirm(_("Issue all?"), told.format(count=len(ready)), accept=_("Issue all"))
        self.app.push_screen(question, self._issue_if(ready))

    def _issue_if(self, candidates: Sequence[Candidate]) -> Callable[[bool | None], None]:
        """Return what to do with the answer to the question whether to issue."""

        def answered(yes: bool | None) -> None:
            if yes:
                self._issue(candidates)

        return answered

    def _issue(self, candidates: Sequence[Candidate]) -> None:
        self.banner.sentence = ""
        self.post_message(self.Issuing(0, len(candidates)))
        self._issue_each(self.desks, [each.portfolio for each in candidates])

    @work(thread=True, exclusive=True, exit_on_error=False, group="issue")
    def _issue_each(self, desks: Desks, portfolios: Sequence[str]) -> None:
        """Issue one certificate after another, stopping between two where that is asked for."""
        worker = get_current_worker()
        numbers: list[str] = []
        try:
            for portfolio in portfolios:
                if worker.is_cancelled:
                    break
                numbers.append(desks.office.issue(portfolio).number)
                self.post_message(self.Issuing(len(numbers), len(portfolios)))
        except (Refusal, StoreError) as refusal:
            self.post_message(self.Refused("issue", str(refusal)))
        else:
            self.post_message(self.Fetched("issue", Done(_issued_line(numbers, len(portfolios)))))

    def on_awards_screen_issuing(self, event: Issuing) -> None:
        """Show how many are issued."""
        self.masthead.saved = _("{done} of {all}: Escape stops").format(
            done=event.done, all=event.all
        )

    def action_back(self) -> None:
        """Stop issuing, else leave."""
        if any(worker.group == "issue" and worker.is_running for worker in self.workers):
            self.workers.cancel_group(self, "issue")
        else:
            super().action_back()

    def action_save(self) -> None:
        """Save the page of the certificate under the cursor."""
        candidate = self._candidates.get(self.table.key)
        if candidate is None or not candidate.number:
            self.banner.sentence = _("There is no certificate to save here yet.")
            return
        desks, number = self.desks, candidate.number
        ask_where(
            self.app,
            number,
            lambda folder: self.fetch(
                "save", lambda: Done(save_certificate(desks, number, folder))
            ),
        )

    def action_register(self) -> None:
        """Open the register of all certificates."""
        from stepback_course.tui.screens.register import RegisterScreen

        self.app.push_screen(RegisterScreen())

    def action_more(self) -> None:
        """Show more rows."""
        self.table.show_more()
        self.query_one(CountLine).say(self.table.count_line)


def read_candidates(desks: Desks) -> CandidatesView:
    """Return everybody on the way to the award. Raises Refusal, StoreError."""
    cohorts = {cohort.id: cohort.name for cohort in desks.registry.cohorts()}
    return CandidatesView(tuple(desks.office.candidates()), cohorts)


def certificate_line(candidate: Candidate) -> Text:
    """Return somebody's certificate number, that they are ready, or how many things are missing."""
    if candidate.number:
        return Text(_("✓ {number}").format(number=candidate.number))
    if candidate.is_ready:
        return Text(_("● ready"), style="bold")
    needs = ngettext("○ {count} thing missing", "○ {count} things missing", len(candidate.needs))
    return Text(needs.format(count=len(candidate.needs)))


def needs_lines(candidate: Candidate) -> str:
    """Return what is still missing for somebody, a line for each thing."""
    if candidate.number:
        told = _("{name} has certificate {number}. o saves its page.")
        return told.format(name=candidate.name, number=candidate.number)
    if candidate.is_ready:
        return _("{name} is ready: i issues the certificate.").format(name=candidate.name)
    missing = [_("Still missing for {name}:").format(name=candidate.name)]
    missing += [_("○ {need}").format(need=need) for need in candidate.needs]
    return "\n".join(missing)


def _about(candidates: Sequence[Candidate]) -> str:
    if not candidates:
        return _("Nobody is enrolled yet: certificates come at the end of a cohort's course.")
    ready = sum(each.is_ready for each in candidates)
    issued = sum(bool(each.number) for each in candidates)
    return _("{ready} ready · {issued} issued · {rest} on the way").format(
        ready=ready, issued=issued, rest=len(candidates) - ready - issued
    )


def _issued_line(numbers: Sequence[str], wanted: int) -> str:
    if len(numbers) == 1 and wanted == 1:
        return _("Certificate {number} is issued.").format(number=numbers[0])
    if len(numbers) == wanted:
        return _("{count} certificates are issued, {first} to {last}.").format(
            count=wanted, first=numbers[0], last=numbers[-1]
        )
    return _("Stopped: {done} of {all} certificates are issued.").format(
        done=len(numbers), all=wanted
    )
