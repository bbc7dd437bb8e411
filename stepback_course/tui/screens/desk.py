"""The desk at which a submission is decided, and the decision released."""

from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from stepback_course.marking import Marks
from stepback_course.marking.rules import Lack, place_of_box
from stepback_course.portfolio.privacy import by_words, unexplained
from stepback_course.store import Conflict, StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal
from stepback_course.tui.screens.both_sides import BothSidesScreen
from stepback_course.tui.screens.dialogs import Confirm
from stepback_course.tui.screens.identifiers import Explained, IdentifiersScreen
from stepback_course.tui.screens.marking import MarkingScreen
from stepback_course.tui.unsent_keeper import UnsentKeeper

WARNING = 15
"""How long a warning about a decision that was saved stands, in seconds."""


class DeskScreen(MarkingScreen):
    """A submission that is decided here."""

    HELP_TITLE = _("Marking a submission")
    HELP_TEXT = _(
        "Read what was submitted and decide each criterion with its digit: once is met, twice is "
        "not yet met, three times is undecided again; a lets everything that is undecided be met. "
        "Left and right go from one to the next, and the activities that show a criterion are "
        "marked ◆. What is not yet met needs words that say what is missing, and the whole needs "
        "what stood out and the next step: f writes, b takes words from the comment bank, o goes "
        "through the boxes about the whole. From the second attempt on, d shows what changed. "
        "Draft marks are saved by themselves and only you see them; u takes back one step after "
        "the other, the saved decision too. m is for notes to other assessors: they are never "
        "released, and may be asked for by the practitioner or the learner's family."
    )
    SPARE_KEYS: ClassVar[tuple[str, ...]] = (
        *("desk.give-back", "desk.margin", "desk.overall", "desk.release", "desk.next"),
        *("desk.files", "desk.undo"),
    )
    """What the foot of a narrow window leaves out first, by id."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "save", _("Save"), id="desk.save"),
        Binding("ctrl+s", "save", _("Save"), id="desk.save-from-field"),
        Binding("x", "release", _("Release"), id="desk.release"),
        Binding("n", "next", _("Next"), id="desk.next"),
    ]

    def action_save(self) -> None:
        """Save the decision and open the next submission."""
        if self._is_complete() and self._decide():
            self._warn()
            self.action_next()

    @work(thread=True, exit_on_error=False, group="identifiers")
    def _warn(self) -> None:
        """Say at once what is asked about at the release, while the words can still be changed."""
        try:
            found = self.desks.desk.findings(*self._key)
        except (Refusal, StoreError):
            return  # whoever releases the decision is told
        if found:
            sentence = _(
                "{words} may tell who a child is. Undo the decision on the pile to release and "
                "change it, or say there why it may stay."
            )
            words = ", ".join(same[0].words for same in by_words(found))
            self.app.notify(
                sentence.format(words=words), severity="warning", timeout=WARNING, markup=False
            )

    def action_release(self) -> None:
        """Ask whether the practitioner is to see the decision now, saved first where it is not."""
        if self._state is None or (self._is_open and not self._is_complete()):
            return
        is_met = set(self._sheet.verdicts.values()) == {"met"}
        sentence = (
            _("{name} sees the decision at once: the unit is met. It cannot be taken back.")
            if is_met
            else _(
                "{name} sees the decision at once: further work is needed, and the unit opens "
                "again. It cannot be taken back."
            )
        )
        self.app.push_screen(
            Confirm(
                _("Release the decision?"),
                sentence.format(name=self._state.view.profile.name),
                accept=_("Release"),
            ),
            self._release,
        )

    def _release(self, agreed: bool | None) -> None:
        if agreed and (not self._is_open or self._decide()):
            self._release_explained(Explained(), Explained())

    def _release_explained(self, before: Explained, said: Explained | None) -> None:
        """Release the decision, or ask about words in it that may tell who a child is."""
        if said is None:
            self.read_again()
            return
        said, desk = before.and_then(said), self.desks.desk
        try:
            found = unexplained(desk.findings(*self._key), said.explanations)
            if not found:
                desk.release(*self._key, said.explanations, seen=self._seen)
        except (Refusal, StoreError) as refusal:
            self.read_again()
            self.banner.sentence = str(refusal)
            return
        if found:
            asking = IdentifiersScreen(
                found,
                accept=_("Release"),
                unsent=UnsentKeeper(self.desks, *self._key, "explanations"),
                may_allow=False,
                may_change=False,
            )
            self.app.push_screen(asking, partial(self._release_explained, said))
        else:
            self.action_next()

    def _is_complete(self) -> bool:
        """Say whether the marks are a decision; where not, say why and go to what is missing."""
        self.hand_over()
        if problem := self.marks.day_problem:
            self.banner.sentence = problem
            self.choose(place_of_box("next_step"))
            return False
        lack = next(iter(self._sheet.lacks), None)
        if lack is None:
            self.banner.sentence = ""
            return True
        self._point_out(lack)
        return False

    def _point_out(self, lack: Lack) -> None:
        self.banner.sentence = lack.sentence[:1].upper() + lack.sentence[1:] + "."
        self.choose(lack.place)
        if lack.words:
            self.action_feedback()

    def _decide(self) -> bool:
        """Save the decision; where that is refused, say so and keep the marks."""
        marks = self._sheet.marks
        try:
            self.desks.desk.decide(
                *self._key,
                marks.criteria,
                marks.feedback,
                marks.overall,
                tests=marks.tests,
                seen=self._seen,
            )
        except (Refusal, StoreError) as refusal:
            self._keep_refused(marks, refusal)
            return False
        self._keeper.forget()
        self.house.sheets.was_decided(self.desks.actor.id, self._key)
        self.read_again()
        return True

    def _keep_refused(self, marks: Marks, refusal: Refusal | StoreError) -> None:
        """Say why marks are no decision; where somebody else was quicker, show both sides."""
        if refusal.code == "expired":
            self.read_again(marks)
        if not isinstance(refusal, Conflict) and refusal.code not in ("taken", "closed"):
            self.banner.sentence = str(refusal)
            return
        self._keeper.note(marks, self._sheet.note)
        unsaved = self._keeper.save().unsaved
        kept = (
            _("Yours are put in a file when you leave, because they cannot be kept as a draft.")
            if unsaved
            else _("Yours are kept as your draft.")
        )
        try:
            stands = self._stands(self.desks.desk.open(*self._key))
        except (Refusal, StoreError):
            stands = None
        both = BothSidesScreen(self._unit, str(refusal), stands, marks, kept)
        self.app.push_screen(both, lambda _nothing: self.read_again())

    @property
    def _seen(self) -> int | None:
        return self._state.view.revision if self._state else None

    def action_back(self) -> None:
        """Leave the submission; its draft marks are kept, and it stays claimed."""
        self.hand_over()
        self.leave()
