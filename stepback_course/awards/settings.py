"""What the organisation has settled for its certificates: its name, its key, its look."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepback_course.awards.keys.issuers import IssuerKey, current_key
from stepback_course.people import Actor
from stepback_course.people.organisation import (
    FOLDER,
    Organisation,
    is_laptop,
    keep_organisation,
    organisation_of,
)
from stepback_course.store import Store

if TYPE_CHECKING:
    from stepback_course.awards.page import Look


@dataclass(frozen=True, slots=True)
class Settings:
    """What the organisation's settings are at one moment."""

    organisation: Organisation
    key: IssuerKey | None
    """The key that certificates are signed with; None where they are not."""
    look: "Look"
    is_laptop: bool
    """Whether an office elsewhere issues the certificates."""


def settle_organisation(store: Store, actor: Actor, organisation: Organisation) -> None:
    """Keep what certificates say of the organisation, once it is known that it can be printed.

    Raises Refusal where the actor may not, CannotPrint for a character that no font has.
    """
    from stepback_course.awards.looks.specimens import require_printable

    require_printable(organisation)
    keep_organisation(store, actor, organisation)


class SettingsAtHand:
    """Reads the settings again only where something of them was written since."""

    def __init__(self, store: Store) -> None:
        """Read from `store`."""
        self._store = store
        self._revisions: dict[str, int] | None = None
        self._settings: Settings | None = None

    def now(self) -> Settings:
        """Return the settings as they are."""
        records = self._store.records(FOLDER)
        revisions = {name: record.revision for name, record in records.items()}
        if self._settings is None or revisions != self._revisions:
            from stepback_course.awards.looks import look_of

            store = self._store
            self._settings = Settings(
                organisation_of(store), current_key(store), look_of(store), is_laptop(store)
            )
            self._revisions = revisions
        return self._settings
