"""The form on which permission for the case study is given, and the learner's own page.

It asks for what `portfolio.models.Consent` records, and for the names and the signature that only
the paper has.
"""

from dataclasses import dataclass

from stepback_course.course.models import Course, Unit
from stepback_course.reports.prose import typographic
from stepback_course.text import _


@dataclass(frozen=True, slots=True)
class LearnersPage:
    """What the learner is told, in words for them, and what they answer."""

    title: str
    told: tuple[str, ...]
    question: str
    answers: tuple[str, ...]
    name: str
    """Before the line for the name that the learner chooses."""
    for_adult: str
    how: str
    day: str


@dataclass(frozen=True, slots=True)
class ConsentForm:
    """A page for whoever gives permission, and one for the learner."""

    title: str
    for_whom: str
    about: str
    told: tuple[str, ...]
    scopes_title: str
    scopes: tuple[str, ...]
    giver_title: str
    giver: tuple[str, ...]
    how_title: str
    how: tuple[str, ...]
    agreement: str
    learner_name: str
    giver_name: str
    signature: str
    day: str
    practitioner_title: str
    made_up: str
    keep: str
    taken_back_title: str
    taken_back: tuple[str, ...]
    learner: LearnersPage


def consent_form(course: Course, unit: Unit) -> ConsentForm:
    """Return the consent form for the unit of a course that is about a learner."""
    return ConsentForm(
        title=_("Permission for the case study"),
        for_whom=_("For a parent or carer, or for a young person who decides for themselves"),
        about=typographic(
            _(
                "I am taking the {course}. In its last part, “{unit}”, I work with one learner: I"
                " listen to what they find easy and what they would like to find easier, we plan"
                " together, and I write about what we did and what came of it."
            ).format(course=course.name, unit=unit.title)
        ),
        told=(
            _(
                "A made-up name stands for the learner throughout. No real name, birth date,"
                " address or school is written."
            ),
            _(
                "It is read by those who assess my work and those who check the assessing, and by"
                " others only where you tick more below."
            ),
            _("The learner is asked as well, and nothing begins without their yes."),
            _("Saying no changes nothing about the help the learner gets."),
            _(
                "You may change your mind whenever you like and need not say why. The work then"
                " stops, and what was written is erased if you wish."
            ),
        ),
        scopes_title=_("What I agree to. Tick each one."),
        scopes=(
            _("Assessment: those who assess the course read the case study. It needs this one."),
            _("Training: it may be used to teach other adults."),
            _("Publication: it may be printed, or put on a website."),
            _("Images: pictures of the learner’s work may be shown with it."),
        ),
        giver_title=_("I am"),
        giver=(_("a parent or carer"), _("the young person")),
        how_title=_("I give permission"),
        how=(
            _("in writing, here"),
            _("in speech"),
            _("in sign language"),
            _("in another way"),
        ),
        agreement=_(
            "Where permission is not given in writing, whoever was told it signs below, and writes"
            " how it was given."
        ),
        learner_name=_("The learner’s name"),
        giver_name=_("My name"),
        signature=_("Signature"),
        day=_("Day"),
        practitioner_title=_("For the practitioner"),
        made_up=_("The made-up name"),
        keep=_(
            "Only the made-up name, who gave permission, how, when and for what are entered in the"
            " program. This page has real names on it: keep it where your setting keeps such forms,"
            " take no picture of it, and send it to nobody with your work."
        ),
        taken_back_title=_("If permission is taken back"),
        taken_back=(_("Keep what was written, unread"), _("Erase what was written")),
        learner=LearnersPage(
            title=_("May I write about you?"),
            told=(
                _(
                    "I would like to hear from you what is easy, and what you would like to be"
                    " easier."
                ),
                _(
                    "I will write about it for my course. The people who look at my work will read"
                    " it."
                ),
                _("I will not use your name. You can choose another one."),
                _("You can leave out any card, and you can stop for today."),
                _("You can change your mind later. You do not have to say why."),
                _("If you say no, you get the same help as always."),
            ),
            question=_("What would you like?"),
            answers=(_("Yes"), _("No"), _("Not today. Ask me again.")),
            name=_("The name I would like"),
            for_adult=_("For the adult"),
            how=_("How the learner answered: in speech, sign, symbols, by pointing"),
            day=_("Day"),
        ),
    )
