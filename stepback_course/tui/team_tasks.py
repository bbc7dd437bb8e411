"""What the team's screen reads and writes, away from the screen because it takes a while."""

from dataclasses import dataclass
from pathlib import Path

from stepback_course.desks import Desks
from stepback_course.people import Person
from stepback_course.text import _, ngettext
from stepback_course.text.paths import shown_path


@dataclass(frozen=True, slots=True)
class Told:
    """What was done, in a sentence."""

    sentence: str


def everybody(desks: Desks) -> list[Person]:
    """Return who is active by name, then who has left. Raises StoreError."""
    return [*desks.directory.people(), *desks.directory.people(active=False)]


def leaving_question(person: Person) -> tuple[str, str, str]:
    """Return the title, the sentences and the deed of the question whether somebody has left."""
    return (
        _("{name} has left?").format(name=person.name),
        _(
            "They may then do nothing here any more: not sit down, not read, not hand over. "
            "Nothing is deleted, and what they did keeps their name. You can let them come back."
        ),
        _("Has left"),
    )


def returning_question(person: Person) -> tuple[str, str, str]:
    """Return the title, the sentences and the deed of the question whether somebody is back."""
    return (
        _("{name} is back?").format(name=person.name),
        _("They then have the roles again that they had."),
        _("Is back"),
    )


def leave(desks: Desks, person: Person) -> Told:
    """Take every right from somebody, and say what is still in their hands.

    Raises Refusal, StoreError.
    """
    desks.directory.deactivate(person.id)
    left = sum(1 for _row in desks.allocations.left_by(person.id))
    if not left:
        return Told(_("{name} has left.").format(name=person.name))
    sentence = ngettext(
        "{name} has left. {count} submission is still in their name: hand it on in Marking.",
        "{name} has left. {count} submissions are still in their name: hand them on in Marking.",
        left,
    )
    return Told(sentence.format(name=person.name, count=left))


def return_to_team(desks: Desks, person: Person) -> Told:
    """Let somebody who left come back. Raises Refusal, StoreError."""
    desks.directory.reactivate(person.id)
    return Told(_("{name} is back.").format(name=person.name))


def write_invitation(desks: Desks, person: Person, folder: Path) -> Told:
    """Write the invitation of somebody who teaches or assesses. Raises Refusal, StoreError."""
    from stepback_course.handover.invitations.inviting import write_staff_invitation
    from stepback_course.handover.office.office import recovery_reminder

    path = write_staff_invitation(desks, person.id, folder)
    sentence = _("Send {name} this file, with the text beside it:\n{file}")
    told = [
        sentence.format(name=person.name, file=shown_path(path)),
        recovery_reminder(desks.store),
    ]
    return Told("\n".join(filter(None, told)))
