"""The roles of people in the words of the screens."""

from collections.abc import Iterable, Mapping

from stepback_course.people import Role, RoleEntry
from stepback_course.text import _

_ROLES: Mapping[Role, tuple[str, str]] = {
    "coordinator": (_("coordinator"), _("coordinator: gives roles, awards certificates")),
    "trainer": (_("trainer"), _("trainer: runs cohorts, follows progress")),
    "assessor": (_("assessor"), _("assessor: marks what is submitted")),
    "verifier": (_("verifier"), _("verifier: takes a second look at marking")),
    "practitioner": (_("practitioner"), _("practitioner: works through the course")),
}
ROLES_BY_REACH: tuple[Role, ...] = tuple(_ROLES)
"""The roles in the order in which they are offered."""


def role_word(role: Role) -> str:
    """Return what a role is called."""
    return _ROLES[role][0]


def role_line(role: Role) -> str:
    """Return what a role is called and what it does, on one line."""
    return _ROLES[role][1]


def roles_line(entries: Iterable[RoleEntry]) -> str:
    """Return somebody's roles on one line, with the cohort of a role in one team only."""
    return ", ".join(
        _("{role} of {cohort}").format(role=role_word(entry.role), cohort=entry.cohort)
        if entry.cohort and entry.role != "practitioner"
        else role_word(entry.role)
        for entry in entries
    )
