"""A person and the roles they hold."""

from typing import Literal, get_args

from stepback_course.text.fields import Frozen, Identifier, Line, Name

Role = Literal["practitioner", "assessor", "verifier", "trainer", "coordinator"]
ROLES: tuple[Role, ...] = get_args(Role)


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
