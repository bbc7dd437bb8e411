"""The way in: whoever sits here, or is invited, is led to their course."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stepback_course.desks import Desks
from stepback_course.people import OWNER, Actor, actor_of
from stepback_course.people.organisation import is_laptop
from stepback_course.people.policy import may
from stepback_course.people.preferences import Preferences
from stepback_course.plain.acts import Act, choose_act
from stepback_course.plain.conversation import Choice, Conversation, Left, numbered
from stepback_course.plain.course_desk import CourseDesk
from stepback_course.store import Row, StoreError
from stepback_course.text import _, clean_line, folded
from stepback_course.text.paths import typed_path
from stepback_course.text.refusals import Refusal

NEAR = 9
"""How many invitations, or people of whom some letters were typed, are offered at once."""
_ABOUT = _(
    "This is stepback in plain lines, made to be heard or felt. Everything can be reached by "
    "typing a number or a letter and Enter."
)


@dataclass
class Settings:
    """One person's settings, and how they are kept for the next time."""

    preferences: Preferences
    write: Callable[[Preferences], None] = lambda _preferences: None

    def keep(self, **changes: Any) -> None:
        """Change some of them, and keep all for the next time. Raises OSError."""
        self.preferences = replace(self.preferences, **changes)
        self.write(self.preferences)


class Front:
    """Talks with whoever comes in until they leave."""

    def __init__(
        self,
        talk: Conversation,
        desks: Desks,
        settings: Settings,
    ) -> None:
        """Begin at the desks of a store."""
        self._talk = talk
        self._desks = desks
        self._settings = settings

    def visit(self) -> None:
        """Lead whoever is there to their course, and say goodbye when they leave."""
        with suppress(Left):
            self._talk.say(
                _("stepback in plain lines."),
                _("A question mark is help, a dot alone goes back. Both always, with Enter."),
            )
            self._come_in()
        with suppress(Left):  # there may be nobody left to say it to
            self._talk.say(_("Goodbye."))

    def _come_in(self) -> None:
        try:
            if self._desks.actor is not OWNER:
                self._work()
            elif self._desks.directory.is_empty():
                self._welcome()
            else:
                self._entrance()
        except (Refusal, StoreError) as error:
            self._talk.say(str(error))

    # An empty store.

    def _welcome(self) -> None:
        """Offer the ways in to a store in which nobody has been."""
        self._talk.say(_("Nobody works here yet."))
        choices = numbered([_("I have an invitation"), _("Show me round a made-up course")])
        while True:
            match self._talk.choose(_("What now"), choices, about=_ABOUT):
                case "1":
                    self._join()
                case "2":
                    self._show_round()
                case _:
                    return

    def _join(self) -> None:
        """Join with an invitation, and go to the course it is for."""
        from stepback_course.handover.invitations.joining import join

        path = self._ask_invitation()
        if path is None:
            return
        try:
            joined = join(self._desks, path)
        except (Refusal, StoreError) as error:
            self._talk.say(str(error))
            return
        person = self._desks.directory.find(joined.person)
        if person is None:
            return
        self._keep(me=joined.person, portfolio=joined.portfolio)
        self._talk.say(_("Welcome, {name}. Your place is ready.").format(name=joined.name))
        self._seat(actor_of(person))

    def _ask_invitation(self) -> Path | None:
        """Offer the invitations where files usually arrive, or ask where one is."""
        from itertools import islice

        from stepback_course.handover.invitations.nearby import invitations_nearby

        about = _(
            "An invitation is a file that you were sent; it ends in .stepback-invitation. "
            "Everything the course needs is in it, and joining twice changes nothing."
        )
        found = list(islice(invitations_nearby(), NEAR))
        if found:
            other = Choice("o", _("Another file"))
            names = [*numbered([path.name for path in found]), other]
            chosen = self._talk.choose(_("Which invitation"), names, about=about)
            if chosen != other.key:
                return None if chosen is None else found[int(chosen) - 1]
        typed = self._talk.ask(_("Where is the file"), about=about)
        return typed_path(typed) if typed else None

    def _show_round(self) -> None:
        """Go into a store of made-up people, which is gone when the program ends."""
        from stepback_course.course.shelf import Shelf
        from stepback_course.demo import open_tour

        self._talk.say(_("Making up a cohort. This takes some seconds."))
        store = open_tour()
        desks = Desks(store, Shelf(store), OWNER, self._desks.clock)
        self._talk.say(
            _("These people are made up, and nothing you do here touches your own work.")
        )
        Front(self._talk, desks, Settings(self._settings.preferences))._come_in()
        store.close()

    # A store with people.

    def _entrance(self) -> None:
        """Let one of the people of the store sit down."""
        about = _(
            "There is no password: the account of this computer is what keeps others out. Whoever "
            "has an invitation types j alone, and joins with it."
        )
        question = _("Who sits here? Some letters of your name, or j to join")
        while True:
            typed = self._talk.ask(question, about=about)
            if typed is None:
                return
            if typed.casefold() == "j":
                self._join()
                continue
            wanted = folded(clean_line(typed))
            people = self._desks.directory.people()
            fitting = [person for person in people if wanted in folded(person.name)][:NEAR]
            if not fitting:
                self._talk.say(_("Nobody here is called that. Type less of the name."))
                continue
            names = numbered([person.name for person in fitting])
            chosen = self._talk.choose(_("Which of them"), names, about=about)
            if chosen is not None:
                self._seat(actor_of(fitting[int(chosen) - 1]))

    def _seat(self, actor: Actor) -> None:
        """Let somebody work, and come back here when they go back."""
        desks = self._desks.seat(actor)
        Front(self._talk, desks, self._settings)._come_in()

    # A person.

    def _work(self) -> None:
        """Open the course or the desk of whoever sits here, or let them choose between both."""
        self._talk.contact = self._desks.registry.help_contact()
        if not self._marks:
            self._study()
        elif not self._desks.workbook.portfolios(self._desks.actor.id):
            self._mark()
        else:
            acts = [
                Act("m", _("Marking"), self._mark),
                Act("c", _("My course"), self._study),
            ]
            while act := choose_act(self._talk, _("Where to"), acts, about=_ABOUT):
                act.do()

    @property
    def _marks(self) -> bool:
        """Whether whoever sits here marks, verifies or releases."""
        actor = self._desks.actor
        return may(actor, "release_unit") or may(actor, "verify_unit")

    def _mark(self) -> None:
        from stepback_course.plain.marking.marking_desk import MarkingDesk

        MarkingDesk(self._talk, self._desks, self._beside_marking).visit()

    def _award(self) -> None:
        from stepback_course.plain.awarding.awards_desk import AwardsDesk

        AwardsDesk(self._talk, self._desks).visit()

    def _study(self) -> None:
        """Open the course of whoever sits here."""
        mine = self._desks.workbook.portfolios(self._desks.actor.id)
        if not mine:
            self._say_no_course()
        elif len(mine) == 1:
            self._open(mine[0])
        else:
            self._choose_course(mine)

    def _say_no_course(self) -> None:
        self._talk.say(
            _("{name} has no course here.").format(name=self._desks.actor.name),
            _(
                "Cohorts have no plain lines yet, but they have commands that print plain text: "
                "stepback progress, results and batch. See stepback --help."
            ),
        )

    def _choose_course(self, mine: list[Row]) -> None:
        labels = [str(row.summary["setting"] or row.summary["cohort"]) for row in mine]
        while (
            chosen := self._talk.choose(_("Which course"), numbered(labels), about=_ABOUT)
        ) is not None:
            self._open(mine[int(chosen) - 1])

    def _open(self, row: Row) -> None:
        portfolio = str(row.summary["portfolio"])
        self._keep(portfolio=portfolio)
        CourseDesk(self._talk, self._desks, portfolio, self._further).visit()

    def _beside_marking(self) -> tuple[Act, ...]:
        beside: list[Act] = []
        if may(self._desks.actor, "issue_certificate"):
            beside.append(Act("c", _("Certificates"), self._award))
        if is_laptop(self._desks.store):
            label = _("Hand over to the office, or open what came")
            beside.append(Act("h", label, self._hand_over))
        return (*beside, *self._further())

    def _hand_over(self) -> None:
        from stepback_course.plain.handing_over import hand_over

        hand_over(self._talk, self._desks)

    def _further(self) -> tuple[Act, ...]:
        return (Act("p", self._mode_line(), self._change_mode),)

    def _mode_line(self) -> str:
        if self._settings.preferences.plain:
            return _("Open with screens from the next time on")
        return _("Open in plain lines from the next time on")

    def _change_mode(self) -> None:
        """Choose what `stepback` without a command does from now on."""
        self._keep(plain=not self._settings.preferences.plain)
        self._talk.say(
            _("From the next time on, stepback opens in plain lines.")
            if self._settings.preferences.plain
            else _("From the next time on, stepback opens with screens.")
        )

    def _keep(self, **changes: object) -> None:
        """Keep some of the settings, also for the next time where they can be written."""
        try:
            self._settings.keep(**changes)
        except OSError as error:
            self._talk.say(_("Your settings could not be kept: {why}").format(why=error))
