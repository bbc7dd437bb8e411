"""Persons, their roles, and who may do what."""

from stepback_course.people.actor import OWNER, Actor, actor_of, resolve_actor
from stepback_course.people.directory import Directory
from stepback_course.people.models import Person, Role, RoleEntry

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
