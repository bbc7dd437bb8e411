"""Forms about an appeal: asking for one, and answering it."""

from textual.app import ComposeResult
from textual.widgets import Static

from stepback_course.course.models import EvidenceQuestion
from stepback_course.desks import Desks
from stepback_course.marking.appeals.models import Appeal, AppealView, Opinion, Outcome, Panel
from stepback_course.marking.appeals.rules import LAST_STAGE, WHO_ANSWERS, had_part
from stepback_course.marking.models import Marks
from stepback_course.people import actor_of
from stepback_course.portfolio.privacy import warning_of
from stepback_course.portfolio.telling.decisions import word_of_test
from stepback_course.text import _, clean_line
from stepback_course.text.fields import NOTE_LIMIT
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.unsent_keeper import UnsentKeeper
from stepback_course.tui.widgets.criteria_lines import VERDICTS, CriteriaLines
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.one_of import OneOf
from stepback_course.tui.widgets.writing import TooLong, Writing


class _AppealDialog(FormDialog[Appeal]):
    """A form about an appeal on one unit, whose words others read as they are."""

    def __init__(
        self, desks: Desks, key: tuple[str, str], name: str, title: str, *, accept: str
    ) -> None:
        """Name the portfolio and the unit; what is not sent is kept under `name`."""
        super().__init__(title, accept=accept)
        self.unsent = UnsentKeeper(desks, *key, name)
        self._desks = desks
        self._key = key
        self._warned_of = ""

    def _is_to_go(self, *texts: str) -> bool:
        """Say whether these words are to go; where they may tell who a child is, ask once."""
        words = "\n\n".join(texts)
        warning = warning_of(self._desks.appeals.findings(*self._key, words))
        if not warning or words == self._warned_of:
            return True
        self._warned_of = words
        again = _("{warning} Write around it, or choose “{button}” again.")
        self.say(again.format(warning=warning, button=self._accept))
        return False


class AppealForm(_AppealDialog):
    """Asks for the grounds; the answer is the appeal that was made of them."""

    def __init__(self, desks: Desks, portfolio: str, unit: str, *, further: bool) -> None:
        """Name the unit, and say whether an answered appeal goes further."""
        title = _("Take the appeal further") if further else _("Appeal against the decision")
        super().__init__(desks, (portfolio, unit), "appeal", title, accept=_("Appeal"))
        self._further = further

    def compose_lines(self) -> ComposeResult:
        """Lay out what happens, and the field for the grounds."""
        about = (
            _("Somebody who had no part so far looks at it now.")
            if self._further
            else _("An assessor looks again, and you are answered in writing.")
        )
        waits = _("Until then the unit is not submitted again. You can let the appeal rest.")
        yield Static(f"{about} {waits}", classes="form-note", markup=False)
        yield Writing(
            limit=NOTE_LIMIT, title=_("Why you do not agree: what shows it, and where it stands")
        )

    def on_mount(self) -> None:
        """Start in the field."""
        self.query_one(Writing).focus()

    def on_too_long(self, event: TooLong) -> None:
        """Say what did not fit."""
        self.say(event.sentence)

    def accept(self) -> None:
        """Appeal."""
        grounds = self.query_one(Writing).answer.strip()
        if not grounds:
            self.say(_("Say why you do not agree."))
            return
        if self._is_to_go(grounds):
            appeals = self._desks.appeals
            ask = appeals.take_further if self._further else appeals.appeal
            self.dismiss(ask(*self._key, grounds))


class AnswerForm(_AppealDialog):
    """Answers the stage an appeal has come to; the answer is the appeal after that."""

    def __init__(self, desks: Desks, view: AppealView, outcome: Outcome) -> None:
        """Say what is answered, and whether the decision stands or is changed."""
        titles = {"stands": _("The decision stands"), "changed": _("Change the decision")}
        key = (view.profile.id, view.unit)
        super().__init__(desks, key, f"answer-{outcome}", titles[outcome], accept=_("Answer"))
        self._view = view
        self._outcome = outcome
        self._stage = view.appeal.stage.number
        self._unit = desks.workbook.unit(view.profile.id, view.unit).unit

    def compose_lines(self) -> ComposeResult:
        """Lay out who answers, what is decided instead where it is, and the reason."""
        who = WHO_ANSWERS[self._stage]
        sentence = _("Stage {number}: {who}. {name} reads your answer at once.")
        yield Static(
            sentence.format(number=self._stage, who=who, name=self._view.profile.name),
            classes="form-note",
            markup=False,
        )
        if self._outcome == "changed":
            yield CriteriaLines(self._unit, Marks.of(self._view.decision))
            for question in self._tests:
                yield Static(
                    _("{word}: {meaning}").format(
                        word=word_of_test(question.test).capitalize(), meaning=question.text
                    ),
                    classes="form-heading -question",
                    markup=False,
                )
                known = self._view.decision.tests[question.test]
                yield OneOf(f"test-{question.test}", VERDICTS, known)
            yield from self._boxes()
        yield Writing(limit=NOTE_LIMIT, title=_("Your answer, with its reason"))
        if self._stage == LAST_STAGE:
            yield FormLine(
                "members", _("The panel"), limit=300, hint=_("names, with commas between them")
            )
            yield FormLine("independent", _("Independent of us"), hint=_("one of these names"))
        elif self._stage > 1:
            yield Static(_("Whose opinion was asked for"), classes="form-heading", markup=False)
            yield OneOf("assessor", others := self._others())
            if not others:
                yield Static(
                    _("No assessor here had no part in it: a coordinator adds one."),
                    classes="form-note",
                    markup=False,
                )
            opinion = Writing(limit=NOTE_LIMIT, title=_("Their opinion; it is not shown"))
            opinion.id = "opinion"
            yield opinion

    def _boxes(self) -> ComposeResult:
        said = self._view.decision.said
        boxes = [("stood-out", _("What stood out"), said.stood_out)]
        if self._tests or said.missing:
            boxes.append(("missing", _("What is missing, where it is not yet met"), said.missing))
        boxes.append(("next-step", _("The next step, where it is not yet met"), said.next_step))
        for name, title, text in boxes:
            box = Writing(text, limit=NOTE_LIMIT, title=title)
            box.id = name
            yield box

    @property
    def _tests(self) -> list[EvidenceQuestion]:
        """What was decided of the evidence, and is decided anew where the decision is changed."""
        decided = self._view.decision.tests
        return [question for question in self._unit.evidence_tests if question.test in decided]

    def _others(self) -> dict[str, str]:
        """Return by id the assessors whose opinion can be asked for."""
        people = (actor_of(person) for person in self._desks.directory.people())
        cohort = self._view.profile.cohort
        return {
            person.id: person.name
            for person in people
            if person.has_role("assessor", cohort) and not person.is_person(self._desks.actor.id)
            if not had_part(self._view.appeal, person.id)
        }

    def on_mount(self) -> None:
        """Start at the first question."""
        self.begin_at(self.query("OneOf, Writing").first())

    def on_too_long(self, event: TooLong) -> None:
        """Say what did not fit."""
        self.say(event.sentence)

    def accept(self) -> None:
        """Answer. Raises Refusal, StoreError."""
        [reason] = [field.answer for field in self.query(Writing) if not field.id]
        if not reason.strip():
            self.say(_("Say why you answer so."))
            return
        opinion, panel = self._opinion(), self._panel()
        if self._is_to_go(reason, opinion.words if opinion else ""):
            self.dismiss(
                self._desks.appeals.answer(
                    *self._key,
                    self._outcome,
                    reason,
                    marks=self._marks() if self._outcome == "changed" else None,
                    opinion=opinion,
                    panel=panel,
                )
            )

    def _marks(self) -> Marks:
        decided = self.query_one(CriteriaLines)
        tests = {
            question.test: self.query_one(f"#test-{question.test}", OneOf).chosen
            for question in self._tests
        }
        overall = {"stood_out": self._said("stood-out")}
        if "not_yet_met" in {*decided.criteria.values(), *tests.values()}:
            overall |= {
                "missing": self._said("missing"),
                "next_step": self._said("next-step"),
                "by": self._view.decision.by,
            }
        return Marks.model_validate(
            {
                "criteria": decided.criteria,
                "feedback": decided.feedback,
                "overall": overall,
                "tests": tests,
            }
        )

    def _said(self, box: str) -> str:
        """Return what stands in one of the boxes about the whole, if it is there."""
        return "".join(field.answer.strip() for field in self.query(f"#{box}").results(Writing))

    def _opinion(self) -> Opinion | None:
        if not 1 < self._stage < LAST_STAGE:
            return None
        others, chosen = self._others(), self.query_one("#assessor", OneOf).chosen
        words = self.query_one("#opinion", Writing).answer.strip()
        if not chosen or not words:
            raise Refusal("invalid", _("Say whose opinion was asked for, and what it is."))
        return Opinion(assessor=chosen, name=others[chosen], words=words)

    def _panel(self) -> Panel | None:
        if self._stage != LAST_STAGE:
            return None
        written = self.query_one("#members", FormLine).value
        members = [name for part in written.split(",") if (name := clean_line(part))]
        independent = self.query_one("#independent", FormLine).value
        if len(members) < 2 or not independent:
            raise Refusal(
                "invalid", _("Name at least two people, and who of them is independent of you.")
            )
        return Panel.model_validate({"members": members, "independent": independent})
