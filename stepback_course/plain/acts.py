"""Things to do, each by a number or a letter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from stepback_course.plain.conversation import Choice, Conversation


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do: the key that is typed, what it is called, and the doing."""

    key: str
    label: str
    do: Callable[[], None]


def numbered_acts(acts: Iterable[tuple[str, Callable[[], None]]]) -> list[Act]:
    """Return acts by their numbers, from 1 up."""
    return [Act(str(number), label, do) for number, (label, do) in enumerate(acts, start=1)]


def choose_act(
    talk: Conversation,
    question: str,
    acts: Iterable[Act],
    *,
    about: str = "",
    is_known: bool = False,
) -> Act | None:
    """Return the act that is chosen; None where a single dot was typed. Raises Left."""
    offered = {act.key: act for act in acts}
    choices = [Choice(act.key, act.label) for act in offered.values()]
    key = talk.choose(question, choices, about=about, is_known=is_known)
    return None if key is None else offered[key]
