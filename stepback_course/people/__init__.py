"""Persons, their roles, and who may do what."""

from typing import TYPE_CHECKING, Any

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


def __getattr__(name: str) -> Any:
    """Import the models when somebody first asks for one: an empty store starts without them."""
    if name in ("Person", "RoleEntry"):
        from stepback_course.people import models

        return getattr(models, name)
    raise AttributeError(name)
