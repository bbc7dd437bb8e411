"""What people are called where several are named beside each other."""

from collections import Counter
from collections.abc import Mapping

from stepback_course.text import _


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Return people's names, by id as they were given; of two with the same name, with their id."""
    counted = Counter(name.casefold() for name in names.values())
    return {
        person: name
        if counted[name.casefold()] == 1
        else _("{name} ({id})").format(name=name, id=person)
        for person, name in names.items()
    }
