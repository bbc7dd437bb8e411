"""An erasure in sentences: what goes, what stays, and what this program cannot reach."""

from collections.abc import Iterable

from stepback_course.clock import day_of, parse_instant
from stepback_course.course.models import Unit
from stepback_course.portfolio.erasing.eraser import Plan
from stepback_course.portfolio.erasing.rules import Tombstone
from stepback_course.portfolio.telling.words import units_named
from stepback_course.text import _, ngettext
from stepback_course.text.days import shown_day


def goes(plan: Plan) -> list[str]:
    """Return what an erasure removes, in sentences."""
    if plan.is_empty and not plan.learner:
        return [_("Nothing was written here yet.")]
    lines = [_named(plan.units)]
    if plan.learner:
        lines.append(_("Everything about the learner, and the permission that was recorded."))
    for count, sentence in (
        (plan.answers, ngettext("{count} answer", "{count} answers", plan.answers)),
        (plan.submissions, ngettext("{count} submission", "{count} submissions", plan.submissions)),
        (
            plan.decisions,
            ngettext(
                "the words of {count} decision", "the words of {count} decisions", plan.decisions
            ),
        ),
        (
            plan.rescued,
            ngettext(
                "{count} file on this computer with text that could once not be saved",
                "{count} files on this computer with text that could once not be saved",
                plan.rescued,
            ),
        ),
        (
            plan.unsent,
            ngettext(
                "{count} form on this computer that was begun and not sent",
                "{count} forms on this computer that were begun and not sent",
                plan.unsent,
            ),
        ),
    ):
        if count:
            lines.append(sentence.format(count=count))
    lines.append(
        _("Every earlier version, draft marks, evidence, and each copy kept in case of damage.")
    )
    if back := plan.taken_back:
        sentence = ngettext(
            "{units} comes back from the assessors.",
            "{units} come back from the assessors.",
            len(back),
        )
        lines.append(sentence.format(units=_named(back)))
    return lines


def stays(plan: Plan) -> list[str]:
    """Return what an erasure leaves, in sentences."""
    lines = []
    if plan.met:
        sentence = ngettext(
            "{units} stays met, without a word of what was written.",
            "{units} stay met, without a word of what was written.",
            len(plan.met),
        )
        lines.append(sentence.format(units=_named(plan.met)))
    return [
        *lines,
        _("That something was erased, when and by whom; never what it said."),
        _("When the work was submitted and decided, the enrolment, attendance and a certificate."),
    ]


def out_of_reach(*, shared: bool) -> list[str]:
    """Return what lies outside of this program, for the person to destroy, in sentences.

    `shared` is whether the store is a database on a server.
    """
    lines = [
        _("Paper: worksheets, cards with the learner's words, the signed form."),
        _("Files you made from it: results, printed copies, e-mails, pictures on a telephone."),
        _(
            "Backups from before today, wherever they lie. One that is restored on this computer "
            "comes back without what was erased; others do not."
        ),
        _("Windows of this program that still show it: close them without saving."),
        _(
            "Text on other computers, or under other accounts of this one, that somebody typed "
            "there and could not save, or has not sent."
        ),
    ]
    if shared:
        return [
            *lines,
            _(
                "What the database server keeps below its tables: its log, its own backups, and "
                "pages until VACUUM FULL is run. Ask whoever looks after the server."
            ),
        ]
    return [
        *lines,
        _(
            "Copies that the system or a synchronised folder keeps (OneDrive, Dropbox, "
            "Time Machine), and what a disk holds until it is written over."
        ),
    ]


def told(tombstone: Tombstone) -> str:
    """Return one erasure in a sentence, as lists show it."""
    day = shown_day(day_of(parse_instant(tombstone.at)).isoformat())
    sentence = (
        _("{day}: {units}, by {person} ({why})")
        if tombstone.finished
        else _("{day}: {units}, by {person} ({why}); it is not finished")
    )
    return sentence.format(
        day=day,
        units=", ".join(tombstone.units),
        person=tombstone.by,
        why=why_in_words(tombstone),
    )


def why_in_words(tombstone: Tombstone) -> str:
    """Return why something was erased, as people read it."""
    return {
        "permission withdrawn": _("permission was taken back"),
        "another learner": _("begun again with another learner"),
        "asked for": _("asked for"),
        "no longer needed": _("no longer needed"),
    }[tombstone.why]


def _named(units: Iterable[Unit]) -> str:
    return units_named(unit.id for unit in units)
