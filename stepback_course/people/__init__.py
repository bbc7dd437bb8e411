"""Persons, their roles, and who may do what."""

from typing import TYPE_CHECKING

from stepback_course.late import loaded_late
from stepback_course.people.actor import OWNER, Actor, actor_of, resolve_actor
from stepback_course.people.directory import Directory
from stepback_course.people.roles import Role

if TYPE_CHECKING:
    from stepback_course.people.models import Person, RoleEntry

__all__ = [
    "OWNER",
    "Actor",
    "Directory",
    "Person",
    "Role",
    "RoleEntry",
    "actor_of",
    "resolve_actor",
]

# An empty store starts without the models.
__getattr__ = loaded_late(__name__, {"Person": "models", "RoleEntry": "models"})
