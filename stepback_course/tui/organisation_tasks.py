"""What an organisation says of itself, read and kept in threads."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from stepback_course.desks import Desks
from stepback_course.people.organisation import Organisation, organisation_of
from stepback_course.text import _

LookChoice = Literal["as it is", "usual", "own"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What is kept now."""

    organisation: Organisation
    has_own_look: bool


def read_settings(desks: Desks) -> Settings:
    """Return what is kept now. Raises StoreError."""
    from stepback_course.awards.looks import look_of

    return Settings(organisation_of(desks.store), not look_of(desks.store).is_usual)


def keep_settings(desks: Desks, organisation: Organisation, look: LookChoice, folder: Path) -> str:
    """Keep the settings and the look; return what was done, in a sentence.

    An own look is read from `folder`, and tried with a specimen first. Raises Refusal where that
    or one of the settings does not print, and then nothing is kept; StoreError.
    """
    from stepback_course.awards.looks import keep_look, read_look
    from stepback_course.awards.page import USUAL
    from stepback_course.awards.settings import settle_organisation

    own = read_look(folder) if look == "own" else USUAL
    settle_organisation(desks.store, desks.actor, organisation)
    if look != "as it is":
        keep_look(desks.store, desks.actor, own)
    return _(
        "Kept. Certificates that are issued from now on say so; earlier ones stay as they are."
    )
