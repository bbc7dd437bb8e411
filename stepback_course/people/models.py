"""A person and the roles they hold."""

from stepback_course.people.roles import ROLES, Role
from stepback_course.text.fields import Frozen, Identifier, Line, Name

__all__ = ["ROLES", "Person", "Role", "RoleEntry"]


class RoleEntry(Frozen):
    """One role, for one cohort or for all."""

    role: Role
    cohort: Identifier | None = None


class Person(Frozen):
    """Somebody who learns, teaches, assesses or keeps the register."""

    id: Identifier
    name: Name
    email: Line = ""
    roles: tuple[RoleEntry, ...] = ()
    active: bool = True
    """A person who leaves is deactivated, never deleted."""
