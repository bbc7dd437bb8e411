"""What is said to whoever verifies a certificate."""

from datetime import date
from typing import Literal

from stepback_course.awards.verifying.pages import Likeness
from stepback_course.text import _
from stepback_course.text.days import shown_day


def of_page(page: Likeness) -> str:
    """Say how a page compares with the one that was issued; empty where there is none."""
    if page == "same":
        return _("The page is the one that was issued, to the last byte.")
    if page == "different":
        return _(
            "This file is not the one that was issued: somebody changed it, or a program saved it"
            " anew. What was signed is shown here; do not rely on the page, and ask for the"
            " original file."
        )
    if page == "not compared":
        return _(
            "The page itself could not be compared with the one that was issued: rely only on"
            " what is shown here."
        )
    return ""


def specimen() -> str:
    """Say that a certificate is nobody's award."""
    return _("This is a SPECIMEN, made with an illustrative course: it is nobody's award.")


def vouched_for() -> str:
    """Say why a signature counts that alone would not."""
    return _(
        "Somebody else may have had the key, but the register here has this very credential:"
        " its issuer made it."
    )


def unsigned() -> str:
    """Say that nobody can tell without the register."""
    return _(
        "This certificate is not signed, so only its issuer's register can tell whether it is"
        " genuine: ask them, quoting the number."
    )


def unsigned_but_registered() -> str:
    """Say why an unsigned certificate counts."""
    return _("It is not signed, but the register here has this very file.")


def another_in_the_register(number: str) -> str:
    """Say that a number belongs to something else."""
    return _(
        "The register here has another certificate under the number {number}: this one was"
        " altered, or its issuer never made it."
    ).format(number=number)


def not_in_the_register(number: str) -> str:
    """Say that a register has nothing under a number."""
    return _(
        "The register here has no certificate {number}, so whether it still stands is not known."
    ).format(number=number)


def stands_in_the_register() -> str:
    """Say that a certificate stands."""
    return _("By the register here, it stands.")


def not_on_the_list(day: date) -> str:
    """Say that a certificate stood when a list was signed."""
    return _(
        "On {day}, when its issuer signed the list of withdrawn and replaced certificates, it"
        " stood. What happened since is not known here."
    ).format(day=shown_day(day.isoformat()))


def list_is_older(day: date, issuer: str, number: str) -> str:
    """Say that a list was signed when there was no such certificate yet."""
    return _(
        "The list of withdrawn numbers was signed on {day}, before this certificate was, so whether"
        " it still stands is not known: ask {issuer} for a newer list, or quote {number}."
    ).format(day=shown_day(day.isoformat()), issuer=issuer, number=number)


def list_is_of_others(issuer: str, number: str) -> str:
    """Say that a list does not name the key with which a certificate is signed."""
    return _(
        "The list of withdrawn numbers is not about the key that signed this, so whether it still"
        " stands is not known: ask {issuer} for their list, or quote {number}."
    ).format(issuer=issuer, number=number)


def withdrawn(state: Literal["replaced", "revoked"], since: date | None, replaced_by: str) -> str:
    """Say what became of a certificate that stands no more."""
    day = shown_day(since.isoformat()) if since else _("an unknown day")
    if state == "revoked":
        return _("Its issuer withdrew it on {day}: it stands no more.").format(day=day)
    if replaced_by:
        return _("It was replaced on {day} by certificate {number}: ask for that one.").format(
            day=day, number=replaced_by
        )
    return _("It was replaced on {day}: ask for the new one.").format(day=day)


def state_unknown(day: date, issuer: str, number: str) -> str:
    """Say that nobody here knows whether a certificate still stands."""
    return _(
        "Whether it was withdrawn or replaced since {day} is not known here: ask {issuer}, quoting"
        " {number}, or name their list with --withdrawn."
    ).format(day=shown_day(day.isoformat()), issuer=issuer, number=number)
