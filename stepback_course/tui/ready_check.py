"""The ready check: what a unit still needs, or the way to submit it."""

from stepback_course.portfolio import UnitView
from stepback_course.text import _, ngettext
from stepback_course.tui.pages import gap_choices
from stepback_course.tui.screens.dialogs import ChooseOne


def gaps_question(view: UnitView) -> ChooseOne:
    """Return the list of what is missing; the answer leads to a page, see `page_of_gap`."""
    missing = len(view.gaps)
    waiting = {gap.activity for gap in view.gaps}
    pages = [activity.id for activity in view.unit.activities]
    if view.unit.needs_consent:
        pages.append("")
    done = sum(page not in waiting for page in pages)
    sentence = ngettext(
        "{done} of {all} pages are complete. One thing is still missing: Enter goes there.",
        "{done} of {all} pages are complete. {count} things are still missing: "
        "choose one to go there.",
        missing,
    )
    told = sentence.format(done=done, all=len(pages), count=missing)
    return ChooseOne(_("Still to do"), told, gap_choices(view.gaps))


def page_of_gap(chosen: str) -> str:
    """Return the key of the page that a chosen gap is on."""
    activity = chosen.partition("/")[2]
    return f"activity/{activity}" if activity else "consent"


def why_not_to_submit(view: UnitView) -> str:
    """Return why a unit without gaps cannot be submitted now; mostly an empty text."""
    if not view.attempts_left:
        return _("This unit has no attempt left. Ask a coordinator to allow one more.")
    if view.status == "referred":
        return _("Nothing has changed here since your assessor asked for further work.")
    return ""
