"""Invitations to whoever a test wants to join, and what joining left behind."""

from pathlib import Path

from stepback_course.handover.invitations.invitation import SUFFIX
from stepback_course.handover.invitations.inviting import write_invitations, write_staff_invitation
from stepback_course.handover.office.exchange import exchange_of, keys_folder
from stepback_course.store import Store
from tests.house import COHORT, House


def invitation_of(house: House, folder: Path, portfolio: str = "P-CERYS") -> Path:
    """Invite the cohort and return one of the invitations."""
    write_invitations(house.desks("TR-TOM"), COHORT, folder)
    return folder / f"{portfolio}{SUFFIX}"


def staff_invitation_of(house: House, folder: Path, person: str = "AS-MEG") -> Path:
    """Invite somebody who teaches or assesses."""
    return write_staff_invitation(house.desks("CO-ANN"), person, folder)


def everything(store: Store) -> dict[str, object]:
    """Return every record of a store."""
    return {folder: store.records(folder) for folder in store.folders()}


def key_files(house: House, person: str) -> dict[str, bytes]:
    """Return what is kept beside a person's keyring."""
    known = exchange_of(house.store)
    assert known is not None
    folder = keys_folder(known.store, person)
    return {path.name: path.read_bytes() for path in folder.glob("*")}
