"""A practitioner's course: what is next, the units, and what is done with all of them."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from stepback_course.clock import day_of
from stepback_course.desks import Desks
from stepback_course.people.organisation import (
    LANGUAGES,
    is_laptop,
    language_of,
    organisation_of,
)
from stepback_course.plain.acts import Act, choose_act, numbered_acts
from stepback_course.plain.conversation import Conversation, numbered
from stepback_course.plain.feedback import say_feedback
from stepback_course.plain.handing_over import hand_over
from stepback_course.plain.submitting import submit_units
from stepback_course.plain.unit_desk import UnitDesk
from stepback_course.portfolio import PortfolioView, UnitView
from stepback_course.portfolio.telling.guidance import Deed, deeds
from stepback_course.portfolio.telling.standing import due_sentence, standing_short, tally
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.fields import Language
from stepback_course.text.refusals import Refusal

_ABOUT = _(
    "Type the number of a unit to work on it or to read it, or a letter. g is always the next "
    "thing to do."
)


class CourseDesk:
    """A portfolio in front of its practitioner."""

    def __init__(
        self,
        talk: Conversation,
        desks: Desks,
        portfolio: str,
        further: Callable[[], Sequence[Act]] = tuple,
    ) -> None:
        """Open a portfolio; what `further` returns is offered below everything else."""
        self._talk = talk
        self._desks = desks
        self._portfolio = portfolio
        self._further = further

    def visit(self) -> None:
        """Do one thing after another until the person goes back. Raises Left, and at first Refusal.

        What is refused later is said.
        """
        view = self._read()
        self._talk.title(_("My course: {name}").format(name=view.profile.name))
        due = self._desks.registry.cohort(view.profile.cohort).due
        if sentence := due_sentence(view.units, due, day_of(self._desks.clock())):
            self._talk.say(sentence)
        is_known = False
        self._say_standing(view, with_choices=True)
        while True:
            act = choose_act(
                self._talk,
                _("My course, what now"),
                self._acts(view),
                about=_ABOUT,
                is_known=is_known,
            )
            if act is None:
                return
            try:
                act.do()
                view = self._read()
            except (Refusal, StoreError) as error:
                self._talk.say(str(error))
            self._say_standing(view, with_choices=False)
            is_known = True

    def _read(self) -> PortfolioView:
        return self._desks.workbook.open(self._portfolio)

    def _say_standing(self, view: PortfolioView, *, with_choices: bool) -> None:
        """Say how much is done, and what is next where the choices do not say it at once."""
        self._talk.say(_("{tally}.").format(tally=tally(view).sentence))
        following = deeds(view)[0]
        if not (with_choices and following.can_be_done):
            self._talk.say(_("Next: {deed}.").format(deed=following.sentence))

    # What there is to choose.

    def _acts(self, view: PortfolioView) -> Iterator[Act]:
        following, *others = deeds(view)
        if following.can_be_done:
            yield Act("g", following.sentence, partial(self._do, view, following))
        for deed in others:
            if deed.kind == "short":
                yield Act("m", deed.sentence, partial(self._do, view, deed))
        yield from numbered_acts(
            (self._unit_line(unit), partial(self._visit_unit, unit.unit.id)) for unit in view.units
        )
        if view.ready:
            yield Act("s", _("Submit what is ready"), self._submit)
        if not view.award.number:
            yield Act("c", self._name_line(view), partial(self._confirm_name, view))
        if is_laptop(self._desks.store):
            yield Act("h", _("Hand over to the office, or open what came"), self._hand_over)
        yield from self._further()

    def _unit_line(self, unit: UnitView) -> str:
        return _("{unit}: {stands}").format(unit=unit.unit.title, stands=standing_short(unit))

    def _name_line(self, view: PortfolioView) -> str:
        if view.award.name:
            line = _("The name on your certificate: {name}")
            return line.format(name=view.award.name)
        return _("The name on your certificate: not confirmed yet")

    # Doing.

    def _do(self, view: PortfolioView, deed: Deed) -> None:
        """Do what was proposed."""
        match deed.kind:
            case "feedback":
                unit = next(each for each in view.units if each.unit.id == deed.unit)
                say_feedback(self._talk, self._desks, self._portfolio, unit)
                self._visit_unit(deed.unit)
            case "submit":
                self._submit()
            case "name":
                self._confirm_name(view)
            case _:
                self._visit_unit(deed.unit, deed.activity)

    def _visit_unit(self, unit: str, activity: str = "") -> None:
        UnitDesk(self._talk, self._desks, self._portfolio, unit).visit(activity)

    def _submit(self) -> None:
        submit_units(self._talk, self._desks, self._portfolio)

    def _confirm_name(self, view: PortfolioView) -> None:
        """Ask for the name as it is to be printed on the certificate, and for its language."""
        self._talk.say(
            _("It is printed exactly as you type it. Once a certificate is made it is fixed.")
        )
        name = self._talk.ask_again(_("The name to print"), view.award.name or view.profile.name)
        if not name:
            return
        language = self._language(view)
        if language is not None:
            self._desks.workbook.confirm_name(self._portfolio, name, language)
            told = _("Confirmed: {name}, in {language}.")
            self._talk.say(told.format(name=name, language=LANGUAGES[language]))

    def _language(self, view: PortfolioView) -> Language | None:
        """Ask what the certificate is to be in; None where the person goes back."""
        usual = view.award.language or organisation_of(self._desks.store).language
        languages = list(LANGUAGES)
        self._talk.say(_("Now it is in {language}.").format(language=LANGUAGES[usual]))
        chosen = self._talk.choose(
            _("The language of the certificate"), numbered(list(LANGUAGES.values()))
        )
        return language_of(languages[int(chosen) - 1]) if chosen else None

    def _hand_over(self) -> None:
        hand_over(self._talk, self._desks)
